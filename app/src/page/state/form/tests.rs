//! What a person writes into a form, and what comes of it.

use super::*;
use diorama_world::Scenario;
use serde_json::json;

fn form() -> Form {
    let facts = serde_json::from_value(json!([
        {"name": "contacts", "columns": ["name", {"name": "age", "type": "number"}],
         "rows": [["Ada", 36], ["Mira", 7]]},
        {"name": "alarms", "columns": ["time", {"name": "on", "type": "flag"}], "rows": []},
        {"name": "counts", "rows": [],
         "columns": [{"name": "what", "type": "word"}, {"name": "count", "type": "number"}]},
    ]));
    let controls = vec![
        Control::Text("It rains.".into()),
        Control::read("flaky-api:every=2").unwrap(),
        Control::read("disk-full").unwrap(),
    ];
    Form::new(Edit { facts: facts.unwrap(), controls })
}

fn cell(table: usize, row: u32, column: usize, text: &str) -> Touch {
    Touch::Cell { table, row, column, text: text.into() }
}

fn touched(touches: impl IntoIterator<Item = Touch>) -> Form {
    let mut form = form();
    for touch in touches {
        form.touch(touch).unwrap();
    }
    form
}

#[test]
fn what_is_not_touched_stays_as_it_was() {
    let form = touched([Touch::Open(0), Touch::More(1)]);
    assert!(!form.is_changed());
    assert_eq!(form.edit().unwrap(), *form.before());
    // In its order, too: switching off and on again is another order.
    let again = touched([Touch::Switch("disk-full"), Touch::Switch("disk-full")]);
    assert_eq!(again.controls.len(), 2);
}

#[test]
fn cells_are_read_as_their_columns_say() {
    let form = touched([cell(0, 0, 0, "Ada Byron"), cell(0, 1, 1, "8")]);
    let facts = form.edit().unwrap().facts;
    assert_eq!(facts.tables[0].cell(0, 0).unwrap().text(), "Ada Byron");
    assert_eq!(facts.tables[0].cell(1, 1).unwrap().number(), 8);
    let wrong = touched([cell(0, 0, 1, "old"), cell(0, 1, 1, "1.5")]);
    assert_eq!(wrong.tables[0].rows[0].cells[1], Err("old".into()));
    assert_eq!(wrong.edit().unwrap_err(), "2 cells cannot be read yet.");
    assert!(wrong.is_changed());
    // What cannot be read is as it was meanwhile.
    assert_eq!(wrong.facts(), form.before().facts);
    // A row that is taken out is not asked for.
    let out = touched([cell(0, 0, 1, "old"), Touch::Remove { table: 0, row: 0 }]);
    assert_eq!(out.edit().unwrap().facts.tables[0].rows().len(), 1);
    // What is not there is not written to.
    assert!(!touched([cell(7, 0, 0, "x"), cell(0, 9, 0, "x"), cell(0, 0, 9, "x")]).is_changed());
}

#[test]
fn rows_are_added_taken_out_and_put_back_where_they_were() {
    let remove = Touch::Remove { table: 0, row: 0 };
    let form = touched([Touch::Add(0), cell(0, 2, 0, "Tom"), remove.clone(), Touch::Add(1)]);
    let facts = form.edit().unwrap().facts;
    let numbers = |facts: &Facts| -> Vec<u32> {
        facts.tables[0].rows().iter().map(|row| row.number).collect()
    };
    assert_eq!(numbers(&facts), [1, 2]);
    assert_eq!(facts.tables[1].rows()[0].cells, [Cell::from(""), Cell::from(false)]);
    let back = touched([remove.clone(), Touch::Add(0), remove]);
    assert_eq!(numbers(&back.facts()), [0, 1, 2]);
}

#[test]
fn there_is_no_room_for_more_cells_than_facts_may_have() {
    let rows: Vec<_> = (0..MAX_CELLS / 2).map(|i| json!(["x", i])).collect();
    let facts =
        json!([{"name": "many", "columns": ["a", {"name": "b", "type": "number"}], "rows": rows}]);
    let facts = serde_json::from_value(facts).unwrap();
    let mut form = Form::new(Edit { facts, controls: Vec::new() });
    assert!(form.touch(Touch::Add(0)).unwrap_err().contains("20000"));
    assert!(!form.is_changed());
    let last =
        json!([{"name": "high", "columns": ["a"], "rows": [["x"]], "numbers": [u32::MAX - 1]}]);
    let facts = serde_json::from_value(last).unwrap();
    let mut form = Form::new(Edit { facts, controls: Vec::new() });
    assert!(form.touch(Touch::Add(0)).is_err());
}

#[test]
fn a_table_is_added_as_it_is_written() {
    let table = |text: &str| Touch::Table(text.into());
    let facts = touched([table(" notes : text, pages #, done ?, kind*,, ")]).edit().unwrap().facts;
    let notes = facts.tables.last().unwrap();
    let columns = [
        Column::new("text", Kind::Text),
        Column::new("pages", Kind::Number),
        Column::new("done", Kind::Flag),
        Column::new("kind", Kind::Word),
    ];
    assert_eq!((notes.name.as_str(), &notes.columns[..]), ("notes", &columns[..]));
    for wrong in ["", "notes", ": a", "contacts: again", "notes: a, a"] {
        assert!(form().touch(table(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn controls_are_switched_and_tuned() {
    let tune = |value| Touch::Parameter { control: "flaky-api", parameter: 0, value };
    let edit = touched([Touch::Switch("disk-full"), tune(99), Touch::Switch("offline")]).edit();
    let texts: Vec<String> = edit.unwrap().controls.iter().map(Control::text).collect();
    assert!(texts[0].contains("divides by 9"), "{texts:?}");
    assert!(texts[1].contains("offline") || texts[1].contains("network"), "{texts:?}");
    assert_eq!(texts[2], "It rains.");
    // Tuning what is off, or what it does not have, changes nothing.
    let off = Touch::Parameter { control: "slow-network", parameter: 0, value: 2 };
    let none = Touch::Parameter { control: "disk-full", parameter: 3, value: 2 };
    assert!(!touched([off, none]).is_changed());
}

#[test]
fn instructions_are_lines() {
    let edit = touched([Touch::Notes("It snows.\n\n  Nobody answers. ".into())]).edit().unwrap();
    let texts = edit.controls.iter().filter(|control| control.named().is_none());
    let texts: Vec<String> = texts.map(Control::text).collect();
    assert_eq!(texts, ["It snows.", "Nobody answers."]);
    assert!(!touched([Touch::Notes("It rains.".into())]).is_changed());
}

#[test]
fn the_worlds_of_the_page_can_be_changed() {
    let scenario = include_str!("../../../../../web/scenarios/phone.json");
    let Scenario { facts, controls, .. } = Scenario::from_json(scenario).unwrap();
    let mut form = Form::new(Edit { facts, controls });
    assert!(!form.is_changed());
    form.touch(Touch::Switch("stale-list")).unwrap();
    let edit = form.edit().unwrap();
    assert!(edit.facts.table("unseen").is_some());
    assert_eq!(edit.spoken(form.before()), "Stale list: on");
}
