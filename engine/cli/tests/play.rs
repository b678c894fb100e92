//! `diorama play`, run as a person would, with agents that behave and agents that do not.

use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

/// A file of the repository.
fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    path.to_str().expect("a path of text").to_owned()
}

/// A new file with a text.
fn written(name: &str, text: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, text).expect("written");
    path.to_str().expect("a path of text").to_owned()
}

fn play(arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_diorama")).arg("play").args(arguments).output();
    run.expect("the command runs")
}

/// What a walk printed; it has to succeed.
fn said(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = play(arguments);
    assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("text")
}

/// The object that a walk printed.
fn told(arguments: &[&str]) -> Value {
    serde_json::from_str(&said(&[arguments, &["--json"]].concat())).expect("JSON")
}

/// What a command complained of; it has to fail.
fn complained(arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = play(arguments);
    assert!(!status.success(), "{arguments:?} succeeded");
    String::from_utf8(stderr).expect("text")
}

/// Walks with a Python program as the agent; `lines` is the loop over what it is told.
fn with_program(name: &str, program: &str, more: &[&str]) -> Output {
    let program = format!("import json, sys, time\n{program}\n");
    let path = written(&format!("play-{name}.py"), &program);
    let command = format!("python3 '{path}'");
    let world = ["--world", "phone", "--steps", "5", "--agent", "exec", &command];
    play(&[&world[..], more].concat())
}

#[test]
fn a_random_walk_is_a_function_of_its_seed() {
    let walk = |seed: &str| {
        said(&["--world", "os-4", "--agent", "random", "--steps", "12", "--seed", seed])
    };
    assert_eq!(walk("1"), walk("1"));
    assert_ne!(walk("1"), walk("2"));
    assert_eq!(walk("1").matches("\n--- ").count(), 12);
}

