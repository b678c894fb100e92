//! What a line of a text observation is.

use crate::Role;

/// Says what a line is, given what the line before it was.
pub(in crate::dialect) type Classifier = fn(&str, Option<Kind>) -> Kind;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dialect) enum Kind {
    /// Put in, in a diff.
    Added,
    /// Unchanged, in a diff.
    Context,
    /// Something went wrong.
    Error,
    /// Names a file, in a diff.
    File,
    /// Heads a section.
    Heading,
    /// Says which lines follow, in a diff.
    Hunk,
    /// Whatever a program says.
    Output,
    /// Where a command is waited for, with the command once it was given.
    Prompt,
    /// Taken out, in a diff.
    Removed,
    /// What a result says.
    Snippet,
    /// What a result is called.
    Title,
    /// Where a result is.
    Url,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Context => "context",
            Self::Error => "error",
            Self::File => "file",
            Self::Heading => "heading",
            Self::Hunk => "hunk",
            Self::Output => "output",
            Self::Prompt => "prompt",
            Self::Removed => "removed",
            Self::Snippet => "snippet",
            Self::Title => "title",
            Self::Url => "url",
        }
    }

    /// The role of such a line.
    pub fn role(self) -> Role {
        match self {
            Self::Added => Role::Added,
            Self::Error => Role::Alert,
            Self::File | Self::Heading | Self::Hunk | Self::Title => Role::Heading,
            Self::Context | Self::Output => Role::Text,
            Self::Prompt => Role::Prompt,
            Self::Removed => Role::Removed,
            Self::Snippet => Role::Paragraph,
            Self::Url => Role::Link,
        }
    }
}

/// A terminal: prompts, what programs say, and errors.
pub(in crate::dialect) fn terminal(line: &str, _: Option<Kind>) -> Kind {
    if is_prompt(line) {
        Kind::Prompt
    } else if is_shell_error(line) {
        Kind::Error
    } else {
        Kind::Output
    }
}

/// What tools answer: text, often JSON, and errors in the tool's own style.
pub(in crate::dialect) fn mcp(line: &str, _: Option<Kind>) -> Kind {
    if is_error(line) {
        Kind::Error
    } else if is_heading(line) {
        Kind::Heading
    } else {
        Kind::Output
    }
}

/// Results (title, address, snippet) and pages.
pub(in crate::dialect) fn search(line: &str, before: Option<Kind>) -> Kind {
    let text = line.trim();
    let numbered = text.trim_start_matches('[').trim_start_matches(|c: char| c.is_ascii_digit());
    let number = numbered.len() < text.trim_start_matches('[').len();
    if is_error(line) {
        Kind::Error
    } else if text.starts_with("Title: ")
        || (number && (numbered.starts_with(". ") || numbered.starts_with("] ")))
    {
        Kind::Title
    } else if is_heading(line) {
        Kind::Heading
    } else if text.trim_start_matches("URL: ").starts_with("http") && text.contains("://") {
        Kind::Url
    } else if text.starts_with("Snippet: ")
        || (!text.is_empty() && matches!(before, Some(Kind::Url | Kind::Snippet)))
    {
        Kind::Snippet
    } else {
        Kind::Output
    }
}

/// What a programmer's tools answer: diffs, listings, test results.
pub(in crate::dialect) fn swe(line: &str, before: Option<Kind>) -> Kind {
    use Kind::{Added, Context, Error, File, Hunk, Output, Removed};
    let inside = matches!(before, Some(Hunk | Added | Removed | Context));
    if line.starts_with("@@ ") {
        Hunk
    } else if ["diff --git ", "index ", "--- ", "+++ "].iter().any(|mark| line.starts_with(mark)) {
        File
    } else if inside && line.starts_with('+') {
        Added
    } else if inside && line.starts_with('-') {
        Removed
    } else if inside && line.starts_with(' ') {
        Context
    } else if is_error(line) || line.starts_with("FAILED") || line.starts_with("E  ") {
        Error
    } else {
        Output
    }
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    text.len() < line.len() && line.len() - text.len() <= 6 && text.starts_with(' ')
}

fn is_error(line: &str) -> bool {
    let text = line.trim_start().trim_start_matches(['{', '"', ' ']);
    let word = text.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("error"));
    word && !text[5..].starts_with(|c: char| c.is_alphanumeric())
        || text.split_once(':').is_some_and(|(name, _)| {
            name.ends_with("Error") && name.chars().all(|c| c.is_alphanumeric() || c == '.')
        })
}

/// `root@host:/app# make`, `$ make`, `>>> 1`.
fn is_prompt(line: &str) -> bool {
    let bare = ["$", "#", "$ ", "# ", ">>> "];
    let mark = line.find(['$', '#']);
    let path = |before: &str| {
        before.split_once('@').is_some_and(|(user, place)| {
            !user.is_empty() && !user.contains(' ') && place.contains(':')
        })
    };
    bare.contains(&line)
        || line.starts_with("$ ")
        || line.starts_with(">>> ")
        || mark.is_some_and(|at| {
            path(&line[..at]) && matches!(line.as_bytes().get(at + 1), None | Some(b' '))
        })
}

/// `ls: cannot access 'x': No such file or directory`.
fn is_shell_error(line: &str) -> bool {
    let said = [
        "No such file or directory",
        "command not found",
        "Permission denied",
        "Is a directory",
        "Not a directory",
        "No space left on device",
        "Read-only file system",
        "File exists",
        "Operation not permitted",
    ];
    line.contains(": ") && said.iter().any(|what| line.ends_with(what)) || is_error(line)
}
