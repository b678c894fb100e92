//! What happens when a node is acted on.

use super::{Dialog, Done, Entry, Page, Stage};
use diorama_world::facts::Cell;

/// What happens when a node is acted on.
#[derive(Debug, Clone, Default)]
pub enum Do {
    /// Nothing.
    #[default]
    Nothing,
    /// Opens a page on top.
    Go(Page),
    /// Opens a page with what its address asks for on top.
    Visit(Box<Entry>),
    /// Fetches the page on top again, with what is new.
    Reload,
    /// Opens a page in place of the one on top.
    Replace(Page),
    /// Goes back by one page.
    Back,
    /// Sets a cell of the facts. Nothing controls have a say in: view modes, sorting.
    Set(&'static str, u32, usize, Cell),
    /// Puts the keyboard's focus on a field.
    Focus(&'static str),
    /// Fills a field.
    Fill(&'static str, String),
    /// Shows a dialog.
    Ask(Box<Dialog>),
    /// Shows the rows of a list from here on.
    From(usize),
    /// Allows the use of a part of the device.
    Allow(String),
    /// Closes the window, without asking.
    Close,
    /// Whatever an app does with a row.
    Run(fn(&mut Stage<'_>, u32) -> Done, u32),
}

impl Do {
    /// Does it. A dialog that was open is closed first.
    pub fn run(self, stage: &mut Stage<'_>) {
        stage.surface.dialog = None;
        match self {
            Self::Nothing => {}
            Self::Go(page) => stage.go(page),
            Self::Visit(entry) => stage.visit(*entry),
            Self::Reload => stage.reload(),
            Self::Replace(page) => stage.replace(page),
            Self::Back => stage.back(),
            Self::Set(table, row, column, cell) => stage.set(table, row, column, cell),
            Self::Focus(field) => stage.surface.focus = Some(field),
            Self::Fill(field, text) => stage.surface.fill(field, text),
            Self::Ask(dialog) => stage.surface.dialog = Some(*dialog),
            Self::From(row) => stage.surface.scroll_to(row),
            Self::Allow(name) => stage.world.allow(&name),
            Self::Close => stage.surface.closed = true,
            // A control that stopped it has said so on the screen.
            Self::Run(run, row) => _ = run(stage, row),
        }
    }
}
