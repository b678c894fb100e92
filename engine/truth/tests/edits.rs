//! What is so may be changed at any time, to anything that facts can say: environments go on from
//! there, and what they do follows the edit.

use diorama_truth::{Environment, Seed, Walk, controls, facts, open};
use diorama_world::{
    Action, Control, Domain, Edit, Facts,
    facts::{Cell, Kind},
};

/// Worlds of each domain, and steps in each.
const WORLDS: u64 = 60;
const LENGTH: usize = 60;

fn anything(kind: Kind, seed: &mut Seed) -> Cell {
    match kind {
        Kind::Text | Kind::Word => {
            let texts = ["", "x", "Mira Solis", "-1", "9999999999", "a/b\n c", "\u{202e}é"];
            Cell::from(texts[seed.below(texts.len())])
        }
        Kind::Number => {
            let numbers = [0, 1, -1, 7, i64::MAX, i64::MIN];
            Cell::from(numbers[seed.below(numbers.len())])
        }
        Kind::Flag => Cell::from(seed.one_in(2)),
    }
}

/// Sets, adds and takes out at random.
fn changed(facts: &Facts, seed: &mut Seed) -> Facts {
    let mut facts = facts.clone();
    for _ in 0..=seed.below(3) {
        let count = facts.tables.len();
        let Some(table) = facts.tables.get_mut(seed.below(count.max(1))) else { break };
        let rows: Vec<u32> = table.rows().iter().map(|row| row.number).collect();
        let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
        match (seed.below(4), seed.choose(&rows)) {
            (0, _) => _ = table.push(kinds.iter().map(|kind| anything(*kind, seed))),
            (1, Some(&row)) => _ = table.remove(row),
            (_, Some(&row)) => {
                let column = seed.below(kinds.len());
                table.set(row, column, anything(kinds[column], seed));
            }
            (_, None) => {}
        }
    }
    facts
}

#[test]
fn environments_go_on_from_any_edit() {
    for domain in Domain::ALL {
        for number in 0..WORLDS {
            let seed = &mut Seed::new(number, "edits");
            let mut now = controls(domain, number);
            let mut environment = open(domain, facts(domain, number), &now);
            for _ in 0..LENGTH {
                if seed.one_in(6) {
                    let before = Edit { facts: environment.facts().clone(), controls: now };
                    let facts = changed(&before.facts, seed);
                    let controls = controls(domain, seed.below(1000) as u64);
                    let edit = Edit::new(&before, facts, controls).expect("an edit in order");
                    let screen = environment.screen().clone();
                    environment.edit(&edit);
                    assert_eq!(*environment.screen(), screen, "the screen stays");
                    now = edit.controls;
                }
                let action = environment.suggest(seed);
                environment.step(&action);
                environment.facts().check().expect("facts in order");
                assert!(!environment.screen().nodes.is_empty());
            }
        }
    }
}

#[test]
fn an_edit_that_changes_nothing_changes_nothing() {
    for domain in Domain::ALL {
        for number in 0..10 {
            let controls = controls(domain, number);
            let mut plain = Walk::new(domain, number, &controls);
            let mut edited = open(domain, facts(domain, number), &controls);
            for _ in 0..LENGTH {
                let facts = edited.facts().clone();
                edited.edit(&Edit { facts, controls: controls.clone() });
                let action = plain.suggest();
                plain.step(&action);
                edited.step(&action);
                assert_eq!(edited.screen(), plain.environment().screen(), "{domain} {number}");
                assert_eq!(edited.facts(), plain.environment().facts(), "{domain} {number}");
            }
        }
    }
}

fn keys(line: &str) -> Action {
    let screen = diorama_world::Screen::default();
    let text = format!("[{{\"keystrokes\":\"{line}\\n\",\"duration\":0.1}}]");
    diorama_world::Dialect::Terminal.read_action(&text, &screen).expect("keys")
}

fn says(environment: &dyn Environment, text: &str) -> bool {
    environment.screen().nodes.iter().any(|node| node.name.contains(text))
}

#[test]
fn a_control_that_is_switched_on_acts_from_the_next_step() {
    let mut terminal = open(Domain::Terminal, facts(Domain::Terminal, 1), &[]);
    terminal.step(&keys("echo one > note.txt"));
    assert!(!says(&*terminal, "No space left"));
    let before = Edit { facts: terminal.facts().clone(), controls: Vec::new() };
    let full = vec![Control::read("disk-full").expect("a control")];
    let on = Edit::new(&before, before.facts.clone(), full).expect("an edit in order");
    terminal.edit(&on);
    terminal.step(&keys("echo two > other.txt"));
    assert!(says(&*terminal, "No space left"));
    // What was stored before is still there; off again, storing works.
    let off = Edit::new(&on, terminal.facts().clone(), Vec::new()).expect("an edit in order");
    terminal.edit(&off);
    terminal.step(&keys("cat note.txt > third.txt && echo done"));
    assert!(says(&*terminal, "done"));
}

#[test]
fn a_row_that_is_changed_is_what_the_next_screen_is_drawn_from() {
    let mut terminal = open(Domain::Terminal, facts(Domain::Terminal, 1), &[]);
    terminal.step(&keys("echo one > note.txt"));
    let mut facts = terminal.facts().clone();
    let files = facts.table_mut("files").expect("files");
    let cell = |row: &diorama_world::facts::Row, text: &str| {
        row.cells.iter().position(|cell| cell.text() == text)
    };
    let found = files.rows().iter().find_map(|row| Some((row.number, cell(row, "one\n")?)));
    let (row, column) = found.expect("the note");
    assert!(files.set(row, column, "something else\n".into()));
    terminal.edit(&Edit { facts, controls: Vec::new() });
    terminal.step(&keys("cat note.txt"));
    assert!(says(&*terminal, "something else"));
}
