//! Drawing a page: nodes, and what each does.

use super::{App, Do, Entry, Page, Surface, app, stage::SIGN_IN};
use crate::World;
use diorama_world::{Node, Role, Screen, facts::Cell, screen::Header};

/// What a node does.
#[derive(Debug, Clone, Default)]
pub struct Hand {
    /// Which surface it belongs to.
    pub place: usize,
    /// When it is clicked.
    pub click: Do,
    /// When it is clicked twice, if that is something else.
    pub double: Do,
    /// When it is pressed for long, or clicked with the other button.
    pub long: Do,
    /// The field that it is.
    pub field: Option<&'static str>,
    /// What can be chosen there.
    pub options: Vec<String>,
}

/// How far a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Rows in all.
    pub rows: usize,
    /// Rows shown at a time.
    pub shown: usize,
}

/// A page while it is drawn; afterwards the nodes and their hands.
pub struct View<'w> {
    /// Facts and controls.
    pub world: &'w World,
    /// What is open; apps look at the page on top.
    pub(super) surface: &'w Surface,
    place: usize,
    look: usize,
    parent: Option<usize>,
    /// What stands around the nodes.
    pub header: Header,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// What each node does; as many as there are nodes.
    pub hands: Vec<Hand>,
    /// What Enter does in a field, one a surface.
    submits: Vec<Do>,
    /// How far the list goes, one a surface.
    extents: Vec<Option<Extent>>,
    /// What fields hold before anything was typed or chosen.
    starts: Vec<Start>,
    keys: Vec<(usize, &'static str, Do)>,
}

/// What a field holds before anything was typed or chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The surface it is on.
    pub place: usize,
    /// The field.
    pub field: &'static str,
    /// What it holds.
    pub text: String,
}

impl<'w> View<'w> {
    /// An empty view, to draw the surface that is at `place` among several.
    pub fn new(world: &'w World, surface: &'w Surface, place: usize) -> Self {
        let mut view = Self {
            world,
            surface,
            place,
            look: 0,
            parent: None,
            header: Header::default(),
            nodes: Vec::with_capacity(32),
            hands: Vec::with_capacity(32),
            submits: Vec::new(),
            extents: Vec::new(),
            starts: Vec::new(),
            keys: Vec::new(),
        };
        view.turn_to(surface, place);
        view
    }

    /// Goes on with another surface.
    pub fn turn_to(&mut self, surface: &'w Surface, place: usize) {
        (self.surface, self.place) = (surface, place);
        self.look = app::look(self.world, surface.top().page.app);
        let places = self.submits.len().max(place + 1);
        self.submits.resize_with(places, Do::default);
        self.extents.resize(places, None);
    }

