//! The roles of web pages (ARIA), in the words of accessibility snapshots and of the browser's own
//! tree.

use super::kinds::Kinds;
use crate::{Node, Role, screen::States};

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
                "StaticText",
                "LabelText",
                "ListMarker",
                "InlineTextBox",
            ],
        ),
        (Role::Group, &["generic"]),
        (Role::Button, &["button", "DisclosureTriangle"]),
        (Role::Link, &["link"]),
        (Role::Heading, &["heading"]),
        (Role::ListItem, &["listitem", "treeitem", "article"]),
        (Role::List, &["list", "listbox", "tree", "feed", "DescriptionList"]),
        (Role::TextBox, &["textbox", "searchbox", "spinbutton"]),
        (Role::Image, &["img", "image", "figure"]),
        (Role::Paragraph, &["paragraph", "blockquote"]),
        (Role::Cell, &["cell", "gridcell", "columnheader", "rowheader"]),
        (Role::Row, &["row", "LayoutTableRow"]),
        (Role::Table, &["table", "grid", "treegrid", "LayoutTable"]),
        (Role::CheckBox, &["checkbox"]),
        (Role::ComboBox, &["combobox", "MenuListPopup"]),
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

/// The word for a node, without the words for plain text.
pub(super) fn word(node: &Node) -> &'static str {
    match node.role {
        Role::Text | Role::Prompt => "strong",
        role => KINDS.word(role),
    }
}

/// Whether a node is plain text: a piece of the element around it, without states of its own.
pub(super) fn is_plain(node: &Node, leaf: bool) -> bool {
    let bare = node.states == States::default() && node.value.is_none();
    node.role == Role::Text && leaf && bare
}
