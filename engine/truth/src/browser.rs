//! A browser: an address bar, tabs with their histories, and the sites that there are.
//!
//! A dialog hides the page under it: it is modal, so that the page is no part of the accessibility
//! tree. Tabs are drawn where there is more than one, before the page; they stay in view of dialogs.

mod address;
mod frame;
mod lists;
mod sites;

use crate::{
    Environment, Seed, World,
    ui::{
        self, App, Drawn, Entry, FAILURE, Manners, Page, Stage, Surface, View, apps_table,
        history_table,
    },
    words,
};
use diorama_world::{Action, Control, Domain, Edit, Facts, Screen};

/// What a new tab shows: the sites.
const START: Page = Page::new("start", "home");
/// Most tabs.
const MAX_TABS: usize = 4;

/// The facts of a seed: an account and some of the other sites.
pub fn facts(seed: u64) -> Facts {
    let seed = &mut Seed::new(seed, "browser");
    let [account, others @ ..] = sites::ALL;
    let count = 2 + seed.below(others.len().saturating_sub(1));
    let mut chosen: Vec<&dyn App> =
        seed.some(count, others.len()).into_iter().map(|i| others[i]).collect();
    chosen.push(account);
    let mut tables = vec![apps_table(&chosen, seed), address::table(&chosen, || words::host(seed))];
    for site in &chosen {
        tables.extend(site.tables(seed));
    }
    tables.push(history_table());
    Facts { tables }
}

/// A browser.
pub struct Browser {
    world: World,
    /// Never empty.
    tabs: Vec<Surface>,
    /// Index of the tab that is shown.
    current: usize,
    drawn: Drawn,
}

impl Browser {
    /// A browser with some facts, at its start page.
    pub fn new(facts: Facts, controls: &[Control]) -> Self {
        let world = World::new(facts, controls);
        let mut browser = Self { world, tabs: vec![tab(0)], current: 0, drawn: Drawn::default() };
        browser.draw();
        browser
    }

    fn draw(&mut self) {
        for tab in &mut self.tabs {
            tab.settle();
            tab.note(&mut self.world.facts);
        }
        let tab = &self.tabs[self.current];
        let mut view = View::new(&self.world, tab, self.current);
        if self.tabs.len() > 1 {
            frame::tabs(&mut view, &self.tabs, self.current);
        }
        if !view.dialog() {
            let page = view.page();
            // Whether a page is there turns out when it was loaded.
            let known = frame::is_own(page) || address::is_there(&self.world, page);
            if known || tab.loading > 0 {
                view.page_of(&frame::ALL);
            } else {
                frame::missing(&mut view);
            }
        }
        view.header.url = Some(address::of(&self.world, tab.entries()));
        view.header.title = Some(frame::title(&view));
        self.drawn = view.finish();
        let tab = &mut self.tabs[self.current];
        tab.prune(&self.drawn.starts);
        tab.forget(&self.drawn.starts, self.current);
    }

