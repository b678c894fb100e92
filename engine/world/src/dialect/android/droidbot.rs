//! `android-droidbot`: DroidBot's description of a phone: where it is, then the tree of views.
//!
//! ```text
//! **Current Phone State:**
//! • **App:** org.example.shop
//! • **Activity:** org.example.shop.SignInActivity
//! • **State ID:** 5d3e0c7a41b2f698/90fe3b6d2c18a754
//! • **Screen:** 1080x2400
//!
//! Accessibility Tree:
//! - FrameLayout bounds=0,0,1080,2400
//!   - Button [id="org.example.shop:id/sign_in"] [text="SIGN IN"] [flags=clickable] bounds=108,1133,972,1266
//! ```
//!
//! The activity is the title. Views are pointed at by their places. A view shows one text: what it
//! holds, else its hint, else its name. The state's id is computed from the views, as DroidBot
//! does, though not by the same function.
//!
//! Left unsaid besides what no Android dialect says: of a view that shows a value or a hint, its
//! name; a hint is said as if it were typed.

use super::{checkable, far_corner, flags, from_corners, role, set_flag, set_said, short, shown};
use crate::{
    Action, Node, Screen,
    action::ActionError,
    dialect::{
        MAX_ATTRIBUTES, MAX_DEPTH,
        cursor::Cursor,
        reader::{Flaw, Format, Reader},
    },
};
use std::fmt::Write;

pub(in crate::dialect) struct AndroidDroidbot;

const STATE: &str = "**Current Phone State:**";
const APP: &str = "• **App:**";
const ACTIVITY: &str = "• **Activity:**";
const TREE: &str = "Accessibility Tree:";

impl Format for AndroidDroidbot {
    fn read(&self, reader: &mut Reader<'_>) {
        // Indentation and index of the views the line may stand in, innermost last.
        let mut open: Vec<(usize, usize)> = Vec::new();
        while let Some(line) = reader.next_line() {
            let text = line.trim();
            let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            if let Some(app) = text.strip_prefix(APP) {
                reader.screen.header.app = given(app);
            } else if let Some(activity) = text.strip_prefix(ACTIVITY) {
                reader.screen.header.title = given(activity);
            } else if !(text.is_empty() || text.starts_with(['*', '•']) || text.ends_with(TREE)) {
                let read = view(line).and_then(|(indent, node)| {
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
                    reader.problem(line, &flaw);
                }
            }
        }
    }

    fn head(&self, screen: &Screen, out: &mut String) {
        let app = screen.header.app.as_deref().unwrap_or_default();
        let activity = screen.header.title.as_deref().unwrap_or_default();
        let (content, structure) = state(screen);
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "{STATE}\n{APP} {app}\n{ACTIVITY} {activity}\n\
             • **State ID:** {content:016x}/{structure:016x}\n\
             • **Screen:** 1080x2400\n\n{TREE}\n"
        );
    }

    fn node(&self, screen: &Screen, index: usize, out: &mut String) {
        let node = &screen.nodes[index];
        out.extend(std::iter::repeat_n("  ", screen.depth(index)));
        out.push_str("- ");
        out.push_str(&node.kind);
        let text = Some(shown(node)).filter(|text| !text.is_empty());
        let others = node.attributes.iter().filter(|(_, v)| !v.is_empty());
        let others = others.map(|(k, v)| (if k == "res" { "id" } else { k }, v.as_str()));
        let (id, others): (Vec<_>, Vec<_>) =
            others.filter(|(key, _)| *key != super::DESCRIBED).partition(|(key, _)| *key == "id");
        for (key, value) in id.into_iter().chain(text.map(|text| ("text", text))).chain(others) {
            // Writing to a string cannot fail.
            let _ = write!(out, " [{key}=\"");
            super::escape(value, out);
            out.push_str("\"]");
        }
        let checked = [
            ("checkable", node.states.checked == Some(false) && !checkable(&node.kind)),
            ("checked", node.states.checked == Some(true)),
        ];
        let unknown = node.attributes.iter().filter(|(_, v)| v.is_empty());
        let unknown = unknown.map(|(key, _)| (key.as_str(), true));
        let mut separator = " [flags=";
        for (flag, set) in flags(&node.states).into_iter().chain(checked).chain(unknown) {
            if set {
                out.push_str(separator);
                out.push_str(flag);
                separator = ",";
            }
        }
        if separator == "," {
            out.push(']');
        }
        if let Some(b) = node.bounds {
            let (right, bottom) = far_corner(b);
            let _ = write!(out, " bounds={},{},{right},{bottom}", b.x, b.y);
        }
        out.push('\n');
    }

