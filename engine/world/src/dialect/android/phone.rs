//! `android-phone`: DroidRun's description of a phone: its state, then the elements, one a line,
//! indented where one stands in another.
//!
//! ```text
//! **Current Phone State:**
//! • **App:** Files (org.example.files)
//! • **Keyboard:** Hidden
//! • **Focused Element:** ''
//!
//! Current Clickable UI elements from the device in the schema 'index. className: resourceId, text - bounds(x1,y1,x2,y2)':
//! 8. TextView: "org.example.files:id/path", "Downloads" - (0,258,267,384)
//! ```
//!
//! The name of the app is the title. An element shows one text: what it holds, else its hint, else
//! its name; one without text or resource id repeats its class. Line ends in texts are spaces.
//!
//! Left unsaid besides what no Android dialect says: all states but which element has the focus,
//! and of an element that shows a value or a hint, its name; a hint is said as if it were typed.

use super::{far_corner, from_corners, holds, point, role, set_said, short, shown};
use crate::{
    Action, Node, Role, Screen,
    action::ActionError,
    dialect::{
        MAX_DEPTH,
        cursor::Cursor,
        reader::{Flaw, Format, Reader},
    },
    screen::{Bounds, Header},
};
use std::fmt::Write;

pub(in crate::dialect) struct AndroidPhone;

const STATE: &str = "**Current Phone State:**";
const APP: &str = "• **App:**";
const KEYBOARD: &str = "• **Keyboard:**";
const FOCUSED: &str = "• **Focused Element:**";
const ELEMENTS: &str = "Current Clickable UI elements from the device in the schema 'index. \
    className: resourceId, text - bounds(x1,y1,x2,y2)':";
/// What stands between two texts in quotes.
const BETWEEN: &str = "\", \"";
const NOTHING: &str = "No UI elements found";

impl Format for AndroidPhone {
    fn read(&self, reader: &mut Reader<'_>) {
        let (mut keyboard, mut focused) = (false, None);
        // Indentation and index of the elements the line may stand in, innermost last.
        let mut open: Vec<(usize, usize)> = Vec::new();
        while let Some(line) = reader.next_line() {
            let text = line.trim();
            if let Some(app) = text.strip_prefix(APP) {
                set_app(&mut reader.screen.header, app.trim());
            } else if let Some(state) = text.strip_prefix(KEYBOARD) {
                keyboard = matches!(state.trim(), "Shown" | "Visible");
            } else if let Some(element) = text.strip_prefix(FOCUSED) {
                focused = Some(element.trim().trim_matches('\''));
            } else if !(text.is_empty()
                || text.starts_with(['*', '•'])
                || text.starts_with("Current Clickable UI elements")
                || text == NOTHING)
            {
                let Some(joined) = join(reader, line) else { continue };
                let read = element(&joined).and_then(|(indent, node)| {
                    open.retain(|&(outer, _)| outer < indent);
                    if open.len() >= MAX_DEPTH {
                        return Err(Flaw { at: indent, message: "nested too deep".to_owned() });
                    }
                    let parent = open.last().map(|&(_, index)| index);
                    let index = reader.push(Node { parent, ..node })?;
                    open.push((indent, index));
                    Ok(())
                });
                if let Err(flaw) = read {
                    reader.problem(&joined, &flaw);
                }
            }
        }
        if let Some(node) = focus(&mut reader.screen, keyboard, focused.unwrap_or_default()) {
            node.states.focused = true;
        }
    }

    fn head(&self, screen: &Screen, out: &mut String) {
        let focused = screen.nodes.iter().find(|node| node.states.focused);
        let keyboard = focused.is_some_and(|node| node.role == Role::TextBox);
        let keyboard = if keyboard { "Shown" } else { "Hidden" };
        let app = match (&screen.header.title, &screen.header.app) {
            (Some(title), app) => format!("{title} ({})", app.as_deref().unwrap_or_default()),
            (None, app) => app.clone().unwrap_or_default(),
        };
        let focused = focused.map(shown).unwrap_or_default();
        let nothing = if screen.nodes.is_empty() { NOTHING } else { "" };
        let separator = if nothing.is_empty() { "" } else { "\n" };
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "{STATE}\n{APP} {app}\n{KEYBOARD} {keyboard}\n{FOCUSED} '{focused}'\n\n\
             {ELEMENTS}\n{nothing}{separator}"
        );
    }

    fn node(&self, screen: &Screen, index: usize, out: &mut String) {
        let node = &screen.nodes[index];
        out.extend(std::iter::repeat_n("  ", screen.depth(index)));
        // Writing to a string cannot fail.
        let _ = match &node.reference {
            Some(number) => write!(out, "{number}. {}:", node.kind),
            None => write!(out, "{}. {}:", index + 1, node.kind),
        };
        let resource = node.attribute("res").filter(|id| !id.is_empty());
        let text = Some(shown(node)).filter(|text| !text.is_empty());
        // What would be read as something else stands second, after an id that is none.
        let misread =
            |text: &&str| is_resource(text) || text.contains(BETWEEN) || *text == node.kind;
        let resource = resource.or_else(|| text.filter(misread).map(|_| ""));
        let class = resource.is_none() && text.is_none();
        let mut separator = " ";
        for quoted in [resource, text, class.then_some(node.kind.as_str())].into_iter().flatten() {
            out.push_str(separator);
            out.push('"');
            out.extend(quoted.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
            out.push('"');
            separator = ", ";
        }
        if let Some(b) = node.bounds {
            let (right, bottom) = far_corner(b);
            _ = write!(out, " - ({},{},{right},{bottom})", b.x, b.y);
        }
        out.push('\n');
    }

    fn dress(&self, screen: &mut Screen) {
        super::dress(screen, |role| short(super::KINDS.word(role)));
        for (index, node) in screen.nodes.iter_mut().enumerate() {
            node.reference = Some((index + 1).to_string());
        }
    }

    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        super::phone_action::spell(action, screen)
    }

    fn read_action(&self, text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
        super::phone_action::read(text, screen)
    }
}

