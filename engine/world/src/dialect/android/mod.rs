//! What the dialects of Android share: classes of views, what a view says, resource ids.
//!
//! None of them says roles that Android has no class for: headings, links, cells and paragraphs
//! are said to be texts, windows, menus' bars and scroll bars to be groups, and a list item is
//! told from a group by being clickable. A value that equals the hint is left unsaid, since
//! Android shows the hint as the text of an empty field; so is one on an element without a name
//! that is no field. Nor are titles and addresses said, except where a dialect names them.

mod droidbot;
mod droidbot_action;
mod gesture;
mod json;
mod json_action;
mod phone;
mod phone_action;

pub(super) use droidbot::AndroidDroidbot;
pub(super) use json::AndroidJson;
pub(super) use phone::AndroidPhone;

use super::{cursor::Cursor, kinds::Kinds, reader::Flaw};
use crate::{
    Domain, Node, Role, Screen, layout,
    screen::{Bounds, States},
};

/// Classes by their last part; the first of each is the whole usual one.
const KINDS: Kinds = Kinds {
    words: &[
        (
            Role::Text,
            &["android.widget.TextView", "TextView", "AppCompatTextView", "MaterialTextView"],
        ),
        (
            Role::Button,
            &[
                "android.widget.Button",
                "Button",
                "ImageButton",
                "FloatingActionButton",
                "MaterialButton",
            ],
        ),
        (Role::Group, &["android.view.ViewGroup"]),
        (Role::Image, &["android.widget.ImageView", "ImageView", "AppCompatImageView"]),
        (
            Role::TextBox,
            &["android.widget.EditText", "EditText", "AutoCompleteTextView", "TextInputEditText"],
        ),
        (Role::ListItem, &["android.widget.LinearLayout"]),
        (
            Role::List,
            &["androidx.recyclerview.widget.RecyclerView", "RecyclerView", "ListView", "GridView"],
        ),
        (Role::CheckBox, &["android.widget.CheckBox", "CheckBox"]),
        (Role::Switch, &["android.widget.Switch", "Switch", "SwitchCompat", "ToggleButton"]),
        (Role::Radio, &["android.widget.RadioButton", "RadioButton"]),
        (Role::ComboBox, &["android.widget.Spinner", "Spinner"]),
        (Role::Option, &["android.widget.CheckedTextView", "CheckedTextView"]),
        (Role::Slider, &["android.widget.SeekBar", "SeekBar", "RatingBar"]),
        (Role::ProgressBar, &["android.widget.ProgressBar", "ProgressBar"]),
        (Role::TabList, &["android.widget.TabWidget", "TabWidget", "TabLayout"]),
        (Role::Tab, &["android.app.ActionBar$Tab", "ActionBar$Tab", "Tab"]),
        (Role::ToolBar, &["android.widget.Toolbar", "Toolbar", "ActionBar"]),
        (Role::Dialog, &["android.app.AlertDialog", "AlertDialog", "Dialog"]),
        (Role::Alert, &["android.widget.Toast", "Toast", "Snackbar"]),
        (Role::Panel, &["androidx.cardview.widget.CardView", "CardView"]),
        (Role::MenuItem, &["com.android.internal.view.menu.ListMenuItemView", "ListMenuItemView"]),
        (
            Role::Separator,
            &["com.google.android.material.divider.MaterialDivider", "MaterialDivider"],
        ),
        (Role::Table, &["android.widget.TableLayout", "TableLayout"]),
        (Role::Row, &["android.widget.TableRow", "TableRow"]),
    ],
    instead: &[
        (Role::Added, Role::Text),
        (Role::Cell, Role::Text),
        (Role::Heading, Role::Text),
        (Role::Link, Role::Text),
        (Role::Menu, Role::List),
        (Role::Paragraph, Role::Text),
        (Role::Prompt, Role::Text),
        (Role::Removed, Role::Text),
    ],
};

/// The last part of a class: `TextView`.
fn short(class: &str) -> &str {
    class.rsplit('.').next().unwrap_or(class)
}

/// The role of a view.
fn role(class: &str, clickable: bool) -> Role {
    let class = short(class);
    let row = clickable && matches!(class, "LinearLayout" | "RelativeLayout" | "ConstraintLayout");
    let known =
        || KINDS.role(class).or_else(|| class.ends_with("EditText").then_some(Role::TextBox));
    if row { Role::ListItem } else { known().unwrap_or_default() }
}

