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
        Action::RightClick { node } => format!("right-click {}", on(*node)),
        Action::Hover { node } => format!("point at {}", on(*node)),
        Action::Drag { node, onto } => format!("drag {} onto {}", on(*node), on(*onto)),
        Action::Fill { fields } => format!("fill {} fields", fields.len()),
        Action::Check { node, on: true } => format!("check {}", on(*node)),
        Action::Check { node, .. } => format!("uncheck {}", on(*node)),
        Action::Forward => "go forward".to_owned(),
        Action::NewTab => "open a tab".to_owned(),
        Action::SelectTab { tab } => format!("turn to tab {}", tab + 1),
        Action::CloseTab { .. } => "close the tab".to_owned(),
        Action::Keystrokes { keys } => {
            let typed: String = keys.iter().map(|keys| keys.keystrokes.as_str()).collect();
            format!("type {}", shortened(typed.trim_end(), 32))
        }
        Action::Call { tool, .. } => format!("call {}", shortened(tool, 32)),
        Action::Query { queries } => format!("search {}", shortened(&queries.join(", "), 32)),
        Action::Say { text } => format!("say “{}”", shortened(text, 32)),
        Action::Finish => "finish".to_owned(),
        Action::GiveUp { .. } => "give up".to_owned(),
        Action::Sequence { actions } => match actions.split_first() {
            Some((first, [])) => spoken(first, screen, domain),
            Some((first, more)) => {
                format!("{}, and {} more", spoken(first, screen, domain), more.len())
            }
            None => "nothing".to_owned(),
        },
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
