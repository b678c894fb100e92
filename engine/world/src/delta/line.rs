//! The lines of nodes: a new node, and what changes of one.

use super::{
    Element, Flaw, Heading,
    reference::number,
    text::{TextReader, Within, Writer},
    words,
};
use crate::{Role, screen::States};

/// Begins a value, after a space.
const VALUE: &str = " :=";
/// Begins a hint, after a space.
const HINT: &str = " :?";

/// Appends a node: number, depth, role, states, name, value, hint.
pub(super) fn write_element(id: u32, element: &Element, writer: &mut Writer<'_>, out: &mut String) {
    number(id, out);
    out.extend(std::iter::repeat_n(' ', element.depth));
    let Element { role, name, states, .. } = element;
    let words = words::states(States { clickable: states.clickable, ..States::default() }, *states);
    let mut words = words.peekable();
    let plain = *role == Role::Text && !states.clickable && words.peek().is_none();
    let start = out.len();
    if !plain {
        out.push(' ');
        out.push_str(words::role(*role, states.clickable));
        words.for_each(|word| push(word, out));
    }
    if !name.is_empty() {
        out.push(' ');
        let from = out.len();
        writer.write(name, Within::Line, true, out);
        let first = first_word(&out[from..]);
        if !plain {
            protect(from, out);
        } else if first.is_empty() || words::read_role(first).is_some() {
            // Words that say a role, and spaces that say a depth.
            out.insert_str(start, " text");
        }
    } else if plain {
        out.push_str(" text");
    }
    if let Some(value) = &element.value {
        write_marked(VALUE, value, writer, out);
    }
    if let Some(hint) = &element.hint {
        write_marked(HINT, hint, writer, out);
    }
    out.push('\n');
}

/// Keeps a name that stands after a role's word from being read as a state.
fn protect(from: usize, out: &mut String) {
    if out.get(from..).is_some_and(|name| words::is_state(first_word(name))) {
        out.insert_str(from, "\\.");
    }
}

/// Appends what changes of a node; nothing if nothing does.
pub(super) fn write_set(
    id: u32,
    old: &Element,
    set: &Set,
    writer: &mut Writer<'_>,
    out: &mut String,
) {
    number(id, out);
    if let Some(states) = set.states {
        words::states(old.states, states).for_each(|word| push(word, out));
    }
    if let Some(name) = &set.name {
        out.push(' ');
        let from = out.len();
        writer.text(name, out);
        protect(from, out);
    }
    for (mark, revision) in [(VALUE, &set.value), (HINT, &set.hint)] {
        match revision {
            Revision::Kept => {}
            Revision::Cleared => out.push_str(mark),
            Revision::To(text) => write_marked(mark, text, writer, out),
        }
    }
    out.push('\n');
}

/// What changes of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// Its states from now on.
    pub states: Option<States>,
    /// Its name from now on.
    pub name: Option<String>,
    /// Its value from now on.
    pub value: Revision<String>,
    /// Its hint from now on.
    pub hint: Revision<String>,
}

/// What becomes of a text that need not be there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Revision<T> {
    /// It stays as it is.
    #[default]
    Kept,
    /// There is none any more.
    Cleared,
    /// It is this.
    To(T),
}

impl Revision<String> {
    fn between(old: Option<&String>, new: Option<&String>) -> Self {
        match new {
            _ if old == new => Self::Kept,
            None => Self::Cleared,
            Some(text) => Self::To(text.clone()),
        }
    }

    /// What comes of a text.
    fn over(self, old: Option<String>) -> Option<String> {
        match self {
            Self::Kept => old,
            Self::Cleared => None,
            Self::To(text) => Some(text),
        }
    }
}

