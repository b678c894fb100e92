//! Text that somebody pasted: what it is taken for, and what of it could not be read.

use diorama_world::{
    Dialect, Domain, Link, Scenario, Trace,
    bench::{self, Id},
    import::{self, Import, ImportError, Imported, MAX_IMPORT, MAX_UNREAD, MAX_WORLDS, import},
};
use proptest::prelude::*;
use serde_json::json;
use std::{fs, path::PathBuf};

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn file(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn worlds(text: &str) -> Vec<Imported> {
    match import(text) {
        Ok(Import::Worlds(worlds)) => worlds,
        other => panic!("{other:?}"),
    }
}

fn refused(text: &str) -> String {
    match import(text) {
        Err(error) => error.to_string(),
        Ok(read) => panic!("{read:?}"),
    }
}

fn contacts() -> (Scenario, Trace) {
    let scenario = file("../../web/scenarios/contacts-disk-full.json");
    let trace = file("../../web/scenarios/contacts-disk-full.trace.json");
    (
        Scenario::from_json(&scenario).expect("a scenario"),
        Trace::from_json(&trace).expect("a trace"),
    )
}

#[test]
fn a_scenario_is_read_and_one_that_is_not_in_order_refused() {
    let text = file("../../web/scenarios/phone.json");
    let [world] = &worlds(&text)[..] else { panic!("one world") };
    assert_eq!(world.scenario, Scenario::from_json(&text).expect("a scenario"));
    assert_eq!((world.kind.as_str(), &world.trace), ("a scenario", &None));
    let wrong = text.replacen("android-json", "web-axtree", 1);
    assert!(refused(&wrong).starts_with("This looks like a scenario, but: "));
    let wrong = text.replacen("\"id\":\"phone\"", "\"id\":\"A phone\"", 1);
    assert!(refused(&wrong).contains("is no identifier"));
}

#[test]
fn a_walk_is_read_with_its_world_or_names_it() {
    let (scenario, trace) = contacts();
    let text = serde_json::to_string(&trace).expect("JSON");
    assert_eq!(import(&text).expect("a trace"), Import::Trace(trace.clone()));
    let read = import::walk(scenario.clone(), None, trace.clone()).expect("they fit");
    assert_eq!(read.trace.as_ref(), Some(&trace));
    let pair = json!({"scenario": scenario, "trace": trace}).to_string();
    assert_eq!(worlds(&pair), [read]);
    // Of another world.
    let other = Scenario { id: "other".into(), ..scenario };
    let error = import::walk(other, None, trace).expect_err("another world");
    assert!(error.to_string().contains("belongs to the scenario “contacts-disk-full”"), "{error}");
    assert!(
        refused(r#"{"scenario": "x", "steps": 3}"#).starts_with("This looks like a recorded walk")
    );
}

#[test]
fn rows_of_the_bench_are_walks() {
    let (scenario, trace) = contacts();
    let id = Id::Text("contacts".into());
    let rows = bench::rows(&scenario, &trace, &id).map(|row| row.expect("a row"));
    let rows: Vec<bench::Row> = rows.collect();
    let lines: Vec<String> =
        rows.iter().map(|row| serde_json::to_string(row).expect("JSON")).collect();
    // Our own say all of the world; of all rows of one walk the longest counts.
    let [world] = &worlds(&lines.join("\n"))[..] else { panic!("one world") };
    assert_eq!(
        (&world.scenario, world.trace.as_ref().map(|it| &it.steps)),
        (&scenario, Some(&trace.steps))
    );
    assert_eq!(world.kind, format!("a walk of {} steps", trace.steps.len()));
    let array = format!("[{}]", lines.join(","));
    assert_eq!(&worlds(&array)[0], world);
    // A stranger's row: its first state and its task.
    let mut foreign = rows[0].clone();
    foreign.other.clear();
    let [world] = &worlds(&serde_json::to_string(&foreign).expect("JSON"))[..] else {
        panic!("one")
    };
    assert_eq!(
        (world.scenario.domain, world.scenario.task.as_str()),
        (Domain::Android, scenario.task.as_str())
    );
    assert_eq!((world.scenario.first.as_str(), world.unread.len()), (scenario.first.as_str(), 0));
    // What cannot be read is listed, and what was read is the start.
    foreign.prompt[0] = foreign.prompt[0].replacen("[ 0] | ", "[ 0] ~ ", 1);
    let [world] = &worlds(&serde_json::to_string(&foreign).expect("JSON"))[..] else {
        panic!("one")
    };
    assert!(world.unread[0].starts_with("At the start, line 1, column"), "{:?}", world.unread);
    assert!(world.keyframe.is_some());
    foreign.turn_idx = 7;
    assert!(
        refused(&serde_json::to_string(&foreign).expect("JSON"))
            .contains("row of AgentWorldBench, but")
    );
}

#[test]
fn there_are_not_more_worlds_than_anyone_chooses_from() {
    let (scenario, trace) = contacts();
    let row = |number: u64| {
        let mut row = bench::row(&scenario, &trace, Id::Number(number.into()), 1).expect("a row");
        row.other.clear();
        serde_json::to_string(&row).expect("JSON")
    };
    let lines: Vec<String> = (0..MAX_WORLDS as u64 + 5).map(row).collect();
    assert_eq!(worlds(&lines.join("\n")).len(), MAX_WORLDS);
}

#[test]
fn a_keyframe_is_a_world() {
    let text = file("../../web/keyframes/phone.txt");
    let [world] = &worlds(&text)[..] else { panic!("one world") };
    let phone = Scenario::from_json(&file("../../web/scenarios/phone.json")).expect("a scenario");
    assert_eq!((&world.scenario.facts, &world.scenario.first), (&phone.facts, &phone.first));
    assert!(world.keyframe.is_some(), "a flat list has no tree");
    assert!(
        refused("world android\n7 button").starts_with("This looks like a keyframe, but: line 2")
    );
}

#[test]
fn a_link_is_for_whoever_opens_links() {
    let link = file("tests/links/1/phone.txt");
    assert_eq!(import(&link).expect("a link"), Import::Link);
    let address = format!("https://worlds.example/#{}", link.trim());
    assert_eq!(import(&address).expect("a link"), Import::Link);
    // Cut short or damaged it still is one.
    assert_eq!(import(&link[..40]).expect("a link"), Import::Link);
    assert_eq!(import("https://example.org/#1").expect("an address"), Import::Link);
    assert!(Link::decode(&link[..40], &|_| None).is_err());
}

#[test]
fn every_sample_is_read_in_its_dialect() {
    for dialect in Dialect::ALL {
        let folder = root("tests/dialects").join(dialect.name());
        for entry in fs::read_dir(folder).expect("samples") {
            let path = entry.expect("a file").path();
            let text = fs::read_to_string(&path).expect("text").replace("\r\n", "\n");
            let reading = dialect.read(&text, false);
            if reading.screen.nodes.is_empty() || !reading.problems.is_empty() {
                continue;
            }
            let worlds = worlds(&text);
            let own = worlds.iter().find(|world| world.scenario.dialect == dialect);
            let own = own.unwrap_or_else(|| {
                let kinds: Vec<&str> = worlds.iter().map(|it| it.kind.as_str()).collect();
                panic!("{} is only {kinds:?}", path.display())
            });
            assert!(own.unread.is_empty());
            assert_eq!(
                own.scenario.first_screen().expect("a screen").nodes.len(),
                reading.screen.nodes.len()
            );
            if dialect.domain().is_drawn() {
                assert!(worlds.len() <= 2, "{} fits too much", path.display());
            }
        }
    }
}

#[test]
fn what_a_dialect_does_not_read_is_left_out_and_listed() {
    let text = "- heading \"Sign in\" [level=1] [ref=e1]\n  nobody knows\n- textbox \"Name\" [ref=e2]\n\
                - button \"Go\" [ref=e3]";
    let worlds = worlds(text);
    let world = worlds.iter().find(|it| it.scenario.dialect == Dialect::WebPlaywright);
    let world = world.expect("a page");
    assert_eq!(world.unread.len(), 1, "{:?}", world.unread);
    assert!(world.unread[0].starts_with("line 2"), "{:?}", world.unread);
    let screen = world.scenario.first_screen().expect("all of it can be read");
    assert_eq!(screen.nodes.len(), 3);
    assert_eq!(screen.nodes[2].reference.as_deref(), Some("e3"));
}

#[test]
fn what_chats_put_around_a_text_is_taken_off() {
    let text = "- button \"One\" [ref=e1]\n- link \"Two\" [ref=e2]";
    let bare = worlds(text);
    for dressed in [
        format!("```\n{text}\n```"),
        format!("\n```yaml\n{text}\n```\n"),
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
    ] {
        assert_eq!(worlds(&dressed)[0].scenario, bare[0].scenario, "{dressed}");
    }
}

#[test]
fn any_other_text_may_be_shown_by_a_domain_of_text() {
    let domains = |text: &str| -> Vec<Domain> {
        worlds(text).iter().map(|world| world.scenario.domain).collect()
    };
    let text = [Domain::Mcp, Domain::Search, Domain::Terminal, Domain::Swe];
    assert_eq!(domains("root@host:/app# pwd\n/app"), text);
    assert_eq!(domains(r#"{"orders": [{"id": 7}]}"#), text);
}

#[test]
fn nothing_and_too_much_are_refused() {
    assert!(matches!(import(" \n\t"), Err(ImportError::Empty)));
    assert!(matches!(import("```\n\n```"), Err(ImportError::Empty)));
    assert!(matches!(import(&"x".repeat(MAX_IMPORT + 1)), Err(ImportError::TooLong)));
    // As long as may be, and hostile.
    for hostile in [
        "[".repeat(MAX_IMPORT),
        "{\"prompt\":".repeat(100_000),
        "- ".repeat(MAX_IMPORT / 2),
        "\n".repeat(MAX_IMPORT - 1) + "x",
        "world android\n".repeat(100_000),
        "<script>alert(1)</script>\u{202e}\n".repeat(1000),
    ] {
        if let Ok(Import::Worlds(worlds)) = import(&hostile) {
            for world in worlds {
                world.scenario.check().expect("a scenario in order");
                assert!(world.unread.len() <= MAX_UNREAD);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "[\\PC\n\t]*") {
        if let Ok(Import::Worlds(worlds)) = import(&text) {
            prop_assert!(!worlds.is_empty());
            for world in worlds {
                prop_assert!(world.scenario.check().is_ok() || world.keyframe.is_some());
            }
        }
    }
}
