//! Edits: what they say of themselves, and what of a screen they put out of date.

use diorama_world::{
    Control, Edit, Facts, Node, Role, Screen,
    screen::States,
    stale::{self, Why, stale},
};
use serde_json::{Value, json};

fn facts(tables: Value) -> Facts {
    serde_json::from_value(tables).expect("facts")
}

fn phone() -> Facts {
    facts(json!([
        {"name": "contacts", "columns": ["name", "phone", {"name": "kind", "type": "word"}],
         "rows": [["Ada Byron", "555-1", "work"], ["Mira Solis", "555-2", "home"]]},
        {"name": "alarms", "columns": ["time", {"name": "on", "type": "flag"}],
         "rows": [["07:30", true], ["08:15", false]]},
    ]))
}

fn control(text: &str) -> Control {
    Control::read(text).expect("a control")
}

fn edited(change: impl FnOnce(&mut Facts), controls: Vec<Control>) -> (Edit, Edit) {
    let before = Edit { facts: phone(), controls: Vec::new() };
    let mut facts = before.facts.clone();
    change(&mut facts);
    let edit = Edit::new(&before, facts, controls).expect("an edit in order");
    (before, edit)
}

fn contacts(facts: &mut Facts) -> &mut diorama_world::facts::Table {
    facts.table_mut("contacts").expect("contacts")
}

#[test]
fn an_edit_says_what_it_changed() {
    let change = |facts: &mut Facts| {
        contacts(facts).push(["Tom".into()]);
        contacts(facts).push(["Eve".into()]);
        contacts(facts).remove(0);
        contacts(facts).set(1, 1, "555-9".into());
        facts.table_mut("alarms").expect("alarms").remove(1);
    };
    let controls = vec![control("disk-full"), Control::Text("It rains.".into())];
    let (before, edit) = edited(change, controls);
    assert_eq!(
        edit.spoken(&before),
        "Disk full: on · instructions changed · contacts: 2 rows added, 1 row removed, 1 row changed \
         · alarms: 1 row removed"
    );
    let next = Edit::new(&edit, edit.facts.clone(), vec![control("flaky-api:every=2")]);
    let next = next.expect("an edit in order");
    assert_eq!(next.spoken(&edit), "Flaky API: on · Disk full: off · instructions changed");
    let more = Edit::new(&next, next.facts.clone(), vec![control("flaky-api")]);
    assert_eq!(more.expect("an edit in order").spoken(&next), "Flaky API: changed");
    assert_eq!(next.spoken(&next), "");
}

#[test]
fn tables_that_controls_keep_come_and_go_with_them() {
    let controls = vec![control("flaky-api"), control("stale-list")];
    let (_, on) = edited(|_| {}, controls);
    assert_eq!(on.facts.tables[2].name, "counts");
    assert_eq!(on.facts.tables[3].name, "unseen");
    // Another control needs the same table.
    let other = Edit::new(&on, on.facts.clone(), vec![control("session-expired")]);
    let other = other.expect("an edit in order");
    assert_eq!(other.facts.tables.len(), 3);
    let off = Edit::new(&other, other.facts.clone(), Vec::new()).expect("an edit in order");
    assert_eq!(off.facts, phone());
    // A world's own table of that name stays: no control brought it.
    let mut own = off.clone();
    own.facts.tables[1].name = "counts".into();
    let edit = Edit::new(&own, own.facts.clone(), vec![control("disk-full")]);
    assert_eq!(edit.expect("an edit in order").facts, own.facts);
}

#[test]
fn what_is_not_in_order_is_no_edit() {
    let many = vec![control("disk-full"); 65];
    assert!(Edit::new(&Edit::default(), phone(), many).is_err());
    let twice = [phone().tables, phone().tables].concat();
    assert!(Edit::new(&Edit::default(), Facts { tables: twice }, Vec::new()).is_err());
}

fn node(role: Role, name: &str) -> Node {
    Node { role, name: name.to_owned(), ..Node::default() }
}

fn switch(name: &str, on: bool) -> Node {
    let states = States { checked: Some(on), ..States::default() };
    Node { states, ..node(Role::Switch, name) }
}

fn screen(nodes: Vec<Node>) -> Screen {
    Screen { nodes, ..Screen::default() }
}

/// What may be out of date on a screen after a change of the facts, as it is said.
fn said(change: impl FnOnce(&mut Facts), nodes: Vec<Node>) -> Vec<String> {
    let (before, edit) = edited(change, Vec::new());
    stale(&before.facts, &edit.facts, &screen(nodes)).iter().map(ToString::to_string).collect()
}

#[test]
fn text_that_no_cell_holds_any_more_may_be_out_of_date() {
    let nodes = || {
        vec![
            node(Role::Heading, "Contacts"),
            node(Role::ListItem, "Ada Byron"),
            Node { value: Some("555-2".into()), ..node(Role::TextBox, "Phone") },
        ]
    };
    let renamed = |facts: &mut Facts| {
        contacts(facts).set(0, 0, "Ada Lovelace".into());
        contacts(facts).remove(1);
    };
    assert_eq!(
        said(renamed, nodes()),
        [
            "“Ada Byron” is on the screen; contacts says “Ada Lovelace” now",
            "“555-2” is on the screen; it is gone from contacts",
        ]
    );
    // It moved to another row: the screen may well be right.
    let moved = |facts: &mut Facts| {
        contacts(facts).remove(0);
        contacts(facts).push(["Ada Byron".into()]);
    };
    assert_eq!(said(moved, nodes()), [""; 0]);
    // Words are an app's own, part of a text is another text, and two letters tell nothing.
    let word = |facts: &mut Facts| {
        contacts(facts).set(0, 2, "home".into());
        contacts(facts).set(0, 0, "Ada".into());
        contacts(facts).set(1, 0, "It".into());
    };
    let nodes = vec![node(Role::Text, "work"), node(Role::Text, "Ada Byron, 555-1")];
    assert_eq!(said(word, nodes), [""; 0]);
}

#[test]
fn a_switch_that_stands_otherwise_may_be_out_of_date() {
    let flip = |facts: &mut Facts| {
        let alarms = facts.table_mut("alarms").expect("alarms");
        alarms.set(0, 1, false.into());
        alarms.set(1, 1, true.into());
    };
    let nodes = vec![switch("07:30", true), switch("08:15", true), switch("Other", true)];
    let (before, edit) = edited(flip, Vec::new());
    let found = stale(&before.facts, &edit.facts, &screen(nodes));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].node, found[0].row, &found[0].why), (0, 0, &Why::Off));
    // A name that two rows have says nothing of either.
    let both = |facts: &mut Facts| {
        let alarms = facts.table_mut("alarms").expect("alarms");
        alarms.set(1, 0, "07:30".into());
        alarms.set(0, 1, false.into());
    };
    assert_eq!(said(both, vec![switch("07:30", true)]), [""; 0]);
}

#[test]
fn what_is_listed_is_bounded() {
    let gone = |facts: &mut Facts| {
        contacts(facts).remove(0);
    };
    let nodes = vec![node(Role::ListItem, "Ada Byron"); stale::MOST + 9];
    assert_eq!(said(gone, nodes).len(), stale::MOST);
}
