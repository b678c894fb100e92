//! Showing files and finding lines in them.

use super::{PATH, TEXT, file, files};
use crate::{
    session::{Answer, Turn},
    terminal::pattern::Pattern,
    text::cut,
};

/// Longest line that is shown, in bytes.
const MAX_LINE: usize = 160;
/// Most lines that are shown at a time.
const MAX_LINES: usize = 30;

/// The names of all files.
pub(super) fn list(turn: &Turn<'_>) -> Vec<String> {
    let mut paths: Vec<&str> = files(turn.world).iter().map(|row| row.cells[PATH].text()).collect();
    if paths.is_empty() {
        return vec!["No files.".to_owned()];
    }
    paths.sort_unstable();
    let shown = turn.shown(paths.len()).min(MAX_LINES);
    let more = paths.len().saturating_sub(shown);
    let end = (more > 0).then(|| format!("({more} more files)"));
    paths.iter().take(shown).map(|&path| path.to_owned()).chain(end).collect()
}

/// A line with its number, as the look has it.
pub(super) fn numbered(look: usize, number: usize, line: &str) -> String {
    let line = cut(line, MAX_LINE);
    let text = match look {
        0 => format!("{number:4}  {line}"),
        1 => format!("{number}: {line}"),
        _ => format!("{number:3} | {line}"),
    };
    text.trim_end().to_owned()
}

/// Some lines of a file.
pub(super) fn view(
    turn: &mut Turn<'_>,
    path: &str,
    start: Option<usize>,
    end: Option<usize>,
) -> Answer {
    turn.open();
    let look = turn.look();
    let text = file(turn.world, path)?.cells[TEXT].text();
    let lines: Vec<&str> = text.lines().collect();
    let total = lines.len();
    let start = start.unwrap_or(1);
    let end = end.unwrap_or(total).min(total);
    if start > total.max(1) || start > end.max(1) {
        return Err(format!("lines {start}-{end} are out of range: {path} has {total}").into());
    }
    let wanted = (end + 1).saturating_sub(start);
    let shown = turn.shown(wanted).min(MAX_LINES);
    let head = match look {
        0 => format!("[File: {path} ({total} lines)]"),
        1 => path.to_owned(),
        _ => format!("{path}, lines {start}-{end} of {total}"),
    };
    let body = (start..=end).zip(lines.iter().skip(start - 1)).take(shown);
    let body = body.map(|(number, line)| numbered(look, number, line));
    let rest = wanted.saturating_sub(shown);
    let more = (rest > 0).then(|| format!("({rest} more lines: start={})", start + shown));
    Ok(std::iter::once(head).chain(body).chain(more).collect())
}

/// The lines that a pattern is found in.
pub(super) fn grep(turn: &Turn<'_>, pattern: &str, path: Option<&str>) -> Answer {
    let fits = Pattern::new(cut(pattern, 100), false);
    let fits = fits.ok_or_else(|| format!("invalid pattern: {}", cut(pattern, 60)))?;
    if let Some(path) = path {
        file(turn.world, path)?;
    }
    let mut found = Vec::new();
    for row in files(turn.world) {
        let this = row.cells[PATH].text();
        if path.is_none_or(|path| path == this) {
            let lines = (1..).zip(row.cells[TEXT].text().lines());
            let hits = lines.filter(|(_, line)| fits.is_in(line));
            found.extend(
                hits.map(|(number, line)| format!("{this}:{number}:{}", cut(line, MAX_LINE))),
            );
        }
    }
    if found.is_empty() {
        return Ok(vec!["No matches found.".to_owned()]);
    }
    let shown = turn.shown(found.len()).min(MAX_LINES);
    let more = found.len().saturating_sub(shown);
    found.truncate(shown);
    found.extend((more > 0).then(|| format!("({more} more matches)")));
    Ok(found)
}
