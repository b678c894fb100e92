//! JSON that has the fields of one of our files, or of the bench's rows.

use super::{Import, ImportError, Imported, MAX_WORLDS, listed, walk};
use crate::{
    Scenario, Trace,
    bench::{self, Row, Rows, Trajectories},
    delta::{Keyframe, State},
    scenario::ScenarioError,
    trace::TraceError,
};
use serde::Deserialize;
use serde_json::Value;

/// A world and a recorded walk through it, as `diorama truth walk --json` prints them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    scenario: Value,
    trace: Value,
}

/// Reads JSON; `None` for what is none, or has the fields of nothing that is known here: tools answer
/// in JSON, too.
pub(super) fn read(text: &str) -> Result<Option<Import>, ImportError> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Ok(None);
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let Some(Ok(first)) = values.next() else { return Ok(None) };
    let has = |value: &Value, name: &str| value.get(name).is_some();
    let is_row = |value: &Value| has(value, "prompt") && has(value, "response");
    if is_row(&first) {
        return rows(Rows::new(text.as_bytes())).map(Some);
    }
    if values.next().is_some() {
        return Ok(None);
    }
    match &first {
        Value::Array(list) if list.first().is_some_and(is_row) => {
            let rows = list.iter().take(bench::MAX_TURNS).map(|value| {
                let row =
                    Row::deserialize(value).map_err(|error| ImportError::Row(error.into()))?;
                row.check()?;
                Ok(row)
            });
            walks(rows).map(Some)
        }
        it if has(it, "first") && has(it, "dialect") => {
            let scenario = Scenario::from_json(text)?;
            Ok(Some(Import::Worlds(vec![world("a scenario", scenario)])))
        }
        Value::Object(fields) if has(&first, "scenario") && has(&first, "trace") => {
            let Pair { scenario, trace } = Pair::deserialize(fields).map_err(TraceError::Json)?;
            let scenario = Scenario::from_json(&scenario.to_string())?;
            let trace = Trace::from_json(&trace.to_string())?;
            Ok(Some(Import::Worlds(vec![walk(scenario, None, trace)?])))
        }
        it if has(it, "scenario") && has(it, "steps") => {
            Ok(Some(Import::Trace(Trace::from_json(text)?)))
        }
        _ => Ok(None),
    }
}

fn world(kind: &str, scenario: Scenario) -> Imported {
    let (trace, keyframe, unread) = (None, None, Vec::new());
    Imported { kind: kind.to_owned(), scenario, trace, keyframe, unread }
}

fn rows(rows: Rows<&[u8]>) -> Result<Import, ImportError> {
    walks(rows.map(|row| row.map_err(ImportError::from)))
}

/// The walks of some rows: of all rows of one walk the longest.
fn walks(rows: impl Iterator<Item = Result<Row, ImportError>>) -> Result<Import, ImportError> {
    let mut walks = Trajectories::default();
    for row in rows {
        walks.add(row?);
    }
    let worlds = walks.into_rows().take(MAX_WORLDS).map(|row| recorded(&row));
    Ok(Import::Worlds(worlds.collect::<Result<_, _>>()?))
}

/// A row as a world with a recording. Rows of strangers may be spelled in ways that no dialect here
/// reads strictly; what was read of the first observation is the start then.
fn recorded(row: &Row) -> Result<Imported, ImportError> {
    let (mut scenario, mut trace) = bench::import(row)?;
    let mut unread = Vec::new();
    if scenario.first.is_empty() && !trace.steps.is_empty() {
        scenario.first = trace.steps.remove(0).observation;
        let words =
            "The row does not say what was shown at first; the walk begins after its first step.";
        unread.push(words.to_owned());
    }
    scenario.facts.check().map_err(ScenarioError::from)?;
    let dialect = scenario.dialect;
    let start = dialect.read(&scenario.first, false);
    let strict = start.problems.is_empty();
    listed("At the start, ", &start.problems, &mut unread);
    let mut screen = start.screen;
    let keyframe = if strict {
        None
    } else {
        let (domain, controls) = (scenario.domain, scenario.controls.clone());
        let state = State::new(scenario.facts.clone(), &screen).map_err(ScenarioError::from)?;
        Some(Keyframe { domain, controls, state }.print())
    };
    for (number, step) in (1..).zip(&trace.steps) {
        if let Err(error) = dialect.read_action(&step.action, &screen) {
            let words = format!("The action of step {number}: {error}");
            unread.extend((unread.len() < super::MAX_UNREAD).then_some(words));
        }
        let reading = dialect.read(&step.observation, false);
        listed(&format!("After step {number}, "), &reading.problems, &mut unread);
        screen = reading.screen.over(&screen);
    }
    let count = trace.steps.len();
    let kind = format!("a walk of {count} {}", if count == 1 { "step" } else { "steps" });
    Ok(Imported { kind, scenario, trace: Some(trace), keyframe, unread })
}
