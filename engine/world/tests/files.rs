//! Scenario and trace files: what is refused, and in which words.

use diorama_world::{Scenario, Trace};
use serde_json::{Value, json};

fn scenario() -> Value {
    json!({
        "id": "a-b", "title": "T", "summary": "S", "domain": "android",
        "dialect": "android-json", "task": "Do.",
        "facts": [{"name": "contacts", "columns": ["name"], "rows": [["Ada"]]}],
        "first": ["[ 0] | a.Button | text=\"x\"", "[ 1] | a.Button | text=\"y\""],
    })
}

/// The scenario with one field replaced.
fn with(key: &str, value: Value) -> Result<Scenario, String> {
    let mut json = scenario();
    json[key] = value;
    Scenario::from_json(&json.to_string()).map_err(|error| error.to_string())
}

#[test]
fn texts_may_be_lines() {
    let read = with("title", "U".into()).expect("a scenario");
    assert_eq!(read.first, "[ 0] | a.Button | text=\"x\"\n[ 1] | a.Button | text=\"y\"");
    let written = serde_json::to_string(&read).expect("plain data");
    assert_eq!(Scenario::from_json(&written).expect("what was written"), read);
}

#[test]
fn broken_scenarios_are_refused_with_a_reason() {
    let table = |rows: Value| json!([{"name": "t", "columns": ["a", "b"], "rows": rows}]);
    for (key, value, reason) in [
        ("id", "A b".into(), "“A b” is no identifier"),
        ("id", "".into(), "“” is no identifier"),
        ("domain", "web".into(), "does not describe the domain Web"),
        ("dialect", "morse".into(), "unknown variant `morse`"),
        ("facts", table(json!([["1", "2"], ["3"]])), "row 2 of the table “t” has 1 cells, not 2"),
        ("facts", table(json!([[1, 2]])), "“a” holds text, not “1”"),
        ("controls", vec!["x"; 65].into(), "more than 64 controls"),
        ("first", "[ 0] | a.Button | text=\"x".into(), "the first observation: line 1, column 24"),
        ("surprise", 1.into(), "unknown field `surprise`"),
    ] {
        let error = with(key, value.clone()).expect_err("it is broken");
        assert!(error.contains(reason), "{key} = {value}: {error}");
    }
    let long = " ".repeat(diorama_world::scenario::MAX_FILE + 1);
    assert!(Scenario::from_json(&long).expect_err("too long").to_string().contains("longer"));
}

#[test]
fn traces_that_do_not_fit_are_refused() {
    let scenario = Scenario::from_json(&scenario().to_string()).expect("a scenario");
    let check = |id: &str, action: &str, observation: &str| {
        let step = json!({"action": action, "observation": observation});
        let json = json!({"scenario": id, "source": "test", "steps": [step]}).to_string();
        let trace = Trace::from_json(&json).map_err(|error| error.to_string())?;
        trace.check(&scenario).map_err(|error| error.to_string())
    };
    let click = |index: usize| json!({"action_type": "click", "index": index}).to_string();
    let shown = "[ 0] | a.Button | text=\"x\"";
    assert_eq!(check("a-b", &click(1), shown), Ok(()));
    for (id, action, observation, reason) in [
        ("a b", click(1), shown, "no identifier"),
        ("other", click(1), shown, "belongs to the scenario “other”"),
        ("a-b", click(2), shown, "the action of step 1: there is no node 2"),
        ("a-b", click(1), "[ 0 | a", "the observation of step 1: line 1, column 4"),
    ] {
        let error = check(id, &action, observation).expect_err("it does not fit");
        assert!(error.contains(reason), "{error}");
    }
}
