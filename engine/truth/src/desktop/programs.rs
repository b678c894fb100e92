//! The programs of the desktop, one file each.

mod calculator;
mod editor;
mod files;
mod settings;
pub(super) mod terminal;

use crate::ui::App;

/// All programs. Every desktop has the first two, which belong together, and some of the others.
pub(super) static ALL: [&dyn App; 5] = [
    &files::Files,
    &editor::Editor,
    &calculator::Calculator,
    &settings::Settings,
    &terminal::Terminal,
];