    fn dress(&self, screen: &mut Screen) {
        super::dress(screen, |role| short(super::KINDS.word(role)));
        // Views have no names to point with.
        screen.nodes.iter_mut().for_each(|node| node.reference = None);
    }

    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        super::droidbot_action::spell(action, screen)
    }

    fn read_action(&self, text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
        super::droidbot_action::read(text, screen)
    }
}

/// Numbers for what a screen says and for how it is built: the FNV-1a hash of its views.
fn state(screen: &Screen) -> (u64, u64) {
    let mix = |hash: u64, text: &str| {
        let bytes = text.bytes().chain([0]);
        bytes.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    };
    let start = 0xcbf2_9ce4_8422_2325;
    screen.nodes.iter().fold((start, start), |(content, structure), node| {
        let structure = mix(structure, &node.kind);
        let structure = mix(structure, node.attribute("res").unwrap_or_default());
        (mix(mix(content, &node.kind), shown(node)), structure)
    })
}

/// Reads a view; gives its indentation, too.
fn view(line: &str) -> Result<(usize, Node), Flaw> {
    let mut cursor = Cursor::new(line.trim_end());
    let indent = cursor.take_while(|c| c == ' ').len();
    cursor.expect("-")?;
    cursor.take_while(|c| c == ' ');
    let kind = cursor.take_while(|c| c.is_alphanumeric() || "._$-".contains(c));
    if kind.is_empty() {
        return Err(cursor.fail("expected the view's class"));
    }
    let mut node = Node { kind: kind.to_owned(), ..Node::default() };
    if checkable(kind) {
        node.states.checked = Some(false);
    }
    let (mut text, mut fields) = (None, 0);
    loop {
        cursor.take_while(|c| c == ' ' || c == '\t');
        if cursor.rest().is_empty() {
            break;
        }
        fields += 1;
        if fields > MAX_ATTRIBUTES {
            return Err(cursor.fail(format!("more than {MAX_ATTRIBUTES} fields")));
        }
        // Some write the fields without brackets.
        let bracket = cursor.eat("[");
        let key = cursor.take_while(|c| c.is_alphanumeric() || "-_.".contains(c));
        if key.is_empty() {
            return Err(cursor.fail("expected a field"));
        }
        cursor.expect("=")?;
        match key {
            "bounds" => node.bounds = Some(corners(&mut cursor)?),
            "flags" => {
                let words = cursor.take_while(|c| c != ']' && c != ' ');
                let words = words.split(',').filter(|word| !word.is_empty());
                for word in words.take(MAX_ATTRIBUTES) {
                    if !set_flag(&mut node.states, word) {
                        node.attributes.push((word.to_owned(), String::new()));
                    }
                }
            }
            "text" => text = Some(value(&mut cursor)?),
            "id" => {
                let id = value(&mut cursor)?;
                node.attributes.push(("res".to_owned(), id));
            }
            _ => {
                let value = value(&mut cursor)?;
                node.attributes.push((key.to_owned(), value));
            }
        }
        if bracket {
            cursor.expect("]")?;
        }
    }
    node.role = role(&node.kind, node.states.clickable);
    set_said(&mut node, text.filter(|text| !text.is_empty()), None);
    Ok((indent, node))
}

/// Reads `x1,y1,x2,y2`.
fn corners(cursor: &mut Cursor<'_>) -> Result<crate::screen::Bounds, Flaw> {
    let near = super::point(cursor)?;
    cursor.expect(",")?;
    Ok(from_corners(near, super::point(cursor)?))
}

/// Reads a value in quotes, or bare. A quote inside the value may be escaped; one that is not
/// ends the value only where the field may end.
fn value(cursor: &mut Cursor<'_>) -> Result<String, Flaw> {
    if cursor.peek() != Some('"') {
        return Ok(cursor.take_while(|c| !c.is_whitespace() && c != ']').to_owned());
    }
    super::quoted(cursor, |rest| rest.is_empty() || rest.starts_with([']', ' ']))
}
