//! The tree that is laid out: who holds whom, who lies over the rest, how each one places what it
//! holds.

use crate::{Domain, Node, Role};

/// How a node places what it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// One under another; small ones share lines.
    #[default]
    Column,
    /// Side by side, as wide as they want to be.
    Line,
    /// Side by side, all of one width.
    Shares,
    /// A row of a list: pictures and controls at the sides, texts stacked between.
    Entry,
    /// Below it, over the rest: the items of an open menu.
    Hang,
    /// Not shown: the options of a closed choice.
    Closed,
    /// A desktop: bars at the edges, the rest in a narrow column.
    Desktop,
}

/// What lies over the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Over {
    /// In its place among its siblings.
    #[default]
    Nothing,
    /// In the middle of its parent.
    Dialog,
    /// In the upper right corner.
    Menu,
    /// A note at the edge.
    Toast,
    /// A window of a desktop.
    Window,
    /// In the title bar of its window, at the end.
    Title,
}

/// A node in the making. Items are numbered from 1; item 0 is the screen, and a link to it means
/// none.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // independent facts, each with its own word
pub(super) struct Item {
    pub parent: u32,
    pub first: u32,
    pub last: u32,
    pub next: u32,
    /// The innermost item around it, or itself, that lies over the rest.
    pub surface: u32,
    pub mode: Mode,
    pub over: Over,
    /// Small enough to share a line.
    pub small: bool,
    /// A control that belongs to the row of a list before it, and stands at its end.
    pub beside: bool,
    /// Takes the height that is left, and gives way first.
    pub grows: bool,
    /// Shares lines with what follows, but not with what stands before.
    pub leads: bool,
    /// Begins a line of its column.
    pub breaks: bool,
    /// At a side of an entry, or a bar of a desktop.
    pub side: bool,
    /// Tabs of a phone, which stay at the edge if they come last.
    pub at_edge: bool,
    /// A title is written above what it holds.
    pub titled: bool,
    /// The keyboard shows.
    pub keyboard: bool,
    /// Longest line of its text, in letters.
    pub letters: i32,
    /// The width it wants.
    pub wants: i32,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// The items an item holds, in order.
pub(super) fn children(items: &[Item], parent: usize) -> impl Iterator<Item = usize> + '_ {
    children_from(items, items[parent].first as usize)
}

/// An item and its later siblings; none from 0.
pub(super) fn children_from(items: &[Item], first: usize) -> impl Iterator<Item = usize> + '_ {
    let link = |i: usize| (i != 0).then_some(i);
    std::iter::successors(link(first), move |&i| link(items[i].next as usize))
}

/// The items an item holds that stand in their place, in order.
pub(super) fn standing(items: &[Item], parent: usize) -> impl Iterator<Item = usize> + '_ {
    children(items, parent).filter(|&i| items[i].over == Over::Nothing)
}

/// Grows the tree over the nodes of a screen. A node whose parent does not come before it stands
/// at the top.
pub(super) fn grow(nodes: &[Node], domain: Domain) -> Vec<Item> {
    let mut items = vec![Item::default(); nodes.len() + 1];
    items[0].mode = if domain == Domain::Os { Mode::Desktop } else { Mode::Column };
    // Where the dialect gives no tree, a window's nodes come after it.
    let mut window = 0;
    for (i, node) in nodes.iter().enumerate() {
        let (at, parent) = (i + 1, node.parent.filter(|&p| p < i).map_or(0, |p| p + 1));
        let parent = match node.role {
            _ if parent != 0 => {
                window = if parent == window { 0 } else { window };
                parent
            }
            Role::Window if domain == Domain::Os => {
                window = at;
                parent
            }
            Role::Panel | Role::ToolBar | Role::Dialog | Role::Menu | Role::Alert => parent,
            _ => window,
        };
        let holder = (parent > 0).then(|| nodes[parent - 1].role);
        items[at].parent = parent as u32;
        let last = items[parent].last as usize;
        match last {
            0 => items[parent].first = at as u32,
            last => items[last].next = at as u32,
        }
        items[at].beside = last != 0
            && items[last].over == Over::Nothing
            && holder == Some(Role::List)
            && is_side(node.role)
            && (items[last].beside || !is_side(nodes[last - 1].role));
        items[parent].last = at as u32;
        items[at].over = over(node.role, holder, domain);
        // What a window begins with in buttons closes it, or opens and saves.
        let bar = domain == Domain::Os && holder == Some(Role::Window);
        if bar && node.role == Role::Button && !nodes[parent - 1].name.is_empty() {
            let begins = last == 0 || items[last].over == Over::Title;
            items[at].over = if begins { Over::Title } else { Over::Nothing };
        }
        items[0].keyboard |=
            domain == Domain::Android && node.role == Role::TextBox && node.states.focused;
    }
    for (i, node) in nodes.iter().enumerate() {
        let at = i + 1;
        let parent = items[at].parent as usize;
        items[at].mode = mode(node, &items, nodes, at, domain);
        if node.role == Role::Menu && matches!(items[at].mode, Mode::Hang | Mode::Line) {
            items[at].over = Over::Nothing;
        }
        items[at].surface = if items[at].over != Over::Nothing {
            at as u32
        } else if items[parent].mode == Mode::Hang {
            parent as u32
        } else {
            items[parent].surface
        };
        items[at].titled = matches!(items[at].over, Over::Dialog | Over::Window)
            && !node.name.is_empty()
            && items[at].first != 0;
        let in_list = parent != 0 && nodes[parent - 1].role == Role::List;
        items[at].small = !in_list && small(node.role, domain);
        items[at].leads = match node.role {
            Role::Text => domain == Domain::Os,
            Role::TextBox => !node.name.is_empty(),
            _ => false,
        };
        items[at].at_edge = domain == Domain::Android && node.role == Role::TabList;
    }
    for at in (1..items.len()).rev() {
        let parent = items[at].parent as usize;
        let holds = items[at].grows && matches!(items[at].mode, Mode::Column | Mode::Desktop);
        items[at].grows = domain != Domain::Web
            && items[at].over == Over::Nothing
            && (holds || grows(&nodes[at - 1], &items, nodes, at, domain));
        items[parent].grows |= items[at].grows;
        items[at].small &= !items[at].grows;
    }
    items
}

