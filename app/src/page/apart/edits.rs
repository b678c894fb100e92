//! What differs in a node that is on both screens.

use super::shown;
use crate::page::{
    draw::traits::held,
    say::{say, say_with},
};
use diorama_world::{
    Node,
    diff::{Changed, Field},
};

/// A part of a node that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Which part, in a word; empty for what the node says or holds.
    pub part: &'static str,
    /// On the one screen.
    pub before: String,
    /// On the other.
    pub after: String,
}

impl Edit {
    fn new(part: &'static str, before: &str, after: &str) -> Self {
        Self { part, before: before.to_owned(), after: after.to_owned() }
    }

    /// Whether there are words for what differs.
    pub fn is_told(&self) -> bool {
        !(self.before.is_empty() && self.after.is_empty())
    }

    /// What it was: `was “off”`, `focused: was no`.
    pub fn was(&self) -> String {
        let before = shown(&self.before);
        match (self.is_told(), self.part) {
            (false, part) => say_with("{1} changed", &[&part]),
            (true, "") => say_with("was “{1}”", &[&before]),
            (true, part) => say_with("{1}: was {2}", &[&part, &before]),
        }
    }
}

/// What differs in a node: which part, before and after.
pub fn edits(changed: &Changed, before: &Node, after: &Node) -> Vec<Edit> {
    let mut edits = Vec::new();
    for field in &changed.fields {
        let some = |it: &Option<String>| it.clone().unwrap_or_default();
        match field {
            Field::Kind => edits.push(Edit::new(say("kind"), &before.kind, &after.kind)),
            Field::Name => edits.push(Edit::new("", &before.name, &after.name)),
            Field::Value => edits.push(Edit::new("", held(before), held(after))),
            Field::Hint => {
                edits.push(Edit::new(say("hint"), &some(&before.hint), &some(&after.hint)));
            }
            Field::States => states(before, after, &mut edits),
            Field::Bounds => {}
            Field::Attributes => edits.push(Edit::new(say("details"), "", "")),
        }
    }
    edits
}

/// The states that differ, in words.
fn states(before: &Node, after: &Node, edits: &mut Vec<Edit>) {
    let (old, new) = (before.states, after.states);
    if old.checked != new.checked {
        let on = |set: Option<bool>| if set == Some(true) { say("on") } else { say("off") };
        edits.push(Edit::new("", on(old.checked), on(new.checked)));
    }
    let flags = [
        (say("focused"), old.focused, new.focused),
        (say("selected"), old.selected, new.selected),
        (say("expanded"), old.expanded, new.expanded),
        (say("disabled"), old.disabled, new.disabled),
        (say("clickable"), old.clickable, new.clickable),
        (say("scrollable"), old.scrollable, new.scrollable),
    ];
    let yes = |set: bool| if set { say("yes") } else { say("no") };
    let differing = flags.into_iter().filter(|(_, was, is)| was != is);
    edits.extend(differing.map(|(part, was, is)| Edit::new(part, yes(was), yes(is))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_value_is_told() {
        let mut before = Node { name: "Wi-Fi".into(), value: Some("a".into()), ..Node::default() };
        before.states.checked = Some(true);
        let mut after = before.clone();
        after.states.checked = Some(false);
        after.states.focused = true;
        after.value = None;
        let changed = Changed {
            old: 0,
            new: 0,
            fields: vec![Field::Value, Field::States, Field::Attributes, Field::Bounds],
        };
        let told: Vec<String> = edits(&changed, &before, &after).iter().map(Edit::was).collect();
        assert_eq!(told, ["was “a”", "was “on”", "focused: was no", "details changed"]);
        let back: Vec<String> = edits(&changed, &after, &before).iter().map(Edit::was).collect();
        assert_eq!(back[0], "was “nothing”");
    }

    #[test]
    fn a_password_is_not_told() {
        let mut before = Node { value: Some("geheim".into()), ..Node::default() };
        before.states.password = true;
        let after = Node { value: Some("neu".into()), ..before.clone() };
        let changed = Changed { old: 0, new: 0, fields: vec![Field::Value] };
        assert_eq!(edits(&changed, &before, &after), [Edit::new("", "••••••", "•••")]);
    }
}
