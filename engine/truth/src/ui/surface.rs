//! What is open: a stack of pages, and what lies over them.

use super::{Do, FAILURE, view::Start};

/// A page of an app, on a row of its table or on none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The app's name.
    pub app: &'static str,
    /// The page's name in its app.
    pub name: &'static str,
    /// Number of the row that the page is about.
    pub row: Option<u32>,
}

impl Page {
    /// A page about nothing in particular.
    pub const fn new(app: &'static str, name: &'static str) -> Self {
        Self { app, name, row: None }
    }

    /// The page about a row.
    #[must_use]
    pub const fn on(self, row: u32) -> Self {
        Self { row: Some(row), ..self }
    }
}

/// An open page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which one.
    pub page: Page,
    /// What was typed or chosen in its fields and not stored yet.
    pub drafts: Vec<(&'static str, String)>,
    /// The first row that its list shows.
    pub top: usize,
    /// What its address asks for: search words, order, page of a list. Only in browsers.
    pub query: Vec<(&'static str, String)>,
}

impl Entry {
    /// A page just opened.
    pub fn new(page: Page) -> Self {
        Self { page, drafts: Vec::new(), top: 0, query: Vec::new() }
    }

    /// What its address asks for under a key; empty where it does not.
    pub fn asks(&self, key: &str) -> &str {
        self.query.iter().find(|(k, _)| *k == key).map_or("", |(_, value)| value.as_str())
    }

    /// The same page, freshly opened, asked for with another value; empty for none.
    #[must_use]
    pub fn asking(&self, key: &'static str, value: impl Into<String>) -> Self {
        let (mut query, value) = (self.query.clone(), value.into());
        query.retain(|(k, _)| *k != key);
        if !value.is_empty() {
            query.push((key, value));
            query.sort_unstable();
        }
        Self { query, ..Self::new(self.page) }
    }

    /// What was typed into a field.
    pub fn draft(&self, field: &str) -> Option<&str> {
        self.drafts.iter().find(|(key, _)| *key == field).map(|(_, text)| text.as_str())
    }
}

/// Something that lies over the page and has to be answered.
#[derive(Debug, Clone)]
pub struct Dialog {
    /// Title.
    pub title: String,
    /// What it says. It names what it is about, since the world has no other memory of it.
    pub text: String,
    /// Its buttons and what they do.
    pub buttons: Vec<(String, Do)>,
}

impl Dialog {
    /// A dialog without buttons.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), buttons: Vec::new() }
    }

    /// With one more button.
    #[must_use]
    pub fn button(mut self, label: impl Into<String>, does: Do) -> Self {
        self.buttons.push((label.into(), does));
        self
    }
}

/// How people handle what is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Manners {
    /// Typing replaces what a field holds; pulling a list down at its top brings it up to date.
    #[default]
    Touch,
    /// Typing goes on where the text ends.
    Desk,
    /// Typing replaces what a field holds; pages come over the network.
    Web,
}

/// What is open in one place: never empty.
#[derive(Debug, Clone)]
pub struct Surface {
    /// Its number in the facts: no other surface of the world has it.
    pub number: i64,
    entries: Vec<Entry>,
    /// In a browser, the pages that were gone back from, the next one last.
    ahead: Vec<Entry>,
    /// What lies over the page.
    pub dialog: Option<Dialog>,
    /// The field that typed text goes to.
    pub focus: Option<&'static str>,
    /// A short message that is gone after the next action.
    pub toast: Option<String>,
    /// What is wrong with the fields of the page, said until the next action.
    pub flaws: Vec<(&'static str, &'static str)>,
    /// For how many more steps the page shows that it is loading.
    pub loading: u32,
    /// How it is handled.
    pub manners: Manners,
    /// Others lie in front of it, so that little of it is seen.
    pub behind: bool,
    /// It is to be closed.
    pub closed: bool,
}

impl Surface {
    /// A surface with one page open.
    pub fn new(page: Page) -> Self {
        Self {
            number: 0,
            entries: vec![Entry::new(page)],
            ahead: Vec::new(),
            dialog: None,
            focus: None,
            toast: None,
            flaws: Vec::new(),
            loading: 0,
            manners: Manners::default(),
            behind: false,
            closed: false,
        }
    }

