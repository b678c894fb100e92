//! What the tools say, and that tests are really run.

use super::*;
use crate::{
    Environment,
    session::{self, Session},
};
use diorama_world::{
    Control, Facts,
    facts::{Cell, Column, Kind, Table},
};
use serde_json::json;

const SOURCE: &str = "def area(w, h):\n    return w + h\n\ndef twice(x):\n    return 2 * x\n";
const TESTS: &str = "from shapes import area, twice\n\ndef test_area():\n    assert area(3, 4) == 12\n\ndef test_twice():\n    assert twice(4) == 8\n";

fn session(controls: &[&str]) -> Session<Project> {
    let mut session = session::table(&mut Seed::new(1, "project"));
    session.set(0, 0, 0.into());
    let columns = [("path", Kind::Text), ("text", Kind::Text)];
    let new = |name: &str| Table::new(name, columns.map(|(name, kind)| Column::new(name, kind)));
    let mut files = new(FILES);
    files.push([Cell::from("shapes.py"), SOURCE.into()]);
    files.push([Cell::from("tests/test_shapes.py"), TESTS.into()]);
    let controls: Vec<_> = controls.iter().map(|name| Control::read(name).unwrap()).collect();
    Session::new(Facts { tables: vec![session, files, new(BEFORE)] }, &controls)
}

fn call(session: &mut Session<Project>, tool: &str, arguments: Value) -> Vec<String> {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    session.step(&Action::Call { tool: tool.to_owned(), arguments });
    session.screen().nodes.iter().map(|node| node.name.clone()).collect()
}

#[test]
fn a_mistake_is_found_and_mended() {
    let mut session = session(&[]);
    assert_eq!(
        call(&mut session, "run_tests", json!({})),
        [
            "tests/test_shapes.py::test_area FAILED",
            "E   tests/test_shapes.py:4: assert 7 == 12",
            "tests/test_shapes.py::test_twice PASSED",
            "1 failed, 1 passed",
        ]
    );
    assert_eq!(
        call(&mut session, "view_file", json!({"path": "shapes.py", "start": 1, "end": 2})),
        ["[File: shapes.py (5 lines)]", "   1  def area(w, h):", "   2      return w + h"]
    );
    let edit = json!({"path": "shapes.py", "old": "w + h", "new": "w * h"});
    assert_eq!(
        call(&mut session, "edit_file", edit),
        ["[Edited: shapes.py]", "   1  def area(w, h):", "   2      return w * h", "   3"]
    );
    assert_eq!(
        call(&mut session, "diff", json!({})),
        [
            "--- a/shapes.py",
            "+++ b/shapes.py",
            "@@ -1,4 +1,4 @@",
            " def area(w, h):",
            "-    return w + h",
            "+    return w * h",
            " ",
            " def twice(x):",
        ]
    );
    assert_eq!(call(&mut session, "run_tests", json!({}))[2], "2 passed");
}

#[test]
fn calls_are_checked() {
    for (tool, arguments, says) in [
        ("list_files", json!({}), &["shapes.py", "tests/test_shapes.py"][..]),
        ("view_file", json!({}), &["Error: missing required field \"path\""]),
        ("view_file", json!({"path": "x.py"}), &["Error: no such file: x.py"]),
        (
            "view_file",
            json!({"path": "shapes.py", "start": 9}),
            &["Error: lines 9-5 are out of range: shapes.py has 5"],
        ),
        (
            "view_file",
            json!({"path": "shapes.py", "start": "1"}),
            &["Error: \"start\" must be a positive integer"],
        ),
        (
            "grep",
            json!({"pattern": "def t"}),
            &[
                "shapes.py:4:def twice(x):",
                "tests/test_shapes.py:3:def test_area():",
                "tests/test_shapes.py:6:def test_twice():",
            ],
        ),
        ("grep", json!({"pattern": "zz"}), &["No matches found."]),
        ("grep", json!({"pattern": "[z"}), &["Error: invalid pattern: [z"]),
        (
            "edit_file",
            json!({"path": "shapes.py", "old": "return", "new": "x"}),
            &["Error: the text to replace stands 2 times in shapes.py"],
        ),
        (
            "edit_file",
            json!({"path": "shapes.py", "old": "zz", "new": "x"}),
            &["Error: the text to replace was not found in shapes.py"],
        ),
        (
            "create_file",
            json!({"path": "shapes.py", "text": ""}),
            &["Error: file exists: shapes.py"],
        ),
        ("create_file", json!({"path": "a.py", "text": "x"}), &["Created a.py"]),
        ("create_file", json!({"path": "/a", "text": "x"}), &["Error: not a path: /a"]),
        (
            "replace_line",
            json!({"path": "shapes.py", "line": 9, "text": ""}),
            &["Error: line 9 is out of range: shapes.py has 5"],
        ),
        ("diff", json!({}), &["No changes."]),
        ("run_tests", json!({"path": "shapes.py"}), &["no tests ran"]),
        ("fly", json!({}), &["Error: unknown tool \"fly\""]),
    ] {
        assert_eq!(call(&mut session(&[]), tool, arguments.clone()), says, "{tool} {arguments}");
    }
}

