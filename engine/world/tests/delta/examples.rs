//! The protocol by example: how states, actions and deltas are spelled.

use diorama_world::{
    Action, Domain, Facts, Screen,
    delta::{self, Context, Flaw, Keyframe, Place, State, grammar::Acceptor},
    facts::{Cell, MAX_CELLS},
};

const KEYFRAME: &str = "\
world android
with flaky-api every 2
note It rains.
$c contacts name phone kind* starred? age#
$c0 Ada Byron | 555-1 | work | yes | 36
$c2 Eve Moore | 555-2
app com.example.contacts
title Contacts
0 head Contacts
1 Button Search
2 list scroll
3  Item $c0.name
4  Item $c2.name
5 box focus := Mi :? Search contacts
";

fn state() -> State {
    Keyframe::parse(KEYFRAME).expect("a keyframe").state
}

/// What a change of facts and screen is spelled as.
fn told(typed: &[&str], change: impl FnOnce(&mut Facts, &mut Screen)) -> String {
    let before = state();
    let (mut facts, mut screen) = (before.facts().clone(), before.frame().screen());
    change(&mut facts, &mut screen);
    let typed: Vec<String> = typed.iter().map(|&text| text.to_owned()).collect();
    let delta = delta::diff(&before, &facts, &screen).expect("a delta");
    delta.print(&before, &typed)
}

#[test]
fn a_keyframe_prints_as_it_was_read() {
    let keyframe = Keyframe::parse(KEYFRAME).expect("a keyframe");
    assert_eq!(keyframe.print(), KEYFRAME);
    assert_eq!(keyframe.domain, Domain::Android);
    assert_eq!(keyframe.state.frame().elements()[4].name, "Eve Moore");
}

#[test]
fn deltas_tell_what_changes() {
    assert_eq!(told(&[], |_, _| {}), "same\n");
    let typing = told(&["Mira"], |_, screen| screen.nodes[5].value = Some("Mira".into()));
    assert_eq!(typing, "5 := $t\n");
    let emptied = told(&[], |_, screen| {
        screen.nodes[5].value = None;
        screen.nodes[5].states.focused = false;
    });
    assert_eq!(emptied, "5 blur :=\n");
    let saved = told(&["Mira Sol"], |facts, screen| {
        let cells = ["Mira Sol", "555-3", "home"].map(Cell::from);
        facts.tables[0].push(cells);
        let row = screen.nodes[4].clone();
        screen.nodes.insert(5, diorama_world::Node { name: "Mira Sol".into(), ..row });
    });
    assert_eq!(saved, "$c3 $t | 555-3 | home\nafter 4\n6 Item $t\n");
    let deleted = told(&[], |facts, screen| {
        facts.tables[0].remove(0);
        screen.nodes.remove(3);
    });
    assert_eq!(deleted, "-$c0\n-3\n");
    let opened = told(&[], |_, screen| {
        screen.header.title = None;
        screen.nodes.truncate(1);
        screen.nodes[0].name = "Message Ada Byron for $5".into();
    });
    assert_eq!(opened, "new\nno title\n0 head Message $c0.name for $$5\n");
}

#[test]
fn actions_are_a_line() {
    let frame = state();
    let spelled = |action: Action| delta::spell_action(&action, frame.frame()).expect("spelled");
    assert_eq!(spelled(Action::Click { node: 4 }), "click 4");
    let typing = Action::Type { node: Some(5), text: "Mira\n".into(), submit: true };
    assert_eq!(spelled(typing), "enter 5 Mira\\n");
    let missing = Action::Click { node: 9 };
    assert!(delta::spell_action(&missing, frame.frame()).is_err());
}

