//! The programs of the desktop, one file each.

mod editor;
mod files;

use crate::ui::App;

/// All programs. Every desktop has the first two, which belong together, and some of the others.
pub(super) static ALL: [&dyn App; 2] = [&files::Files, &editor::Editor];