/// What a test says when the source is another.
#[test]
fn programs_are_really_run() {
    for (source, says) in [
        ("def f(x):\n    return x * 3\n", "ok"),
        ("def f(x):\n    return x\n", "E   tests/test_m.py:3: assert 2 == 6"),
        ("def f(x):\n    return y\n", "E   tests/test_m.py:3: NameError: name 'y' is not defined"),
        (
            "def f(x):\n    return x // 0\n",
            "E   tests/test_m.py:3: ZeroDivisionError: division by zero",
        ),
        (
            "def f(x):\n    return f(x)\n",
            "E   tests/test_m.py:3: RecursionError: maximum recursion depth exceeded",
        ),
        (
            "def f(x):\n    while 1:\n        pass\n",
            "E   tests/test_m.py:3: TimeoutError: the test took too long",
        ),
        (
            "def f(x, y):\n    return x\n",
            "E   tests/test_m.py:3: TypeError: f() takes 2 arguments but got 1",
        ),
        (
            "def f(x)\n    return x\n",
            "E   tests/test_m.py:1: SyntaxError: expected ':' (m.py, line 1)",
        ),
        (
            "def f(x):\nreturn x\n",
            "E   tests/test_m.py:1: SyntaxError: expected an indented block after function definition (m.py, line 1)",
        ),
        (
            "def f(x):\n    return (x\n",
            "E   tests/test_m.py:1: SyntaxError: '(' was never closed (m.py, line 2)",
        ),
        (
            "def g(x):\n    return x\n",
            "E   tests/test_m.py:1: ImportError: cannot import name 'f' from 'm'",
        ),
        (
            "def f(x):\n    s = 0\n    for i in range(1, x + 2):\n        s = s + i\n    return s\n",
            "ok",
        ),
        (
            "def f(x):\n    if x == 2 and not x > 3:\n        return 6\n    else:\n        return -1\n",
            "ok",
        ),
        ("def f(x):\n    return max(x, -7 // 2, 6 % -4) + 4\n", "ok"),
        ("def f(x):\n    return 2 + x * 2\n", "ok"),
    ] {
        let mut session = session(&[]);
        call(&mut session, "create_file", json!({"path": "m.py", "text": source}));
        let test = "from m import f\ndef test_f():\n    assert f(2) == 6\n";
        call(&mut session, "create_file", json!({"path": "tests/test_m.py", "text": test}));
        let said = call(&mut session, "run_tests", json!({"path": "tests/test_m.py"}));
        let expected = if says == "ok" { "1 passed" } else { says };
        assert_eq!(said[1], expected, "{source}");
    }
}

#[test]
fn deep_and_long_sources_are_refused_in_time() {
    let nested = format!("def f(x):\n    return {}x\n", "(".repeat(60));
    let chain = format!("def f(x):\n    return x{}\n", "+x".repeat(100));
    let blocks: String = (1..30).flat_map(|i| [" ".repeat(i), "if x:\n".to_owned()]).collect();
    for text in [nested, chain, format!("def f(x):\n{blocks}"), "-".repeat(4000)] {
        assert!(language::parse(&text).is_err());
    }
}

#[test]
fn every_world_has_its_mistake_or_none() {
    let (mut failing, mut fine) = (0, 0);
    for seed in 0..100 {
        let mut session = Session::<Project>::new(facts(seed), &[]);
        let says = call(&mut session, "run_tests", json!({}));
        let end = says.last().unwrap();
        if end.contains("failed") {
            assert!(end.starts_with("1 failed"), "seed {seed}: {says:?}");
            failing += 1;
        } else {
            assert!(end.ends_with("passed"), "seed {seed}: {says:?}");
            fine += 1;
        }
    }
    assert!(failing > 60 && fine > 3, "{failing} failing, {fine} fine");
}

#[test]
fn controls_have_effects() {
    let edit = ("edit_file", json!({"path": "shapes.py", "old": "w + h", "new": "w * h"}));
    let run = ("run_tests", json!({}));
    let view = ("view_file", json!({"path": "shapes.py"}));
    for (control, (tool, arguments), first) in [
        ("disk-full", &edit, "Error: ENOSPC: No space left on device"),
        ("read-only", &edit, "Error: EROFS: Read-only file system"),
        ("offline", &run, "Error: 503 Network is unreachable"),
        ("flaky-api:every=1", &run, "Error: 500 Internal server error"),
        ("session-expired:after=1", &run, "Error: 401 Unauthorized: call sign_in to sign in again"),
        ("slow-network:steps=3", &run, "Loading..."),
        ("unexpected-dialog:every=1", &view, "What is new: A new version was installed."),
    ] {
        let mut session = session(&[control]);
        assert_eq!(call(&mut session, tool, arguments.clone())[0], first, "{control}");
    }
    let mut paged = session(&["forced-pagination:rows=2"]);
    let says = call(&mut paged, view.0, view.1);
    assert_eq!(says.last().unwrap(), "(3 more lines: start=3)");
    let mut partial = session(&["partial-save:cells=2"]);
    call(&mut partial, edit.0, edit.1);
    assert_eq!(call(&mut partial, "view_file", json!({"path": "shapes.py"})).len(), 3);
}
