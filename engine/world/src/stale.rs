//! What of a screen may be out of date: facts were changed, by a person or by a model, and the screen
//! still says what they were.
//!
//! This is no proof. Only what can be told from the texts alone is listed: a node that says all of
//! what a cell of text held, where no cell holds it any more, and a switch that stands otherwise than
//! the flag in the only row that has its name. Numbers and words from a small set are an app's own
//! words as often as the world's, so they are passed over; so are texts of one or two letters.

use crate::{
    Facts, Node, Screen,
    facts::{Kind, Row, Table},
};
use std::{collections::HashMap, fmt};

/// Shortest text that tells anything, in bytes.
const SHORTEST: usize = 3;
/// Most that is listed.
pub const MOST: usize = 50;

/// A node that may be out of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// Index of the node.
    pub node: usize,
    /// What it says.
    pub says: String,
    /// Name of the table that says otherwise.
    pub table: String,
    /// Number of the row.
    pub row: u32,
    /// What the facts say.
    pub why: Why,
}

/// What the facts say of something on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The cell holds another text now.
    Now(String),
    /// The row is gone.
    Gone,
    /// It is on.
    On,
    /// It is off.
    Off,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { says, table, why, .. } = self;
        match why {
            Why::Now(text) => write!(f, "“{says}” is on the screen; {table} says “{text}” now"),
            Why::Gone => write!(f, "“{says}” is on the screen; it is gone from {table}"),
            Why::On => write!(f, "the screen shows “{says}” off; {table} says that it is on"),
            Why::Off => write!(f, "the screen shows “{says}” on; {table} says that it is off"),
        }
    }
}

/// What of a screen may be out of date, since the facts were something else `before`. The first
/// [`MOST`] of it.
pub fn stale(before: &Facts, now: &Facts, screen: &Screen) -> Vec<Stale> {
    let texts = replaced(before, now);
    let flags = flipped(before, now);
    if texts.is_empty() && flags.is_empty() {
        return Vec::new();
    }
    let nodes = screen.nodes.iter().enumerate();
    let found = nodes.filter_map(|(index, node)| {
        let (says, (table, row, why)) =
            said(node, &texts).or_else(|| Some((&*node.name, switched(node, &flags)?)))?;
        let (says, table) = (says.to_owned(), table.to_owned());
        Some(Stale { node: index, says, table, row, why })
    });
    found.take(MOST).collect()
}

/// Table, row, and what it says.
type Reason<'a> = (&'a str, u32, Why);

/// The text of a node that was replaced.
fn said<'a, 'b>(
    node: &'b Node,
    texts: &HashMap<&str, Reason<'a>>,
) -> Option<(&'b str, Reason<'a>)> {
    let said = [Some(node.name.as_str()), node.value.as_deref()];
    said.into_iter().flatten().find_map(|text| Some((text, texts.get(text)?.clone())))
}

/// What a switch should say.
fn switched<'a>(node: &Node, flags: &HashMap<&str, Option<Reason<'a>>>) -> Option<Reason<'a>> {
    let on = node.states.checked?;
    let reason = flags.get(node.name.as_str())?.clone()?;
    (on == (reason.2 == Why::Off)).then_some(reason)
}

/// Texts that cells held and none holds any more, and what became of them.
fn replaced<'a>(before: &'a Facts, now: &'a Facts) -> HashMap<&'a str, Reason<'a>> {
    let mut texts = HashMap::new();
    for (old, new) in tables(before, now) {
        for row in old.rows() {
            let new = new.row(row.number);
            for (at, text) in texts_of(old, row) {
                let held = new.and_then(|row| row.cells.get(at));
                let why = match held {
                    None => Why::Gone,
                    Some(cell) if cell.text() != text => Why::Now(cell.text().to_owned()),
                    Some(_) => continue,
                };
                texts.entry(text).or_insert((old.name.as_str(), row.number, why));
            }
        }
    }
    if !texts.is_empty() {
        for table in &now.tables {
            for (_, text) in table.rows().iter().flat_map(|row| texts_of(table, row)) {
                texts.remove(text);
            }
        }
    }
    texts
}

/// Flags that were flipped, by each text in their rows; `None` where that is in several rows.
fn flipped<'a>(before: &'a Facts, now: &'a Facts) -> HashMap<&'a str, Option<Reason<'a>>> {
    let mut flags = HashMap::new();
    let mut any = false;
    for (old, new) in tables(before, now) {
        for row in new.rows() {
            let was = |at: usize| old.row(row.number)?.cells.get(at);
            let flips = row.cells.iter().enumerate().filter_map(|(at, cell)| {
                let flipped = old.columns[at].kind == Kind::Flag && was(at)? != cell;
                flipped.then(|| if cell.flag() { Why::On } else { Why::Off })
            });
            let flips: Vec<Why> = flips.collect();
            // Of several flags in a row nobody knows which one a switch shows.
            let why = if let [why] = &flips[..] { Some(why) } else { None };
            any |= why.is_some();
            for text in names_of(new, row) {
                let reason = why.map(|why| (new.name.as_str(), row.number, why.clone()));
                flags.entry(text).and_modify(|it| *it = None).or_insert(reason);
            }
        }
    }
    if any { flags } else { HashMap::new() }
}

/// The tables that are in both, with the same columns.
fn tables<'a>(before: &'a Facts, now: &'a Facts) -> impl Iterator<Item = (&'a Table, &'a Table)> {
    let pair = |old: &'a Table| Some((old, now.table(&old.name)?));
    before.tables.iter().filter_map(pair).filter(|(old, new)| old.columns == new.columns)
}

/// The texts and words of a row: what a switch for it may be called.
fn names_of<'a>(table: &'a Table, row: &'a Row) -> impl Iterator<Item = &'a str> {
    let cells = table.columns.iter().zip(&row.cells);
    let named = cells.filter(|(column, _)| matches!(column.kind, Kind::Text | Kind::Word));
    named.map(|(_, cell)| cell.text()).filter(|text| !text.is_empty())
}

/// The texts of a row that tell anything, each with its column.
fn texts_of<'a>(table: &'a Table, row: &'a Row) -> impl Iterator<Item = (usize, &'a str)> {
    let cells = table.columns.iter().zip(&row.cells).enumerate();
    let texts = cells.filter(|(_, (column, _))| column.kind == Kind::Text);
    texts.map(|(at, (_, cell))| (at, cell.text())).filter(|(_, text)| text.len() >= SHORTEST)
}
