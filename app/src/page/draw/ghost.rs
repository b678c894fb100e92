//! What a step took away, shown faintly where it was: on a screen that stayed, as long as it is little
//! and nothing else stands there now.

use super::traits::{own_text, shortened};
use diorama_world::{Domain, Node, Role, Screen, diff::Diff, screen::Bounds};
use yew::prelude::*;

/// Most nodes that are shown so; a list tells of all.
const MOST: usize = 12;
/// Share of a node's place that something new may cover, in percent.
const COVERED: i64 = 20;

/// A node that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ghost {
    /// What it said.
    pub text: String,
    /// Where it was.
    pub spot: Spot,
}

/// Where a node was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// In a place of its own.
    Box(Bounds),
    /// In the flow: in a node of the new screen, after one of its children.
    Flow {
        /// What held it.
        parent: Option<usize>,
        /// What stood before it.
        after: Option<usize>,
    },
}

impl Ghost {
    /// The element, with `style` for its place.
    pub fn draw(&self, style: Option<String>) -> Html {
        html! { <div class="ghost" {style} aria-hidden="true"><s>{ self.text.clone() }</s></div> }
    }
}

/// The nodes that a step took away, as far as they are shown.
pub fn ghosts(before: Option<&Screen>, screen: &Screen, diff: &Diff, domain: Domain) -> Vec<Ghost> {
    let Some(before) = before.filter(|_| !diff.new_screen) else { return Vec::new() };
    let gone = diff.removed.iter().filter_map(|&index| {
        let node = before.nodes.get(index)?;
        let text = shortened(own_text(node), 60);
        (!text.is_empty()).then_some((index, node, text))
    });
    let gone: Vec<(usize, &Node, String)> = gone.collect();
    if gone.len() > MOST {
        return Vec::new();
    }
    let flows = domain == Domain::Web;
    let kept = if flows { counterparts(before, screen, diff) } else { Vec::new() };
    let ghost = |(index, node, text): (usize, &Node, String)| {
        let spot = if flows {
            flow(before, screen, &kept, index)
        } else {
            free(before, screen, diff, node)
        };
        Some(Ghost { text, spot: spot? })
    };
    gone.into_iter().filter_map(ghost).collect()
}

/// Whether a node that says something, or hides what is beneath, was not at its place before.
fn comes(before: &Screen, diff: &Diff, node: &Node) -> bool {
    let hides = matches!(node.role, Role::Dialog | Role::Menu | Role::Window);
    let stays = |(at, old): (usize, &Node)| {
        old.bounds == node.bounds && old.role == node.role && !diff.removed.contains(&at)
    };
    (hides || !own_text(node).is_empty()) && !before.nodes.iter().enumerate().any(stays)
}

/// The place of a node, if nothing that came stands there.
fn free(before: &Screen, screen: &Screen, diff: &Diff, gone: &Node) -> Option<Spot> {
    let bounds = gone.bounds.filter(|bounds| bounds.area() > 0)?;
    let covers = |node: &Node| {
        let shared = node.bounds.map_or(0, |it| overlap(it, bounds));
        shared * 100 > bounds.area() * COVERED
    };
    let taken = screen.nodes.iter().any(|it| covers(it) && comes(before, diff, it));
    (!taken).then_some(Spot::Box(bounds))
}

fn overlap(a: Bounds, b: Bounds) -> i64 {
    let side = |at: i32, size: i32, other: i32, length: i32| {
        let end = i64::from(at) + i64::from(size);
        let other_end = i64::from(other) + i64::from(length);
        (end.min(other_end) - i64::from(at.max(other))).max(0)
    };
    side(a.x, a.width, b.x, b.width) * side(a.y, a.height, b.y, b.height)
}

/// For each old node the new one that it became. What did not change is paired in order; a pair that
/// looks different is none.
fn counterparts(before: &Screen, screen: &Screen, diff: &Diff) -> Vec<Option<usize>> {
    let mut pairs = vec![None; before.nodes.len()];
    let mut taken = vec![false; screen.nodes.len()];
    let mut gone = vec![false; before.nodes.len()];
    let set = |flags: &mut Vec<bool>, at: usize| {
        if let Some(flag) = flags.get_mut(at) {
            *flag = true;
        }
    };
    diff.added.iter().for_each(|&at| set(&mut taken, at));
    diff.removed.iter().for_each(|&at| set(&mut gone, at));
    for it in &diff.changed {
        set(&mut taken, it.new);
        set(&mut gone, it.old);
        if let Some(pair) = pairs.get_mut(it.old) {
            *pair = Some(it.new);
        }
    }
    let olds = (0..before.nodes.len()).filter(|&at| !gone[at]);
    let news = (0..screen.nodes.len()).filter(|&at| !taken[at]);
    for (old, new) in olds.zip(news) {
        let (was, is) = (&before.nodes[old], &screen.nodes[new]);
        pairs[old] = (was.kind == is.kind && was.name == is.name).then_some(new);
    }
    pairs
}