/// Whether what a view of this class shows is what it holds, and what describes it is its name.
fn holds(class: &str) -> bool {
    let class = short(class);
    let choice = matches!(class, "Spinner" | "SeekBar" | "RatingBar" | "ProgressBar");
    choice || class.ends_with("EditText") || class == "AutoCompleteTextView"
}

/// Whether a view of this class is either checked or not.
fn checkable(class: &str) -> bool {
    matches!(short(class), "CheckBox" | "Switch" | "SwitchCompat" | "ToggleButton" | "RadioButton")
}

/// Gives a node its name and value from what the view shows and how it is described.
fn set_said(node: &mut Node, text: Option<String>, described: Option<String>) {
    if holds(&node.kind) {
        // Android reports the hint as the text of an empty field.
        node.value = text.filter(|text| Some(text) != node.hint.as_ref());
        node.name = described.unwrap_or_default();
        return;
    }
    match (text.filter(|text| !text.is_empty()), described.filter(|name| !name.is_empty())) {
        (Some(text), Some(described)) if text != described => {
            (node.name, node.value) = (described, Some(text));
        }
        (Some(text), described) => {
            node.name = text;
            node.attributes.extend(described.map(|name| (DESCRIBED.to_owned(), name)));
        }
        (None, Some(described)) => {
            node.name.clone_from(&described);
            node.attributes.push((DESCRIBED.to_owned(), described));
        }
        (None, None) => {}
    }
}

/// The attribute that says that a node's name is how it is described, rather than its text.
const DESCRIBED: &str = "desc";

/// What a view shows and how it is described.
fn said(node: &Node) -> (Option<&str>, Option<&str>) {
    let name = Some(node.name.as_str()).filter(|name| !name.is_empty());
    if holds(&node.kind) {
        return (node.value.as_deref().or(node.hint.as_deref()), name);
    }
    match (&node.value, node.attribute(DESCRIBED)) {
        (Some(value), _) => (Some(value), name),
        (None, described) if described == name => (None, described),
        (None, described) => (name, described),
    }
}

/// The one text that a view shows where only one is told: what it holds, else its hint, else its
/// name.
fn shown(node: &Node) -> &str {
    let held = node.value.as_deref().or(node.hint.as_deref()).filter(|text| !text.is_empty());
    held.unwrap_or(&node.name)
}

/// The app a screen belongs to, from its resource ids.
fn app(screen: &Screen) -> Option<String> {
    let ids = screen.nodes.iter().filter_map(|node| node.attribute("res"));
    let mut packages = ids.filter_map(|id| id.split_once(":id/")).map(|(package, _)| package);
    packages.find(|package| *package != "android").map(str::to_owned)
}

/// Gives the nodes numbers, classes and resource ids.
fn dress(screen: &mut Screen, class: fn(Role) -> &'static str) {
    layout::place(screen, Domain::Android);
    // Only a package's name can begin a resource id.
    let package = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let app = screen.header.app.as_deref().filter(|app| app.chars().all(package));
    for (index, node) in screen.nodes.iter_mut().enumerate() {
        node.reference = Some(index.to_string());
        class(node.role).clone_into(&mut node.kind);
        if let Some(app) = app {
            node.attributes.push(("res".to_owned(), resource(app, node)));
        }
        // Some views show no text themselves: they are described.
        let mute = matches!(
            node.role,
            Role::Group
                | Role::Image
                | Role::List
                | Role::ListItem
                | Role::Panel
                | Role::Row
                | Role::Separator
                | Role::TabList
                | Role::Table
                | Role::ToolBar
        );
        if mute && node.value.is_none() && !node.name.is_empty() {
            node.attributes.push((DESCRIBED.to_owned(), node.name.clone()));
        }
    }
}

