//! Every sample in `tests/dialects` is read without a problem and prints back byte for byte; so
//! does whatever else is thrown at the readers.

use diorama_world::{Dialect, Screen, dialect};
use proptest::prelude::*;
use std::{fs, path::Path};

const DIALECTS: [Dialect; 7] = [
    Dialect::AndroidJson,
    Dialect::WebPlaywright,
    Dialect::OsA11y,
    Dialect::Terminal,
    Dialect::Mcp,
    Dialect::Search,
    Dialect::Swe,
];

/// The dialect's name, as in files.
fn name(dialect: Dialect) -> String {
    let name = serde_json::to_value(dialect).expect("a dialect is a word");
    name.as_str().expect("a dialect is a word").to_owned()
}

fn samples(dialect: Dialect) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(name(dialect));
    let files = fs::read_dir(folder).expect("the folder of samples");
    let samples: Vec<_> = files
        .map(|file| {
            let path = file.expect("a sample").path();
            (path.display().to_string(), fs::read_to_string(path).expect("a sample"))
        })
        .collect();
    assert!(!samples.is_empty());
    samples
}

#[test]
fn samples_print_back() {
    for dialect in DIALECTS {
        for (path, text) in samples(dialect) {
            let screen = dialect.parse(&text, false).unwrap_or_else(|e| panic!("{path}: {e}"));
            assert_eq!(dialect.print(&screen), text, "{path}");
        }
    }
}

#[test]
fn canonical_samples_need_no_spelling_of_their_own() {
    for (dialect, file) in [
        (Dialect::AndroidJson, "search-bar.txt"),
        (Dialect::WebPlaywright, "sign-in.txt"),
        (Dialect::OsA11y, "editor.txt"),
    ] {
        let (path, text) = samples(dialect)
            .into_iter()
            .find(|(path, _)| path.ends_with(file))
            .expect("the sample");
        let screen = dialect.parse(text.trim_end(), false).expect("a screen");
        let odd: Vec<_> = screen.nodes.iter().filter_map(|n| n.spelling.as_ref()).collect();
        assert!(odd.is_empty() && screen.head.is_none(), "{path}: {odd:#?} {:?}", screen.head);
    }
}

#[test]
fn every_beginning_of_a_sample_reads() {
    for dialect in DIALECTS {
        for (path, text) in samples(dialect) {
            let whole = dialect.parse(&text, false).expect("a screen");
            for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
                let screen = dialect
                    .parse(&text[..end], true)
                    .unwrap_or_else(|e| panic!("{path} up to byte {end}: {e}"));
                assert!(screen.nodes.len() <= whole.nodes.len());
                let printed = dialect.print(&screen);
                assert!(text.starts_with(&printed), "{path} up to byte {end}: {printed}");
            }
        }
    }
}

/// Limits hold, and what is hostile is read in time that grows with its length only.
#[test]
fn hostile_texts_are_read_in_bounds() {
    let header = "tag\tname\ttext\tclass\tdescription\tposition (top-left x&y)\tsize (w&h)\n";
    let long = dialect::MAX_TEXT - 100;
    let deep: String =
        (0..400).flat_map(|depth| [" ".repeat(depth), "- a:\n".to_owned()]).collect();
    for (dialect, text, problem) in [
        (Dialect::OsA11y, format!("{header}label\t\t{}", "\n".repeat(long)), "expected 7 cells"),
        (Dialect::OsA11y, format!("{header}{}", "a\n".repeat(long / 2)), "expected 7 cells"),
        (Dialect::AndroidJson, "\"".repeat(long), "expected"),
        (Dialect::AndroidJson, format!("[1] | a | {}", "b ".repeat(long / 2)), "attributes"),
        (Dialect::AndroidJson, format!("[1] | a | t={}", "\" a".repeat(long / 3)), "not closed"),
        (Dialect::AndroidJson, "[1] | a\n".repeat(dialect::MAX_NODES + 1), "nodes"),
        (Dialect::AndroidJson, "a".repeat(dialect::MAX_TEXT + 1), "longer"),
        (Dialect::WebPlaywright, format!("- a{}", " [b]".repeat(1000)), "attributes"),
        (Dialect::WebPlaywright, deep, "too deep"),
        (Dialect::WebPlaywright, format!("- a:\n{}", "  - /b: c\n".repeat(1000)), "properties"),
    ] {
        let reading = dialect.read(&text, false);
        let found = reading.problems.iter().any(|found| found.message.contains(problem));
        assert!(found, "{problem}: {:?}", reading.problems.first());
        assert!(reading.problems.len() <= dialect::MAX_PROBLEMS);
        assert!(reading.screen.nodes.len() <= dialect::MAX_NODES);
        if text.len() <= dialect::MAX_TEXT {
            assert!(dialect.print(&reading.screen) == text, "{problem}");
        }
    }
}

/// Text made of pieces of samples, cut and mixed.
fn mangled(dialect: Dialect) -> impl Strategy<Value = String> {
    let lines: Vec<String> = samples(dialect)
        .into_iter()
        .flat_map(|(_, text)| text.split('\n').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let piece = (prop::sample::select(lines), any::<prop::sample::Index>(), any::<bool>())
        .prop_map(|(line, cut, whole)| {
            let cut = if whole { line.len() } else { cut.index(line.len() + 1) };
            line[..line.floor_char_boundary(cut)].to_owned()
        });
    let noise = "[\\[\\]|\"': \\-a-z0-9=#\\t\\r(),/\\\\]{0,12}";
    prop::collection::vec(prop_oneof![4 => piece, 1 => noise], 0..12)
        .prop_map(|lines| lines.join("\n"))
}

fn check_mangled(dialect: Dialect, text: &str) -> Result<(), TestCaseError> {
    let reading = dialect.read(text, false);
    prop_assert_eq!(dialect.print(&reading.screen), text);
    prop_assert_eq!(dialect.parse(text, false).is_ok(), reading.problems.is_empty());
    for problem in &reading.problems {
        let line = text.split('\n').nth(problem.line - 1);
        let length = line.expect("problems are on lines that are there").chars().count();
        prop_assert!(problem.column <= length + 1, "{} in a line of {}", problem, length);
    }
    // What canonical printing gives reads as the same nodes.
    let again = dialect.read(&dialect.print(&canonical(&reading.screen)), false);
    prop_assert_eq!(canonical(&again.screen).nodes.len(), reading.screen.nodes.len());
    Ok(())
}

/// The screen without spellings of its own.
fn canonical(screen: &Screen) -> Screen {
    let mut screen = screen.clone();
    (screen.head, screen.end) = (None, None);
    screen.nodes.iter_mut().for_each(|node| node.spelling = None);
    screen
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mangled_android_prints_back(text in mangled(Dialect::AndroidJson)) {
        check_mangled(Dialect::AndroidJson, &text)?;
    }

    #[test]
    fn mangled_web_prints_back(text in mangled(Dialect::WebPlaywright)) {
        check_mangled(Dialect::WebPlaywright, &text)?;
    }

    #[test]
    fn mangled_os_prints_back(text in mangled(Dialect::OsA11y)) {
        check_mangled(Dialect::OsA11y, &text)?;
    }

    #[test]
    fn any_text_prints_back(text in "\\PC{0,200}") {
        for dialect in DIALECTS {
            prop_assert_eq!(dialect.print(&dialect.read(&text, false).screen), text.as_str());
        }
    }
}