    /// Draws the page on top with its app, or that it is loading; then the short message.
    pub fn page_of(&mut self, apps: &'static [&'static dyn App]) {
        let page = self.page();
        if self.surface.loading > 0 {
            let left = self.surface.loading.to_string();
            self.add(Role::ProgressBar, "Loading").value(left);
        } else if let Some(app) = apps.iter().find(|app| app.name() == page.app) {
            app.view(self);
        } else if page == SIGN_IN {
            self.sign_in();
        }
        if let Some(toast) = &self.surface.toast {
            self.add(Role::Alert, toast.as_str());
        }
    }

    /// Draws the dialog, if there is one; says whether.
    pub fn dialog(&mut self) -> bool {
        let Some(dialog) = &self.surface.dialog else { return false };
        self.within(Role::Dialog, dialog.title.as_str(), |view| {
            view.text(dialog.text.as_str());
            for (label, does) in &dialog.buttons {
                view.button(label.as_str()).does(does.clone());
            }
        });
        true
    }

    fn sign_in(&mut self) {
        self.heading("You were signed out");
        self.field("user", "User name");
        self.field("password", "Password").node().states.password = true;
        self.button("Sign in").does(Do::Run(
            |stage, _| {
                if stage.draft("user").is_empty() || stage.draft("password").is_empty() {
                    stage.toast("Enter your user name and password");
                } else {
                    stage.back();
                }
                Ok(())
            },
            0,
        ));
    }

    /// The page that is drawn.
    pub fn page(&self) -> Page {
        self.surface.top().page
    }

    /// Number of the row that the page is about; of no row where it is about none.
    pub fn row(&self) -> u32 {
        self.page().row.unwrap_or(u32::MAX)
    }

    /// The open page: drafts and how far its list was scrolled.
    pub fn entry(&self) -> &'w Entry {
        self.surface.top()
    }

    /// The open pages, the one on top last.
    pub fn entries(&self) -> &'w [Entry] {
        self.surface.entries()
    }

    /// What was typed into a field; `None` where nothing was yet.
    pub fn draft(&self, field: &str) -> Option<&'w str> {
        self.surface.top().draft(field)
    }

    /// What is wrong with a field.
    pub(super) fn flaw(&self, field: &str) -> Option<&'static str> {
        self.surface.flaws.iter().find(|(key, _)| *key == field).map(|(_, text)| *text)
    }

    /// What a field holds: what was typed or chosen, at first `start`.
    pub fn held(&mut self, field: &'static str, start: &str) -> String {
        self.starts.push(Start { place: self.place, field, text: start.to_owned() });
        self.draft(field).unwrap_or(start).to_owned()
    }

    /// One of three wordings, as the app's look has it.
    pub fn word(&self, words: [&'static str; 3]) -> &'static str {
        words[self.look]
    }

    /// The app's look: 0, 1 or 2.
    pub fn look(&self) -> usize {
        self.look
    }

    /// Text of a cell; empty where there is none.
    pub fn cell_text(&self, table: &str, row: u32, column: usize) -> &'w str {
        self.cell(table, row, column).map_or("", Cell::text)
    }

    /// The number in a cell; 0 where there is none.
    pub fn number(&self, table: &str, row: u32, column: usize) -> i64 {
        self.cell(table, row, column).map_or(0, Cell::number)
    }

    /// Whether a cell is set.
    pub fn flag(&self, table: &str, row: u32, column: usize) -> bool {
        self.cell(table, row, column).is_some_and(Cell::flag)
    }

    /// A cell.
    pub fn cell(&self, table: &str, row: u32, column: usize) -> Option<&'w Cell> {
        self.world.facts.table(table)?.cell(row, column)
    }

    /// Says that what was chosen for a field means nothing any more.
    pub fn void(&mut self, field: &'static str) {
        let text = self.draft(field).map(str::to_owned);
        self.starts.extend(text.map(|text| Start { place: self.place, field, text }));
    }

    /// What Enter does in a field.
    pub fn submit(&mut self, does: Do) {
        self.submits[self.place] = does;
    }

    /// What a key or a combination does: `Control+s`.
    pub fn key(&mut self, key: &'static str, does: Do) {
        self.keys.push((self.place, key, does));
    }

    /// Says how far the list goes.
    pub(super) fn extent(&mut self, extent: Extent) {
        self.extents[self.place] = Some(extent);
    }

    /// Adds a node.
    pub fn add(&mut self, role: Role, name: impl Into<String>) -> Added<'_> {
        let (name, parent) = (name.into(), self.parent);
        self.nodes.push(Node { role, name, parent, ..Node::default() });
        self.hands.push(Hand { place: self.place, ..Hand::default() });
        let index = self.nodes.len() - 1;
        Added { node: &mut self.nodes[index], hand: &mut self.hands[index] }
    }

    /// Adds a node and what is in it.
    pub fn within(&mut self, role: Role, name: impl Into<String>, draw: impl FnOnce(&mut Self)) {
        self.add(role, name);
        let outer = self.parent.replace(self.nodes.len() - 1);
        draw(self);
        self.parent = outer;
    }

    /// Takes out all but the first nodes.
    pub fn truncate(&mut self, nodes: usize) {
        self.nodes.truncate(nodes);
        self.hands.truncate(nodes);
    }

    /// Adds a heading.
    pub fn heading(&mut self, name: impl Into<String>) -> Added<'_> {
        self.add(Role::Heading, name)
    }

    /// Adds a text.
    pub fn text(&mut self, name: impl Into<String>) -> Added<'_> {
        self.add(Role::Text, name)
    }

    /// Adds a button.
    pub fn button(&mut self, name: impl Into<String>) -> Added<'_> {
        self.add(Role::Button, name).clickable()
    }

    /// Adds a link.
    pub fn link(&mut self, name: impl Into<String>) -> Added<'_> {
        self.add(Role::Link, name).clickable()
    }

    /// Adds an item of a list.
    pub fn item(&mut self, name: impl Into<String>) -> Added<'_> {
        self.add(Role::ListItem, name).clickable()
    }

    /// Adds a switch.
    pub fn switch(&mut self, name: impl Into<String>, on: bool) -> Added<'_> {
        self.add(Role::Switch, name).checked(on).clickable()
    }

    /// Adds a check box.
    pub fn check_box(&mut self, name: impl Into<String>, on: bool) -> Added<'_> {
        self.add(Role::CheckBox, name).checked(on).clickable()
    }

    /// Adds a tab.
    pub fn tab(&mut self, name: impl Into<String>, selected: bool) -> Added<'_> {
        self.add(Role::Tab, name).selected(selected).clickable()
    }

    /// The screen and what there is to do on it.
    pub fn finish(self) -> Drawn {
        let Self { header, nodes, hands, submits, extents, starts, keys, .. } = self;
        let screen = Screen { header, nodes, ..Screen::default() };
        Drawn { screen, hands, submits, extents, starts, keys }
    }
}

