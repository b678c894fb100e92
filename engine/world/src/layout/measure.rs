//! How large things are: the sizes of a domain, and what a single node wants.

use crate::{Domain, Node, Role};

/// Longest line that counts, in letters.
const MAX_LETTERS: usize = 10_000;
/// Most lines of a text.
const MAX_LINES: i32 = 1000;
/// Letters an empty field has room for.
const FIELD: i32 = 24;

/// The sizes of a domain, in its pixels.
#[derive(Debug)]
pub(super) struct Scale {
    pub domain: Domain,
    /// Width of the screen.
    pub across: i32,
    /// Where nodes may begin and end, from the top; a page may go on.
    pub top: i32,
    pub bottom: i32,
    /// Width of a letter, height of a line of text.
    pub letter: i32,
    pub line: i32,
    /// Heights of a button or field, a row, a bar.
    pub control: i32,
    pub row: i32,
    pub bar: i32,
    /// Width of a picture or a button that shows one.
    pub icon: i32,
    /// Space inside a surface or row, between things, around a surface.
    pub pad: i32,
    pub gap: i32,
    pub margin: i32,
}

/// Height of a phone's keyboard.
pub(super) const KEYBOARD: i32 = 800;
/// Width of the column of icons on a desktop.
pub(super) const ICONS: i32 = 120;

static ANDROID: Scale = Scale {
    domain: Domain::Android,
    across: 1080,
    top: 128,
    bottom: 2328,
    letter: 26,
    line: 60,
    control: 126,
    row: 144,
    bar: 147,
    icon: 126,
    pad: 42,
    gap: 12,
    margin: 60,
};
static OS: Scale = Scale {
    domain: Domain::Os,
    across: 1280,
    top: 0,
    bottom: 800,
    letter: 8,
    line: 20,
    control: 32,
    row: 32,
    bar: 40,
    icon: 32,
    pad: 12,
    gap: 6,
    margin: 24,
};
static WEB: Scale = Scale {
    domain: Domain::Web,
    across: 1280,
    top: 0,
    bottom: 800,
    letter: 8,
    line: 22,
    control: 32,
    row: 32,
    bar: 44,
    icon: 32,
    pad: 8,
    gap: 8,
    margin: 24,
};

impl Scale {
    /// The sizes of a domain; lines of text lie as on a page.
    pub fn of(domain: Domain) -> &'static Self {
        match domain {
            Domain::Android => &ANDROID,
            Domain::Os => &OS,
            Domain::Web | Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => &WEB,
        }
    }

    /// Space left free inside a node: across, and down.
    pub fn inset(&self, node: Option<&Node>) -> (i32, i32) {
        let Some(node) = node else {
            return if self.domain == Domain::Web { (self.pad, self.pad) } else { (0, 0) };
        };
        match node.role {
            Role::Window | Role::Dialog | Role::Alert => (self.pad, self.pad),
            Role::ListItem => (self.pad, self.gap),
            Role::Menu => (0, self.gap),
            Role::Group | Role::Panel | Role::List | Role::Row | Role::Table | Role::TabList => {
                (0, 0)
            }
            _ => (self.gap, self.gap / 2),
        }
    }

    /// Space between what a node holds.
    pub fn between(&self, node: Option<&Node>) -> i32 {
        let tight = [Role::List, Role::Menu, Role::Row, Role::TabList, Role::Table];
        if node.is_some_and(|node| tight.contains(&node.role)) { 0 } else { self.gap }
    }

    /// Height of a title.
    pub fn title(&self) -> i32 {
        self.line + self.gap
    }

    /// The width a node wants that holds nothing, or only its own text.
    pub fn width(&self, node: &Node, letters: i32, in_bar: bool) -> i32 {
        let text = letters * self.letter;
        match node.role {
            Role::Button if in_bar && self.domain == Domain::Android => self.icon,
            Role::Button | Role::Tab | Role::MenuItem | Role::Menu | Role::Option => {
                (text + 2 * self.pad).max(self.icon)
            }
            Role::CheckBox | Role::Radio | Role::Switch if text == 0 => self.icon,
            Role::CheckBox | Role::Radio | Role::Switch | Role::ComboBox => {
                text + self.icon + self.pad
            }
            Role::Image => self.icon,
            Role::TextBox => text.max(FIELD * self.letter) + 2 * self.pad,
            Role::Slider | Role::ProgressBar => FIELD * self.letter,
            Role::Separator | Role::ScrollBar => self.gap,
            _ => text + 2 * self.gap,
        }
    }

    /// The least height of a node that is `width` wide, whatever it holds.
    pub fn height(&self, node: &Node, letters: i32, width: i32, empty: bool) -> i32 {
        let text = if empty { self.text(node, letters, width) } else { 0 };
        match node.role {
            Role::ToolBar => self.bar,
            Role::TabList | Role::Tab => self.control + self.gap,
            Role::ListItem | Role::Row | Role::MenuItem | Role::Option => {
                self.row.max(text + 2 * self.gap)
            }
            Role::Button
            | Role::CheckBox
            | Role::ComboBox
            | Role::Image
            | Role::Menu
            | Role::Radio
            | Role::Slider
            | Role::Switch => self.control,
            Role::TextBox => self.control.max(text + 2 * self.gap),
            Role::Separator => (self.line / 16).max(1),
            Role::Group | Role::Panel | Role::List | Role::Table if !empty => 0,
            _ => (text + self.gap).max(self.line),
        }
    }

    /// Height of a node's own text.
    fn text(&self, node: &Node, letters: i32, width: i32) -> i32 {
        let breaks = |text: &str| text.bytes().filter(|&byte| byte == b'\n').count();
        let lines = 1 + breaks(own_text(node)).min(MAX_LINES as usize) as i32;
        let room = (width - 2 * self.gap).max(self.letter);
        let wrapped = ((letters * self.letter + room - 1) / room).max(1);
        lines.saturating_mul(wrapped).min(MAX_LINES) * self.line
    }
}

/// The letters of the longest line of what a node shows itself.
pub(super) fn letters(node: &Node) -> i32 {
    let longest = |text: &str| text.split('\n').map(|line| line.chars().count()).max();
    let all = match (&node.value, node.role) {
        // The name stands before the value, not in its place.
        (Some(value), role) if !matches!(role, Role::TextBox | Role::ComboBox) => {
            longest(value).map_or(0, |letters| letters + 1).min(MAX_LETTERS)
                + longest(&node.name).unwrap_or(0)
        }
        _ => longest(own_text(node)).unwrap_or(0),
    };
    all.min(MAX_LETTERS) as i32
}

/// What a node shows itself: what it holds, else what it says, else its prompt.
fn own_text(node: &Node) -> &str {
    let value = node.value.as_deref().filter(|value| !value.is_empty());
    let hint = || node.hint.as_deref().filter(|_| node.name.is_empty());
    value.or_else(hint).unwrap_or(&node.name)
}
