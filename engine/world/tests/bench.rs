//! Rows of AgentWorldBench: reading, writing, walks to rows and back.

use diorama_world::{
    Control, Dialect, Domain, Facts, Scenario, Trace,
    bench::{self, ErrorKind, Id, ImportError, Row, RowError, Rows, Trajectories},
    full::{Form, Turn, conversation_in},
    trace::TraceStep,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::{BufReader, Read};

fn scenario(dialect: Dialect, task: &str, first: &str) -> Scenario {
    Scenario {
        id: "a-world".to_owned(),
        title: "A world".to_owned(),
        summary: "For tests.".to_owned(),
        domain: dialect.domain(),
        dialect,
        task: task.to_owned(),
        facts: Facts::default(),
        controls: vec![Control::Text("The disk is full.".to_owned())],
        reference: None,
        first: first.to_owned(),
    }
}

fn trace(steps: &[(&str, &str)]) -> Trace {
    let step = |&(action, observation): &(&str, &str)| TraceStep {
        action: action.to_owned(),
        observation: observation.to_owned(),
    };
    let steps = steps.iter().map(step).collect();
    Trace { scenario: "a-world".to_owned(), source: "a test".to_owned(), steps }
}

fn id() -> Id {
    Id::Text("a-world".to_owned())
}

/// Writes rows and reads them again.
fn reread(rows: &[Row]) -> Vec<Row> {
    let mut file = Vec::new();
    for row in rows {
        bench::write(&mut file, row).expect("memory takes all");
    }
    Rows::new(file.as_slice()).map(|row| row.expect("what was written")).collect()
}

/// The messages that the published script makes of a row.
fn messages(row: &Row) -> Vec<(String, String)> {
    let turn = row.turn_idx as usize - 1;
    let mut messages = vec![("system".to_owned(), row.system_str.clone())];
    for (prompt, response) in row.prompt[..turn].iter().zip(&row.response[..turn]) {
        messages.push(("user".to_owned(), prompt.clone()));
        messages.push(("assistant".to_owned(), response.clone()));
    }
    messages.push(("user".to_owned(), row.prompt[turn].clone()));
    messages
}

const WALK: [(&str, &str); 3] = [
    ("[{\"keystrokes\":\"pwd\\n\"}]", "root@box:/# pwd\n/\nroot@box:/# "),
    ("[{\"keystrokes\":\"ls\\n\"}]", "root@box:/# ls\nroot@box:/# "),
    ("[]", "root@box:/# "),
];

#[test]
fn rows_have_the_form_the_script_reads() {
    let scenario = scenario(Dialect::Terminal, "Look around.", "root@box:/# ");
    let trace = trace(&WALK);
    let rows: Vec<Row> =
        bench::rows(&scenario, &trace, &id()).map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 3);
    for (n, row) in rows.iter().enumerate() {
        assert_eq!(
            (row.task.as_str(), row.turn_idx as usize, row.total_turns),
            ("terminal", n + 1, 3)
        );
        let turns: Vec<Turn> = WALK[..n]
            .iter()
            .map(|&(action, shown)| Turn { action: action.into(), observation: shown.into() })
            .collect();
        let asked = conversation_in(Form::Published, &scenario, &turns, WALK[n].0);
        let asked: Vec<_> = asked.into_iter().map(|m| (m.role, m.content)).collect();
        assert_eq!(messages(row), asked);
        let truth = format!("**Environment Observation:**\n{}", WALK[n].1);
        assert_eq!(row.response[n], truth);
        assert!(row.prompt[n].starts_with(&row.current_prompt));
        assert!(!row.current_prompt.contains("predicted_observation"));
    }
}

#[test]
fn a_walk_comes_back_as_it_went() {
    let scenario = scenario(Dialect::Terminal, "Look around.", "root@box:/# ");
    let walk = trace(&WALK);
    for row in bench::rows(&scenario, &walk, &id()) {
        let row = reread(&[row.expect("a row")]).remove(0);
        let (again, part) = bench::import(&row).expect("a walk");
        assert_eq!(again, scenario);
        assert_eq!(part.steps, walk.steps[..row.turn_idx as usize]);
        assert_eq!(part.source, walk.source);
    }
    let steps = bench::row(&scenario, &walk, id(), 4).expect_err("there are three");
    assert!(steps.to_string().contains("3 steps, not 4"), "{steps}");
    assert!(bench::row(&scenario, &walk, id(), 0).is_err());
}

