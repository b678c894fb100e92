//! Lists of rows: what is shown, and how one gets to the rest.

use super::{Do, View, view::Extent};
use diorama_world::{
    Role,
    control::{Effect, Event},
    facts::{Row, Table},
};

/// Most rows that a list shows at a time.
const SHOWN: usize = 8;

impl<'w> View<'w> {
    /// Draws the rows of a table that `keep` keeps as a list, in the table's order; `draw` draws one.
    /// Rows that do not fit are reached by scrolling or, where a control wants short pages, with
    /// buttons.
    pub fn rows(
        &mut self,
        table: &'static str,
        keep: impl Fn(&Row) -> bool,
        draw: impl FnMut(&mut Self, &'w Row),
    ) {
        let world = self.world;
        let all = world.facts.table(table).map(Table::rows).unwrap_or_default();
        let rows = all.iter().filter(|row| keep(row) && world.shows(table, row.number));
        self.list(rows.collect(), draw);
    }

    /// Draws a list of rows in the order given; see [`View::rows`].
    pub fn list(&mut self, rows: Vec<&'w Row>, mut draw: impl FnMut(&mut Self, &'w Row)) {
        let all = rows.len();
        let split = match self.world.effect(&Event::List { rows: all }) {
            Some(Effect::Split { rows }) => Some(rows),
            _ => None,
        };
        let shown = split.unwrap_or(SHOWN);
        self.extent(Extent { rows: all, shown });
        let from = self.entry().top.min(all);
        self.within(Role::List, "", |view| {
            for row in rows.into_iter().skip(from).take(shown) {
                draw(view, row);
            }
        });
        let overflows = all > shown || from > 0;
        if let (true, Some(size)) = (overflows, split) {
            let last = from + size >= all;
            self.button("Previous").does(Do::From(from.saturating_sub(size))).disabled(from == 0);
            self.button("Next").does(Do::From(from + size)).disabled(last);
        }
    }
}
