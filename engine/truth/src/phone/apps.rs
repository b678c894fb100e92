//! The apps of the phone, one file each.

mod contacts;

use crate::ui::App;

/// All apps; a phone has some of them.
pub(super) static ALL: [&dyn App; 1] = [&contacts::Contacts];
