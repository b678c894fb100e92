//! A difference in one line: the first few things that differ.

use super::{edits, named, shown};
use crate::page::say::{say, say_with};
use diorama_world::{Screen, diff::Diff};

/// Things that are named; the rest is counted.
const MOST: usize = 2;

/// How `new` differs from `old`, in one line; empty where it does not.
pub fn brief(old: &Screen, new: &Screen, diff: &Diff, drawn: bool) -> String {
    if diff.new_screen {
        let title = new.header.title.as_ref().or(new.header.app.as_ref());
        let first =
            || (0..new.nodes.len()).map(|at| named(new, at, drawn)).find(|it| !it.is_empty());
        let title = title.filter(|title| !title.is_empty()).cloned().or_else(first);
        return say_with("another screen, {1}", &[&shown(&title.unwrap_or_default())]);
    }
    let changed = diff.changed.iter().filter(|it| !it.moved_only()).filter_map(|it| {
        let edits = edits(it, old.nodes.get(it.old)?, new.nodes.get(it.new)?);
        let edit = edits.into_iter().find(edits::Edit::is_told);
        let what = named(new, it.new, drawn);
        Some(match edit {
            // A node that is called by what it says is not told twice.
            Some(edit)
                if edit.part.is_empty() && !edit.after.is_empty() && what.contains(&edit.after) =>
            {
                say_with("{1} instead of {2}", &[&what, &shown(&edit.before)])
            }
            Some(edit) if edit.part.is_empty() => say_with(
                "{1}: {2} instead of {3}",
                &[&what, &shown(&edit.after), &shown(&edit.before)],
            ),
            Some(edit) => format!("{what}: {} {}", edit.part, shown(&edit.after)),
            None => what,
        })
    });
    let added = diff.added.iter().map(|&at| say_with("with {1}", &[&named(new, at, drawn)]));
    let removed = diff.removed.iter().map(|&at| say_with("without {1}", &[&named(old, at, drawn)]));
    let mut things = changed.chain(added).chain(removed);
    let mut line: Vec<String> = things.by_ref().take(MOST).collect();
    let more = things.count();
    if more > 0 {
        line.push(say_with("{1} more", &[&more]));
    }
    if line.is_empty() && diff.header {
        line.push(say("another title or address").to_owned());
    }
    line.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_world::{Node, Role, diff::diff};

    fn screen(nodes: &[(Role, &str, Option<&str>)]) -> Screen {
        let node = |(role, name, value): &(Role, &str, Option<&str>)| Node {
            role: *role,
            kind: format!("{role:?}"),
            name: (*name).to_owned(),
            value: value.map(str::to_owned),
            ..Node::default()
        };
        Screen { nodes: nodes.iter().map(node).collect(), ..Screen::default() }
    }

    #[test]
    fn the_first_things_are_named_and_the_rest_counted() {
        let base = [
            (Role::Heading, "Settings", None),
            (Role::TextBox, "Name", Some("Ada")),
            (Role::Text, "Saved", None),
            (Role::Text, "Help", None),
            (Role::Text, "About", None),
        ];
        let old = screen(&base);
        let mut other = base;
        other[1].2 = Some("Mira");
        other[2].1 = "Failed";
        let new = screen(&other);
        let line = brief(&old, &new, &diff(&old, &new), true);
        assert_eq!(line, "field “Name”: Mira instead of Ada; with text “Failed”; 1 more");
        let renamed = screen(&[base[0], base[1], base[2], base[3], (Role::Text, "About it", None)]);
        let line_of_one = brief(&old, &renamed, &diff(&old, &renamed), true);
        assert!(!line_of_one.contains("About it: About it"), "{line_of_one}");
        assert_eq!(brief(&old, &old, &diff(&old, &old), true), "");
        let away = screen(&[(Role::Heading, "Inbox", None)]);
        let line = brief(&old, &away, &diff(&old, &away), true);
        assert_eq!(line, "another screen, heading “Inbox”");
    }
}