    fn stage(&mut self) -> Stage<'_> {
        Stage { world: &mut self.world, surface: &mut self.tabs[self.current] }
    }

    /// The tab that an action turns to.
    fn turned_to(&self, action: &Action) -> Option<usize> {
        match action {
            Action::SelectTab { tab } => Some(*tab),
            // The strip comes first: its nodes are the list and the tabs.
            Action::Click { node } if self.tabs.len() > 1 => {
                node.checked_sub(1).filter(|tab| *tab < self.tabs.len())
            }
            _ => None,
        }
    }

    /// Does what concerns tabs and history; says whether it was that.
    fn turn(&mut self, action: &Action) -> bool {
        if let Some(tab) = self.turned_to(action) {
            self.show(tab);
            return true;
        }
        match action {
            Action::NewTab if self.tabs.len() < MAX_TABS => {
                // Tabs keep their numbers when others are closed, and stand in their order.
                let number = self.tabs.last().map_or(0, |last| last.number + 1);
                self.tabs.push(tab(number));
                self.show(self.tabs.len() - 1);
            }
            Action::CloseTab { tab } if self.tabs.len() > 1 => {
                let tab = tab.unwrap_or(self.current);
                if tab < self.tabs.len() {
                    let closed = self.tabs.remove(tab);
                    Surface::unnote(&mut self.world.facts, closed.number);
                    let current = self.current - usize::from(tab < self.current);
                    self.current = current.min(self.tabs.len() - 1);
                    self.tabs[self.current].behind = false;
                }
            }
            Action::Back => self.back(),
            Action::Forward => self.forward(),
            Action::NewTab | Action::CloseTab { .. } => {}
            _ => return false,
        }
        true
    }

    fn show(&mut self, tab: usize) {
        if tab < self.tabs.len() && tab != self.current {
            self.tabs[self.current].hide();
            self.current = tab;
            self.tabs[tab].behind = false;
        }
    }

    /// Goes back by one page; what stands for a page that could not be fetched goes with it.
    fn back(&mut self) {
        let surface = &mut self.tabs[self.current];
        surface.loading = 0;
        surface.toast = None;
        surface.flaws.clear();
        if surface.dialog.take().is_some() {
            return;
        }
        let stands_for_another = surface.top().page.app == FAILURE;
        if surface.pop() && stands_for_another {
            surface.pop();
        }
    }

    fn forward(&mut self) {
        let surface = &mut self.tabs[self.current];
        if surface.dialog.is_none() && !surface.ahead().is_empty() {
            surface.loading = 0;
            surface.toast = None;
            surface.flaws.clear();
            surface.forward();
        }
    }

    fn open(&mut self, entry: Entry) {
        let mut stage = self.stage();
        let entries = stage.surface.entries();
        let shown = entries.iter().rev().find(|entry| entry.page.app != FAILURE);
        let same = shown.is_some_and(|s| s.page == entry.page && s.query == entry.query);
        if frame::is_own(entry.page) {
            // These come from the browser itself, not over the network.
            stage.surface.push_entry(entry);
        } else if same {
            stage.reload();
        } else {
            stage.visit(entry);
        }
    }
}

fn tab(number: i64) -> Surface {
    let mut tab = Surface::new(START);
    tab.number = number;
    tab.manners = Manners::Web;
    tab
}

impl Environment for Browser {
    fn domain(&self) -> Domain {
        Domain::Web
    }

    fn facts(&self) -> &Facts {
        &self.world.facts
    }

    fn screen(&self) -> &Screen {
        &self.drawn.screen
    }

    fn step(&mut self, action: &Action) {
        if !self.turn(action) {
            let surface = &mut self.tabs[self.current];
            let mut stage = Stage { world: &mut self.world, surface };
            if !ui::act(&mut stage, &self.drawn, self.current, action) {
                match action {
                    Action::Open { target } => self.open(address::read(&self.world, target)),
                    Action::Home => self.open(Entry::new(START)),
                    Action::Press { key } if key == "Escape" => stage.surface.dialog = None,
                    Action::Press { key } if key == "F5" => {
                        let page = stage.surface.top().page;
                        if page.app == FAILURE || !frame::is_own(page) {
                            stage.reload();
                        }
                    }
                    _ => {}
                }
            }
        }
        self.draw();
    }

    fn edit(&mut self, edit: &Edit) {
        self.world.edit(edit);
    }

    fn suggest(&self, seed: &mut Seed) -> Action {
        let tab = |seed: &mut Seed| seed.below(self.tabs.len() + 1);
        match ui::suggest(self.screen(), &self.world, seed) {
            // Phones only; here it would be no action at all.
            Some(Action::LongPress { node }) => Action::Click { node },
            Some(Action::Type { node, text, .. }) => {
                Action::Type { node, text, submit: seed.one_in(3) }
            }
            Some(action) => action,
            None => match seed.below(12) {
                0 => Action::NewTab,
                1 => Action::SelectTab { tab: tab(seed) },
                2 => Action::CloseTab { tab: Some(tab(seed)).filter(|_| seed.one_in(2)) },
                3 => Action::Press { key: seed.pick(&["F5", "Escape"]).to_owned() },
                4..=5 => Action::Back,
                6 => Action::Forward,
                7 => Action::Open { target: self.screen().header.url.clone().unwrap_or_default() },
                8 => {
                    let known = address::known(&self.world, seed);
                    let word = words::word(seed, 1);
                    let end = known.rfind('/').map_or(known.len(), |slash| slash + 1);
                    Action::Open { target: format!("{}{word}", &known[..end]) }
                }
                9 if seed.one_in(3) => Action::Open { target: words::host(seed) },
                _ => Action::Open { target: address::known(&self.world, seed) },
            },
        }
    }

    fn task(&self) -> String {
        let titles: Vec<&str> =
            ui::find(&self.world, &sites::ALL).map(|(_, title)| title).collect();
        format!("Look around on these sites: {}.", titles.join(", "))
    }
}