/// The trace of a script is the walk that led to where it ended: forks leave what they turned from.
#[test]
fn a_script_walks_and_forks() {
    let click = |index| format!(r#"{{"action_type":"click","index":{index}}}"#);
    let lines = [
        click(1),
        click(2),
        r#"{"fork":1}"#.to_owned(),
        r#"{"action_type":"navigate_back"}"#.to_owned(),
    ];
    let script = written("play-forks.txt", &(lines.join("\n") + "\n"));
    let trace = written("play-forks.trace.json", "");
    let agent = ["--world", "phone", "--agent", "script", &script];
    let shown = said(&[&agent[..], &["--trace", &trace]].concat());
    assert!(shown.contains("=== from place 1\n--- {\"action_type\":\"navigate_back\"}"), "{shown}");
    assert!(shown.ends_with("=== 3 steps\n"), "{shown}");
    let text = fs::read_to_string(&trace).expect("a trace");
    let walked: Value = serde_json::from_str(&text).expect("JSON");
    let actions: Vec<&str> = walked["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .filter_map(|it| it["action"].as_str())
        .collect();
    assert_eq!(actions, [&lines[0], &lines[3]]);

    // The trace can be checked, and walked again as a script.
    let check = ["trace", "check", &trace, "--scenario", &file("web/scenarios/phone.json")];
    let check = Command::new(env!("CARGO_BIN_EXE_diorama")).args(check).output().expect("it runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    let again = told(&["--world", "phone", "--agent", "script", &trace]);
    assert_eq!(again["trace"]["steps"], walked["steps"]);
    assert_eq!(again["score"], Value::Null);
}

#[test]
fn a_script_that_cannot_be_followed_is_an_error() {
    let script = written("play-wrong.txt", "{\"action_type\":\"click\",\"index\":77}\n");
    let agent = ["--world", "phone", "--agent", "script", &script];
    assert!(complained(&agent).contains("after 0 steps: there is no node 77 on this screen"));
    let missing = ["--world", "phone", "--agent", "script", "nowhere.txt"];
    assert!(complained(&missing).contains("nowhere.txt"));
    let fork = written("play-fork.txt", "{\"fork\":3}\n");
    let agent = ["--world", "phone", "--agent", "script", &fork];
    assert!(complained(&agent).contains("there is no place 3 yet"));
}

#[test]
fn what_cannot_be_played_is_refused() {
    assert!(
        complained(&["--world", "moon", "--agent", "random"]).contains("there is no world “moon”")
    );
    let written_world = ["--world", "alarms", "--agent", "random"];
    assert!(complained(&written_world).contains("say which --model is to predict it"));
    assert!(complained(&["--world", "phone", "--agent", "fly"]).contains("no agent “fly”"));
    let none = ["--world", "phone", "--agent", "exec", "no-such-program-here"];
    assert!(complained(&none).contains("cannot start “no-such-program-here”"));
}

/// The example of the documentation: it forks, and sees more screens than it could in a row.
#[test]
fn the_example_explores() {
    let command = format!("python3 '{}'", file("docs/agents/explore.py"));
    let agent = ["--world", "phone", "--steps", "60", "--agent", "exec", &command];
    let Output { status, stdout, stderr } = play(&agent);
    let (shown, notes) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{notes}");
    assert_eq!(shown.matches("\n--- ").count(), 60, "{shown}");
    assert!(
        shown.contains("=== from place 0\n") && shown.contains("=== from place 1\n"),
        "{shown}"
    );
    let screens: usize =
        notes.split_whitespace().next().and_then(|it| it.parse().ok()).expect("a count");
    assert!(screens > 15 && !notes.contains("refused"), "{notes}");
}

/// What was refused can be mended; the score is told when it is asked for.
#[test]
fn a_program_is_told_what_is_wrong() {
    let program = r#"
say = ["nonsense", '{"action":"no such thing"}', '{"action":{"action_type":"click","index":99}}',
       '{"fork":9}', "x" * (3 << 20), '{"reset":true}', '{"score":true}',
       '{"action":{"action_type":"wait"}}']
told = []
for line in sys.stdin:
    told.append(json.loads(line))
    if told[-1]["done"]:
        break
    print(say[min(len(told) - 1, len(say) - 1)], flush=True)
errors = [it.get("error", "")[:30] for it in told]
print(json.dumps({"errors": errors, "scored": ["score" in it for it in told], "last": told[-1]}), file=sys.stderr)
"#;
    let Output { status, stderr, .. } = with_program("mends", program, &[]);
    let notes = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{notes}");
    let notes: Value = serde_json::from_str(&notes).expect("JSON");
    let errors = notes["errors"].as_array().expect("errors");
    let begins = [
        "",
        "not understood",
        "",
        "there is no node 99",
        "there is no place 9",
        "a line of more than",
        "",
        "",
    ];
    for (error, begins) in errors.iter().zip(begins) {
        let error = error.as_str().expect("text");
        assert!(error.starts_with(begins) && error.is_empty() == begins.is_empty(), "{errors:?}");
    }
    assert_eq!(
        notes["scored"].as_array().expect("a list").iter().filter(|it| **it == true).count(),
        1
    );
    let last = &notes["last"];
    assert_eq!(
        (&last["done"], &last["steps_left"], &last["diorama"]),
        (&true.into(), &0.into(), &1.into())
    );
    assert!(last["task"].as_str().is_some_and(|task| !task.is_empty()));
}

/// The walk up to where a program failed is kept.
#[test]
fn a_program_that_dies_is_an_error() {
    let program = r#"
for line in sys.stdin:
    if json.loads(line)["place"] == 2:
        sys.exit(3)
    print(json.dumps({"action": {"action_type": "wait"}}), flush=True)
"#;
    let trace = written("play-dies.trace.json", "");
    let Output { status, stderr, .. } = with_program("dies", program, &["--trace", &trace]);
    let notes = String::from_utf8_lossy(&stderr);
    assert!(
        !status.success() && notes.contains("the agent “python3” ended with exit status: 3"),
        "{notes}"
    );
    let trace: Value =
        serde_json::from_str(&fs::read_to_string(trace).expect("a trace")).expect("JSON");
    assert_eq!(trace["steps"].as_array().map(Vec::len), Some(2));
}

/// One that has enough is none.
#[test]
fn a_program_may_leave() {
    let Output { status, stdout, .. } = with_program("leaves", "sys.stdin.readline()", &[]);
    assert!(status.success() && String::from_utf8_lossy(&stdout).ends_with("=== 0 steps\n"));
}

#[test]
fn a_program_that_talks_nonsense_is_given_up() {
    let program = "for line in sys.stdin:\n    print('nonsense', flush=True)";
    let Output { status, stderr, .. } = with_program("babbles", program, &[]);
    let notes = String::from_utf8_lossy(&stderr);
    assert!(!status.success() && notes.contains("after 0 steps: not understood"), "{notes}");
    let program = "for line in sys.stdin:\n    print('{\"score\":true}', flush=True)";
    let Output { status, stderr, .. } = with_program("asks", program, &[]);
    let notes = String::from_utf8_lossy(&stderr);
    assert!(!status.success() && notes.contains("said 100 things and did none"), "{notes}");
}

/// Programs that keep still, do not read, go on without output, or do not go: none holds up the
/// command.
#[test]
fn nothing_hangs() {
    let quiet = [
        ("silent", "time.sleep(60)", "said nothing within 1 s"),
        ("mute", "import os\nos.close(1)\ntime.sleep(60)", "closed its output and went on running"),
        (
            "endless",
            "while True:\n    sys.stdout.write('x' * 65536)\n    sys.stdout.flush()",
            "said nothing within 1 s",
        ),
        (
            "deaf",
            "while True:\n    print('{\"reset\":true}', flush=True)",
            "does not read its input within 1 s",
        ),
    ];
    for (name, program, why) in quiet {
        let start = Instant::now();
        let Output { status, stderr, .. } = with_program(name, program, &["--timeout", "1"]);
        let notes = String::from_utf8_lossy(&stderr);
        assert!(!status.success() && notes.contains(why), "{name}: {notes}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name}");
    }
    // Told the end, one that stays is not waited for long; the walk is what it was.
    let stays = "print('{\"action\":{\"action_type\":\"status\",\"goal_status\":\"complete\"}}', flush=True)\ntime.sleep(60)";
    let start = Instant::now();
    let Output { status, stdout, .. } = with_program("stays", stays, &[]);
    assert!(status.success() && String::from_utf8_lossy(&stdout).ends_with("=== 1 steps\n"));
    assert!(start.elapsed() < Duration::from_secs(20));
}

/// The default model, scored against the reference environment.
#[test]
fn the_default_model_is_scored() {
    let model = file("web/models/diorama-default.gguf");
    let walk = ["--world", "android-2", "--model", &model, "--agent", "random", "--steps", "6"];
    let walked = told(&walk);
    let score = &walked["score"];
    assert_eq!(
        (&score["steps"], walked["trace"]["steps"].as_array().map(Vec::len)),
        (&6.into(), Some(6))
    );
    for share in ["exact", "unchanged", "changed_f1", "world"] {
        let share = score[share].as_f64().expect("a share");
        assert!((0.0..=1.0).contains(&share), "{score}");
    }
    assert_eq!(told(&walk), walked, "it is the same each time");
    let shown = said(&walk);
    assert!(shown.contains(" % sure)") && shown.contains("right observations "), "{shown}");
}

/// Any language model can be asked for whole observations.
#[test]
fn a_model_that_writes_whole_observations_can_be_played() {
    let model = file("engine/model/tests/golden/llama.gguf");
    let walk = ["--world", "terminal-1", "--model", &model, "--agent", "random", "--steps", "2"];
    let walked = told(&[&walk[..], &["--max-tokens", "12", "--context", "8000"]].concat());
    assert_eq!((&walked["score"]["steps"], &walked["score"]["world"]), (&2.into(), &Value::Null));
}