#[test]
fn what_is_not_there_is_refused() {
    let flaw = |text: &str| delta::parse(text, &state(), &[]).expect_err(text).flaw;
    assert_eq!(flaw("9 focus\n"), Flaw::NoSuchNode(9));
    assert_eq!(flaw("5 := $t\n"), Flaw::NothingTyped);
    assert_eq!(flaw("5 := $c1.name\n"), Flaw::NoSuchRow);
    assert_eq!(flaw("5 := $c0.named\n"), Flaw::NoSuchColumn);
    assert_eq!(flaw("5 := $c0.name.1\n"), Flaw::NoSuchLine);
    assert_eq!(flaw("-3:5\n"), Flaw::NotSiblings(3, 5));
    assert_eq!(flaw("after 5\n7 more\n"), Flaw::NotNext { expected: 6, found: 7 });
    assert_eq!(flaw("after 5\n6  more\n"), Flaw::Depth);
    assert_eq!(flaw("5 blur\n$c0.phone 1\n"), Flaw::Place);
    assert_eq!(flaw("$c2 Bob\n"), Flaw::Taken(2));
    assert_eq!(flaw(""), Flaw::End);
    assert_eq!(flaw("top\n"), Flaw::End);
}

#[test]
fn a_reading_skips_what_is_wrong() {
    let reading = delta::read("same\n5 blur\n9 focus\n5 := x\nwhat\n", &state(), &[]);
    let lines: Vec<usize> = reading.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
    let reading = delta::read("9 focus\n5 := x\nwhat\n", &state(), &[]);
    assert_eq!(reading.next.frame().elements()[5].value.as_deref(), Some("x"));
    assert_eq!(delta::apply(&state(), &reading.delta), Ok(reading.next));
}

#[test]
fn an_unsound_delta_changes_nothing() {
    let edit = delta::Edit::Insert { place: Place::After(77), elements: Vec::new() };
    let screen = delta::Redraw::Edits(vec![delta::Edit::Remove(0, 0), edit]);
    let unsound = delta::Delta { facts: Vec::new(), screen };
    assert_eq!(delta::apply(&state(), &unsound), Err(Flaw::NoSuchNode(77)));
}

/// References multiply text; what they come to is limited, not only what is written.
#[test]
fn text_does_not_multiply_without_limit() {
    let long = "x".repeat(1 << 16);
    let line = format!("5 := {}\n", "$t".repeat(100));
    let refused = delta::parse(&line, &state(), &[long]).expect_err("too long");
    assert!(matches!(refused.flaw, Flaw::TooLong(_)));
}

#[test]
fn facts_do_not_grow_without_limit() {
    let mut facts = state().facts().clone();
    let rows = MAX_CELLS / facts.tables[0].columns.len();
    while facts.tables[0].rows().len() < rows {
        facts.tables[0].push([]);
    }
    let full = State::new(facts, &Screen::default()).expect("as much as fits");
    let next = full.facts().tables[0].next_number();
    let line = format!("$c{next}\n");
    assert!(matches!(delta::parse(&line, &full, &[]).expect_err("full").flaw, Flaw::Facts(_)));
    let mut acceptor = Acceptor::new(&full, &[]);
    assert!(!line.bytes().all(|byte| acceptor.accept(byte)));
}

/// A world that writes markers on its screen writes text.
#[test]
fn contexts_are_texts_between_markers() {
    let before = state();
    let screen = before.frame().screen();
    let mut context =
        Context::new(Domain::Android, &[], before.facts(), &screen).expect("small facts");
    context.act(&Action::Click { node: 4 }).expect("a node");
    assert!(context.acceptor().accept(b's'));
    assert_eq!(context.take("5 <|do|>\n"), []);
    let text = context.to_string();
    assert!(text.starts_with("<|world|>world android\n$c contacts"), "{text}");
    assert!(text.ends_with("<|now|>5 <|do|>\n<|do|>"), "{text}");
    // Beside the action stands what it points at.
    assert!(
        text.contains("<|do|>click 4\n4  Item $c2.name\n$c2 Eve Moore | 555-2<|now|>"),
        "{text}"
    );
    assert_eq!(context.state().frame().elements()[5].name, "<|do|>");
}