/// A row as the bench has it, abridged.
fn foreign() -> Value {
    json!({
        "task": "android", "id": 68,
        "prompt": [
            "### Turn 1\n**Task Instruction:**\nFind the event.\n\n**Current State:**\n[ 0] | a.Button | text=\"x\"\n\n**Action:**\n```json\n{\"action_type\": \"click\", \"index\": 0}\n```",
            "### Turn 2\n**Current State:**\n[ 0] | a.Button | text=\"y\"\n\n**Action:**\n```\na ``` b\n```\n\nPlease predict.",
        ],
        "response": ["**Environment Observation:**\n[ 0] | a.Button | text=\"y\"\n", "[ 0] | a.Button"],
        "current_prompt": "### Turn 2", "system_str": "You are a world.",
        "turn_idx": 2, "total_turns": 6,
        "source": {"agent": ["x", 1.5]},
    })
}

fn read_one(value: &Value) -> Result<Row, ErrorKind> {
    let text = value.to_string();
    let mut rows = Rows::new(text.as_bytes());
    rows.next().expect("a line").map_err(|error| error.kind)
}

#[test]
fn a_foreign_row_is_a_walk_and_keeps_what_we_do_not_know() {
    let row = read_one(&foreign()).expect("a row");
    assert_eq!(serde_json::to_value(&row).expect("JSON"), foreign());
    let (scenario, trace) = bench::import(&row).expect("a walk");
    assert_eq!((scenario.domain, scenario.dialect), (Domain::Android, Dialect::AndroidJson));
    assert_eq!(scenario.id, "bench-android-68");
    assert_eq!(scenario.task, "Find the event.");
    assert_eq!(scenario.first, "[ 0] | a.Button | text=\"x\"");
    assert_eq!(trace.steps[0].action, "{\"action_type\": \"click\", \"index\": 0}");
    assert_eq!(trace.steps[0].observation, "[ 0] | a.Button | text=\"y\"\n");
    assert_eq!(trace.steps[1].action, "a ``` b");
    assert_eq!(trace.steps[1].observation, "[ 0] | a.Button");
    scenario.check().expect("it can be played");
    trace.check(&scenario).expect("it can be walked");
}

#[test]
fn the_first_dialect_that_reads_a_state_is_its_dialect() {
    let mut row = foreign();
    row["task"] = "bench/web".into();
    row["prompt"][0] =
        "### Turn 1\n**Current State:**\nRootWebArea 'Projects', focused\n\t[12] link 'New'\n\n**Action:**\n```\nclick('12')\n```".into();
    let (scenario, _) = bench::import(&read_one(&row).expect("a row")).expect("a walk");
    assert_eq!(scenario.dialect, Dialect::WebAxtree);
    assert_eq!(scenario.first, "RootWebArea 'Projects', focused\n\t[12] link 'New'");
    assert_eq!(scenario.task, "");
}

#[test]
fn a_prediction_travels_in_the_row() {
    let scenario = scenario(Dialect::Terminal, "", "");
    let row = bench::row(&scenario, &trace(&WALK), id(), 1).expect("a row");
    assert_eq!(row.prediction(), None);
    let row = reread(&[row.with_prediction("root@box:/# pwd\n/\nroot@box:/# ")]).remove(0);
    assert_eq!(row.prediction().as_deref(), Some("root@box:/# pwd\n/\nroot@box:/# "));
    assert!(row.other["gen"].as_str().expect("text").starts_with("<predicted_observation>\n"));
}

#[test]
fn the_longest_row_of_each_walk_is_found() {
    let scenario = scenario(Dialect::Terminal, "", "root@box:/# ");
    let (long, short) = (trace(&WALK), trace(&[("[]", "root@box:/# ")]));
    let mut found = Trajectories::default();
    let id = id();
    let rows = bench::rows(&scenario, &long, &id).chain(bench::rows(&scenario, &short, &id));
    rows.for_each(|row| found.add(row.expect("a row")));
    let turns: Vec<usize> = found.into_rows().map(|row| row.response.len()).collect();
    assert_eq!(turns, [1, 3], "one identifier, two walks");
}