/// A screen and what there is to do on it.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The screen.
    pub screen: Screen,
    /// What each of its nodes does.
    pub hands: Vec<Hand>,
    /// What Enter does in a field, one a surface.
    pub submits: Vec<Do>,
    /// How far lists go, one a surface.
    pub extents: Vec<Option<Extent>>,
    /// What fields hold before anything was typed or chosen.
    pub starts: Vec<Start>,
    /// What keys do, each on a surface.
    pub keys: Vec<(usize, &'static str, Do)>,
}

impl Drawn {
    /// What a key does on a surface.
    pub fn key(&self, place: usize, key: &str) -> Option<&Do> {
        let found = self.keys.iter().find(|(at, name, _)| *at == place && *name == key);
        found.map(|(.., does)| does)
    }

    /// What a field of a surface holds.
    pub fn held(&self, place: usize, field: &str) -> &str {
        let mut nodes = self.hands.iter().zip(&self.screen.nodes);
        let found = nodes.find(|(hand, _)| hand.place == place && hand.field == Some(field));
        found.and_then(|(_, node)| node.value.as_deref()).unwrap_or_default()
    }
}

/// A node just added, and what it does.
pub struct Added<'v> {
    pub(super) node: &'v mut Node,
    pub(super) hand: &'v mut Hand,
}

impl<'v> Added<'v> {
    /// The node itself, for what has no method here.
    pub fn node(self) -> &'v mut Node {
        self.node
    }

    /// What a click does.
    pub fn does(self, does: Do) -> Self {
        self.hand.click = does;
        self.clickable()
    }

    /// What a double click does.
    pub fn double(self, does: Do) -> Self {
        self.hand.double = does;
        self.clickable()
    }

    /// What a long press does.
    pub fn long(self, does: Do) -> Self {
        self.hand.long = does;
        self.node.states.long_clickable = true;
        self
    }

    /// What it holds.
    pub fn value(self, value: impl Into<String>) -> Self {
        self.node.value = Some(value.into());
        self
    }

    /// Whether it is checked.
    pub fn checked(self, checked: bool) -> Self {
        self.node.states.checked = Some(checked);
        self
    }

    /// Whether it is selected.
    pub fn selected(self, selected: bool) -> Self {
        self.node.states.selected = selected;
        self
    }

    /// Whether nothing can be done with it now.
    pub fn disabled(self, disabled: bool) -> Self {
        self.node.states.disabled = disabled;
        self
    }

    pub(super) fn clickable(self) -> Self {
        self.node.states.clickable = true;
        self
    }
}
