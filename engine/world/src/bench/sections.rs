//! The sections of a user message: task, state, action.

use crate::full::form::{ACTION, STATE, TASK};

/// The sections of a message, as far as they are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sections<'a> {
    pub task: Option<&'a str>,
    pub state: Option<&'a str>,
    pub action: Option<&'a str>,
}

/// Takes a message apart. A section begins where its label begins a line, and ends, without the
/// blank line after it, where the next one begins.
pub(super) fn sections(message: &str) -> Sections<'_> {
    let (before, after) = at_label(message, ACTION).unwrap_or((message, ""));
    let action = (before.len() < message.len()).then(|| fenced(after));
    let (before, state) = match at_label(before, STATE) {
        Some((before, state)) => (before, Some(text(state))),
        None => (before, None),
    };
    let task = at_label(before, TASK).map(|(_, task)| text(task));
    Sections { task, state, action }
}

/// What stands before and after the first label that begins a line. A state comes before the
/// action and a task before the state, so a label within a later section is none.
fn at_label<'a>(message: &'a str, label: &str) -> Option<(&'a str, &'a str)> {
    let begins_line = |&(at, _): &(usize, &str)| at == 0 || message[..at].ends_with('\n');
    let (at, _) = message.match_indices(label).find(begins_line)?;
    Some((&message[..at], &message[at + label.len()..]))
}

/// A section's text: without the line end after the label and the blank line before the next one.
fn text(section: &str) -> &str {
    let section = section.strip_prefix('\n').unwrap_or_else(|| section.trim_start());
    section.strip_suffix("\n\n").unwrap_or_else(|| section.trim_end_matches('\n'))
}

/// The text in the fence that `section` begins with, up to the last fence of its kind: in the
/// bench's rows a text may contain its own fence. Without a fence, the whole section.
pub(super) fn fenced(section: &str) -> &str {
    let section = section.trim_start();
    let ticks = section.len() - section.trim_start_matches('`').len();
    if ticks < 3 {
        return section.trim_end();
    }
    let fence = format!("\n{}", &section[..ticks]);
    let Some(begin) = section.find('\n') else { return "" };
    // An empty text leaves its line end to the closing fence.
    match section[begin..].rfind(&fence) {
        Some(0) => "",
        Some(end) => &section[begin + 1..begin + end],
        None => &section[begin + 1..],
    }
}
