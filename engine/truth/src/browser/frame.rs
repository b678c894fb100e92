//! What the browser draws itself, and what all sites have in common.

use super::{START, address, sites};
use crate::{
    Seed, World,
    ui::{self, App, Do, Entry, FAILURE, Page, Stage, Surface, View},
};
use diorama_world::{Role, facts::Table};

/// What draws pages: the sites, and the browser itself.
pub(super) static ALL: [&dyn App; 6] = {
    let [account, shop, forum, tracker] = sites::ALL;
    [account, shop, forum, tracker, &Start, &Failure]
};

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

/// Says of each field that was left empty that it must not be.
pub(super) fn require(stage: &mut Stage<'_>, fields: &[(&'static str, &'static str)]) -> ui::Done {
    let mut done = Ok(());
    for &(field, text) in fields {
        if stage.draft(field).is_empty() {
            stage.flaw(field, text);
            done = Err(ui::Stopped);
        }
    }
    done
}

/// Whether a row holds a text already.
pub(super) fn is_taken(world: &World, table: &str, column: usize, text: &str) -> bool {
    world.rows(table).iter().any(|row| row.cells[column].text().eq_ignore_ascii_case(text))
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
