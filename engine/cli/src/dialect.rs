//! `diorama dialect`: reading observations, and telling them in another dialect.

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use diorama_world::Dialect;
use std::{
    fs,
    io::{Write, stdout},
    path::{Path, PathBuf},
};

/// Arguments of `diorama dialect`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read each file strictly and print it back; fails where something cannot be read or comes out
    /// different, and says where.
    Check {
        /// How the observations are spelled.
        #[arg(long)]
        dialect: Dialect,
        /// Files with one observation each.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Tell an observation in another dialect of its domain.
    Convert {
        /// How the observation is spelled.
        #[arg(long)]
        from: Dialect,
        /// How it is to be spelled.
        #[arg(long)]
        to: Dialect,
        /// A file with one observation.
        file: PathBuf,
    },
}

/// Does what is asked.
pub fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.command {
        Command::Check { dialect, files } => {
            let mut bad = 0;
            for file in files {
                if let Err(error) = check(*dialect, file) {
                    eprintln!("{error:#}");
                    bad += 1;
                }
            }
            ensure!(bad == 0, "{bad} of {} files are not {dialect}", files.len());
            writeln!(stdout(), "{} files read and printed back", files.len())?;
            Ok(())
        }
        Command::Convert { from, to, file } => {
            ensure!(from.domain() == to.domain(), "{from} and {to} tell different domains");
            let screen =
                from.parse(&read(file)?, false).with_context(|| file.display().to_string())?;
            writeln!(stdout(), "{}", to.print(&to.dress(&screen.canonical())))?;
            Ok(())
        }
    }
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| file.display().to_string())
}

/// Checks one file.
fn check(dialect: Dialect, file: &Path) -> Result<()> {
    let text = read(file)?;
    // An editor's last line end belongs to the file, not to the observation.
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let screen = dialect.parse(text, false).with_context(|| file.display().to_string())?;
    let printed = dialect.print(&screen);
    if printed != text {
        let (line, column) = first_difference(text, &printed);
        bail!("{}: line {line}, column {column}: printed back differently", file.display());
    }
    Ok(())
}

/// 1-based line and column, in characters, of the first difference.
fn first_difference(text: &str, printed: &str) -> (usize, usize) {
    let same = text.chars().zip(printed.chars()).take_while(|(a, b)| a == b);
    let (mut line, mut column) = (1, 1);
    for (c, _) in same {
        (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
    }
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn a_difference_has_a_place() {
        assert_eq!(first_difference("ab\ncd", "ab\ncx"), (2, 2));
        assert_eq!(first_difference("ä", "äb"), (1, 2));
    }
}
