//! What led to where a step begins.

use diorama_world::{Edit, Scenario, full::Turn};
use serde::{Deserialize, Serialize};

/// A world and the steps that were done in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// The world.
    pub scenario: Scenario,
    /// The steps, oldest first. That of an edit has no action, and shows what was shown before.
    pub turns: Vec<Turn>,
    /// What is known besides the observations: of the start, then of what follows each step.
    pub known: Vec<Known>,
}

/// What is known of a place besides its observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// Nothing.
    Nothing,
    /// All of it, as a keyframe of `delta`: controls, hidden state and screen, where a dialect may
    /// leave something unsaid.
    Keyframe(String),
    /// What a model wrote to get there, in `delta`.
    Delta(String),
    /// A person changed what is so; the screen is the one before.
    Edited(Box<Edit>),
}

impl Branch {
    /// The same as a world that begins with the last edit, for whoever is told whole observations:
    /// what was so before would only mislead. `None` where nothing was edited.
    pub fn since_edit(&self) -> Option<Self> {
        let (place, edit) = self.known.iter().enumerate().rev().find_map(|(place, known)| {
            if let Known::Edited(edit) = known { Some((place, edit)) } else { None }
        })?;
        let Edit { facts, controls } = (**edit).clone();
        let (before, after) = self.turns.split_at_checked(place)?;
        let first = self.shown(before);
        let scenario = Scenario { facts, controls, first, ..self.scenario.clone() };
        let known = std::iter::once(Known::Nothing).chain(self.known[place + 1..].iter().cloned());
        Some(Self { scenario, turns: after.to_vec(), known: known.collect() })
    }

    /// What is shown after some steps. A browser tool answers some actions without a snapshot; then
    /// it is the last one, as it stands.
    fn shown(&self, turns: &[Turn]) -> String {
        let dialect = self.scenario.dialect;
        let texts = turns.iter().rev().map(|turn| &turn.observation);
        let mut texts = texts.chain(std::iter::once(&self.scenario.first));
        let last = texts.next().map_or("", String::as_str);
        let screen = dialect.read(last, false).screen;
        if !screen.nodes.is_empty() {
            return last.to_owned();
        }
        let drawn = texts.map(|text| dialect.read(text, false).screen);
        let before = drawn.into_iter().find(|screen| !screen.nodes.is_empty());
        before.map_or_else(|| last.to_owned(), |before| dialect.print(&screen.over(&before)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_world::Control;

    const PAGE: &str = "- button \"One\" [ref=e1]";

    fn branch() -> Branch {
        let scenario = serde_json::from_value(serde_json::json!({
            "id": "one", "title": "One", "summary": "", "domain": "web",
            "dialect": "web-playwright", "task": "", "first": PAGE,
        }));
        let turn = |action: &str, observation: &str| Turn {
            action: action.to_owned(),
            observation: observation.to_owned(),
        };
        let edit = |rule: &str| {
            let controls = vec![Control::Text(rule.to_owned())];
            Known::Edited(Box::new(Edit { controls, ..Edit::default() }))
        };
        let code = "### Ran Playwright code\n```js\nawait page.keyboard.press('a');\n```";
        let turns = vec![turn("", PAGE), turn("press", code), turn("", code), turn("wait", PAGE)];
        let known = vec![
            Known::Nothing,
            edit("It rains."),
            Known::Nothing,
            edit("It snows."),
            Known::Nothing,
        ];
        Branch { scenario: scenario.unwrap(), turns, known }
    }

    #[test]
    fn a_branch_begins_with_its_last_edit() {
        let whole = branch();
        let since = whole.since_edit().unwrap();
        assert_eq!(since.scenario.controls, [Control::Text("It snows.".to_owned())]);
        assert_eq!(since.turns, whole.turns[3..]);
        assert_eq!(since.known, [Known::Nothing, Known::Nothing]);
        // The page was not described again; it is now.
        assert!(since.scenario.first.contains("button \"One\""), "{}", since.scenario.first);
        since.scenario.check().unwrap();
        assert_eq!(since.since_edit(), None);
    }

    #[test]
    fn an_edit_at_the_start_keeps_all_turns_after_it() {
        let mut whole = branch();
        whole.turns.truncate(2);
        whole.known.truncate(3);
        let since = whole.since_edit().unwrap();
        assert_eq!(since.scenario.first, PAGE);
        assert_eq!(since.turns, whole.turns[1..]);
    }
}
