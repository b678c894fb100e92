//! Actions in words: what a person did, not how the dialect spells it.

use super::roles::role_word;
use super::traits::{dots, label, shortened, tells_secret};
use crate::page::say::{say, say_with};
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
    match action {
        Action::Click { node } if domain == Domain::Android => say_with("tap {1}", &[&on(*node)]),
        Action::Click { node } => say_with("click {1}", &[&on(*node)]),
        Action::DoubleClick { node } => say_with("double-click {1}", &[&on(*node)]),
        Action::LongPress { node } => say_with("hold {1}", &[&on(*node)]),
        Action::Type { node, text, submit } => {
            let place = node.map(|node| say_with(" into {1}", &[&on(node)])).unwrap_or_default();
            let enter = if *submit { say(" and press Enter") } else { "" };
            let text = if tells_secret(action, screen) {
                dots(text).to_owned()
            } else {
                shortened(text, 32)
            };
            say_with("type “{1}”{2}{3}", &[&text, &place, &enter])
        }
        Action::Select { node, option } => say_with("choose {1} in {2}", &[&option, &on(*node)]),
        Action::Press { key } => say_with("press {1}", &[&key]),
        Action::Scroll { direction, .. } => match direction {
            Direction::Up => say("scroll up"),
            Direction::Down => say("scroll down"),
            Direction::Left => say("scroll left"),
            Direction::Right => say("scroll right"),
        }
        .to_owned(),
        Action::Open { target } => say_with("open {1}", &[&shortened(target, 32)]),
        Action::RightClick { node } => say_with("right-click {1}", &[&on(*node)]),
        Action::Hover { node } => say_with("point at {1}", &[&on(*node)]),
        Action::Drag { node, onto } => say_with("drag {1} onto {2}", &[&on(*node), &on(*onto)]),
        Action::Fill { fields } => say_with("fill {1} fields", &[&fields.len()]),
        Action::Check { node, on: true } => say_with("check {1}", &[&on(*node)]),
        Action::Check { node, .. } => say_with("uncheck {1}", &[&on(*node)]),
        Action::Forward => say("go forward").to_owned(),
        Action::NewTab => say("open a tab").to_owned(),
        Action::SelectTab { tab } => say_with("turn to tab {1}", &[&(tab + 1)]),
        Action::CloseTab { .. } => say("close the tab").to_owned(),
        Action::Keystrokes { keys } => {
            let typed: String = keys.iter().map(|keys| keys.keystrokes.as_str()).collect();
            say_with("type {1}", &[&shortened(typed.trim_end(), 32)])
        }
        Action::Call { tool, .. } => say_with("call {1}", &[&shortened(tool, 32)]),
        Action::Query { queries } => say_with("search {1}", &[&shortened(&queries.join(", "), 32)]),
        Action::Say { text } => say_with("say “{1}”", &[&shortened(text, 32)]),
        Action::Finish => say("finish").to_owned(),
        Action::GiveUp { .. } => say("give up").to_owned(),
        Action::Sequence { actions } => match actions.split_first() {
            Some((first, [])) => spoken(first, screen, domain),
            Some((first, more)) => {
                say_with("{1}, and {2} more", &[&spoken(first, screen, domain), &more.len()])
            }
            None => say("nothing").to_owned(),
        },
        Action::Back => say("go back").to_owned(),
        Action::Home => say("go home").to_owned(),
        Action::Wait => say("wait").to_owned(),
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

    #[test]
    fn a_password_is_not_said() {
        let mut node = Node { name: "Password".into(), ..Node::default() };
        node.states.password = true;
        let screen = Screen { nodes: vec![node], ..Screen::default() };
        let typed = Action::Type { node: Some(0), text: "geheim".into(), submit: false };
        assert_eq!(spoken(&typed, &screen, Domain::Android), "type “••••••” into Password");
        let more = Action::Sequence { actions: vec![typed, Action::Back] };
        assert_eq!(
            spoken(&more, &screen, Domain::Android),
            "type “••••••” into Password, and 1 more"
        );
    }
}
