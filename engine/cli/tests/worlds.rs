//! The commands about worlds, run as a person would.

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn diorama(arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_diorama")).args(arguments).output();
    run.expect("the command runs")
}

/// What a command printed; it has to succeed.
fn said(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = diorama(arguments);
    assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("text")
}

/// What a command complained of; it has to fail.
fn complained(arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = diorama(arguments);
    assert!(!status.success(), "{arguments:?} succeeded");
    String::from_utf8(stderr).expect("text")
}

/// A folder of its own for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

#[test]
fn a_walk_is_the_same_each_time() {
    let walk = ["truth", "walk", "--domain", "android", "--seed", "5", "--steps", "120"];
    let first = said(&walk);
    assert_eq!(first, said(&walk));
    assert!(first.contains("=== world 5\n") && first.contains("=== world 6\n"));
    assert_eq!(first.matches("\n--- ").count(), 120);
}

#[test]
fn a_control_has_to_be_known_and_to_matter() {
    let walk =
        |control| complained(&["truth", "walk", "--domain", "android", "--control", control]);
    assert!(walk("rain").contains("there is no control “rain”"));
    assert!(walk("flaky-api:every=99").contains("is 1 to 9, not 99"));
    let search = ["truth", "walk", "--domain", "search", "--control", "disk-full"];
    assert!(complained(&search).contains("“disk-full” changes nothing in search"));
}

/// A walk told in another dialect is the same walk: the conversion of its screens.
#[test]
fn observations_are_checked_and_converted() {
    let folder = folder("dialect");
    let walk = said(&["truth", "walk", "--domain", "android", "--json", "--seed", "3"]);
    let walk: Value = serde_json::from_str(&walk).expect("JSON");
    let lines = walk["scenario"]["first"].as_array().expect("lines");
    let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
    let file = folder.join("first.txt");
    fs::write(&file, lines.join("\n")).expect("written");
    let checked = said(&["dialect", "check", "--dialect", "android-json", text(&file)]);
    assert_eq!(checked, "1 files read and printed back\n");
    let from =
        ["dialect", "convert", "--from", "android-json", "--to", "android-phone", text(&file)];
    let other = folder.join("other.txt");
    fs::write(&other, said(&from)).expect("written");
    said(&["dialect", "check", "--dialect", "android-phone", text(&other)]);
    let wrong =
        complained(&["dialect", "check", "--dialect", "android-json", text(&other), text(&file)]);
    assert!(wrong.contains("other.txt: line 1, column 1: "), "{wrong}");
    assert!(wrong.contains("1 of 2 files are not android-json"), "{wrong}");
}

/// A walk goes out as bench rows and comes back as it was.
#[test]
fn walks_go_to_bench_rows_and_back() {
    let folder = folder("trace");
    let walk = said(&["truth", "walk", "--domain", "android", "--json", "--control", "disk-full"]);
    let walk: Value = serde_json::from_str(&walk).expect("JSON");
    let (scenario, trace) = (folder.join("s.json"), folder.join("t.json"));
    fs::write(&scenario, walk["scenario"].to_string()).expect("written");
    fs::write(&trace, walk["trace"].to_string()).expect("written");
    let rows = folder.join("android_test.jsonl");
    said(&["trace", "check", text(&trace), "--scenario", text(&scenario)]);
    said(&["trace", "export", text(&trace), "--scenario", text(&scenario), "--out", text(&rows)]);
    assert_eq!(said(&["trace", "check", "--rows", text(&rows)]), "10 rows, all in order\n");
    let back = folder.join("back");
    said(&["trace", "import", text(&rows), "--out", text(&back)]);
    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(back.join(name)).expect(name)).expect("JSON")
    };
    let name = format!("0001-{}", walk["scenario"]["id"].as_str().expect("an id"));
    assert_eq!(read(&format!("{name}.json")), walk["scenario"]);
    assert_eq!(read(&format!("{name}.trace.json"))["steps"], walk["trace"]["steps"]);
}

