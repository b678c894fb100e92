//! What a node is to people, in words: its role, and all that there is to say of it.

use super::traits::{label, shortened};
use crate::page::say::say;
use diorama_world::{Role, Screen};

/// The role's word for people.
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Added => say("added line"),
        Role::Alert => say("alert"),
        Role::Button => say("button"),
        Role::Cell => say("cell"),
        Role::CheckBox => say("checkbox"),
        Role::ComboBox => say("choice"),
        Role::Dialog => say("dialog"),
        Role::Group => say("group"),
        Role::Heading => say("heading"),
        Role::Image => say("image"),
        Role::Link => say("link"),
        Role::List => say("list"),
        Role::ListItem => say("item"),
        Role::Menu => say("menu"),
        Role::MenuItem => say("menu item"),
        Role::Option => say("option"),
        Role::Panel => say("panel"),
        Role::Paragraph => say("paragraph"),
        Role::ProgressBar => say("progress"),
        Role::Prompt => say("prompt"),
        Role::Radio => say("radio button"),
        Role::Removed => say("removed line"),
        Role::Row => say("row"),
        Role::ScrollBar => say("scroll bar"),
        Role::Separator => say("line"),
        Role::Slider => say("slider"),
        Role::Switch => say("switch"),
        Role::Tab => say("tab"),
        Role::TabList => say("tabs"),
        Role::Table => say("table"),
        Role::Text => say("text"),
        Role::TextBox => say("field"),
        Role::ToolBar => say("toolbar"),
        Role::Window => say("window"),
    }
}

/// A node in a few words: `button “Save” · ref 12`.
pub fn describe(screen: &Screen, index: usize) -> String {
    let Some(node) = screen.nodes.get(index) else { return String::new() };
    let name = label(screen, index);
    let checked = node.states.checked.map(|on| if on { say(", on") } else { say(", off") });
    let place = node.bounds.map(|b| format!(" · {}, {} · {} × {}", b.x, b.y, b.width, b.height));
    [
        Some(role_word(node.role).to_owned()),
        (!name.is_empty()).then(|| format!(" “{}”", shortened(&name, 48))),
        checked.map(str::to_owned),
        node.states.disabled.then(|| say(", disabled").to_owned()),
        node.reference.as_ref().map(|reference| format!(" · ref {reference}")),
        place,
    ]
    .into_iter()
    .flatten()
    .collect()
}
