//! What holds in the environments of text, whatever is typed, called or asked.

use diorama_truth::{Walk, facts, open};
use diorama_world::{Action, Control, Domain, Facts, action::Keys, control};
use proptest::prelude::*;
use serde_json::{Map, Value};

const DOMAINS: [Domain; 4] = [Domain::Terminal, Domain::Mcp, Domain::Search, Domain::Swe];

/// Most lines of an observation.
const MAX_LINES: usize = 60;

/// A screen prints as its lines and reads back as itself.
#[test]
fn screens_read_back() {
    for domain in DOMAINS {
        let dialect = domain.dialects()[0];
        for seed in 0..20 {
            let mut walk = Walk::new(domain, seed, &[]);
            for _ in 0..40 {
                let action = walk.suggest();
                walk.step(&action);
                let screen = walk.environment().screen();
                let text = dialect.print(&dialect.dress(screen));
                let read = dialect.parse(&text, false).expect("an observation").canonical();
                assert_eq!(&read, screen, "{domain:?}, {seed}: {text}");
            }
        }
    }
}

/// With each control in force, some walk goes another way than without.
#[test]
fn controls_change_walks() {
    for domain in DOMAINS {
        for definition in control::of(domain) {
            let named = control::Named::new(definition.name, []).expect("a control");
            let differs = (0..40).any(|seed| {
                let mut plain = Walk::new(domain, seed, &[]);
                let mut other = Walk::new(domain, seed, &[Control::Named(named.clone())]);
                (0..60).any(|_| {
                    let action = other.suggest();
                    plain.step(&action);
                    other.step(&action);
                    plain.environment().screen() != other.environment().screen()
                })
            });
            assert!(differs, "{} changes nothing in {domain:?}", definition.name);
        }
    }
}

/// Texts of what means something to a shell, and of anything.
fn keys() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(
            &["ls", "cat", "sort", "cut", "tr", "find", "grep", "seq", "printf"][..]
        ),
        prop::sample::select(&["rm -r", "cp", "mv", "mkdir -p", "echo", "cd", "test", "head"][..]),
        prop::sample::select(&["|", ">", ">>", "<", "<<", "&&", "||", ";", "2>&1", "$?", "$X"][..]),
        prop::sample::select(
            &["'", "\"", "\\", "*", "?", "[", "a-z", "-n", "-9", "/", "..", "\n"][..]
        ),
        prop::sample::select(&["C-c", "C-d", "\u{7f}", " ", "9999999999999", "-f1", "%d%s"][..]),
    ];
    let known = prop::collection::vec(part, 0..12).prop_map(|parts| parts.join(" "));
    prop_oneof![known, any::<String>()]
}

/// Arguments of calls: names and values that tools know, and others.
fn arguments() -> impl Strategy<Value = Map<String, Value>> {
    let name = prop::sample::select(
        &["id", "name", "path", "old", "new", "text", "line", "start", "end", "pattern", "cursor"]
            [..],
    );
    let value = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(
            &["README.md", "return", "def f(x):\n  return ((x", "\u{e4}\u{1}"][..]
        )
        .prop_map(Value::from),
        Just(Value::Null),
    ];
    prop::collection::vec((name, value), 0..4)
        .prop_map(|pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn action() -> impl Strategy<Value = Action> {
    let tool = prop::sample::select(
        &[
            "list_tools",
            "view_file",
            "edit_file",
            "replace_line",
            "create_file",
            "grep",
            "diff",
            "run_tests",
            "next_page",
            "follow",
            "add_page",
            "allow",
            "wait",
            "refresh",
            "sign_in",
        ][..],
    );
    prop_oneof![
        (keys(), any::<bool>()).prop_map(|(keystrokes, enter)| {
            let end = if enter { "\n" } else { "" };
            let keys = vec![Keys { keystrokes: format!("{keystrokes}{end}"), wait: 0 }];
            Action::Keystrokes { keys }
        }),
        (tool, arguments())
            .prop_map(|(tool, arguments)| Action::Call { tool: tool.to_owned(), arguments }),
        any::<String>().prop_map(|query| Action::Query { queries: vec![query] }),
        any::<String>().prop_map(|target| Action::Open { target }),
        Just(Action::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nothing that is done makes an observation explode, or breaks the facts.
    #[test]
    fn nothing_breaks(
        seed in 0..1000_u64,
        actions in prop::collection::vec(action(), 1..20),
        control in 0..12_usize,
    ) {
        for domain in DOMAINS {
            let named = control::of(domain).nth(control);
            let controls: Vec<Control> = named
                .and_then(|definition| control::Named::new(definition.name, []).ok())
                .map(Control::Named)
                .into_iter()
                .collect();
            let mut environment = open(domain, facts(domain, seed), &controls);
            for action in &actions {
                environment.step(action);
                prop_assert!(environment.screen().nodes.len() <= MAX_LINES);
                environment.facts().check().expect("facts in order");
            }
        }
    }
}

/// Tables that are missing count as empty.
#[test]
fn worlds_without_facts_do_not_break() {
    for domain in DOMAINS {
        let mut environment = open(domain, Facts::default(), &[]);
        let mut walk = Walk::new(domain, 1, &[]);
        for _ in 0..200 {
            let action = walk.suggest();
            walk.step(&action);
            environment.step(&action);
            assert!(!environment.screen().nodes.is_empty());
        }
    }
}