/// A resource id as programmers name them, from what the node is and, for controls, is called:
/// names of texts and rows come from data and change, ids do not.
fn resource(app: &str, node: &Node) -> String {
    let (word, named) = match node.role {
        Role::Alert => ("message", false),
        Role::Button => ("button", true),
        Role::CheckBox => ("checkbox", true),
        Role::ComboBox => ("spinner", true),
        Role::Dialog => ("dialog", false),
        Role::Heading => ("title", false),
        Role::Image => ("icon", true),
        Role::List => ("list", false),
        Role::ListItem => ("item", false),
        Role::MenuItem => ("menu_item", true),
        Role::Panel => ("card", false),
        Role::ProgressBar => ("progress", false),
        Role::Radio => ("radio", true),
        Role::Slider => ("slider", true),
        Role::Switch => ("switch", true),
        Role::Tab => ("tab", true),
        Role::TabList => ("tabs", false),
        Role::TextBox => ("input", true),
        Role::ToolBar => ("toolbar", false),
        Role::Link | Role::Paragraph | Role::Text => ("text", false),
        _ => ("container", false),
    };
    let label = match &node.hint {
        Some(hint) if node.name.is_empty() => hint,
        _ => &node.name,
    };
    let mut id = String::with_capacity(app.len() + label.len() + word.len() + 5);
    id.push_str(app);
    id.push_str(":id/");
    if named {
        let words = label.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
        for part in words.take(MAX_WORDS) {
            id.extend(part.chars().map(|c| c.to_ascii_lowercase()));
            id.push('_');
        }
    }
    id.push_str(word);
    id
}

/// Most words of a name that go into a resource id.
const MAX_WORDS: usize = 4;

/// A rectangle from its corners.
fn from_corners((left, top): (i32, i32), (right, bottom): (i32, i32)) -> Bounds {
    Bounds {
        x: left,
        y: top,
        width: right.saturating_sub(left),
        height: bottom.saturating_sub(top),
    }
}

/// Right and bottom edges.
fn far_corner(bounds: Bounds) -> (i32, i32) {
    (bounds.x.saturating_add(bounds.width), bounds.y.saturating_add(bounds.height))
}

/// Reads `x,y`.
fn point(cursor: &mut Cursor<'_>) -> Result<(i32, i32), Flaw> {
    let x = cursor.integer()?;
    cursor.expect(",")?;
    cursor.take_while(|c| c == ' ');
    Ok((x, cursor.integer()?))
}

/// Reads a value in quotes. A quote inside the value may be escaped; one that is not ends the
/// value only where `ends` says that a value may end before what follows.
fn quoted(cursor: &mut Cursor<'_>, ends: impl Fn(&str) -> bool) -> Result<String, Flaw> {
    let start = *cursor;
    cursor.expect("\"")?;
    let mut value = String::new();
    while let Some(c) = cursor.next() {
        match c {
            '"' if ends(cursor.rest()) => return Ok(value),
            '\\' => match cursor.peek() {
                Some(escaped @ ('"' | '\\')) => {
                    cursor.next();
                    value.push(escaped);
                }
                Some('n') => {
                    cursor.next();
                    value.push('\n');
                }
                _ => value.push('\\'),
            },
            c => value.push(c),
        }
    }
    Err(start.fail("the quote is not closed"))
}

/// Writes a value that stands in quotes.
fn escape(value: &str, out: &mut String) {
    if !value.contains(['\\', '"', '\n']) {
        return out.push_str(value);
    }
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
}

/// Flags and the states they set, in canonical order. `checked` is not among them: a class may
/// imply that it is not.
fn flags(states: &States) -> [(&'static str, bool); 8] {
    [
        ("clickable", states.clickable),
        ("long_clickable", states.long_clickable),
        ("scrollable", states.scrollable),
        ("focused", states.focused),
        ("selected", states.selected),
        ("expanded", states.expanded),
        ("disabled", states.disabled),
        ("password", states.password),
    ]
}

/// Sets the state a flag names; says whether there is one.
fn set_flag(states: &mut States, flag: &str) -> bool {
    match flag {
        "clickable" => states.clickable = true,
        "long_clickable" | "long-clickable" => states.long_clickable = true,
        "scrollable" => states.scrollable = true,
        "checkable" => states.checked = states.checked.or(Some(false)),
        "checked" => states.checked = Some(true),
        "focused" => states.focused = true,
        "selected" => states.selected = true,
        "expanded" => states.expanded = true,
        "disabled" => states.disabled = true,
        "password" => states.password = true,
        _ => return false,
    }
    true
}
