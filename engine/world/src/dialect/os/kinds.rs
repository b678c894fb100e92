//! The roles of a desktop's accessibility tags.

use crate::{Role, dialect::kinds::Kinds};

pub(super) const KINDS: Kinds = Kinds {
    words: &[
        (Role::Text, &["label", "static", "status-bar", "caption"]),
        (Role::Button, &["push-button", "toggle-button", "button"]),
        (Role::MenuItem, &["menu-item", "check-menu-item", "radio-menu-item"]),
        (Role::Panel, &["panel", "filler", "section", "scroll-pane", "split-pane"]),
        (
            Role::TextBox,
            &["entry", "text", "password-text", "spin-button", "terminal", "document-text"],
        ),
        (Role::Menu, &["menu", "menu-bar", "popup-menu"]),
        (Role::ListItem, &["list-item", "tree-item"]),
        (Role::Cell, &["table-cell", "table-column-header", "table-row-header"]),
        (Role::Window, &["frame", "window"]),
        (Role::Dialog, &["dialog", "file-chooser", "color-chooser"]),
        (Role::Alert, &["alert", "notification", "info-bar"]),
        (Role::CheckBox, &["check-box"]),
        (Role::ComboBox, &["combo-box"]),
        (Role::Heading, &["heading"]),
        (Role::Image, &["image", "icon", "canvas", "animation"]),
        (Role::Link, &["link"]),
        (Role::List, &["list", "list-box", "tree", "layered-pane"]),
        (Role::Paragraph, &["paragraph"]),
        (Role::ProgressBar, &["progress-bar", "level-bar"]),
        (Role::Radio, &["radio-button"]),
        (Role::Row, &["table-row"]),
        (Role::ScrollBar, &["scroll-bar"]),
        (Role::Separator, &["separator"]),
        (Role::Slider, &["slider"]),
        (Role::Switch, &["switch"]),
        (Role::Tab, &["page-tab"]),
        (Role::TabList, &["page-tab-list"]),
        (Role::Table, &["table", "tree-table"]),
        (Role::ToolBar, &["tool-bar"]),
        (Role::Group, &["grouping"]),
    ],
    instead: &[
        (Role::Added, Role::Text),
        (Role::Option, Role::ListItem),
        (Role::Prompt, Role::Text),
        (Role::Removed, Role::Text),
    ],
};
