//! Names of keys: ours as browsers name them (`Control+s`), theirs as `pyautogui` does
//! (`'ctrl', 's'`).

/// Ours, theirs, and another name of theirs.
const NAMES: [(&str, &str, &str); 18] = [
    ("Enter", "enter", "return"),
    ("Escape", "esc", "escape"),
    ("Tab", "tab", "tab"),
    ("Backspace", "backspace", "backspace"),
    ("Delete", "delete", "del"),
    ("Insert", "insert", "insert"),
    ("ArrowUp", "up", "up"),
    ("ArrowDown", "down", "down"),
    ("ArrowLeft", "left", "left"),
    ("ArrowRight", "right", "right"),
    ("Home", "home", "home"),
    ("End", "end", "end"),
    ("PageUp", "pageup", "pgup"),
    ("PageDown", "pagedown", "pgdn"),
    ("Control", "ctrl", "ctrlleft"),
    ("Shift", "shift", "shiftleft"),
    ("Alt", "alt", "altleft"),
    ("Meta", "win", "winleft"),
];

/// Splits a combination into the names `pyautogui` uses; `None` if it has a key that we do not
/// know.
pub(super) fn to_pyautogui(combination: &str) -> Option<Vec<String>> {
    // The plus sign itself is a key, alone or at the end.
    let (rest, last) = match combination.strip_suffix("++") {
        Some(rest) => (rest, Some("+")),
        None if combination == "+" => ("", Some("+")),
        None => (combination, None),
    };
    let keys = rest.split('+').filter(|key| !(last.is_some() && key.is_empty())).chain(last);
    keys.map(|key| {
        let known = NAMES.iter().find(|(ours, ..)| *ours == key).map(|(_, theirs, _)| *theirs);
        known.map(str::to_owned).or_else(|| plain(key))
    })
    .collect()
}

/// Joins `pyautogui`'s names into a combination.
pub(super) fn from_pyautogui(keys: &[&str]) -> Option<String> {
    let name = |key: &&str| {
        let is = |name: &str| name.eq_ignore_ascii_case(key);
        let known = NAMES.iter().find(|(_, theirs, other)| is(theirs) || is(other));
        known.map(|(ours, ..)| (*ours).to_owned()).or_else(|| plain(key).map(function_key))
    };
    let names: Option<Vec<String>> = keys.iter().map(name).collect();
    names.filter(|names| !names.is_empty()).map(|names| names.join("+"))
}

/// A key that is named by its character, or a function key.
fn plain(key: &str) -> Option<String> {
    let character = key.chars().count() == 1 && !key.contains(char::is_control);
    let function = key.strip_prefix(['F', 'f']).and_then(|n| n.parse::<u8>().ok());
    match function {
        Some(n @ 1..=12) => Some(format!("f{n}")),
        _ => character.then(|| key.to_owned()),
    }
}

/// Our names of function keys have a capital F.
fn function_key(key: String) -> String {
    if key.len() > 1 && key.starts_with('f') { key.replacen('f', "F", 1) } else { key }
}
