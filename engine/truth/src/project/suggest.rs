//! What could be done to a project: mostly sensible, at times wrong.

use super::{PATH, TEXT, files};
use crate::{Seed, World, words};
use diorama_world::{Action, facts::Row};
use serde_json::{Map, Value};

fn call(tool: &str, arguments: impl IntoIterator<Item = (&'static str, Value)>) -> Action {
    let arguments: Map<String, Value> =
        arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Action::Call { tool: tool.to_owned(), arguments }
}

/// Something to do now.
pub(super) fn suggest(world: &World, seed: &mut Seed) -> Action {
    let Some(row) = seed.choose(files(world)) else { return call("list_files", []) };
    let path = match seed.below(14) {
        0 => format!("{}.py", words::word(seed, 1)),
        _ => row.cells[PATH].text().to_owned(),
    };
    match seed.below(24) {
        0 | 1 => call("list_files", []),
        2..=5 => call("view_file", [("path", path.into())]),
        6 => {
            let start = 1 + seed.below(6);
            let end = start + seed.below(4);
            call("view_file", [("path", path.into()), ("start", start.into()), ("end", end.into())])
        }
        7..=9 => call("grep", [("pattern", word(row, seed).into())]),
        10 => call("grep", [("pattern", word(row, seed).into()), ("path", path.into())]),
        11..=14 => edit(world, seed),
        15 => {
            let text = format!("    return {}", seed.below(9));
            let line = 1 + seed.below(8);
            call(
                "replace_line",
                [("path", path.into()), ("line", line.into()), ("text", text.into())],
            )
        }
        16 => {
            let name = words::word(seed, 1);
            let text = format!("def {name}(x):\n    return x + {}\n", seed.below(9));
            call("create_file", [("path", format!("{name}.py").into()), ("text", text.into())])
        }
        17..=20 => call("run_tests", []),
        21 => call("run_tests", [("path", path.into())]),
        22 => call("diff", []),
        _ => match seed.below(3) {
            0 => call(&words::word(seed, 2), []),
            1 => call(
                "edit_file",
                [("path", path.into()), ("old", "return".into()), ("new", "".into())],
            ),
            _ => call("view_file", []),
        },
    }
}

/// A word that stands in a file.
fn word(row: &Row, seed: &mut Seed) -> String {
    let text = row.cells[TEXT].text();
    let split = |c: char| !c.is_alphanumeric() && c != '_';
    let words: Vec<&str> = text.split(split).filter(|word| word.len() > 1).collect();
    match seed.choose(&words) {
        Some(word) if !seed.one_in(8) => (*word).to_owned(),
        _ => words::word(seed, 1),
    }
}

/// Another operator on a line that has one: at times the right one.
fn edit(world: &World, seed: &mut Seed) -> Action {
    const OTHERS: [(&str, &[&str]); 14] = [
        (" + ", &[" * ", " - "]),
        (" - ", &[" + "]),
        (" * ", &[" + "]),
        (" // ", &[" % "]),
        (" % ", &[" // "]),
        (" < ", &[" > "]),
        (" > ", &[" < "]),
        (" <= ", &[" >= "]),
        (" >= ", &[" <= "]),
        ("== 1", &["== 0"]),
        ("min(", &["max("]),
        ("max(", &["min("]),
        ("range(n)", &["range(n + 1)"]),
        ("range(n + 1)", &["range(n)"]),
    ];
    let sources: Vec<&Row> = files(world)
        .iter()
        .filter(|row| {
            row.cells[TEXT].text().contains("def ") && !row.cells[PATH].text().contains("test")
        })
        .collect();
    let Some(row) = seed.choose(&sources) else { return call("list_files", []) };
    let mut edits: Vec<(&str, String)> = Vec::new();
    for line in row.cells[TEXT].text().lines() {
        for (old, others) in OTHERS {
            if line.contains(old) {
                edits.extend(
                    others.iter().map(|new| (line.trim(), line.trim().replacen(old, new, 1))),
                );
            }
        }
    }
    let Some((old, new)) = seed.choose(&edits) else { return call("run_tests", []) };
    let path = row.cells[PATH].text();
    call("edit_file", [("path", path.into()), ("old", (*old).into()), ("new", new.as_str().into())])
}
