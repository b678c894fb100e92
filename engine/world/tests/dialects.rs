//! Every sample in `tests/dialects` is read without a problem and prints back byte for byte; so
//! does whatever else is thrown at the readers.

use diorama_world::{Dialect, Screen, dialect};
use proptest::prelude::*;
use std::{fs, path::Path};

fn samples(dialect: Dialect) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(dialect.name());
    let files = fs::read_dir(folder).expect("the folder of samples");
    let samples: Vec<_> = files
        .map(|file| {
            let path = file.expect("a sample").path();
            (path.display().to_string(), fs::read_to_string(path).expect("a sample"))
        })
        .collect();
    assert!(samples.len() >= 4, "{dialect}");
    samples
}

#[test]
fn samples_print_back() {
    for dialect in Dialect::ALL {
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
        (Dialect::AndroidPhone, "files.txt"),
        (Dialect::AndroidPhone, "typing.txt"),
        (Dialect::AndroidPhone, "nothing.txt"),
        (Dialect::WebAxtree, "projects.txt"),
        (Dialect::WebAxtree, "field-focused.txt"),
        (Dialect::Terminal, "build.txt"),
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
    for dialect in Dialect::ALL {
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
    // Every line a level deeper, a hundred thousand of them or what fits.
    let tower = |indent: &str, line: &str| -> String {
        let mut text = String::new();
        let levels = (0..100_000).map(|depth| indent.repeat(depth) + line);
        for level in levels.take_while(|level| level.len() < 2_000) {
            text.push_str(&level);
            if text.len() > long {
                break;
            }
        }
        text.truncate(long);
        text
    };
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
        (Dialect::WebAxtree, tower("\t", "[1] generic ''\n"), "too deep"),
        (Dialect::WebAxtree, format!("[1] a '{}", "\\'".repeat(long / 2)), "not closed"),
        (Dialect::WebAxtree, format!("[1] a ''{}", ", b".repeat(1000)), "attributes"),
        (Dialect::WebAxtree, "[1] a\n".repeat(long / 6), "expected a string"),
        (Dialect::AndroidPhone, tower("  ", "1. View:\n"), "too deep"),
        (Dialect::AndroidPhone, format!("1. View: \"{}", "a\n".repeat(long / 2)), "not closed"),
        (Dialect::AndroidPhone, "1. View: - (0,0,99999999999,0)".to_owned(), "expected a number"),
        (Dialect::AndroidDroidbot, tower("  ", "- View\n"), "too deep"),
        (Dialect::AndroidDroidbot, format!("- View{}", " [a=b]".repeat(1000)), "fields"),
        (
            Dialect::AndroidDroidbot,
            format!("- View [text=\"{}", "\"a".repeat(long / 2)),
            "not closed",
        ),
        (
            Dialect::AndroidDroidbot,
            "- View bounds=1,2,3,-99999999999".to_owned(),
            "expected a number",
        ),
        (
            Dialect::OsA11y,
            format!("{header}a\tb\t\"\"\t\t\t(1, 99999999999)\t(1, 1)"),
            "expected a number",
        ),
        (Dialect::Terminal, "\n".repeat(dialect::MAX_NODES), "nodes"),
        (Dialect::Swe, "+\n".repeat(long / 2), "nodes"),
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

/// Long lines are read as fast as short ones, whatever stands in them.
#[test]
fn long_lines_are_read_in_time() {
    let long = dialect::MAX_TEXT / 16;
    for piece in [
        "a", "\"", "'", "\\", "[", "- (", " - ", "\t", "\u{1}", "(1,", "é", ", ", "{\"", "1. a: \"",
    ] {
        for start in [
            "",
            "1. a: \"",
            "- a [text=\"",
            "[1] | a | text=\"",
            "\t[1] a '",
            "tag\ta\ttext\tb\na\tb\t",
        ] {
            let text = start.to_owned() + &piece.repeat((long - start.len()) / piece.len());
            for dialect in Dialect::ALL {
                let begun = std::time::Instant::now();
                let reading = dialect.read(&text, false);
                assert!(dialect.print(&reading.screen) == text, "{dialect}: {start}{piece}…");
                // A quadratic reader would take minutes.
                assert!(begun.elapsed().as_secs() < 10, "{dialect}: {start}{piece}…");
            }
        }
    }
}

#[test]
fn errors_say_where_they_are() {
    let header = "tag\tname\ttext\tclass\tdescription\tposition (top-left x&y)\tsize (w&h)\n";
    for (dialect, text, place) in [
        (Dialect::AndroidJson, "[0] | a\n[1] | a | bounds=[1,x][2,3]".to_owned(), (2, 21)),
        (Dialect::AndroidPhone, "1. A: \"x\" - (1,2,3,4)\n2. B: x".to_owned(), (2, 7)),
        (Dialect::AndroidPhone, "1. A: \"x\ny\" - (1,2,3,d)".to_owned(), (2, 13)),
        (Dialect::AndroidDroidbot, "- A\n  - B [text=\"x\"".to_owned(), (2, 16)),
        (Dialect::WebPlaywright, "- a\n- b [c".to_owned(), (2, 7)),
        (Dialect::WebAxtree, "\t[1] a 'x'\n\t[2] b 'é' =".to_owned(), (2, 12)),
        (Dialect::OsA11y, format!("{header}a\tb\t\"\"\t\t\t(1, b)\t(1, 1)"), (2, 14)),
    ] {
        let error = dialect.parse(&text, false).expect_err(&text);
        assert_eq!((error.line, error.column), place, "{dialect}: {error}");
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

/// Mangled text of one dialect, as a test named after it.
macro_rules! mangled_prints_back {
    ($($name:ident: $dialect:ident,)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

            $(#[test]
            fn $name(text in mangled(Dialect::$dialect)) {
                check_mangled(Dialect::$dialect, &text)?;
            })*

            #[test]
            fn any_text_prints_back(text in "\\PC{0,200}|[\\PC\\n\\r\\t\u{0}\u{b}\u{1b}\u{85}\u{2028}]{0,60}") {
                for dialect in Dialect::ALL {
                    prop_assert_eq!(dialect.print(&dialect.read(&text, false).screen), text.as_str());
                }
            }
        }
    };
}

mangled_prints_back! {
    mangled_android_json_prints_back: AndroidJson,
    mangled_android_phone_prints_back: AndroidPhone,
    mangled_android_droidbot_prints_back: AndroidDroidbot,
    mangled_web_playwright_prints_back: WebPlaywright,
    mangled_web_axtree_prints_back: WebAxtree,
    mangled_os_a11y_prints_back: OsA11y,
    mangled_mcp_prints_back: Mcp,
    mangled_search_prints_back: Search,
    mangled_terminal_prints_back: Terminal,
    mangled_swe_prints_back: Swe,
}
