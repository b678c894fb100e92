//! Where the nodes of a screen with bounds are drawn: pure geometry.

use super::traits::{acts, own_text};
use diorama_world::{Domain, Role, Screen, screen::Bounds};

/// Most nodes that are drawn; the rest is counted.
pub const MAX_DRAWN: usize = 1500;

/// A screen laid out in the dialect's own pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Width of the whole screen.
    pub width: i32,
    /// Height of the whole screen.
    pub height: i32,
    /// What is drawn, in document order.
    pub boxes: Vec<Placed>,
    /// Nodes that are not drawn: without bounds, outside, or too many.
    pub left_out: usize,
}

/// One node in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Index of the node.
    pub node: usize,
    /// Where, cut to the screen.
    pub bounds: Bounds,
    /// Height in the stack; higher lies above.
    pub level: usize,
    /// Whether it answers clicks.
    pub acts: bool,
    /// Whether its own text is drawn: not where other nodes inside say it.
    pub text: bool,
    /// Height of its letters.
    pub letters: i32,
}

/// Lays a screen out.
pub fn layout(screen: &Screen, domain: Domain) -> Layout {
    let (width, height) = extent(screen, domain);
    let whole = Bounds { x: 0, y: 0, width, height };
    let mut boxes: Vec<Placed> = screen
        .nodes
        .iter()
        .enumerate()
        .filter_map(|(node, it)| {
            let bounds = cut(it.bounds?, whole)?;
            let letters = letters(own_text(it), bounds, domain);
            Some(Placed { node, bounds, level: 0, acts: acts(it, domain), text: true, letters })
        })
        .take(MAX_DRAWN)
        .collect();
    for (at, level) in levels(screen, &boxes).into_iter().enumerate() {
        boxes[at].level = level;
    }
    let texts: Vec<bool> = (0..boxes.len()).map(|at| says_its_own(screen, &boxes, at)).collect();
    for (placed, text) in boxes.iter_mut().zip(texts) {
        placed.text = text;
    }
    let left_out = screen.nodes.len() - boxes.len();
    Layout { width, height, boxes, left_out }
}

/// Size of the whole screen: the usual one of the domain, or the first usual one that holds all
/// nodes, so that screens of one world keep one scale.
fn extent(screen: &Screen, domain: Domain) -> (i32, i32) {
    const PHONES: [(i32, i32); 2] = [(1080, 2400), (1440, 3120)];
    const DESKTOPS: [(i32, i32); 4] = [(1024, 768), (1280, 800), (1366, 768), (1920, 1080)];
    let usual: &[(i32, i32)] = if domain == Domain::Android { &PHONES } else { &DESKTOPS };
    let shown =
        || screen.nodes.iter().filter_map(|node| node.bounds).filter(|b| b.x >= 0 && b.y >= 0);
    // Nothing is drawn beyond four times the largest usual size: a misprinted coordinate must not
    // shrink all the rest to nothing.
    let sane = |edge: i32| if edge <= 8192 { edge } else { 0 };
    let right = shown().map(|b| sane(b.x.saturating_add(b.width))).max().unwrap_or(0);
    let bottom = shown().map(|b| sane(b.y.saturating_add(b.height))).max().unwrap_or(0);
    let fits = usual.iter().find(|(width, height)| right <= *width && bottom <= *height);
    fits.copied().unwrap_or_else(|| {
        let (width, height) = usual[usual.len() - 1];
        (right.max(width), bottom.max(height))
    })
}

/// The part of `bounds` within `whole`.
fn cut(bounds: Bounds, whole: Bounds) -> Option<Bounds> {
    let x = bounds.x.max(0);
    let y = bounds.y.max(0);
    let right = bounds.x.saturating_add(bounds.width).min(whole.width);
    let bottom = bounds.y.saturating_add(bounds.height).min(whole.height);
    (right > x && bottom > y).then(|| Bounds { x, y, width: right - x, height: bottom - y })
}

/// Whether `outer` holds all of `inner` and is larger.
fn holds(outer: Bounds, inner: Bounds) -> bool {
    outer.area() > inner.area()
        && outer.x <= inner.x
        && outer.y <= inner.y
        && outer.x + outer.width >= inner.x + inner.width
        && outer.y + outer.height >= inner.y + inner.height
}

