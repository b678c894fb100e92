//! Actions as DroidBot's commands: `touch <button id=3 bound_box=0,1,2,3>SIGN IN</button>`. What
//! stands in the tags is not escaped. Key events and waiting, which its commands lack, are spelled
//! `key BACK` and `wait` here.

use super::{far_corner, point, shown};
use crate::{
    Action, Node, Role, Screen,
    action::{ActionError, Direction},
    dialect::{
        cursor::Cursor,
        reader::{target, unsayable},
    },
    screen::Bounds,
};

pub(super) fn spell(action: &Action, screen: &Screen) -> Result<String, ActionError> {
    Ok(match action {
        Action::Click { node } => format!("touch {}", element(screen, *node, None)?),
        Action::LongPress { node } => format!("long_touch {}", element(screen, *node, None)?),
        Action::Type { node: Some(node), text, submit: false } => {
            format!("set_text {} {text}", element(screen, *node, Some("input"))?)
        }
        Action::Check { node, on } => {
            let verb = if *on { "select" } else { "unselect" };
            format!("{verb} {}", element(screen, *node, Some("checkbox"))?)
        }
        Action::Scroll { node, direction } => {
            let direction = word(*direction);
            match node {
                Some(node) => {
                    format!("scroll {direction} {}", element(screen, *node, Some("scrollbar"))?)
                }
                None => format!("scroll {direction}"),
            }
        }
        Action::Open { target } => format!("intent am start {target}"),
        Action::Back => "key BACK".to_owned(),
        Action::Home => "key HOME".to_owned(),
        Action::Press { key } if key == "Enter" => "key ENTER".to_owned(),
        Action::Wait => "wait".to_owned(),
        other => return Err(unsayable(other)),
    })
}

pub(super) fn read(text: &str, screen: &Screen) -> Result<Option<Action>, ActionError> {
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let node = || tagged(rest).and_then(|tag| tag.find(screen));
    Ok(Some(match verb {
        "touch" => Action::Click { node: node()? },
        "long_touch" => Action::LongPress { node: node()? },
        "set_text" => {
            let tag = tagged(rest)?;
            let text = tag.after.strip_prefix(' ').unwrap_or(tag.after).to_owned();
            Action::Type { node: Some(tag.find(screen)?), text, submit: false }
        }
        "select" | "unselect" => Action::Check { node: node()?, on: verb == "select" },
        "scroll" => {
            let (direction, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let Some(direction) = direction_of(direction) else {
                return Err(ActionError::Malformed(format!("“{direction}” is no direction")));
            };
            let tag = if rest.trim().is_empty() { None } else { Some(tagged(rest)?) };
            Action::Scroll { node: tag.map(|tag| tag.find(screen)).transpose()?, direction }
        }
        "intent" => match rest.strip_prefix("am start ") {
            Some(target) => Action::Open { target: target.trim().to_owned() },
            None => return Ok(None),
        },
        "key" => match rest {
            "BACK" => Action::Back,
            "HOME" => Action::Home,
            "ENTER" => Action::Press { key: "Enter".to_owned() },
            _ => return Ok(None),
        },
        "wait" => Action::Wait,
        _ => return Ok(None),
    }))
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Left => "left",
        Direction::Right => "right",
    }
}

fn direction_of(text: &str) -> Option<Direction> {
    let all = [Direction::Up, Direction::Down, Direction::Left, Direction::Right];
    all.into_iter().find(|direction| word(*direction) == text)
}

/// Spells the tag of a node.
fn element(screen: &Screen, node: usize, tag: Option<&str>) -> Result<String, ActionError> {
    let it = target(screen, node)?;
    let Some(bounds) = it.bounds else {
        return Err(ActionError::NotInDialect("point at a view without a place".to_owned()));
    };
    let tag = tag.unwrap_or(match it.role {
        Role::TextBox => "input",
        Role::CheckBox | Role::Radio | Role::Switch => "checkbox",
        Role::Text | Role::Heading | Role::Paragraph => "p",
        _ => "button",
    });
    let (right, bottom) = far_corner(bounds);
    let Bounds { x, y, .. } = bounds;
    let text = if tag == "scrollbar" { "" } else { shown(it) };
    Ok(format!("<{tag} id={node} bound_box={x},{y},{right},{bottom}>{text}</{tag}>"))
}

/// A tag that was read.
struct Tag<'a> {
    id: Option<usize>,
    place: Option<Bounds>,
    text: &'a str,
    /// What stands after it.
    after: &'a str,
}

/// Reads `<tag id=3 alt='…' bound_box=0,1,2,3>text</tag>` and what follows.
fn tagged(rest: &str) -> Result<Tag<'_>, ActionError> {
    let malformed = |what: &str| ActionError::Malformed(what.to_owned());
    let mut cursor = Cursor::new(rest.trim_start());
    if !cursor.eat("<") {
        return Err(malformed("expected an element"));
    }
    let name = cursor.take_while(|c| c.is_alphanumeric() || c == '_');
    let (mut id, mut place) = (None, None);
    while !cursor.eat(">") {
        cursor.take_while(char::is_whitespace);
        let key = cursor.take_while(|c| c.is_alphanumeric() || c == '_');
        if key.is_empty() || !cursor.eat("=") {
            if cursor.rest().starts_with('>') {
                continue;
            }
            return Err(malformed("expected an attribute or the end of the tag"));
        }
        match (key, cursor.peek()) {
            ("bound_box", _) => {
                let read = point(&mut cursor).and_then(|near| {
                    cursor.expect(",")?;
                    Ok(super::from_corners(near, point(&mut cursor)?))
                });
                place = Some(read.map_err(|flaw| malformed(&flaw.message))?);
            }
            (_, Some(quote @ ('\'' | '"'))) => {
                cursor.next();
                cursor.take_while(|c| c != quote);
                if cursor.next().is_none() {
                    return Err(malformed("the quote is not closed"));
                }
            }
            ("id", _) => id = cursor.take_while(|c| c.is_ascii_digit()).parse().ok(),
            _ => _ = cursor.take_while(|c| !c.is_whitespace() && c != '>'),
        }
    }
    let end = format!("</{name}>");
    let (text, after) =
        cursor.rest().split_once(&end).ok_or_else(|| malformed("the element is not closed"))?;
    Ok(Tag { id, place, text, after })
}

impl Tag<'_> {
    /// The node that is meant: the one at this place, among several the one with this number, else
    /// with this text. Without a place, the one with this number.
    fn find(&self, screen: &Screen) -> Result<usize, ActionError> {
        let Some(place) = self.place else {
            let id = self.id.ok_or_else(|| ActionError::Malformed("no place given".to_owned()))?;
            let known = id < screen.nodes.len();
            return known.then_some(id).ok_or_else(|| ActionError::NoSuchNode(id.to_string()));
        };
        let here = |node: &Node| node.bounds == Some(place);
        if let Some(id) = self.id.filter(|&id| screen.nodes.get(id).is_some_and(here)) {
            return Ok(id);
        }
        let there = || (0..screen.nodes.len()).filter(|&node| here(&screen.nodes[node]));
        let named = there().find(|&node| shown(&screen.nodes[node]) == self.text.trim());
        named.or_else(|| there().next()).ok_or_else(|| {
            let (right, bottom) = far_corner(place);
            ActionError::NoSuchNode(format!("{},{},{right},{bottom}", place.x, place.y))
        })
    }
}
