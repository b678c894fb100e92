//! `web-playwright`: what Playwright's browser tools answer: sections on the code that was run
//! and on the page, then the accessibility snapshot in YAML. Actions are the tools' calls.
//!
//! Some answers have no snapshot: the page is then as it was, see [`Screen::over`].
//!
//! Left unsaid: the states that only phones have (long-clickable, scrollable) and that a field
//! hides or demands its text; the value of an element that is no field and has no name; that what
//! is not checkable is not checked; the name of the app; what ends with or begins with a space in
//! addresses and titles. A text inside an empty field is its value.

mod action;
mod dress;
mod node;
mod yaml;

use super::{
    MAX_DEPTH,
    reader::{Flaw, Format, Reader},
};
use crate::{Action, Screen, action::ActionError, screen::Header};
use node::Line;

pub(super) struct WebPlaywright;

/// Which part of the answer a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Before any section.
    Start,
    /// A section, outside fences.
    Section {
        /// Whether its fenced block is the code that was run.
        code: bool,
    },
    /// The code that was run.
    Code,
    /// Some other fenced block.
    Fence,
    /// The snapshot.
    Snapshot,
    /// After the snapshot.
    End,
}

impl Format for WebPlaywright {
    fn read(&self, reader: &mut Reader<'_>) {
        let mut part = Part::Start;
        let mut code: Vec<&str> = Vec::new();
        let mut open = Vec::new();
        while let Some(line) = reader.next_line() {
            let text = line.trim_end();
            part = match part {
                Part::End => Part::End,
                Part::Code | Part::Fence if text == "```" => Part::Section { code: false },
                Part::Code => {
                    code.push(text);
                    Part::Code
                }
                Part::Fence => Part::Fence,
                Part::Snapshot if text.starts_with("```") || text.starts_with("### ") => {
                    reader.end_nodes();
                    Part::End
                }
                Part::Start if text.starts_with("- ") && !text.starts_with("- Page ") => {
                    snapshot_line(reader, line, &mut open);
                    Part::Snapshot
                }
                Part::Snapshot => {
                    snapshot_line(reader, line, &mut open);
                    Part::Snapshot
                }
                Part::Start | Part::Section { .. } => outside(reader, text, part),
            };
        }
        if !code.is_empty() {
            reader.screen.header.code = Some(code.join("\n"));
        }
    }

    fn head(&self, screen: &Screen, out: &mut String) {
        let Header { url, title, code, .. } = &screen.header;
        let mut put = |before: &str, text: &str, after: &str| {
            for part in [before, text, after] {
                out.push_str(part);
            }
        };
        if let Some(code) = code {
            put("### Ran Playwright code\n```js\n", code, "\n```\n");
        }
        if url.is_some() || title.is_some() {
            put("### Page\n", "", "");
        }
        if let Some(url) = url {
            put("- Page URL: ", url, "\n");
        }
        if let Some(title) = title {
            put("- Page Title: ", title, "\n");
        }
        if !screen.nodes.is_empty() {
            put("### Snapshot\n```yaml\n", "", "");
        }
    }

    fn node(&self, screen: &Screen, index: usize, out: &mut String) {
        node::print(screen, index, out);
    }

    fn end(&self, screen: &Screen, out: &mut String) {
        if !screen.nodes.is_empty() {
            out.push_str("```\n");
        }
    }

    fn dress(&self, screen: &mut Screen) {
        dress::dress(screen);
    }

    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        action::spell(action, screen)
    }

    fn read_action(&self, text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
        action::read(text, screen)
    }
}

/// Reads a line outside of code and snapshot.
fn outside(reader: &mut Reader<'_>, text: &str, part: Part) -> Part {
    let header = &mut reader.screen.header;
    if let Some(title) = text.strip_prefix("### ") {
        return Part::Section { code: title.starts_with("Ran ") };
    }
    if let Some(language) = text.strip_prefix("```") {
        return match (language, part) {
            ("yaml" | "yml", _) => Part::Snapshot,
            (_, Part::Section { code: true }) => Part::Code,
            _ => Part::Fence,
        };
    }
    if let Some(url) = text.strip_prefix("- Page URL:") {
        header.url = Some(url.trim_start().to_owned());
    } else if let Some(title) = text.strip_prefix("- Page Title:") {
        header.title = Some(title.trim_start().to_owned());
    } else if part == Part::Start && !text.trim().is_empty() {
        reader.problem(text, &Flaw { at: 0, message: "expected a section".to_owned() });
    }
    part
}

/// Reads a line of the snapshot. `open` holds the indentation and index of the nodes the line may
/// be in, innermost last.
fn snapshot_line(reader: &mut Reader<'_>, line: &str, open: &mut Vec<(usize, usize)>) {
    let read = match node::read(line) {
        Ok(None) => return,
        Ok(Some(read)) => read,
        Err(flaw) => return reader.problem(line, &flaw),
    };
    let indent = line.len() - line.trim_start_matches(' ').len();
    open.retain(|&(outer, _)| outer < indent);
    let parent = open.last().map(|&(_, index)| index);
    let flaw = |message: &str| Flaw { at: indent, message: message.to_owned() };
    let done = match read {
        Line::Property(key, value) => match parent.and_then(|p| reader.screen.nodes.get_mut(p)) {
            Some(node) => node::set_property(node, key, value).map_err(flaw),
            None => Err(flaw("a property of no element")),
        },
        Line::Node(node) => {
            let holder = parent.and_then(|p| reader.screen.nodes.get_mut(p));
            match holder.filter(|_| node.kind == "text").filter(|holder| node::awaits_text(holder))
            {
                Some(holder) => {
                    holder.value = Some(node.name);
                    Ok(())
                }
                None if open.len() >= MAX_DEPTH => Err(flaw("nested too deep")),
                None => reader
                    .push(crate::Node { parent, ..*node })
                    .map(|index| open.push((indent, index))),
            }
        }
    };
    if let Err(flaw) = done {
        reader.problem(line, &flaw);
    }
}