/// Reads `Files (org.example.files)`.
fn set_app(header: &mut Header, app: &str) {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match app.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((title, app)) => (header.title, header.app) = (given(title), given(app)),
        None => header.app = given(app),
    }
}

/// The element that has the focus: the keyboard shows up for fields only.
fn focus<'a>(screen: &'a mut Screen, keyboard: bool, text: &str) -> Option<&'a mut Node> {
    if !keyboard && text.is_empty() {
        return None;
    }
    let fits = |node: &&mut Node| (node.role == Role::TextBox) == keyboard && shown(node) == text;
    screen.nodes.iter_mut().find(fits)
}

/// Puts an element together whose text goes on over several lines. `None` when the rest of it is
/// still being written.
fn join(reader: &mut Reader<'_>, first: &str) -> Option<String> {
    let complete = |line: &str| line.trim_end().ends_with(['"', ')', ':']);
    let mut text = first.to_owned();
    let mut done = !begins(first) || complete(first);
    while !done {
        match reader.peek() {
            Some(next) if !begins(next) => {
                reader.continue_line();
                text.push('\n');
                text.push_str(next);
                done = complete(next);
            }
            None if reader.partial() => return None,
            _ => break,
        }
    }
    Some(text)
}

/// Whether a line begins with an element's number.
fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(". ")
}

/// Reads an element; gives its indentation, too.
fn element(text: &str) -> Result<(usize, Node), Flaw> {
    let mut cursor = Cursor::new(text);
    let indent = cursor.take_while(|c| c == ' ').len();
    let number = cursor.take_while(|c| c.is_ascii_digit());
    if number.is_empty() || number.len() > 9 {
        return Err(cursor.fail("expected the element's number"));
    }
    cursor.expect(".")?;
    cursor.take_while(|c| c == ' ');
    let kind = cursor.take_while(|c| c.is_alphanumeric() || "._$-".contains(c));
    if kind.is_empty() {
        return Err(cursor.fail("expected the element's class"));
    }
    cursor.expect(":")?;
    cursor.take_while(|c| c == ' ');
    let mut node = Node {
        reference: Some(number.to_owned()),
        role: role(kind, false),
        kind: kind.to_owned(),
        ..Node::default()
    };
    let (said, place) = split_place(cursor.rest());
    if let Some(place) = place {
        let at = text.len() - place.len();
        let read = rectangle(place).map_err(|flaw| Flaw { at: at + flaw.at, ..flaw });
        node.bounds = Some(read?);
    }
    let said = said.trim_end();
    if said.is_empty() {
        return Ok((indent, node));
    }
    let inner = said.strip_prefix('"').ok_or_else(|| cursor.fail("expected a quote"))?;
    let Some(inner) = inner.strip_suffix('"') else {
        return Err(cursor.fail("the quote is not closed"));
    };
    let (resource, text) = match inner.split_once(BETWEEN) {
        Some((resource, text)) => (Some(resource), Some(text)),
        None if is_resource(inner) => (Some(inner), None),
        None => (None, Some(inner).filter(|text| *text != kind)),
    };
    let resource = resource.filter(|id| !id.is_empty());
    node.attributes.extend(resource.map(|id| ("res".to_owned(), id.to_owned())));
    let text = text.filter(|text| !text.is_empty()).map(str::to_owned);
    if holds(kind) || text.is_some() {
        set_said(&mut node, text, None);
    }
    Ok((indent, node))
}

/// Splits ` - (x1,y1,x2,y2)` off at the end.
fn split_place(text: &str) -> (&str, Option<&str>) {
    let at = text.trim_end().ends_with(')').then(|| text.rfind("- (")).flatten();
    match at {
        Some(at) if at == 0 || text[..at].ends_with(' ') => (&text[..at], Some(&text[at..])),
        _ => (text, None),
    }
}

/// Reads `- (x1,y1,x2,y2)`.
fn rectangle(place: &str) -> Result<Bounds, Flaw> {
    let mut cursor = Cursor::new(place.trim_end());
    cursor.expect("- (")?;
    let near = point(&mut cursor)?;
    cursor.expect(",")?;
    cursor.take_while(|c| c == ' ');
    let far = point(&mut cursor)?;
    cursor.expect(")")?;
    if cursor.rest().is_empty() {
        Ok(from_corners(near, far))
    } else {
        Err(cursor.fail("expected the end of the line"))
    }
}

/// Whether a text is a resource id rather than something to read.
fn is_resource(text: &str) -> bool {
    text.contains(":id/") && !text.contains(char::is_whitespace)
}
