//! The sites, one file each.

pub(super) mod account;
pub(super) mod shop;

use crate::ui::App;

/// All sites. A world has the first, which the others know people from, and some of the rest.
pub(super) static ALL: [&dyn App; 2] = [&account::Account, &shop::Shop];
