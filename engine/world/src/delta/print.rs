//! Printing deltas.

use super::{
    Delta, Edit, Element, Frame, Place, Redraw, State,
    cells::{write_cell, write_cells},
    line::{write_element, write_field, write_set},
    reference::{Sources, number},
    text::Writer,
};
use crate::facts::{Change, Facts, Kind};
use std::borrow::Cow;

impl Delta {
    /// The delta as text, given what it changes and the texts of the action
    /// ([`typed`](super::typed)).
    pub fn print(&self, before: &State, typed: &[String]) -> String {
        self.print_from(before, None, typed)
    }

    /// The same, given also the facts that come of it: that saves working them out.
    pub fn print_to(&self, before: &State, after: &Facts, typed: &[String]) -> String {
        self.print_from(before, Some(after), typed)
    }

    fn print_from(&self, before: &State, after: Option<&Facts>, typed: &[String]) -> String {
        if self.is_empty() {
            return "same\n".to_owned();
        }
        let mut out = String::new();
        let mut facts = Cow::Borrowed(&before.facts);
        for (at, change) in self.facts.iter().enumerate() {
            let sources = Sources { typed, facts: &facts, frame: Some(&before.frame) };
            write_change(change, &facts, &mut Writer::new(sources, true), &mut out);
            match after {
                Some(after) if at + 1 == self.facts.len() => facts = Cow::Borrowed(after),
                // A change that is refused is printed all the same; reading refuses it again.
                _ => _ = facts.to_mut().apply(change),
            }
        }
        let sources = Sources { typed, facts: &facts, frame: Some(&before.frame) };
        let mut writer = Writer::new(sources, true);
        match &self.screen {
            Redraw::New { heading, elements } => {
                out.push_str("new\n");
                for field in heading.differing(&before.frame.heading) {
                    write_field(field, heading.get(field), &mut writer, &mut out);
                }
                for (id, element) in (0..).zip(elements) {
                    write_element(id, element, &mut writer, &mut out);
                }
            }
            Redraw::Edits(edits) => write_edits(edits, &before.frame, &mut writer, &mut out),
        }
        out
    }
}

fn write_change(change: &Change, facts: &Facts, writer: &mut Writer<'_>, out: &mut String) {
    match change {
        Change::Set { table, row, column, cell } => {
            writer.cell(*table, *row, *column, out);
            out.push(' ');
            let column = facts.tables.get(*table).and_then(|table| table.columns.get(*column));
            let kind = column.map_or(Kind::Text, |column| column.kind);
            write_cell(cell, kind, writer, true, out);
        }
        Change::Add { table, row, cells } => {
            let columns = facts.tables.get(*table).map_or(&[][..], |table| &table.columns);
            writer.row(*table, *row, out);
            write_cells(cells, columns, writer, true, out);
        }
        Change::Remove { table, row } => {
            out.push('-');
            writer.row(*table, *row, out);
        }
    }
    out.push('\n');
}

fn write_edits(edits: &[Edit], before: &Frame, writer: &mut Writer<'_>, out: &mut String) {
    let mut next = before.next;
    for edit in edits {
        match edit {
            Edit::Field(field, text) => write_field(*field, text.as_deref(), writer, out),
            Edit::Set(id, set) => {
                let unknown = Element::default();
                write_set(*id, before.element(*id).unwrap_or(&unknown), set, writer, out);
            }
            Edit::Remove(first, last) => {
                out.push('-');
                number(*first, out);
                if first != last {
                    out.push(':');
                    number(*last, out);
                }
                out.push('\n');
            }
            Edit::Insert { place, elements } => {
                write_place(*place, out);
                for element in elements {
                    write_element(next, element, writer, out);
                    next = next.saturating_add(1);
                }
            }
        }
    }
}

fn write_place(place: Place, out: &mut String) {
    match place {
        Place::Top => out.push_str("top"),
        Place::Inside(id) => {
            out.push_str("in ");
            number(id, out);
        }
        Place::After(id) => {
            out.push_str("after ");
            number(id, out);
        }
    }
    out.push('\n');
}
