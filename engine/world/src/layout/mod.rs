//! Where the nodes of a screen lie: bounds from roles and tree alone, in integers, the same on
//! every machine.
//!
//! A phone is 1080×2400, a desktop 1280×800, a web page 1280 wide and as high as it gets. Nodes
//! stand in columns; small ones (buttons, short texts, fields) share lines; bars, rows and tabs
//! are lines of their own; the last list of a column takes the height that is left. Dialogs, menus,
//! toasts and windows lie over the rest; the buttons that a window begins with stand in its title bar. A focused field on a phone brings up the keyboard, which
//! takes the lower third.
//!
//! Children lie inside their parents, except the items of an open menu, which hang below its
//! title. Siblings do not overlap, except those that lie over the rest. What does not fit is cut at
//! its parent's edge: lists shrink first, then what comes last is cut, and what is wholly outside
//! gets an empty rectangle there. There is no scrolling: who scrolls gives the nodes in view.

mod across;
mod down;
mod measure;
#[cfg(test)]
mod tests;
mod tree;

use crate::{
    Domain, Node, Screen,
    screen::{Bounds, States},
};
use measure::Scale;

/// Gives every node bounds, whatever bounds it had. Only the windows of a desktop keep theirs,
/// and are filled; those without get places one after another.
pub fn place(screen: &mut Screen, domain: Domain) {
    let scale = Scale::of(domain);
    let mut items = tree::grow(&screen.nodes, scale.domain);
    across::natural(&mut items, &screen.nodes, scale);
    across::place(&mut items, &screen.nodes, scale);
    down::natural(&mut items, &screen.nodes, scale);
    down::place(&mut items, &screen.nodes, scale);
    for (node, item) in screen.nodes.iter_mut().zip(&items[1..]) {
        let tree::Item { x, y, width, height, .. } = *item;
        node.bounds = Some(Bounds { x, y, width, height });
    }
}

/// The node that a click at a point is for, on a screen that was placed: of what lies on top
/// there, the innermost node that acts, else the innermost. Of what lies over the rest, the later
/// is on top.
pub fn hit(screen: &Screen, domain: Domain, x: i32, y: i32) -> Option<usize> {
    let items = tree::grow(&screen.nodes, Scale::of(domain).domain);
    let inside = |&i: &usize| screen.nodes[i].bounds.is_some_and(|bounds| bounds.contains(x, y));
    let innermost =
        (0..screen.nodes.len()).filter(inside).max_by_key(|&i| (items[i + 1].surface, i))?;
    // Parents come before their children, so this ends.
    let outwards = std::iter::successors(Some(innermost + 1), |&i| Some(items[i].parent as usize))
        .take_while(|&i| i > 0 && items[i].surface == items[innermost + 1].surface);
    let acting = outwards.map(|i| i - 1).find(|&i| acts(&screen.nodes[i]));
    Some(acting.unwrap_or(innermost))
}

/// Whether a click within a node is for it: it says so, or its role does. What is disabled counts,
/// since it catches the click all the same; and the domain does not, since where actions by place
/// lead is part of links.
pub fn acts(node: &Node) -> bool {
    let States { clickable, long_clickable, .. } = node.states;
    clickable || long_clickable || node.role.acts()
}
