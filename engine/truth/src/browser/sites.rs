//! The sites, one file each.

pub(super) mod account;
pub(super) mod forum;
pub(super) mod shop;
pub(super) mod tracker;

use crate::ui::App;

/// All sites. A world has the first, which the others know people from, and some of the rest.
pub(super) static ALL: [&dyn App; 4] =
    [&account::Account, &shop::Shop, &forum::Forum, &tracker::Tracker];
