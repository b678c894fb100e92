//! What belongs to no window: the panel with its menu, and what its buttons do.

use super::{
    programs,
    windows::{Spot, Window},
};
use crate::{
    Seed,
    ui::{self, App, View},
};
use diorama_world::{Role, facts::Table};

/// Something that the desktop does itself, whatever runs in its windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    /// Opens the menu of programs.
    Menu,
    /// Starts a program, or brings its window to the front.
    Launch(&'static str),
    /// Brings the window of that row to the front.
    Raise(u32),
    /// Closes the window of that row, if what runs there agrees.
    Close(u32),
    /// Closes what lies over the window of that row.
    Escape(u32),
    /// Puts the window of that row somewhere.
    Put(u32, Spot),
    /// Puts the window of the first row beside that of the second.
    PutBeside(u32, u32),
}

/// The panel counts as a program: what it is called is what its menu is called.
pub(super) struct Panel;

impl App for Panel {
    fn name(&self) -> &'static str {
        "panel"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Menu", "Applications", "Start", "Programs"]
    }

    fn tables(&self, _: &mut Seed) -> Vec<Table> {
        Vec::new()
    }

    fn view(&self, _: &mut View<'_>) {}
}

/// Draws the panel: the menu's button, then one a window in the order in which they were opened.
pub(super) fn panel(view: &mut View<'_>, windows: &[Window], shell: &mut Vec<(usize, Shell)>) {
    let mut order: Vec<usize> = (0..windows.len()).collect();
    order.sort_unstable_by_key(|&i| windows[i].row);
    view.within(Role::Panel, "", |view| {
        shell.push((view.nodes.len(), Shell::Menu));
        view.button(ui::title(view.world, Panel.name()));
        for i in order {
            shell.push((view.nodes.len(), Shell::Raise(windows[i].row)));
            view.button(windows[i].name(view.world)).selected(i + 1 == windows.len());
        }
    });
}

/// Draws the open menu.
pub(super) fn menu(view: &mut View<'_>, shell: &mut Vec<(usize, Shell)>) {
    let found: Vec<_> = ui::find(view.world, &programs::ALL).collect();
    view.within(Role::Menu, "", |view| {
        for (program, title) in found {
            shell.push((view.nodes.len(), Shell::Launch(program.name())));
            view.add(Role::MenuItem, title).node().states.clickable = true;
        }
    });
}
