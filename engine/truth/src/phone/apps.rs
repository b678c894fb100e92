//! The apps of the phone, one file each.

mod calendar;
mod clock;
mod contacts;
mod files;
mod messages;
mod notes;
mod settings;

use crate::ui::App;

/// All apps; a phone has some of them.
pub(super) static ALL: [&dyn App; 7] = [
    &calendar::Calendar,
    &clock::Clock,
    &contacts::Contacts,
    &files::Files,
    &messages::Messages,
    &notes::Notes,
    &settings::Settings,
];