/// Stacking: later nodes lie above earlier ones, but a container listed after what it holds goes
/// beneath it, so that it swallows no clicks. Dialogs, menus and windows hide what lies under them.
fn levels(screen: &Screen, boxes: &[Placed]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(boxes.len());
    for (at, placed) in boxes.iter().enumerate() {
        let hides = matches!(
            screen.nodes[placed.node].role,
            Role::Dialog | Role::Alert | Role::Menu | Role::Window
        );
        let beneath = if hides {
            None
        } else {
            order.iter().position(|&other| holds(placed.bounds, boxes[other].bounds))
        };
        order.insert(beneath.unwrap_or(order.len()), at);
    }
    let mut levels = vec![0; boxes.len()];
    for (level, at) in order.into_iter().enumerate() {
        levels[at] = level + 1;
    }
    levels
}

/// Whether a node's text is drawn in its own box: not if a node inside it has text to draw.
fn says_its_own(screen: &Screen, boxes: &[Placed], at: usize) -> bool {
    let outer = boxes[at];
    !boxes.iter().any(|inner| {
        inner.node != outer.node
            && holds(outer.bounds, inner.bounds)
            && !own_text(&screen.nodes[inner.node]).is_empty()
    })
}

/// The largest usual letters with which `text` fits into `bounds`.
fn letters(text: &str, bounds: Bounds, domain: Domain) -> i32 {
    // A letter of a system font is at most so wide on average, in percent of its height.
    const WIDE: i32 = 62;
    let sizes: &[i32] =
        if domain == Domain::Android { &[56, 50, 44, 40, 36, 32, 28] } else { &[15, 14, 13, 12] };
    let count = i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
    let margin = if domain == Domain::Android { 24 } else { 12 };
    let fits = |size: i32| {
        let across = ((bounds.width - margin) * 100 / (size * WIDE)).max(1);
        let lines = count / across + i32::from(count % across != 0);
        lines.saturating_mul(size).saturating_mul(5) / 4 <= bounds.height
    };
    sizes.iter().copied().find(|&size| fits(size)).unwrap_or(sizes[sizes.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_world::Node;

    fn node(role: Role, name: &str, x: i32, y: i32, width: i32, height: i32) -> Node {
        let bounds = Some(Bounds { x, y, width, height });
        let mut node = Node { role, name: name.into(), bounds, ..Node::default() };
        node.states.clickable = role == Role::Button;
        node
    }

    fn screen(nodes: Vec<Node>) -> Screen {
        Screen { nodes, ..Screen::default() }
    }

    #[test]
    fn a_container_listed_late_goes_beneath_what_it_holds() {
        let screen = screen(vec![
            node(Role::Button, "Save", 100, 100, 200, 100),
            node(Role::Group, "", 0, 0, 1080, 2400),
        ]);
        let layout = layout(&screen, Domain::Android);
        assert!(layout.boxes[0].level > layout.boxes[1].level);
        assert!(layout.boxes[0].acts);
        assert!(!layout.boxes[1].acts);
    }

    #[test]
    fn a_dialog_hides_what_lies_under_it() {
        let screen = screen(vec![
            node(Role::Button, "Save", 100, 100, 200, 100),
            node(Role::Dialog, "Storage full", 0, 0, 1080, 900),
        ]);
        let layout = layout(&screen, Domain::Android);
        assert!(layout.boxes[1].level > layout.boxes[0].level);
    }

    #[test]
    fn a_row_leaves_its_text_to_the_nodes_inside() {
        let screen = screen(vec![
            node(Role::Button, "Mira Solis", 0, 0, 1080, 200),
            node(Role::Text, "Mira Solis", 40, 40, 600, 80),
        ]);
        let layout = layout(&screen, Domain::Android);
        assert!(!layout.boxes[0].text);
        assert!(layout.boxes[1].text);
    }

    #[test]
    fn nonsense_bounds_are_left_out() {
        let screen = screen(vec![
            node(Role::Text, "a", i32::MIN, i32::MIN, 10, 10),
            node(Role::Text, "b", i32::MAX, 5, i32::MAX, 10),
            node(Role::Text, "c", 0, 0, 0, 40),
            node(Role::Text, "d", 10, 10, 40, 40),
        ]);
        let layout = layout(&screen, Domain::Android);
        assert_eq!((layout.width, layout.height), (1080, 2400));
        assert_eq!(layout.left_out, 3);
    }

    #[test]
    fn letters_shrink_to_fit_and_never_vanish() {
        let wide = Bounds { x: 0, y: 0, width: 800, height: 80 };
        let narrow = Bounds { width: 200, ..wide };
        assert_eq!(letters("Contacts", wide, Domain::Android), 56);
        assert!(letters("A long name that cannot fit", narrow, Domain::Android) >= 28);
    }
}
