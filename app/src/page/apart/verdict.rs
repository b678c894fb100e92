//! What a step did, in one line.

use crate::page::say::{say, say_with};
use diorama_world::{Domain, diff::Diff};

/// What is different, in one line without an end: `nothing changed`, `3 nodes set, 1 added`. What is
/// not drawn has lines where the rest has nodes.
pub fn verdict(diff: &Diff, domain: Domain) -> String {
    let (one, several) =
        if domain.is_drawn() { (say("node"), say("nodes")) } else { (say("line"), say("lines")) };
    if diff.new_screen {
        return say("new screen").to_owned();
    }
    let moved = diff.changed.iter().filter(|it| it.moved_only()).count();
    let counts = [
        (diff.changed.len() - moved, if domain.is_drawn() { say("set") } else { say("changed") }),
        (diff.added.len(), say("added")),
        (diff.removed.len(), say("removed")),
    ];
    let mut line = String::new();
    let mut add = |count: usize, what: &str| {
        if count == 0 {
            return;
        }
        let noun = if count == 1 { one } else { several };
        let separator = if line.is_empty() { "" } else { ", " };
        line.push_str(separator);
        line.push_str(&count.to_string());
        if separator.is_empty() {
            line.push(' ');
            line.push_str(noun);
        }
        line.push(' ');
        line.push_str(what);
    };
    for (count, what) in counts {
        add(count, what);
    }
    if line.is_empty() && moved > 0 {
        // Where nothing else happened, that is what happened.
        line = say_with("{1} {2} moved", &[&moved, &if moved == 1 { one } else { several }]);
    }
    match (line.is_empty(), diff.header) {
        (false, _) => line,
        (true, true) => say("only the header changed").to_owned(),
        (true, false) => say("nothing changed").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_world::diff::{Changed, Field};

    fn diff(set: usize, moved: usize, added: usize, removed: usize) -> Diff {
        let changed = |field| move |at| Changed { old: at, new: at, fields: vec![field] };
        let set = (0..set).map(changed(Field::Name));
        let changed = set.chain((0..moved).map(changed(Field::Bounds))).collect();
        let (added, removed) = ((0..added).collect(), (0..removed).collect());
        Diff { changed, added, removed, ..Diff::default() }
    }

    #[test]
    fn one_line_says_what_happened() {
        let phone = |diff: &Diff| verdict(diff, Domain::Android);
        assert_eq!(phone(&Diff::default()), "nothing changed");
        assert_eq!(phone(&Diff { header: true, ..Diff::default() }), "only the header changed");
        assert_eq!(phone(&diff(3, 2, 0, 0)), "3 nodes set");
        assert_eq!(phone(&diff(0, 0, 1, 0)), "1 node added");
        assert_eq!(phone(&diff(1, 0, 2, 4)), "1 node set, 2 added, 4 removed");
        assert_eq!(phone(&diff(0, 2, 0, 0)), "2 nodes moved");
        assert_eq!(phone(&Diff { new_screen: true, ..diff(1, 1, 9, 9) }), "new screen");
        assert_eq!(verdict(&diff(1, 0, 2, 0), Domain::Terminal), "1 line changed, 2 added");
    }
}