/// Counts of a domain's steps: predictor and copy, exact and all.
fn exact(domain: &str, predictor: &str) -> [u64; 4] {
    let file = folder(&format!("eval-{domain}-{predictor}")).join("report.json");
    let out = text(&file);
    let walks = ["--seeds", "1..4", "--closed-loop", "--threads", "2", "--json", out];
    let eval = ["eval", "--predictor", predictor, "--domains", domain];
    let table = said(&[&eval[..], &walks].concat());
    assert!(table.contains("world at"), "{table}");
    let report = fs::read_to_string(&file).expect("a report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let groups = report["metrics"]["one_step"].as_array().expect("groups");
    let found = groups.iter().find(|group| group[0] == domain && group[1] == "all");
    let group = &found.unwrap_or_else(|| panic!("no group of {domain} in {report}"))[2];
    let count = |who: &str, what: &str| group[who]["exact"][what].as_u64().expect("a count");
    [
        count("predictor", "right"),
        count("predictor", "of"),
        count("copy", "right"),
        count("copy", "of"),
    ]
}

/// The reference environment is always right, copying is not, and is measured the same beside it.
#[test]
fn truth_is_right_and_copying_is_not() {
    for domain in ["android", "web", "os", "mcp", "search", "terminal", "swe"] {
        let [right, all, copied, _] = exact(domain, "truth");
        assert_eq!((right, all), (60, 60), "{domain}");
        assert!(copied < 60, "{domain}");
        let [right, _, beside, _] = exact(domain, "copy");
        assert_eq!((right, beside), (copied, copied), "{domain}");
    }
}

/// A data set is the same each time; its sequences begin with a keyframe and are learnt from in
/// deltas, and its rows can be read as the bench's.
#[test]
fn a_data_set_can_be_written_again() {
    let write = |name: &str| {
        let folder = folder(name);
        let out = text(&folder);
        said(&[
            "truth",
            "dataset",
            "--domains",
            "web,terminal",
            "--count",
            "3",
            "--steps",
            "40",
            "--bench",
            "--out",
            out,
        ]);
        let read = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
        let rows = folder.join("web_test.jsonl");
        assert_eq!(said(&["trace", "check", "--rows", text(&rows)]), "3 rows, all in order\n");
        [read("web-00000.jsonl"), read("terminal-00000.jsonl"), read("web_test.jsonl")]
    };
    let written = write("dataset");
    assert_eq!(written, write("dataset-again"));
    for line in written[..2].iter().flat_map(|file| file.lines()) {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let segments = line["segments"].as_array().expect("segments");
        assert_eq!(segments[0]["mark"], "<|world|>");
        let learnt = segments.iter().filter(|segment| segment["loss"] == true);
        let steps = line["steps"].as_u64().expect("a count") as usize;
        assert_eq!(learnt.count(), 2 * steps, "a delta and its end a step");
    }
}

/// A recording as a link, and what is in that link.
#[test]
fn links_are_made_and_looked_into() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scenarios");
    let (scenario, trace) = (web.join("alarms.json"), web.join("alarms.trace.json"));
    let make =
        ["link", "make", "--scenario", text(&scenario), "--trace", text(&trace), "--model", "m"];
    let whole = said(&make);
    assert!(whole.starts_with('1') && whole.ends_with('\n') && whole.trim().len() < 4000);
    let read: Value = serde_json::from_str(&said(&["link", "read", whole.trim()])).expect("JSON");
    let walked: Value =
        serde_json::from_str(&fs::read_to_string(&trace).expect("a trace")).expect("JSON");
    let steps = walked["steps"].as_array().expect("steps");
    assert_eq!(read["x"].as_array().expect("steps").len(), steps.len());
    assert_eq!(read["x"][0]["a"], steps[0]["action"]);
    assert_eq!((&read["s"]["id"], &read["m"]), (&Value::from("alarms"), &Value::from("m")));

    // A built-in world is only named; the link may lie in a file, as part of an address.
    let named = said(&[&make[..], &["--built-in"]].concat());
    assert!(named.len() < whole.len());
    let file = folder("link").join("link.txt");
    fs::write(&file, format!("https://worlds.example/#{named}")).expect("written");
    let read: Value = serde_json::from_str(&said(&["link", "read", text(&file)])).expect("JSON");
    assert_eq!(read["w"][0], "alarms");
    assert!(complained(&["link", "read", "hello"]).contains("This is not a Diorama link."));
    assert!(
        complained(&["link", "read", &named[..50]]).contains("The end of this link is missing")
    );
}
