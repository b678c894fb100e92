//! A program that acts: a line to its input, a line from its output, in turn.
//!
//! Nothing it does can hold up the command: reading and writing have threads of their own, both are
//! waited for only so long, and lines are read with a limit.

use super::{
    agent::{Agent, View},
    message::Said,
};
use anyhow::{Context as _, Result, anyhow, bail};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender},
    thread,
    time::{Duration, Instant},
};

/// Longest line that is read, in bytes. The longest action is far below it, however it is escaped.
const MAX_LINE: usize = 2 << 20;
/// Lines that may wait to be read.
const AHEAD: usize = 16;
/// How long a program that was told the end may take to end.
const GRACE: Duration = Duration::from_secs(5);
/// How often it is looked whether it ended.
const LOOK: Duration = Duration::from_millis(10);

/// A program that is running.
pub struct Exec {
    name: String,
    child: Child,
    /// Lines for its input; none once it was told the end.
    input: Option<Sender<String>>,
    /// One for each line that it took.
    taken: Receiver<()>,
    /// Lines of its output.
    output: Receiver<Line>,
    patience: Duration,
}

/// A line of a program.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Text(String),
    /// Longer than [`MAX_LINE`].
    TooLong,
    /// Not UTF-8.
    NotText,
}

impl Exec {
    /// Starts a program. The command is split into words as a shell does, and no shell is asked.
    pub fn start(command: &str, patience: Duration) -> Result<Self> {
        let words = shlex::split(command)
            .with_context(|| format!("a quotation in “{command}” does not end"))?;
        let Some((program, arguments)) = words.split_first() else {
            bail!("no command to run");
        };
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start “{program}”"))?;
        let stdin = child.stdin.take().context("the program has no input")?;
        let stdout = child.stdout.take().context("the program has no output")?;
        let (input, lines) = mpsc::channel();
        let (done, taken) = mpsc::channel();
        thread::spawn(move || write_lines(stdin, &lines, &done));
        let (sender, output) = mpsc::sync_channel(AHEAD);
        thread::spawn(move || read_lines(BufReader::new(stdout), &sender));
        Ok(Self { name: program.clone(), child, input: Some(input), taken, output, patience })
    }

    /// Gives it a line; whether it took it. One that went away takes none.
    fn tell(&mut self, line: String, until: Instant) -> Result<bool> {
        let Some(input) = &self.input else { return Ok(false) };
        if input.send(line).is_err() {
            return Ok(false);
        }
        match self.taken.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(()) => Ok(true),
            Err(RecvTimeoutError::Disconnected) => Ok(false),
            Err(RecvTimeoutError::Timeout) => Err(self.late("does not read its input")),
        }
    }

    fn late(&mut self, what: &str) -> anyhow::Error {
        let _ = self.child.kill();
        anyhow!("the agent “{}” {what} within {} s", self.name, self.patience.as_secs())
    }

    /// How it ended, if it does within some time; else it is killed.
    fn ended(&mut self, patience: Duration) -> Result<Option<ExitStatus>> {
        self.input = None;
        let until = Instant::now() + patience;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            if Instant::now() >= until {
                self.child.kill()?;
                self.child.wait()?;
                return Ok(None);
            }
            thread::sleep(LOOK);
        }
    }

    /// It said no more: fine if it ended well.
    fn left(&mut self) -> Result<()> {
        match self.ended(GRACE)? {
            Some(status) if status.success() => Ok(()),
            Some(status) => bail!("the agent “{}” ended with {status}", self.name),
            None => bail!("the agent “{}” closed its output and went on running", self.name),
        }
    }
}

impl Agent for Exec {
    fn next(&mut self, view: &View<'_>) -> Result<Option<Result<Said, String>>> {
        let until = Instant::now() + self.patience;
        let line = serde_json::to_string(view.told)? + "\n";
        // One that takes no line may have said something all the same.
        self.tell(line, until)?;
        match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Line::Text(line)) => Ok(Some(Said::read(&line))),
            Ok(Line::TooLong) => Ok(Some(Err(format!("a line of more than {MAX_LINE} bytes")))),
            Ok(Line::NotText) => Ok(Some(Err("a line that is not UTF-8".to_owned()))),
            Err(RecvTimeoutError::Timeout) => Err(self.late("said nothing")),
            Err(RecvTimeoutError::Disconnected) => self.left().map(|()| None),
        }
    }

    fn can_mend(&self) -> bool {
        true
    }

    fn end(&mut self, view: &View<'_>) -> Result<()> {
        let line = serde_json::to_string(view.told)? + "\n";
        self.tell(line, Instant::now() + self.patience)?;
        // Told the end, it may go as it likes.
        self.ended(GRACE)?;
        Ok(())
    }
}

impl Drop for Exec {
    fn drop(&mut self) {
        // Nobody is left to be told; one that has ended cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Writes lines until there are no more, or nobody reads them.
fn write_lines(mut stdin: ChildStdin, lines: &Receiver<String>, done: &Sender<()>) {
    for line in lines {
        let written = stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush());
        if written.is_err() || done.send(()).is_err() {
            return;
        }
    }
}

/// Reads lines until there are no more, or nobody wants them. Empty ones are passed over.
fn read_lines(mut output: impl BufRead, lines: &SyncSender<Line>) {
    while let Some(line) = read_line(&mut output) {
        let empty = matches!(&line, Line::Text(text) if text.trim().is_empty());
        if !empty && lines.send(line).is_err() {
            return;
        }
    }
}

/// Reads a line; of one that is too long nothing is kept. `None` at the end.
fn read_line(output: &mut impl BufRead) -> Option<Line> {
    let (mut line, mut too_long) = (Vec::new(), false);
    loop {
        // What breaks in reading is the end, too.
        let piece = output.fill_buf().ok()?;
        if piece.is_empty() {
            let nothing = line.is_empty() && !too_long;
            return (!nothing).then(|| close(line, too_long));
        }
        let end = piece.iter().position(|&byte| byte == b'\n');
        let text = &piece[..end.unwrap_or(piece.len())];
        if too_long || line.len() + text.len() > MAX_LINE {
            (line, too_long) = (Vec::new(), true);
        } else {
            line.extend_from_slice(text);
        }
        let used = text.len() + usize::from(end.is_some());
        output.consume(used);
        if end.is_some() {
            return Some(close(line, too_long));
        }
    }
}

fn close(line: Vec<u8>, too_long: bool) -> Line {
    match String::from_utf8(line) {
        _ if too_long => Line::TooLong,
        Ok(text) => Line::Text(text),
        Err(_) => Line::NotText,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<Line> {
        // A small buffer, so that lines come in pieces.
        let mut reader = BufReader::with_capacity(7, bytes);
        std::iter::from_fn(|| read_line(&mut reader)).collect()
    }

    #[test]
    fn lines_are_read_with_a_limit() {
        let text = |text: &str| Line::Text(text.to_owned());
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"a line\nand\n\nthe end"), ["a line", "and", "", "the end"].map(text));
        let mut long = vec![b'x'; MAX_LINE + 1];
        long.extend(b"\nshort\n");
        assert_eq!(lines(&long), [Line::TooLong, text("short")]);
        assert_eq!(lines(&long[..=MAX_LINE]), [Line::TooLong]);
        assert_eq!(lines(b"\xff\nok\n"), [Line::NotText, text("ok")]);
    }
}