impl Set {
    /// What makes `new` of `old`, but for role and depth.
    pub fn between(old: &Element, new: &Element) -> Self {
        Self {
            states: (old.states != new.states).then_some(new.states),
            name: (old.name != new.name).then(|| new.name.clone()),
            value: Revision::between(old.value.as_ref(), new.value.as_ref()),
            hint: Revision::between(old.hint.as_ref(), new.hint.as_ref()),
        }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Carries the change out.
    pub fn apply(&self, element: &mut Element) {
        let Self { states, name, value, hint } = self.clone();
        element.states = states.unwrap_or(element.states);
        element.name = name.unwrap_or_else(|| std::mem::take(&mut element.name));
        element.value = value.over(element.value.take());
        element.hint = hint.over(element.hint.take());
    }
}

fn push(word: &str, out: &mut String) {
    out.push(' ');
    out.push_str(word);
}

fn write_marked(mark: &str, text: &str, writer: &mut Writer<'_>, out: &mut String) {
    out.push_str(mark);
    out.push(' ');
    writer.text(text, out);
}

/// Up to the first space.
fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// Reads a node from what stands after its number. Every text is a node: what begins with no
/// role's word is a text.
pub(super) fn read_element(text: &str, reader: &mut TextReader<'_>) -> Result<Element, Flaw> {
    let spaces = text.bytes().take_while(|&byte| byte == b' ').count();
    let mut rest = &text[spaces..];
    let mut element = Element { depth: spaces.saturating_sub(1), ..Element::default() };
    element.role = Role::Text;
    if let Some((role, clickable)) = words::read_role(first_word(rest)) {
        element.role = role;
        element.states.clickable = clickable;
        rest = read_states(&rest[first_word(rest).len()..], &mut element.states);
    } else {
        // The space before the name.
        rest = &text[spaces.saturating_sub(1)..];
    }
    let fields = Fields::split(rest);
    element.name = fields.name.map(|name| reader.read(name)).transpose()?.unwrap_or_default();
    element.value = resolve(fields.value, reader)?.over(None);
    element.hint = resolve(fields.hint, reader)?.over(None);
    Ok(element)
}

/// Reads what changes of a node, from what stands after its number.
pub(super) fn read_set(
    text: &str,
    old: &Element,
    reader: &mut TextReader<'_>,
) -> Result<Set, Flaw> {
    let mut states = old.states;
    let rest = read_states(text, &mut states);
    let fields = Fields::split(rest);
    Ok(Set {
        states: (states != old.states).then_some(states),
        name: fields.name.map(|name| reader.read(name)).transpose()?,
        value: resolve(fields.value, reader)?,
        hint: resolve(fields.hint, reader)?,
    })
}

/// Reads the states' words at the start of ` focus on Name`; gives the rest.
fn read_states<'t>(mut rest: &'t str, states: &mut States) -> &'t str {
    while let Some(after) = rest.strip_prefix(' ') {
        let word = first_word(after);
        if !words::apply_state(word, states) {
            break;
        }
        rest = &after[word.len()..];
    }
    rest
}

/// Name, value and hint as they are spelled.
struct Fields<'t> {
    name: Option<&'t str>,
    value: Revision<&'t str>,
    hint: Revision<&'t str>,
}

impl<'t> Fields<'t> {
    fn split(text: &'t str) -> Self {
        let (text, hint) = cut(text, HINT);
        let (text, value) = cut(text, VALUE);
        let name = text.strip_prefix(' ').filter(|name| !name.is_empty());
        Self { name, value, hint }
    }
}

/// Cuts at the first mark that ends a line or has a space after it.
fn cut<'t>(text: &'t str, mark: &str) -> (&'t str, Revision<&'t str>) {
    for (at, _) in text.match_indices(mark) {
        let rest = &text[at + mark.len()..];
        if rest.is_empty() {
            return (&text[..at], Revision::Cleared);
        }
        if let Some(rest) = rest.strip_prefix(' ') {
            return (&text[..at], Revision::To(rest));
        }
    }
    (text, Revision::Kept)
}

fn resolve(field: Revision<&str>, reader: &mut TextReader<'_>) -> Result<Revision<String>, Flaw> {
    Ok(match field {
        Revision::Kept => Revision::Kept,
        Revision::Cleared => Revision::Cleared,
        Revision::To(text) => Revision::To(reader.read(text)?),
    })
}

/// The words of the header's fields.
pub(super) const FIELDS: [(Field, &str); 3] =
    [(Field::App, "app"), (Field::Title, "title"), (Field::Url, "url")];

/// A field of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names are those of `Heading`
pub enum Field {
    App,
    Title,
    Url,
}

impl Heading {
    /// One of the fields.
    pub fn get(&self, field: Field) -> Option<&str> {
        match field {
            Field::App => self.app.as_deref(),
            Field::Title => self.title.as_deref(),
            Field::Url => self.url.as_deref(),
        }
    }

    /// The fields in which it differs from another.
    pub fn differing(&self, other: &Self) -> impl Iterator<Item = Field> {
        FIELDS.iter().map(|(field, _)| *field).filter(|&field| self.get(field) != other.get(field))
    }

    /// Sets one of the fields.
    pub fn set(&mut self, field: Field, text: Option<String>) {
        match field {
            Field::App => self.app = text,
            Field::Title => self.title = text,
            Field::Url => self.url = text,
        }
    }
}

/// Appends a field of the header: `title Contacts`, or `no title`.
pub(super) fn write_field(
    field: Field,
    text: Option<&str>,
    writer: &mut Writer<'_>,
    out: &mut String,
) {
    let word = FIELDS.iter().find(|(known, _)| *known == field).map_or("", |(_, word)| word);
    if let Some(text) = text {
        out.push_str(word);
        out.push(' ');
        writer.text(text, out);
    } else {
        out.push_str("no ");
        out.push_str(word);
    }
    out.push('\n');
}

/// Reads a field of the header; `None` if the line is something else.
#[allow(clippy::type_complexity)] // a field and what it is set to, perhaps nothing
pub(super) fn read_field(
    line: &str,
    reader: &mut TextReader<'_>,
) -> Option<Result<(Field, Option<String>), Flaw>> {
    FIELDS.iter().find_map(|&(field, word)| {
        if line.strip_prefix("no ") == Some(word) {
            return Some(Ok((field, None)));
        }
        let text = line.strip_prefix(word)?.strip_prefix(' ')?;
        Some(reader.read(text).map(|text| (field, Some(text))))
    })
}
