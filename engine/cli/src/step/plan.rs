//! What is predicted: the world, what happened in it, what is done now.

use anyhow::{Context, Result, bail, ensure};
use diorama_world::{Scenario, Screen, Trace, full::Turn};
use std::{fs, path::Path};

/// A step to predict.
pub struct Plan {
    /// The world.
    pub scenario: Scenario,
    /// What happened before.
    pub turns: Vec<Turn>,
    /// What is done, as the dialect spells it.
    pub action: String,
    /// What was recorded after it, if the trace goes on with this action.
    pub recorded: Option<String>,
    /// The screen it is done on.
    pub screen: Screen,
}

impl Plan {
    /// Reads the files and checks that the action can be done.
    pub fn read(
        scenario: &Path,
        trace: Option<&Path>,
        after: Option<usize>,
        action: Option<&str>,
    ) -> Result<Self> {
        let scenario = named(scenario, |json| Ok(Scenario::from_json(json)?))?;
        let steps = match trace {
            Some(path) => named(path, |json| {
                let trace = Trace::from_json(json)?;
                trace.check(&scenario)?;
                Ok(trace.steps)
            })?,
            None => Vec::new(),
        };
        let all = if action.is_some() { steps.len() } else { steps.len().saturating_sub(1) };
        let after = after.unwrap_or(all);
        ensure!(after <= steps.len(), "the trace has only {} steps", steps.len());
        let next = steps.get(after);
        let Some(action) = action.or(next.map(|step| step.action.as_str())) else {
            bail!("the trace has no step {} to predict", after + 1);
        };

        let mut screen = scenario.first_screen()?;
        for step in &steps[..after] {
            screen = scenario.dialect.parse(&step.observation, false)?.over(&screen);
        }
        scenario.dialect.read_action(action, &screen)?;
        let recorded =
            next.filter(|step| step.action == action).map(|step| step.observation.clone());
        let action = action.to_owned();
        let turns = steps.into_iter().take(after);
        let turns = turns.map(|s| Turn { action: s.action, observation: s.observation }).collect();
        Ok(Self { scenario, turns, action, recorded, screen })
    }
}

/// Reads a file; errors name it.
fn named<T>(path: &Path, read: impl FnOnce(&str) -> Result<T>) -> Result<T> {
    let text = fs::read_to_string(path).map_err(anyhow::Error::from);
    text.and_then(|text| read(&text)).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn file(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios").join(name)
    }

    fn plan(after: Option<usize>, action: Option<&str>) -> Result<Plan> {
        let trace = file("contacts-disk-full.trace.json");
        Plan::read(&file("contacts-disk-full.json"), Some(&trace), after, action)
    }

    #[test]
    fn the_last_recorded_step_is_predicted_by_default() -> Result<()> {
        let whole = plan(None, None)?;
        assert_eq!(whole.turns.len(), 5);
        assert!(whole.recorded.is_some());
        let first = plan(Some(0), None)?;
        assert!(first.turns.is_empty() && first.recorded.is_some());
        Ok(())
    }

    #[test]
    fn another_action_has_no_recording() -> Result<()> {
        let back = r#"{"action_type":"navigate_back"}"#;
        let after_all = plan(None, Some(back))?;
        assert_eq!((after_all.turns.len(), &after_all.recorded), (6, &None));
        assert_eq!(plan(Some(2), Some(back))?.recorded, None);
        Ok(())
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        let refusal = |after, action| match plan(after, action) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        let missing = r#"{"action_type":"click","index":40}"#;
        assert_eq!(refusal(None, Some(missing)), "there is no node 40 on this screen");
        assert_eq!(refusal(Some(9), None), "the trace has only 6 steps");
        assert_eq!(refusal(Some(6), None), "the trace has no step 7 to predict");
        let other = Plan::read(
            &file("alarms.json"),
            Some(&file("contacts-disk-full.trace.json")),
            None,
            None,
        );
        assert!(other.is_err_and(|error| format!("{error:#}").contains("belongs to the scenario")));
    }
}
