//! The facts of a seed: a project with a mistake in it.

use super::{
    BEFORE, FILES,
    language::{Program, parse},
};
use crate::{Seed, session, words};
use diorama_world::{
    Facts,
    facts::{Cell, Column, Kind, Table},
};

/// A function as projects have it. In `body`, `K` stands for a number.
struct Template {
    name: &'static str,
    parameters: &'static [&'static str],
    body: &'static str,
    /// What stands there instead by mistake.
    mistake: (&'static str, &'static str),
}

static TEMPLATES: [Template; 14] = [
    Template {
        name: "area",
        parameters: &["w", "h"],
        body: "return w * h",
        mistake: ("w * h", "w + h"),
    },
    Template {
        name: "around",
        parameters: &["w", "h"],
        body: "return 2 * (w + h)",
        mistake: ("(w + h)", "(w - h)"),
    },
    Template {
        name: "clamp",
        parameters: &["x", "low", "high"],
        body: "if x < low:\n    return low\nif x > high:\n    return high\nreturn x",
        mistake: ("x > high", "x < high"),
    },
    Template {
        name: "total",
        parameters: &["n"],
        body: "s = 0\nfor i in range(n + 1):\n    s = s + i\nreturn s",
        mistake: ("range(n + 1)", "range(n)"),
    },
    Template {
        name: "product",
        parameters: &["n"],
        body: "p = 1\nfor i in range(1, n + 1):\n    p = p * i\nreturn p",
        mistake: ("p * i", "p + i"),
    },
    Template {
        name: "even",
        parameters: &["n"],
        body: "return n % 2 == 0",
        mistake: ("== 0", "== 1"),
    },
    Template {
        name: "cost",
        parameters: &["count", "each"],
        body: "price = count * each\nif count >= K:\n    price = price - K\nreturn price",
        mistake: ("price - K", "price + K"),
    },
    Template {
        name: "gap",
        parameters: &["a", "b"],
        body: "return abs(a - b)",
        mistake: ("a - b", "a + b"),
    },
    Template {
        name: "largest",
        parameters: &["a", "b", "c"],
        body: "return max(a, b, c)",
        mistake: ("max(", "min("),
    },
    Template {
        name: "common",
        parameters: &["a", "b"],
        body: "while b != 0:\n    r = a % b\n    a = b\n    b = r\nreturn a",
        mistake: ("a % b", "a // b"),
    },
    Template {
        name: "share",
        parameters: &["n", "people"],
        body: "if people == 0:\n    return 0\nreturn n // people",
        mistake: ("n // people", "n % people"),
    },
    Template {
        name: "steps",
        parameters: &["n"],
        body: "count = 0\nwhile n > 1:\n    n = n // 2\n    count = count + 1\nreturn count",
        mistake: ("count + 1", "count - 1"),
    },
    Template {
        name: "fee",
        parameters: &["weight"],
        body: "if weight <= K:\n    return 2\nelse:\n    return 2 + weight - K",
        mistake: ("weight <= K", "weight >= K"),
    },
    Template {
        name: "square",
        parameters: &["x"],
        body: "return x * x + K",
        mistake: ("x * x", "x + x"),
    },
];

/// A function while a project is made.
struct Made {
    name: String,
    parameters: usize,
    right: String,
    wrong: String,
}

fn make(template: &Template, seed: &mut Seed) -> Made {
    let number = seed.between(2, 9).to_string();
    let name = format!("{}_{}", template.name, words::word(seed, 1));
    let head = format!("def {name}({}):\n", template.parameters.join(", "));
    let source = |body: &str| {
        let lines = body.replace('K', &number);
        let lines: String = lines.lines().flat_map(|line| ["    ", line, "\n"]).collect();
        format!("{head}{lines}")
    };
    let (good, bad) = template.mistake;
    Made {
        name,
        parameters: template.parameters.len(),
        right: source(template.body),
        wrong: source(&template.body.replacen(good, bad, 1)),
    }
}

/// What a function of a source gives for some values.
fn value(source: &str, name: &str, values: &[i64]) -> Option<i64> {
    let modules = vec![("m".to_owned(), parse(source).ok()?)];
    Program { modules }.run("m", name, values).ok()
}

/// A test of a function that fails where the mistake is made.
fn test(made: &Made, seed: &mut Seed) -> String {
    let mut lines = vec![format!("def test_{}():", made.name)];
    for _ in 0..24 {
        let values: Vec<i64> = (0..made.parameters).map(|_| seed.between(1, 9)).collect();
        let Some(expected) = value(&made.right, &made.name, &values) else { continue };
        let tells = value(&made.wrong, &made.name, &values) != Some(expected);
        // One line whatever it says, and one more that the mistake would make fail.
        if lines.len() < 2 || (tells && lines.len() < 3) {
            let values: Vec<String> = values.iter().map(i64::to_string).collect();
            lines.push(format!("    assert {}({}) == {expected}", made.name, values.join(", ")));
        }
    }
    lines.join("\n") + "\n"
}

/// The facts of a seed.
pub fn facts(seed: u64) -> Facts {
    let seed = &mut Seed::new(seed, "project");
    let columns = [("path", Kind::Text), ("text", Kind::Text)];
    let new = |name: &str| Table::new(name, columns.map(|(name, kind)| Column::new(name, kind)));
    let (mut files, before) = (new(FILES), new(BEFORE));
    let folder = seed.pick(&["", "src/", "lib/"]);
    let title = words::capital(&words::word(seed, 2));
    let about = format!("# {title}\n\n{}.\n", words::sentence(seed));
    files.push([Cell::from("README.md"), about.into()]);
    let modules = 1 + seed.below(2);
    let chosen = seed.some(2 * modules, TEMPLATES.len());
    // One project in eight has nothing wrong with it.
    let mistaken = (!seed.one_in(8)).then(|| seed.below(chosen.len()));
    for (module, templates) in chosen.chunks(2).enumerate() {
        let name = words::word(seed, 2);
        let made: Vec<Made> = templates.iter().map(|&i| make(&TEMPLATES[i], seed)).collect();
        let sources = made.iter().enumerate().map(|(i, made)| {
            let wrong = mistaken == Some(2 * module + i);
            if wrong { made.wrong.as_str() } else { made.right.as_str() }
        });
        let source: Vec<&str> = sources.collect();
        files.push([Cell::from(format!("{folder}{name}.py")), source.join("\n").into()]);
        let names: Vec<&str> = made.iter().map(|made| made.name.as_str()).collect();
        let import = format!("from {name} import {}\n", names.join(", "));
        let tests = made.iter().map(|made| test(made, seed));
        let text: Vec<String> = std::iter::once(import).chain(tests).collect();
        files.push([Cell::from(format!("tests/test_{name}.py")), text.join("\n").into()]);
    }
    Facts { tables: vec![session::table(seed), files, before] }
}
