//! The lines between a world and a program that acts in it. `docs/agents.md` is their description.

// A score that is asked for and cannot be had is `null`; one that was not asked for is left out.
#![allow(clippy::option_option)]

use diorama_world::{
    Action, Dialect, Domain, Play, Scenario,
    play::{Score, offers},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::tree::Tree;

/// Version of these lines.
pub const VERSION: u32 = 1;

/// Most letters of what is said against a line.
const MAX_REFUSAL: usize = 160;
/// What a line looks like.
const FORM: &str = r#"{"action": …}, {"fork": place}, {"reset": true} or {"score": true}"#;

/// What a program is told: where it is, and what it can do.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    /// [`VERSION`].
    diorama: u32,
    /// What is to be done.
    task: &'a str,
    domain: Domain,
    dialect: Dialect,
    /// Number of the place; 0 is the start.
    place: usize,
    /// Number of the place that the last step was done from.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<usize>,
    /// What is to be seen, in the dialect.
    observation: &'a str,
    /// Actions that make sense here; others are allowed.
    actions: Vec<String>,
    /// How the dialect says that the task is done, where it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    finish: Option<String>,
    /// Steps that may still be done.
    steps_left: usize,
    /// Whether it is over: the agent said so, or no steps are left.
    done: bool,
    /// How likely the predictor takes the last step to be, where it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    sure: Option<f32>,
    /// Why the last line was not followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    /// The score, if it was asked for; null where there is nothing to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Option<Rates>>,
}

/// What a program says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    /// Do this. Where the dialect spells actions in JSON, it need not be a text.
    Action(Value),
    /// Go back to a place, to go on from there.
    Fork(usize),
    /// Go back to the start.
    Reset(Value),
    /// Say how the walk compares with the true one.
    Score(Value),
}

/// A score as shares from 0 to 1; what nothing was counted for is null.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rates {
    /// Steps of the walk.
    pub steps: u64,
    /// The share of steps whose observation is right in all lines.
    pub exact: Option<f64>,
    /// The share of steps at which nothing truly changed.
    pub unchanged: Option<f64>,
    /// F1 of the lines that came or went.
    pub changed_f1: Option<f64>,
    /// The share of steps with observation and hidden state right.
    pub world: Option<f64>,
}

impl<'a> Told<'a> {
    /// Where the agent is now.
    pub fn new<P: Play>(tree: &'a Tree<P>, steps_left: usize, done: bool) -> Self {
        let path = tree.world().path();
        let Scenario { task, domain, dialect, .. } = path.scenario();
        let seen = tree.seen();
        Self {
            diorama: VERSION,
            task,
            domain: *domain,
            dialect: *dialect,
            place: tree.here(),
            from: tree.from(),
            observation: &seen.observation,
            actions: offers(*dialect, &seen.screen),
            finish: dialect.spell(&Action::Finish, &seen.screen).ok(),
            steps_left,
            done,
            sure: seen.sure,
            error: None,
            score: None,
        }
    }

    /// With why the last line was not followed.
    pub fn with_error(self, error: Option<&'a str>) -> Self {
        Self { error, ..self }
    }

    /// With the score that was asked for.
    pub fn with_score(self, score: Option<Option<Score>>) -> Self {
        Self { score: score.map(|score| score.as_ref().map(Rates::of)), ..self }
    }
}

impl Said {
    /// The names that a line can have.
    pub const NAMES: [&str; 4] = ["action", "fork", "reset", "score"];

    /// Reads a line.
    pub fn read(line: &str) -> Result<Self, String> {
        serde_json::from_str(line).map_err(|error| {
            // It may quote the line, which may be anything.
            let why = error.to_string();
            let why: String = why.chars().filter(|c| !c.is_control()).take(MAX_REFUSAL).collect();
            format!("not understood: {why}; a line is {FORM}")
        })
    }

    /// An action as text.
    pub fn spelled(action: Value) -> String {
        match action {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }
}

impl Rates {
    /// The shares of a score.
    pub fn of(score: &Score) -> Self {
        let share = |ratio: diorama_world::metrics::Ratio| {
            (ratio.of > 0).then(|| ratio.right as f64 / ratio.of as f64)
        };
        Self {
            steps: score.exact.predictor.of,
            exact: share(score.exact.predictor),
            unchanged: share(score.exact.copy),
            changed_f1: share(score.changed),
            world: share(score.world),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_are_read() {
        let read = |line: &str| Said::read(line).unwrap();
        assert_eq!(read(r#"{"action":"WAIT"}"#), Said::Action(json!("WAIT")));
        assert_eq!(read(r#" {"fork": 3} "#), Said::Fork(3));
        assert_eq!(read(r#"{"reset":true}"#), Said::Reset(json!(true)));
        let Said::Action(click) = read(r#"{"action":{"action_type":"click","index":3}}"#) else {
            panic!("an action")
        };
        assert_eq!(Said::spelled(click), r#"{"action_type":"click","index":3}"#);
        assert_eq!(Said::spelled(json!("two\nlines")), "two\nlines");
    }

    #[test]
    fn other_lines_are_refused() {
        let deep = format!(r#"{{"action":{}"#, "[".repeat(100_000));
        let two = r#"{"action":"WAIT","fork":1}"#;
        for line in ["", "WAIT", "{}", r#"{"fork":-1}"#, r#"{"fly":true}"#, "null", two, &deep] {
            let refusal = Said::read(line).unwrap_err();
            assert!(refusal.starts_with("not understood: ") && refusal.len() < 400, "{refusal}");
        }
    }
}
