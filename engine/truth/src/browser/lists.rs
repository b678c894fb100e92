//! Lists of rows on sites: searched, filtered, sorted, in pages. All of it is in the address.

use super::address;
use crate::ui::{Do, Done, Stage, View};
use diorama_world::{
    Role,
    control::{Effect, Event},
    facts::Row,
};

/// The option of a filter that lets everything pass.
pub(super) const ANY: &str = "any";

/// A form that asks for rows by a text and by a kind.
pub(super) fn search(view: &mut View<'_>, kind: &str, options: &[&str], button: [&'static str; 3]) {
    view.input("q", "Search", view.entry().asks("q"));
    let asked = view.entry().asks("show");
    view.select("show", kind, options, if asked.is_empty() { ANY } else { asked });
    view.button(view.word(button)).does(Do::Run(ask, 0));
    view.submit(Do::Run(ask, 0));
}

/// The rows of a table that are asked for: by a text in one column and a kind in another, sorted by
/// the one of some columns that is asked for.
pub(super) fn found<'w>(
    view: &View<'w>,
    table: &str,
    [text, kind]: [usize; 2],
    orders: &[(&str, usize)],
) -> Vec<&'w Row> {
    let entry = view.entry();
    let (query, shown) = (entry.asks("q").to_lowercase(), entry.asks("show"));
    let fits = |row: &&Row| {
        row.cells[text].text().to_lowercase().contains(&query)
            && (shown.is_empty() || row.cells[kind].text() == shown)
    };
    let mut rows: Vec<&Row> = rows(view, table).filter(fits).collect();
    if let Some(&(_, column)) = orders.iter().find(|(name, _)| *name == entry.asks("sort")) {
        rows.sort_by_key(|row| (row.cells[column].number(), row.cells[column].text()));
    }
    rows
}

/// Opens the page on top with what its form asks for, from its first page of rows on.
fn ask(stage: &mut Stage<'_>, _: u32) -> Done {
    let top = stage.surface.top();
    let mut entry = top.asking("page", "");
    for key in address::KEYS {
        if let Some(draft) = top.draft(key) {
            entry = entry.asking(key, if draft == ANY { "" } else { draft });
        }
    }
    stage.visit(entry);
    Ok(())
}

/// A link that asks for the same page in another order.
pub(super) fn sort(view: &mut View<'_>, name: &str, by: &'static str) {
    let entry = view.entry();
    let selected = entry.asks("sort") == by;
    let other = entry.asking("page", "").asking("sort", by);
    view.link(name).selected(selected).does(Do::Visit(Box::new(other)));
}

/// A link that asks for the same page with some rows only; again, for all.
pub(super) fn filter(view: &mut View<'_>, name: &str, by: &'static str) {
    let entry = view.entry();
    let selected = entry.asks("show") == by;
    let other = entry.asking("page", "").asking("show", if selected { "" } else { by });
    view.link(name).selected(selected).does(Do::Visit(Box::new(other)));
}

/// The rows of a table that a page may list, in their order.
pub(super) fn rows<'w>(view: &View<'w>, table: &str) -> impl Iterator<Item = &'w Row> {
    let world = view.world;
    let rows = world.rows(table);
    let unseen: Vec<u32> =
        rows.iter().map(|row| row.number).filter(|&row| !world.shows(table, row)).collect();
    rows.iter().filter(move |row| !unseen.contains(&row.number))
}

/// A list of rows in pages of `size`; which page is in the address.
pub(super) fn pages<'w>(
    view: &mut View<'w>,
    role: Role,
    rows: &[&'w Row],
    size: usize,
    mut draw: impl FnMut(&mut View<'w>, &'w Row),
) {
    let size = match view.world.effect(&Event::List { rows: rows.len() }) {
        Some(Effect::Split { rows }) => rows.clamp(1, size),
        _ => size,
    };
    let count = rows.len().div_ceil(size).max(1);
    let page = view.entry().asks("page").parse().unwrap_or(1).clamp(1, count);
    if rows.is_empty() {
        view.text("Nothing here");
        return;
    }
    view.within(role, "", |view| {
        for row in rows.iter().skip((page - 1) * size).take(size) {
            draw(view, row);
        }
    });
    if count > 1 {
        view.text(format!("Page {page} of {count}"));
        let to = |view: &mut View<'_>, name: &str, page: usize| {
            let number = if page == 1 { String::new() } else { page.to_string() };
            let entry = view.entry().asking("page", number);
            view.link(name).does(Do::Visit(Box::new(entry)));
        };
        if page > 1 {
            to(view, "Previous", page - 1);
        }
        if page < count {
            to(view, "Next", page + 1);
        }
    }
}