/// Whether a node lies over the rest, and where.
fn over(role: Role, holder: Option<Role>, domain: Domain) -> Over {
    match (domain, role, holder) {
        (Domain::Os, Role::Window, _) => Over::Window,
        (Domain::Os | Domain::Android, Role::Dialog, _) => Over::Dialog,
        (Domain::Os, Role::Alert, None) | (Domain::Android, Role::Alert, _) => Over::Toast,
        (Domain::Os | Domain::Android, Role::Menu, None | Some(Role::Window | Role::Group)) => {
            Over::Menu
        }
        _ => Over::Nothing,
    }
}

fn mode(node: &Node, items: &[Item], nodes: &[Node], at: usize, domain: Domain) -> Mode {
    let parent = items[at].parent as usize;
    let holds = |role| children(items, at).any(|i| nodes[i - 1].role == role);
    match node.role {
        Role::ToolBar => Mode::Line,
        Role::Panel if domain == Domain::Os && items[parent].mode == Mode::Desktop => Mode::Line,
        Role::TabList | Role::Row => Mode::Shares,
        Role::ListItem if domain != Domain::Web => Mode::Entry,
        Role::Menu if items[at].first == 0 || holds(Role::Menu) => Mode::Line,
        Role::Menu if items[at].over == Over::Nothing && domain != Domain::Web => Mode::Hang,
        Role::ComboBox if domain == Domain::Web && !node.states.expanded => Mode::Closed,
        Role::ComboBox => Mode::Hang,
        Role::Group | Role::Panel if domain == Domain::Os && holds(Role::Window) => Mode::Desktop,
        _ => Mode::Column,
    }
}

/// Pictures and controls stand at the sides of a row.
pub(super) fn is_side(role: Role) -> bool {
    matches!(
        role,
        Role::Button | Role::CheckBox | Role::ComboBox | Role::Image | Role::Radio | Role::Switch
    )
}

/// Whether nodes of this role share lines.
fn small(role: Role, domain: Domain) -> bool {
    match role {
        Role::Button => true,
        Role::CheckBox
        | Role::ComboBox
        | Role::Image
        | Role::Link
        | Role::Radio
        | Role::Switch
        | Role::Text
        | Role::TextBox => domain != Domain::Android,
        Role::Menu => domain == Domain::Os,
        _ => false,
    }
}

/// Whether a node takes the height that is left by itself.
fn grows(node: &Node, items: &[Item], nodes: &[Node], at: usize, domain: Domain) -> bool {
    let alone = || {
        let mut siblings = children(items, items[at].parent as usize).filter(|&i| i != at);
        !siblings.any(|i| matches!(nodes[i - 1].role, Role::TextBox | Role::List | Role::Table))
    };
    match node.role {
        Role::List | Role::Table => true,
        // The text area of an editor.
        Role::TextBox => domain == Domain::Os && node.name.is_empty() && alone(),
        _ => node.states.scrollable,
    }
}
