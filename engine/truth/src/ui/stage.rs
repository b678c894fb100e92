//! Where apps act: facts, controls and what is open, together.

use super::{Dialog, Do, Entry, Manners, Page, Surface};
use crate::World;
use diorama_world::{
    control::{Effect, Refusal},
    facts::Cell,
};

/// A control stepped in and has said so on the screen; what was begun ends here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// The end of something an app did.
pub type Done = Result<(), Stopped>;

/// The page where people sign in; drawn by the toolkit.
pub const SIGN_IN: Page = Page::new("account", "sign-in");

/// App name of the pages that stand for one that could not be fetched; such a page lies over the
/// one it stands for, and its row is the status.
pub const FAILURE: &str = "failure";

/// Facts, controls and what is open.
pub struct Stage<'a> {
    /// Facts and controls.
    pub world: &'a mut World,
    /// What is open.
    pub surface: &'a mut Surface,
}

impl Stage<'_> {
    /// Opens a page on top.
    pub fn go(&mut self, page: Page) {
        self.visit(Entry::new(page));
    }

    /// Opens a page with what its address asks for on top.
    pub fn visit(&mut self, entry: Entry) {
        self.surface.push_entry(entry);
        if self.fetched() {
            self.opened();
        }
    }

    /// Fetches the page on top again, with what is new.
    pub fn reload(&mut self) {
        if self.surface.top().page.app == FAILURE {
            self.surface.pop();
        }
        self.surface.clear();
        self.world.refresh();
        self.fetched();
    }

    /// Fetches the page on top, if it comes over the network; says whether it came.
    fn fetched(&mut self) -> bool {
        let effect = if self.surface.manners == Manners::Web { self.world.request() } else { None };
        let instead = match effect {
            Some(Effect::Refuse(refusal)) => (refusal.title, u32::from(refusal.status)),
            Some(Effect::SignOut) => (SIGN_IN.name, 401),
            Some(Effect::Load { steps }) => {
                self.surface.loading = steps;
                return true;
            }
            _ => return true,
        };
        self.surface.push(Page::new(FAILURE, instead.0).on(instead.1));
        false
    }

    /// Opens a page in place of the one on top: what the network answered, where it was asked.
    pub fn replace(&mut self, page: Page) {
        self.surface.replace(page);
        self.opened();
    }

    fn opened(&mut self) {
        let effect = self.world.open();
        // A page that loads is not interrupted: what waits behind the loading would be hidden.
        if let (Some(Effect::Interrupt { title, text }), 0) = (effect, self.surface.loading) {
            self.surface.dialog = Some(Dialog::new(title, text).button("OK", Do::Nothing));
        }
    }

    /// Goes back by one page, if there is one.
    pub fn back(&mut self) {
        self.surface.pop();
    }

    /// Shows a short message.
    pub fn toast(&mut self, text: impl Into<String>) {
        self.surface.toast = Some(text.into());
    }

    /// Says what is wrong with a field.
    pub fn flaw(&mut self, field: &'static str, text: &'static str) {
        self.surface.flaws.push((field, text));
    }

    /// Shows a dialog.
    pub fn ask(&mut self, dialog: Dialog) {
        self.surface.dialog = Some(dialog);
    }

    /// What was typed into a field of the page on top.
    pub fn draft(&self, field: &str) -> &str {
        self.surface.top().draft(field).unwrap_or_default()
    }

    /// Text of a cell; empty where there is none.
    pub fn text(&self, table: &str, row: u32, column: usize) -> &str {
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
    pub fn cell(&self, table: &str, row: u32, column: usize) -> Option<&Cell> {
        self.world.facts.table(table)?.cell(row, column)
    }

    /// Sets a cell, whatever the controls say: for what is not stored anywhere, as view modes are.
    pub fn set(&mut self, table: &str, row: u32, column: usize, cell: Cell) {
        if let Some(table) = self.world.facts.table_mut(table) {
            table.set(row, column, cell);
        }
    }

    /// Stores a row, a new one or in place of one; gives its number.
    pub fn save(
        &mut self,
        table: &str,
        row: Option<u32>,
        cells: Vec<Cell>,
    ) -> Result<u32, Stopped> {
        let effect = self.storing(table)?;
        let kept = if let Some(Effect::Keep { cells }) = effect { cells } else { cells.len() };
        self.keep(table, row, cells.into_iter().take(kept).collect(), effect.as_ref())
    }

    /// Stores a row as [`Stage::save`] does, but what counts as its fields are the lines of the text
    /// in one of its cells: a file.
    pub fn write(
        &mut self,
        table: &str,
        row: Option<u32>,
        mut cells: Vec<Cell>,
        text: usize,
    ) -> Result<u32, Stopped> {
        let effect = self.storing(table)?;
        if let (Some(Effect::Keep { cells: kept }), Some(cell)) = (&effect, cells.get_mut(text)) {
            let lines: String = cell.text().split_inclusive('\n').take(*kept).collect();
            *cell = lines.into();
        }
        self.keep(table, row, cells, effect.as_ref())
    }

    fn keep(
        &mut self,
        table: &str,
        row: Option<u32>,
        cells: Vec<Cell>,
        effect: Option<&Effect>,
    ) -> Result<u32, Stopped> {
        let Some(rows) = self.world.facts.table_mut(table) else { return Err(Stopped) };
        let row = if let Some(row) = row {
            for (column, cell) in cells.into_iter().enumerate() {
                rows.set(row, column, cell);
            }
            row
        } else {
            rows.push(cells)
        };
        if effect == Some(&Effect::Hide) {
            self.world.hide(table, row);
        }
        Ok(row)
    }

    /// Stores a cell.
    pub fn store(&mut self, table: &str, row: u32, column: usize, cell: Cell) -> Done {
        self.storing(table)?;
        self.set(table, row, column, cell);
        Ok(())
    }

    /// Takes a row out.
    pub fn delete(&mut self, table: &str, row: u32) -> Done {
        self.storing(table)?;
        if let Some(table) = self.world.facts.table_mut(table) {
            table.remove(row);
        }
        Ok(())
    }

    fn storing(&mut self, table: &str) -> Result<Option<Effect>, Stopped> {
        match self.world.save(table) {
            Some(Effect::Refuse(refusal)) => self.refuse(refusal),
            effect => Ok(effect),
        }
    }

    /// Asks the network for something.
    pub fn request(&mut self) -> Done {
        match self.world.request() {
            Some(Effect::Refuse(refusal)) => self.refuse(refusal),
            Some(Effect::SignOut) => {
                self.surface.push(SIGN_IN);
                Err(Stopped)
            }
            Some(Effect::Load { steps }) => {
                self.surface.loading = steps;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Uses a part of the device: `contacts`, `files`.
    pub fn permit(&mut self, name: &str) -> Done {
        let Some(Effect::Ask { title, text }) = self.world.permission(name) else { return Ok(()) };
        let dialog = Dialog::new(title, text)
            .button("Allow", Do::Allow(name.to_owned()))
            .button("Deny", Do::Nothing);
        self.ask(dialog);
        Err(Stopped)
    }

    /// Switches on something that works in the background or costs power.
    pub fn background(&mut self, name: &str) -> Done {
        let event = diorama_world::control::Event::Background { name };
        match self.world.effect(&event) {
            Some(Effect::Refuse(refusal)) => self.refuse(refusal),
            _ => Ok(()),
        }
    }

    fn refuse<T>(&mut self, refusal: Refusal) -> Result<T, Stopped> {
        self.ask(Dialog::new(refusal.title, refusal.text).button("OK", Do::Nothing));
        Err(Stopped)
    }
}
