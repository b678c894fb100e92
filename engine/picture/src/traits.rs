//! What a node is like, for drawing it: whether it acts, what it says, what it is called.

use diorama_world::{Action, Domain, Node, Role, Screen};

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

/// Whether what a node holds is not for eyes: a password, as a state or the kind of the node says.
/// Snapshots of web pages have no word for it, so a field is one that is called so, too.
pub fn is_secret(node: &Node) -> bool {
    const CALLED: &str = "password";
    let called = || {
        let name = node.name.trim_end_matches(|letter: char| !letter.is_alphabetic());
        let end = name.len().checked_sub(CALLED.len()).and_then(|from| name.get(from..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(CALLED))
    };
    node.states.password || node.kind == "password-text" || (node.role == Role::TextBox && called())
}

/// Whether an action on a screen spells out what is typed into a secret field.
pub fn tells_secret(action: &Action, screen: &Screen) -> bool {
    let secret = |node: usize| screen.nodes.get(node).is_some_and(is_secret);
    let focus = || screen.nodes.iter().any(|node| node.states.focused && is_secret(node));
    match action {
        Action::Type { node, .. } => node.map_or_else(focus, secret),
        Action::Fill { fields } => fields.iter().any(|&(node, _)| secret(node)),
        Action::Sequence { actions } => {
            // What is clicked has the focus afterwards.
            let clicks = |it: &Action| matches!(it, Action::Click { node } if secret(*node));
            let types = |it: &Action| matches!(it, Action::Type { node: None, .. });
            actions.iter().any(|it| tells_secret(it, screen))
                || (actions.iter().any(clicks) && actions.iter().any(types))
        }
        _ => false,
    }
}

/// A dot for each letter of a secret; no more than a field is wide.
pub fn dots(secret: &str) -> &'static str {
    const DOTS: &str = "••••••••••••••••••••••••••••••••";
    let most = DOTS.len() / '•'.len_utf8();
    let letters = secret.chars().take(most).count();
    &DOTS[..letters * '•'.len_utf8()]
}

/// What a node holds, as it is shown: dots for a password, and nothing for what holds nothing.
pub fn held(node: &Node) -> &str {
    let value = node.value.as_deref().unwrap_or_default();
    if is_secret(node) { dots(value) } else { value }
}

/// The text a node shows itself: what it holds, else what it says.
pub fn own_text(node: &Node) -> &str {
    let held = held(node);
    if held.is_empty() { &node.name } else { held }
}

/// Whether a node's name stands at its top as a title: of windows and dialogs always, of an alert where
/// it is the nodes inside that say what there is to say, so that it does not `speak` itself.
pub fn is_titled(node: &Node, speaks: bool) -> bool {
    match node.role {
        Role::Window | Role::Dialog => true,
        Role::Alert => !speaks,
        _ => false,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn password() -> Node {
        let mut node = Node { role: Role::TextBox, name: "Key".into(), ..Node::default() };
        node.states.password = true;
        node
    }

    #[test]
    fn a_password_is_shown_as_dots() {
        let mut node = password();
        assert_eq!(own_text(&node), "Key");
        node.value = Some("géheim".into());
        assert_eq!(own_text(&node), "••••••");
        node.value = Some("x".repeat(4000));
        assert_eq!(own_text(&node).chars().count(), 32);
        node.states.password = false;
        assert_eq!(own_text(&node).len(), 4000);
        node.kind = "password-text".into();
        assert_eq!(own_text(&node), dots("x".repeat(32).as_str()));
    }

    #[test]
    fn a_field_that_is_called_a_password_is_one() {
        let secret =
            |role, name: &str| is_secret(&Node { role, name: name.into(), ..Node::default() });
        for name in ["Password", "New password", "PASSWORD:", "Enter your password…"] {
            assert!(secret(Role::TextBox, name), "{name}");
        }
        for name in ["", "Password hint", "word", "ö password nö", "User name"] {
            assert!(!secret(Role::TextBox, name), "{name}");
        }
        assert!(!secret(Role::Link, "Forgot your password?"));
    }

    #[test]
    fn an_action_tells_a_secret_where_it_is_typed_into_one() {
        let (user, mut secret) = (Node::default(), password());
        secret.states.focused = true;
        let screen = |nodes: &[&Node]| Screen {
            nodes: nodes.iter().map(|&node| node.clone()).collect(),
            ..Screen::default()
        };
        let focused = screen(&[&user, &secret]);
        secret.states.focused = false;
        let plain = screen(&[&user, &secret]);
        let typed = |node| Action::Type { node, text: "geheim".into(), submit: false };
        assert!(tells_secret(&typed(Some(1)), &plain));
        assert!(!tells_secret(&typed(Some(0)), &focused));
        assert!(tells_secret(&typed(None), &focused));
        assert!(!tells_secret(&typed(None), &plain));
        let fields = vec![(0, "ada".to_owned()), (1, "geheim".to_owned())];
        assert!(tells_secret(&Action::Fill { fields }, &plain));
        let click = |node| Action::Click { node };
        let both = |node| Action::Sequence { actions: vec![click(node), typed(None)] };
        assert!(tells_secret(&both(1), &plain));
        assert!(!tells_secret(&both(0), &plain));
    }
}
