//! What a node is like, for drawing it: whether it acts, what it says, what it is called.

use diorama_world::{Domain, Node, Role, Screen};

/// Whether a node is drawn as something to click. On a phone the dialect says so, of all but fields;
/// elsewhere the role does, and on a desktop, whose dialect has no word for it, of some more.
pub fn acts(node: &Node, domain: Domain) -> bool {
    let states = node.states;
    if states.disabled {
        return false;
    }
    let role = node.role;
    let by_role = match domain {
        Domain::Android | Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => {
            role == Role::TextBox
        }
        Domain::Web => role.acts(),
        Domain::Os => role.acts() || matches!(role, Role::ListItem | Role::Cell | Role::Image),
    };
    by_role || states.clickable || states.long_clickable
}

/// Whether a click on a node that does not act says anything: on a text or a picture it does, on
/// the empty parts of a container it is a slip of the hand.
pub fn can_be_pointed_at(node: &Node) -> bool {
    !matches!(
        node.role,
        Role::Dialog
            | Role::Group
            | Role::List
            | Role::Menu
            | Role::Panel
            | Role::ScrollBar
            | Role::Separator
            | Role::TabList
            | Role::Table
            | Role::ToolBar
            | Role::Window
    )
}

/// The text a node shows itself: what it holds, else what it says.
pub fn own_text(node: &Node) -> &str {
    match node.value.as_deref() {
        Some(value) if !value.is_empty() => value,
        _ => &node.name,
    }
}

/// What a field says, dimmed, while it holds nothing: its hint. A field in its place says its name
/// for want of one, since nothing else shows that; in flow the name stands above.
pub fn prompt(node: &Node) -> &str {
    match node.hint.as_deref() {
        Some(hint) if !hint.is_empty() => hint,
        _ if node.bounds.is_some() => &node.name,
        _ => "",
    }
}

/// What a node is called by people who do not see it: its name, its hint, or what the nodes
/// inside it say.
pub fn label(screen: &Screen, index: usize) -> String {
    let Some(node) = screen.nodes.get(index) else { return String::new() };
    if !node.name.is_empty() {
        return node.name.clone();
    }
    if let Some(hint) = node.hint.as_ref().filter(|hint| !hint.is_empty()) {
        return hint.clone();
    }
    let inside = inner_text(screen, index);
    if inside.is_empty() { own_text(node).to_owned() } else { inside }
}

/// The first few texts inside a node, by tree or by place.
fn inner_text(screen: &Screen, index: usize) -> String {
    const MOST: usize = 3;
    let outer = &screen.nodes[index];
    let within = |inner: &Node| {
        let (Some(o), Some(i)) = (outer.bounds, inner.bounds) else { return false };
        let (x, y) = i.center();
        o.area() > i.area() && o.contains(x, y)
    };
    let texts = screen.nodes.iter().enumerate().filter(|(at, node)| {
        *at != index && !own_text(node).is_empty() && (node.parent == Some(index) || within(node))
    });
    let texts: Vec<&str> = texts.take(MOST).map(|(_, node)| own_text(node)).collect();
    texts.join(", ")
}

/// At most `most` characters of a text, on one line.
pub fn shortened(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= most && line.len() == text.trim_end().len() {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}
