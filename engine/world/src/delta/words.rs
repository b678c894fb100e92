//! The words for roles and states.

use crate::{Role, screen::States};

/// One list for both ways; the compiler says when it lacks a role.
macro_rules! roles {
    ($($role:ident: $plain:literal $capital:literal,)*) => {
        /// The word of a role. Capitalised it says that the node can be clicked.
        pub(super) fn role(role: Role, clickable: bool) -> &'static str {
            match (role, clickable) {
                $((Role::$role, false) => $plain, (Role::$role, true) => $capital,)*
            }
        }

        /// The role that a word says, and whether the node can be clicked.
        pub(super) fn read_role(word: &str) -> Option<(Role, bool)> {
            match word {
                $($plain => Some((Role::$role, false)), $capital => Some((Role::$role, true)),)*
                _ => None,
            }
        }

        #[cfg(test)]
        const ROLES: &[&str] = &[$($plain, $capital,)*];
    };
}

roles! {
    Text: "text" "Text",
    Button: "button" "Button",
    ListItem: "item" "Item",
    Group: "group" "Group",
    Link: "link" "Link",
    Heading: "head" "Head",
    TextBox: "box" "Box",
    Image: "image" "Image",
    List: "list" "List",
    Added: "added" "Added",
    Alert: "alert" "Alert",
    Cell: "cell" "Cell",
    CheckBox: "check" "Check",
    ComboBox: "combo" "Combo",
    Dialog: "dialog" "Dialog",
    Menu: "menu" "Menu",
    MenuItem: "entry" "Entry",
    Option: "option" "Option",
    Panel: "panel" "Panel",
    Paragraph: "para" "Para",
    ProgressBar: "progress" "Progress",
    Prompt: "prompt" "Prompt",
    Radio: "radio" "Radio",
    Removed: "removed" "Removed",
    Row: "row" "Row",
    ScrollBar: "scrollbar" "Scrollbar",
    Separator: "rule" "Rule",
    Slider: "slider" "Slider",
    Switch: "switch" "Switch",
    Tab: "tab" "Tab",
    TabList: "tabs" "Tabs",
    Table: "table" "Table",
    ToolBar: "bar" "Bar",
    Window: "window" "Window",
}

/// States with the words that set and clear them.
struct Word {
    set: &'static str,
    clear: &'static str,
    state: fn(&mut States) -> &mut bool,
}

const STATES: [Word; 8] = [
    Word { set: "tap", clear: "untap", state: |s| &mut s.clickable },
    Word { set: "hold", clear: "unhold", state: |s| &mut s.long_clickable },
    Word { set: "scroll", clear: "unscroll", state: |s| &mut s.scrollable },
    Word { set: "focus", clear: "blur", state: |s| &mut s.focused },
    Word { set: "disabled", clear: "enabled", state: |s| &mut s.disabled },
    Word { set: "sel", clear: "unsel", state: |s| &mut s.selected },
    Word { set: "expanded", clear: "folded", state: |s| &mut s.expanded },
    Word { set: "secret", clear: "unsecret", state: |s| &mut s.password },
];

const CHECKED: [(Option<bool>, &str); 3] =
    [(Some(true), "on"), (Some(false), "off"), (None, "uncheck")];

/// The words that make `new` of `old`.
pub(super) fn states(old: States, new: States) -> impl Iterator<Item = &'static str> {
    let flags = STATES.iter().filter_map(move |word| {
        let (mut old, mut new) = (old, new);
        let is = *(word.state)(&mut new);
        (*(word.state)(&mut old) != is).then_some(if is { word.set } else { word.clear })
    });
    let checked = CHECKED.iter().filter(move |(is, _)| *is == new.checked && *is != old.checked);
    flags.chain(checked.map(|(_, word)| *word))
}

/// Carries out a state's word; says whether it is one.
pub(super) fn apply_state(word: &str, states: &mut States) -> bool {
    for known in &STATES {
        if word == known.set || word == known.clear {
            *(known.state)(states) = word == known.set;
            return true;
        }
    }
    match CHECKED.iter().find(|(_, known)| *known == word) {
        Some((checked, _)) => {
            states.checked = *checked;
            true
        }
        None => false,
    }
}

/// Whether a word is a state's.
pub(super) fn is_state(word: &str) -> bool {
    apply_state(word, &mut States::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_things() {
        let roles = ROLES.iter().copied();
        let states = STATES.iter().flat_map(|word| [word.set, word.clear]);
        let mut all: Vec<&str> = roles.chain(states).chain(CHECKED.map(|(_, word)| word)).collect();
        all.sort_unstable();
        assert_eq!(all.windows(2).find(|pair| pair[0] == pair[1]), None);
    }
}
