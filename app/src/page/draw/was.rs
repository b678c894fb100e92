//! What is told of a node while it is pointed at or has the focus: what it was before the step, and how
//! sure the model was of it.

use super::{
    UNSURE,
    traits::{acts, own_text, shortened},
};
use crate::page::apart::{Edit, edits};
use crate::page::say::say_with;
use diorama_world::{Domain, Screen, diff::Diff};

/// Most nodes that something is told of.
const MOST: usize = 200;
/// Most nodes inside one that are told of with it.
const MOST_INSIDE: usize = 3;

/// Something told of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Was {
    /// The node.
    pub node: usize,
    /// The words.
    pub words: String,
}

/// What is told of a screen's nodes. What happened to a node that cannot have the focus is told of the
/// control that holds it, if one does, so that hands that press the control find it.
pub fn was(
    before: Option<&Screen>,
    screen: &Screen,
    diff: &Diff,
    sure: &[(usize, f32)],
    domain: Domain,
) -> Vec<Was> {
    let mut news: Vec<(usize, String)> = Vec::new();
    if let Some(before) = before.filter(|_| !diff.new_screen) {
        for it in diff.changed.iter().filter(|it| !it.moved_only()) {
            let (Some(old), Some(new)) = (before.nodes.get(it.old), screen.nodes.get(it.new))
            else {
                continue;
            };
            let told: Vec<String> = edits(it, old, new).iter().map(Edit::was).collect();
            news.push((it.new, told.join(", ")));
        }
        news.extend(diff.added.iter().map(|&node| (node, "new".to_owned())));
    }
    for &(node, sure) in sure {
        let percent = say_with("{1} % sure", &[&format!("{:.0}", sure * 100.0)]);
        match news.iter_mut().find(|(it, _)| *it == node) {
            Some((_, words)) => *words = format!("{words} · {percent}"),
            None if sure < UNSURE => news.push((node, percent)),
            None => {}
        }
    }
    news.truncate(MOST);
    gather(screen, domain, news)
}

/// Brings together what is told of one control.
fn gather(screen: &Screen, domain: Domain, news: Vec<(usize, String)>) -> Vec<Was> {
    let mut told: Vec<(usize, Vec<String>)> = Vec::new();
    for (node, words) in news {
        let holder = holder(screen, domain, node);
        let words = match screen.nodes.get(node) {
            Some(inner) if holder != node && !own_text(inner).is_empty() => {
                format!("“{}” {words}", shortened(own_text(inner), 40))
            }
            _ => words,
        };
        match told.iter_mut().find(|(it, _)| *it == holder) {
            Some((_, list)) => list.push(words),
            None => told.push((holder, vec![words])),
        }
    }
    let joined = |(node, mut list): (usize, Vec<String>)| {
        let more = list.len().saturating_sub(MOST_INSIDE);
        list.truncate(MOST_INSIDE);
        let mut words = list.join("; ");
        if more > 0 {
            words.push_str(&say_with("; {1} more", &[&more]));
        }
        Was { node, words }
    };
    told.into_iter().map(joined).collect()
}

/// The control that holds a node: itself, one of its ancestors, or, where the dialect tells no tree,
/// the smallest one around it; the node itself where there is none.
fn holder(screen: &Screen, domain: Domain, index: usize) -> usize {
    let Some(node) = screen.nodes.get(index) else { return index };
    if acts(node, domain) {
        return index;
    }
    let parent = |&at: &usize| screen.nodes.get(at)?.parent.filter(|&parent| parent < at);
    let mut above = std::iter::successors(parent(&index), parent);
    if let Some(holder) = above.find(|&at| acts(&screen.nodes[at], domain)) {
        return holder;
    }
    let Some((x, y)) = node.bounds.map(diorama_world::screen::Bounds::center) else { return index };
    let around = screen.nodes.iter().enumerate().filter_map(|(at, it)| {
        let bounds = it.bounds.filter(|bounds| bounds.contains(x, y))?;
        (at != index && acts(it, domain)).then_some((bounds.area(), at))
    });
    around.min().map_or(index, |(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_world::{Node, Role, diff::diff, screen::Bounds};

    fn node(role: Role, name: &str, y: i32, height: i32) -> Node {
        let bounds = Some(Bounds { x: 0, y, width: 100, height });
        let mut node = Node { role, name: name.into(), bounds, ..Node::default() };
        node.kind = format!("{role:?}");
        node.states.clickable = role == Role::Button;
        node
    }

    fn screen(nodes: Vec<Node>) -> Screen {
        Screen { nodes, ..Screen::default() }
    }

    fn list() -> Screen {
        let rows = ["Home", "Work", "Field", "Garden"];
        screen(rows.iter().zip(0..).map(|(it, n)| node(Role::Text, it, n * 40, 20)).collect())
    }

    fn told(before: &Screen, after: &Screen, sure: &[(usize, f32)]) -> Vec<(usize, String)> {
        let was = was(Some(before), after, &diff(before, after), sure, Domain::Android);
        was.into_iter().map(|it| (it.node, it.words)).collect()
    }

    #[test]
    fn what_it_was_and_how_sure() {
        let before = list();
        let mut after = list();
        after.nodes[1].value = Some("555".into());
        after.nodes.push(node(Role::Text, "New", 200, 20));
        let words = told(&before, &after, &[(1, 0.97), (2, 0.41), (3, 0.99)]);
        let expected = [(1, "was “nothing” · 97 % sure"), (4, "new"), (2, "41 % sure")];
        assert_eq!(words, expected.map(|(at, words)| (at, words.to_owned())));
    }

    #[test]
    fn the_control_around_a_text_tells_of_it() {
        let row = |value: &str| {
            let mut nodes = list().nodes;
            nodes.push(node(Role::Button, "", 30, 40));
            nodes[1].value = Some(value.into());
            screen(nodes)
        };
        assert_eq!(told(&row("a"), &row("b"), &[]), [(4, "“b” was “a”".to_owned())]);
        // A tree tells better than places do.
        let mut tree = row("b");
        tree.nodes.insert(0, node(Role::Button, "Row", 900, 10));
        tree.nodes[2].parent = Some(0);
        let mut before = tree.clone();
        before.nodes[2].value = Some("a".into());
        assert_eq!(told(&before, &tree, &[])[0].0, 0);
    }

    #[test]
    fn of_another_screen_only_doubts_are_told() {
        let away = screen(vec![node(Role::Heading, "Inbox", 500, 10)]);
        assert_eq!(told(&list(), &away, &[(0, 0.5)]), [(0, "50 % sure".to_owned())]);
    }
}