    /// The open pages, the one on top last.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The pages that were gone back from, the next one last.
    pub fn ahead(&self) -> &[Entry] {
        &self.ahead
    }

    /// The page on top.
    pub fn top(&self) -> &Entry {
        self.entries.last().unwrap_or_else(|| unreachable!("a surface always has a page"))
    }

    fn top_mut(&mut self) -> &mut Entry {
        self.entries.last_mut().unwrap_or_else(|| unreachable!("a surface always has a page"))
    }

    /// Opens a page on top. Of too many, the oldest but the first is forgotten.
    pub fn push(&mut self, page: Page) {
        self.push_entry(Entry::new(page));
    }

    /// Opens a page with what is asked of it; see [`Surface::push`].
    pub fn push_entry(&mut self, entry: Entry) {
        const MAX_PAGES: usize = 8;
        self.leave();
        self.ahead.clear();
        if self.entries.len() >= MAX_PAGES {
            self.entries.remove(1);
        }
        self.entries.push(entry);
    }

    /// Opens a page in place of the one on top.
    pub fn replace(&mut self, page: Page) {
        self.leave();
        *self.top_mut() = Entry::new(page);
    }

    /// Goes back by one page; says whether there was one to go back to.
    pub fn pop(&mut self) -> bool {
        let more = self.entries.len() > 1;
        if more {
            self.leave();
            let left = self.entries.pop();
            if self.manners == Manners::Web {
                self.ahead.extend(left.filter(|entry| entry.page.app != FAILURE));
            }
        }
        more
    }

    /// Opens the page that was last gone back from.
    pub fn forward(&mut self) {
        if let Some(entry) = self.ahead.pop() {
            self.leave();
            self.entries.push(entry);
        }
    }

    /// Goes back to the first page.
    pub fn pop_all(&mut self) {
        self.leave();
        self.entries.truncate(1);
    }

    /// Puts it behind another surface; what lies over its page is closed.
    pub fn hide(&mut self) {
        self.leave();
        self.loading = 0;
        self.behind = true;
    }

    fn leave(&mut self) {
        self.focus = None;
        self.dialog = None;
    }

    /// Fills a field of the page on top.
    pub fn fill(&mut self, field: &'static str, text: String) {
        let drafts = &mut self.top_mut().drafts;
        // Sorted, since the order in which fields were filled cannot be seen.
        match drafts.binary_search_by_key(&field, |(key, _)| *key) {
            Ok(at) => drafts[at].1 = text,
            Err(at) => drafts.insert(at, (field, text)),
        }
    }

    /// Empties the fields of the page on top.
    pub fn clear(&mut self) {
        self.top_mut().drafts.clear();
    }

    /// Forgets what was typed or chosen where it is what the field holds anyway, since that cannot be
    /// told on the screen. For after the page was drawn.
    pub fn forget(&mut self, starts: &[Start], place: usize) {
        let drafts = &mut self.top_mut().drafts;
        for start in starts.iter().filter(|start| start.place == place) {
            drafts.retain(|(field, text)| *field != start.field || *text != start.text);
        }
    }

    /// Forgets what was typed into fields that the page on top does not have any more. For after it
    /// was drawn.
    pub fn prune(&mut self, starts: &[Start]) {
        let has = |field: &str| starts.iter().any(|start| start.field == field);
        if !self.covered() {
            self.top_mut().drafts.retain(|(field, _)| has(field));
            self.focus = self.focus.filter(|field| has(field));
        }
    }

    /// Shows the rows of the list on top from here on.
    pub fn scroll_to(&mut self, row: usize) {
        self.top_mut().top = row;
    }

    /// Whether something covers the page on top.
    pub fn covered(&self) -> bool {
        self.dialog.is_some() || self.loading > 0 || self.behind
    }

    /// Ends what cannot be seen once the page on top is covered: focus, messages, and loading behind
    /// a dialog.
    pub fn settle(&mut self) {
        if self.dialog.is_some() {
            self.loading = 0;
        }
        if self.covered() {
            self.focus = None;
            self.toast = None;
            self.flaws.clear();
        }
    }
}