/// The place of a node in the flow, if what held it is still there and can hold a line.
fn flow(before: &Screen, screen: &Screen, kept: &[Option<usize>], index: usize) -> Option<Spot> {
    let old_parent = before.nodes[index].parent;
    let parent = match old_parent {
        Some(parent) => Some((*kept.get(parent)?)?),
        None => None,
    };
    let holds = parent.is_none_or(|parent| {
        !matches!(screen.nodes[parent].role, Role::Table | Role::Row | Role::ComboBox)
    });
    let mut older = (0..index).rev().filter(|&at| before.nodes[at].parent == old_parent);
    let stays = |at: usize| kept[at].filter(|&new| screen.nodes[new].parent == parent);
    let after = older.find_map(stays);
    holds.then_some(Spot::Flow { parent, after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_world::diff::diff;

    fn node(name: &str, parent: Option<usize>, y: i32) -> Node {
        let bounds = Some(Bounds { x: 0, y, width: 100, height: 20 });
        let (role, kind, name) = (Role::Text, "text".to_owned(), name.to_owned());
        Node { role, kind, name, parent, bounds, ..Node::default() }
    }

    fn screen(nodes: &[(&str, Option<usize>, i32)]) -> Screen {
        let nodes = nodes.iter().map(|&(name, parent, y)| node(name, parent, y)).collect();
        Screen { nodes, ..Screen::default() }
    }

    fn gone(before: &Screen, after: &Screen, domain: Domain) -> Vec<(String, Spot)> {
        let ghosts = ghosts(Some(before), after, &diff(before, after), domain);
        ghosts.into_iter().map(|it| (it.text, it.spot)).collect()
    }

    #[test]
    fn what_went_stands_where_it_was_unless_something_moved_there() {
        let before = screen(&[("a", None, 0), ("b", None, 40), ("c", None, 80), ("d", None, 120)]);
        let empty = screen(&[("a", None, 0), ("b", None, 40), ("d", None, 120)]);
        let place = Bounds { x: 0, y: 80, width: 100, height: 20 };
        let expected = [("c".to_owned(), Spot::Box(place))];
        assert_eq!(gone(&before, &empty, Domain::Android), expected);
        // What holds the list and has a name of its own covers nothing.
        let held = |screen: &Screen| {
            let mut screen = screen.clone();
            let mut list = node("list", None, 0);
            list.bounds = Some(Bounds { x: 0, y: 0, width: 100, height: 200 });
            screen.nodes.push(list);
            screen
        };
        assert_eq!(gone(&held(&before), &held(&empty), Domain::Android), expected);
        let moved_up = screen(&[("a", None, 0), ("b", None, 40), ("d", None, 80)]);
        assert_eq!(gone(&before, &moved_up, Domain::Android), []);
    }

    #[test]
    fn in_the_flow_it_stands_after_what_stood_before_it() {
        let list = [("list", None, 0), ("a", Some(0), 0), ("b", Some(0), 0), ("c", Some(0), 0)];
        let before = screen(&list);
        let after = screen(&[list[0], list[1], list[3]]);
        let spot = Spot::Flow { parent: Some(0), after: Some(1) };
        assert_eq!(gone(&before, &after, Domain::Web), [("b".to_owned(), spot)]);
        let after = screen(&[list[0], list[2], list[3]]);
        let spot = Spot::Flow { parent: Some(0), after: None };
        assert_eq!(gone(&before, &after, Domain::Web), [("a".to_owned(), spot)]);
    }

    #[test]
    fn of_much_that_went_nothing_is_shown() {
        let many: Vec<String> = (0..40).map(|n| format!("row {n}")).collect();
        let rows: Vec<(&str, Option<usize>, i32)> =
            many.iter().zip(0..).map(|(name, n)| (name.as_str(), None, n * 40)).collect();
        let (before, after) = (screen(&rows), screen(&rows[..20]));
        assert_eq!(gone(&before, &after, Domain::Android), []);
    }
}