#[test]
fn broken_rows_are_refused_with_a_reason() {
    let with = |key: &str, value: Value| {
        let mut row = foreign();
        row[key] = value;
        read_one(&row).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(with("prompt", "just one".into()).map_err(|_| ()), Err(()));
    for (key, value, reason) in [
        ("turn_idx", json!(0), "turn 0 of 2 prompts"),
        ("turn_idx", json!(3), "turn 3 of 2 prompts"),
        ("turn_idx", json!(-1), "invalid value"),
        ("turn_idx", json!(1e30), "invalid type"),
        ("response", json!([]), "only 0 were observed"),
        ("task", json!("chess"), "“chess” is none of android"),
        ("id", json!(null), "a name is a number or a text"),
        ("prompt", json!([1]), "a text or a list of texts"),
        ("prompt", json!(vec!["x"; 1001]), "more than 1000 turns"),
    ] {
        let error = with(key, value.clone()).expect_err("it is broken");
        assert!(error.contains(reason), "{key} = {value}: {error}");
    }
    for text in [
        "{",
        "[]",
        "nonsense",
        "{\"task\":\"web\"}",
        "{\"task\":\"\\ud800\"}",
        "{\"task\":\"a\u{1}b\"}",
        "\u{feff}{}",
    ] {
        let error = Rows::new(text.as_bytes()).next().expect("a line").expect_err("no row");
        assert!(matches!(error.kind, ErrorKind::Json(_)), "{text}");
    }
    let deep = format!("{{\"task\":{}", "[".repeat(100_000));
    let error = Rows::new(deep.as_bytes()).next().expect("a line").expect_err("too deep");
    assert!(error.to_string().starts_with("line 1: not a row: "), "{error}");
    let bytes = [b'{', 0xff, b'}'];
    assert!(Rows::new(&bytes[..]).next().expect("a line").is_err());
}

#[test]
fn a_bad_line_does_not_hide_the_others() {
    let good = foreign().to_string();
    let file = format!("\n{good}\nbad\n  \r\n{good}");
    let lines: Vec<Result<(), u64>> =
        Rows::new(file.as_bytes()).map(|row| row.map(|_| ()).map_err(|error| error.line)).collect();
    assert_eq!(lines, [Ok(()), Err(3), Ok(())]);
}

/// A line that has no end for long: read over, not held.
#[test]
fn an_endless_line_is_read_over() {
    let good = foreign().to_string() + "\n";
    let endless = std::io::repeat(b'a').take(8 * bench::MAX_ROW);
    let file = endless.chain("\n".as_bytes()).chain(good.as_bytes());
    let mut rows = Rows::new(BufReader::with_capacity(1 << 20, file));
    let error = rows.next().expect("a line").expect_err("too long");
    assert!(matches!(error.kind, ErrorKind::TooLong) && error.line == 1);
    assert!(rows.next().expect("a line").is_ok());
    assert!(rows.next().is_none());
}

#[test]
fn a_broken_reader_ends_the_rows() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    let mut rows = Rows::new(BufReader::new(Broken));
    assert!(matches!(rows.next(), Some(Err(error)) if matches!(error.kind, ErrorKind::Io(_))));
    assert!(rows.next().is_none());
}

#[test]
fn what_is_no_walk_says_why() {
    let import = |change: fn(&mut Row)| {
        let mut row = read_one(&foreign()).expect("a row");
        change(&mut row);
        bench::import(&row).map(|_| ())
    };
    let no_action = import(|row| row.prompt[1] = "### Turn 2".to_owned());
    assert!(matches!(no_action, Err(ImportError::NoAction(2))));
    let turn = import(|row| row.turn_idx = 9);
    assert!(matches!(
        turn,
        Err(ImportError::Row(RowError::NoSuchTurn { turn_idx: 9, prompts: 2 }))
    ));
    let kept = import(|row| _ = row.other.insert("diorama".to_owned(), json!({"scenario": 1})));
    assert!(matches!(kept, Err(ImportError::Kept(_))));
    let refused = import(|row| {
        let mut scenario = serde_json::to_value(scenario(Dialect::Mcp, "", "")).expect("JSON");
        scenario["id"] = "A B".into();
        row.other.insert("diorama".to_owned(), json!({"scenario": scenario, "source": ""}));
    });
    assert!(matches!(refused, Err(ImportError::Scenario(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever task, states and actions say: labels, fences, requests.
    #[test]
    fn any_walk_comes_back(
        task in hostile(), first in hostile(), steps in prop::collection::vec((hostile(), hostile()), 1..4),
        drawn in any::<bool>(),
    ) {
        let dialect = if drawn { Dialect::WebPlaywright } else { Dialect::Search };
        let mut scenario = scenario(dialect, &task, &first);
        if scenario.check().is_err() {
            scenario.first = String::new();
        }
        let steps: Vec<(&str, &str)> = steps.iter().map(|(a, o)| (a.as_str(), o.as_str())).collect();
        let walk = trace(&steps);
        let row = bench::row(&scenario, &walk, id(), steps.len()).expect("a row");
        let (again, trace) = bench::import(&reread(&[row]).remove(0)).expect("a walk");
        prop_assert_eq!(again, scenario);
        prop_assert_eq!(trace, walk);
    }

    #[test]
    fn any_text_is_a_row_or_an_error(text in "[ -~\\n]{0,200}") {
        for row in Rows::new(text.as_bytes()) {
            prop_assert!(row.is_err());
        }
    }
}

/// Text made of what could be mistaken for the form around it.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "\n",
        "```",
        "`",
        "json",
        "\n```\n",
        "**Action:**\n",
        "**Current State:**",
        " ",
        "{",
        "**Environment Observation:**",
        "### Turn 1\n",
        "<predicted_observation>",
        "\r\n",
        "é",
        "First think step by step.",
    ]);
    prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat())
}
