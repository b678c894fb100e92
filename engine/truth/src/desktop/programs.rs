//! The programs of the desktop, one file each.

mod calculator;
mod editor;
mod files;
mod settings;

use crate::ui::App;

/// All programs. Every desktop has the first two, which belong together, and some of the others.
pub(super) static ALL: [&dyn App; 4] =
    [&files::Files, &editor::Editor, &calculator::Calculator, &settings::Settings];
