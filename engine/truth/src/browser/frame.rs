//! What the browser draws itself, and what all sites have in common.

use super::{START, address, sites};
use crate::{
    Seed, World,
    ui::{self, App, Do, Entry, FAILURE, Page, Stage, Surface, View},
};
use diorama_world::{
    Role,
    control::{Effect, Event},
    facts::{Row, Table},
};

/// What draws pages: the sites, and the browser itself.
pub(super) static ALL: [&dyn App; 6] = {
    let [account, shop, forum, tracker] = sites::ALL;
    [account, shop, forum, tracker, &Start, &Failure]
};

/// The option of a filter that lets everything pass.
pub(super) const ANY: &str = "any";

/// Whether a page is one of the browser's own.
pub(super) fn is_own(page: Page) -> bool {
    page.app == START.app || page.app == FAILURE
}

/// The strip of tabs, each with the title of its site.
pub(super) fn tabs(view: &mut View<'_>, tabs: &[Surface], current: usize) {
    view.within(Role::TabList, "", |view| {
        for (i, tab) in tabs.iter().enumerate() {
            let name = site_title(view, shown(tab.entries()));
            view.tab(name, i == current);
        }
    });
}

/// The page on top; of a failure, the one that it stands for.
fn shown(entries: &[Entry]) -> Page {
    let shown = entries.iter().rev().find(|entry| entry.page.app != FAILURE);
    shown.map_or(START, |entry| entry.page)
}

fn site_title(view: &View<'_>, page: Page) -> String {
    if page.app == START.app {
        return "Start".to_owned();
    }
    ui::title(view.world, page.app).to_owned()
}

/// The title of the page: its first heading, and the site.
pub(super) fn title(view: &View<'_>) -> String {
    let site = site_title(view, shown(view.entries()));
    let heading = view.nodes.iter().find(|node| node.role == Role::Heading);
    match heading {
        Some(heading) if heading.name != site => format!("{} - {site}", heading.name),
        _ => site,
    }
}

/// A page that is not there.
pub(super) fn missing(view: &mut View<'_>) {
    view.heading("Page not found");
    view.text("Error 404");
    let home = Page::new(view.page().app, "home");
    let name = ui::title(view.world, home.app);
    view.link(name).does(Do::Go(home));
}

/// The bar at the top of a site: its first page, and others.
pub(super) fn bar(view: &mut View<'_>, links: &[(&str, Page)]) {
    let home = Page::new(view.page().app, "home");
    let name = ui::title(view.world, home.app);
    view.within(Role::ToolBar, "", |view| {
        view.link(name).does(Do::Go(home));
        for &(name, page) in links {
            view.link(name).does(Do::Go(page));
        }
    });
}

/// Opens the page on top with what its form asks for, from its first page of rows on.
pub(super) fn ask(stage: &mut Stage<'_>, _: u32) -> ui::Done {
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

/// A combo box that asks for some rows only.
pub(super) fn choose(view: &mut View<'_>, name: &str, options: &[&str]) {
    let asked = view.entry().asks("show");
    view.select("show", name, options, if asked.is_empty() { ANY } else { asked });
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

/// Whether a row holds a text already.
pub(super) fn is_taken(world: &World, table: &str, column: usize, text: &str) -> bool {
    let rows = world.facts.table(table).map(Table::rows).unwrap_or_default();
    rows.iter().any(|row| row.cells[column].text().eq_ignore_ascii_case(text))
}

/// The rows of a table that a page may list, in their order.
pub(super) fn rows<'w>(view: &View<'w>, table: &str) -> impl Iterator<Item = &'w Row> {
    let world = view.world;
    let rows = world.facts.table(table).map(Table::rows).unwrap_or_default();
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

/// The start page, and the page for hosts that are not there.
struct Start;

impl App for Start {
    fn name(&self) -> &'static str {
        "start"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Start"]
    }

    fn tables(&self, _: &mut Seed) -> Vec<Table> {
        Vec::new()
    }

    fn view(&self, view: &mut View<'_>) {
        if view.page().name == address::MISSING {
            view.heading("Site not found");
            view.link("Start").does(Do::Go(START));
            return;
        }
        view.heading("Start");
        let sites: Vec<_> = ui::find(view.world, &sites::ALL).collect();
        view.within(Role::List, "", |view| {
            for (site, title) in sites {
                view.link(title).does(Do::Go(Page::new(site.name(), "home")));
            }
        });
    }
}

/// What stands for pages that could not be fetched.
struct Failure;

impl App for Failure {
    fn name(&self) -> &'static str {
        FAILURE
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Failure"]
    }

    fn tables(&self, _: &mut Seed) -> Vec<Table> {
        Vec::new()
    }

    fn view(&self, view: &mut View<'_>) {
        let Page { name, row, .. } = view.page();
        if row == Some(401) {
            sites::account::form(view);
        } else {
            view.heading(name);
            view.text(format!("Error {}", view.row()));
            view.button("Retry").does(Do::Reload);
        }
    }
}
