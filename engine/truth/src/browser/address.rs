//! Addresses: how the pages of sites are called in the address bar, and back.

use super::{START, sites};
use crate::{
    World,
    ui::{self, App, Entry, FAILURE, Page},
};
use diorama_world::facts::{Kind, Table};

/// Table of the hosts of sites.
const HOSTS: &str = "hosts";
/// Name of the pages that are not there.
pub(super) const MISSING: &str = "missing";
/// What a page that is not there was asked for as.
const PATH: &str = "path";
/// What an address can ask for.
pub(super) const KEYS: [&str; 4] = ["page", "q", "show", "sort"];

/// The table of hosts.
pub(super) fn table(sites: &[&dyn App], mut host: impl FnMut() -> String) -> Table {
    let mut table = ui::table(HOSTS, &[("site", Kind::Word), ("host", Kind::Text)]);
    for site in sites {
        table.push([site.name().into(), host().into()]);
    }
    table
}

/// The host of a site; empty where there is none.
fn host_of<'w>(world: &'w World, site: &str) -> &'w str {
    let row = world.rows(HOSTS).iter().find(|row| row.cells[0].text() == site);
    row.map_or("", |row| row.cells[1].text())
}

/// The address of the page on top. A failure has that of the page it stands for.
pub(super) fn of(world: &World, entries: &[Entry]) -> String {
    let mut entries = entries.iter().rev().filter(|entry| entry.page.app != FAILURE);
    let Some(entry) = entries.next() else { return String::new() };
    let Page { app, name, row } = entry.page;
    if app == START.app && name == START.name {
        return "about:start".to_owned();
    }
    let mut text = format!("https://{}/", host_of(world, app));
    if name == MISSING {
        // What was typed keeps its spelling, host and all where no site has it.
        if app == START.app {
            text.truncate("https://".len());
        }
        return text + entry.asks(PATH);
    }
    let (first, last) = name.split_once('/').unwrap_or((name, ""));
    if name != "home" {
        text += first;
    }
    if let Some(row) = row {
        text.extend(["/", &row.to_string()]);
    }
    if !last.is_empty() {
        text.extend(["/", last]);
    }
    let mut mark = '?';
    for (key, value) in &entry.query {
        text.push(mark);
        text.extend([key, "="]);
        text.extend(value.chars().map(|c| match c {
            ' ' => '+',
            '&' | '=' | '#' | '+' => '_',
            c => c,
        }));
        mark = '&';
    }
    text
}

/// The page that an address means; one that says that there is none where it means none.
pub(super) fn read(world: &World, address: &str) -> Entry {
    let address = address.trim();
    if address.eq_ignore_ascii_case("about:start") {
        return Entry::new(START);
    }
    let bare = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let bare = bare.unwrap_or(address);
    let (host, rest) = bare.split_once('/').unwrap_or((bare, ""));
    let site = sites::ALL.into_iter().find(|site| {
        let known = host_of(world, site.name());
        !known.is_empty() && known.eq_ignore_ascii_case(host)
    });
    let Some(site) = site else {
        return Entry::new(Page::new(START.app, MISSING)).asking(PATH, bare);
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let Some(page) = page_at(site, path.trim_end_matches('/')) else {
        return Entry::new(Page::new(site.name(), MISSING)).asking(PATH, rest);
    };
    query.split('&').fold(Entry::new(page), |entry, pair| {
        let (key, value) = pair.split_once('=').unwrap_or_default();
        match KEYS.into_iter().find(|known| *known == key) {
            Some(key) => entry.asking(key, value.replace('+', " ")),
            None => entry,
        }
    })
}

fn page_at(site: &dyn App, path: &str) -> Option<Page> {
    let parts: Vec<&str> = path.split('/').collect();
    let called = |wanted: &str, row: Option<u32>| {
        let (name, _) = site.pages().iter().find(|(name, table)| {
            *name == wanted && *name != "home" && table.is_empty() == row.is_none()
        })?;
        Some(Page { row, ..Page::new(site.name(), name) })
    };
    match parts.as_slice() {
        [""] => Some(Page::new(site.name(), "home")),
        [name] => called(name, None),
        [name, row] => called(name, Some(row.parse().ok()?)),
        [name, row, last] => called(&format!("{name}/{last}"), Some(row.parse().ok()?)),
        _ => None,
    }
}

/// Whether a page is one of its site's, and the row that it is about is there.
pub(super) fn is_there(world: &World, page: Page) -> bool {
    let Some(site) = sites::ALL.into_iter().find(|site| site.name() == page.app) else {
        return page == START;
    };
    site.pages().iter().find(|(name, _)| *name == page.name).is_some_and(|(_, table)| {
        match page.row {
            None => table.is_empty(),
            Some(row) => world.facts.table(table).is_some_and(|table| table.row(row).is_some()),
        }
    })
}

/// An address that the world knows: of a page, or of a row that may be there.
pub(super) fn known(world: &World, seed: &mut crate::Seed) -> String {
    let open: Vec<&dyn App> =
        sites::ALL.into_iter().filter(|site| !host_of(world, site.name()).is_empty()).collect();
    let Some(site) = seed.choose(&open) else { return "about:start".to_owned() };
    let Some(&(name, table)) = seed.choose(site.pages()) else { return "about:start".to_owned() };
    let page = Page::new(site.name(), name);
    let page = if table.is_empty() { page } else { page.on(seed.below(6) as u32) };
    of(world, &[Entry::new(page)])
}
