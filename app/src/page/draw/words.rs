//! Actions in words: what a person did, not how the dialect spells it.

use super::traits::{label, role_word, shortened};
use diorama_world::{Action, Domain, Screen, action::Direction};

/// An action on a screen, in a few words: `tap Add contact`.
pub fn spoken(action: &Action, screen: &Screen, domain: Domain) -> String {
    let on = |node: usize| {
        let called = label(screen, node);
        match screen.nodes.get(node) {
            Some(it) if called.is_empty() => role_word(it.role).to_owned(),
            _ => shortened(&called, 32),
        }
    };
    let click = if domain == Domain::Android { "tap" } else { "click" };
    match action {
        Action::Click { node } => format!("{click} {}", on(*node)),
        Action::DoubleClick { node } => format!("double-click {}", on(*node)),
        Action::LongPress { node } => format!("hold {}", on(*node)),
        Action::Type { node, text, submit } => {
            let place = node.map(|node| format!(" into {}", on(node))).unwrap_or_default();
            let enter = if *submit { " and press Enter" } else { "" };
            format!("type “{}”{place}{enter}", shortened(text, 32))
        }
        Action::Select { node, option } => format!("choose {option} in {}", on(*node)),
        Action::Press { key } => format!("press {key}"),
        Action::Scroll { direction, .. } => match direction {
            Direction::Up => "scroll up",
            Direction::Down => "scroll down",
            Direction::Left => "scroll left",
            Direction::Right => "scroll right",
        }
        .to_owned(),
        Action::Open { target } => format!("open {}", shortened(target, 32)),
        Action::Back => "go back".to_owned(),
        Action::Home => "go home".to_owned(),
        Action::Wait => "wait".to_owned(),
        Action::Raw { text } => shortened(text, 32),
    }
}

#[cfg(test)]
mod tests {
    use super::spoken;
    use diorama_world::{Action, Domain, Node, Screen};

    #[test]
    fn actions_are_said_with_the_name_of_what_they_are_done_to() {
        let node = Node { name: "Add contact".into(), ..Node::default() };
        let screen = Screen { nodes: vec![node], ..Screen::default() };
        let click = Action::Click { node: 0 };
        assert_eq!(spoken(&click, &screen, Domain::Android), "tap Add contact");
        assert_eq!(spoken(&click, &screen, Domain::Os), "click Add contact");
        let text = "Mira".to_owned();
        let typed = Action::Type { node: None, text, submit: true };
        assert_eq!(spoken(&typed, &screen, Domain::Web), "type “Mira” and press Enter");
    }
}
