//! The roles of accessibility snapshots.

use crate::{Role, Screen, dialect::kinds::Kinds};

const KINDS: Kinds = Kinds {
    words: &[
        (
            Role::Text,
            &[
                "text",
                "strong",
                "emphasis",
                "code",
                "time",
                "caption",
                "term",
                "definition",
                "note",
                "mark",
            ],
        ),
        (Role::Group, &["generic"]),
        (Role::Button, &["button"]),
        (Role::Link, &["link"]),
        (Role::Heading, &["heading"]),
        (Role::ListItem, &["listitem", "treeitem", "article"]),
        (Role::List, &["list", "listbox", "tree", "feed"]),
        (Role::TextBox, &["textbox", "searchbox", "spinbutton"]),
        (Role::Image, &["img", "figure"]),
        (Role::Paragraph, &["paragraph", "blockquote"]),
        (Role::Cell, &["cell", "gridcell", "columnheader", "rowheader"]),
        (Role::Row, &["row"]),
        (Role::Table, &["table", "grid", "treegrid"]),
        (Role::CheckBox, &["checkbox"]),
        (Role::ComboBox, &["combobox"]),
        (Role::Option, &["option"]),
        (Role::Alert, &["alert", "status", "log"]),
        (Role::Dialog, &["dialog", "alertdialog"]),
        (Role::Menu, &["menu", "menubar"]),
        (Role::MenuItem, &["menuitem", "menuitemcheckbox", "menuitemradio"]),
        (
            Role::Panel,
            &[
                "region",
                "banner",
                "complementary",
                "contentinfo",
                "form",
                "main",
                "search",
                "tabpanel",
            ],
        ),
        (Role::ProgressBar, &["progressbar", "meter"]),
        (Role::Radio, &["radio"]),
        (Role::ScrollBar, &["scrollbar"]),
        (Role::Separator, &["separator"]),
        (Role::Slider, &["slider"]),
        (Role::Switch, &["switch"]),
        (Role::Tab, &["tab"]),
        (Role::TabList, &["tablist"]),
        (Role::ToolBar, &["toolbar", "navigation"]),
        (Role::Window, &["application"]),
        (Role::Added, &["insertion"]),
        (Role::Removed, &["deletion"]),
    ],
    instead: &[(Role::Prompt, Role::Text)],
};

/// The role of an element's word.
pub(super) fn role(kind: &str) -> Role {
    KINDS.role(kind).unwrap_or_default()
}

/// Whether such an element is either checked or not.
pub(super) fn checkable(kind: &str) -> bool {
    matches!(kind, "checkbox" | "radio" | "switch" | "menuitemcheckbox" | "menuitemradio")
}

/// Gives the nodes kinds, references in document order, and headings their level: the first is
/// the page's title.
pub(super) fn dress(screen: &mut Screen) {
    let mut titled = false;
    for index in 0..screen.nodes.len() {
        let leaf = screen.nodes.get(index + 1).is_none_or(|next| next.parent != Some(index));
        let node = &mut screen.nodes[index];
        let s = node.states;
        let bare = !(s.clickable || s.focused || s.disabled || s.selected || s.expanded);
        let kind = match node.role {
            // Plain text is a piece of the element around it: it has no states and no reference.
            Role::Text if leaf && bare && s.checked.is_none() && node.value.is_none() => "text",
            Role::Text | Role::Prompt => "strong",
            role => KINDS.word(role),
        };
        kind.clone_into(&mut node.kind);
        if kind != "text" {
            node.reference = Some(format!("e{}", index + 1));
        }
        if kind == "heading" {
            let level = if std::mem::replace(&mut titled, true) { "2" } else { "1" };
            node.attributes.push(("level".to_owned(), level.to_owned()));
        }
    }
}
