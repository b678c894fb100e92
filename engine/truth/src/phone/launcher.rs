//! The launcher: the apps there are.

use super::apps;
use crate::ui::{self, Do, Page, View};
use diorama_world::Role;

/// Draws the launcher.
pub(super) fn view(view: &mut View<'_>) {
    let apps: Vec<_> = ui::find(view.world, &apps::ALL).collect();
    view.within(Role::List, "Apps", |view| {
        for (app, title) in apps {
            view.item(title).does(Do::Go(Page::new(app.name(), app.home())));
        }
    });
}
