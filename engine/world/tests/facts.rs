//! Facts and controls: files, changes, limits.

use diorama_world::{
    Control, Facts,
    control::{self, ControlError, Event, Named},
    facts::{Cell, Change, Column, Kind, Table},
};
use proptest::prelude::*;

fn facts(json: &str) -> Facts {
    serde_json::from_str(json).expect("facts")
}

#[test]
fn tables_are_written_as_they_were_read() {
    let json = r#"[{"name":"alarms","columns":["label",{"name":"on","type":"flag"},{"name":"minutes","type":"number"}],"rows":[["Run",true,5],["Tea",false,10]],"numbers":[0,3]}]"#;
    let read = facts(json);
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert_eq!(read.table("alarms").unwrap().cell(3, 0), Some(&Cell::from("Tea")));
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let refused = |json: &str| serde_json::from_str::<Facts>(json).unwrap_err().to_string();
    let error = refused(r#"[{"name":"t","columns":["a"],"rows":[["x","y"]]}]"#);
    assert!(error.contains("row 1 of the table “t” has 2 cells, not 1"), "{error}");
    let error =
        refused(r#"[{"name":"t","columns":[{"name":"n","type":"number"}],"rows":[["x"]]}]"#);
    assert!(error.contains("“n” holds a number, not “x”"), "{error}");
    let error = refused(r#"[{"name":"t","columns":["a"],"rows":[["x"],["y"]],"numbers":[1,1]}]"#);
    assert!(error.contains("not numbered one by one"), "{error}");
    let error = refused(r#"[{"name":"t","columns":["a"],"rows":[["x"]],"numbers":[4294967295]}]"#);
    assert!(error.contains("not numbered one by one"), "{error}");
}

#[test]
fn controls_are_written_as_they_were_read() {
    let json = r#"["It rains.",{"control":"disk-full"},{"control":"flaky-api","every":2}]"#;
    let read: Vec<Control> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert_eq!(Control::read("flaky-api:every=2").unwrap(), read[2]);
    assert!(read[2].text().contains("divides by 2"));
}

#[test]
fn unknown_controls_and_parameters_are_refused() {
    assert_eq!(Control::read("rain"), Err(ControlError::Unknown("rain".into())));
    assert!(matches!(Control::read("offline:every=2"), Err(ControlError::NoSuchParameter { .. })));
    assert!(matches!(Control::read("flaky-api:every=0"), Err(ControlError::Range { .. })));
    assert!(matches!(Control::read("flaky-api:every"), Err(ControlError::Malformed(_))));
}

#[test]
fn rows_that_came_and_went_leave_their_numbers() {
    let old = facts(r#"[{"name":"t","columns":["a"],"rows":[["x"],["y"]]}]"#);
    let mut next = old.clone();
    let table = next.table_mut("t").unwrap();
    for text in ["gone", "kept", "gone", "kept"] {
        table.push([Cell::from(text)]);
    }
    assert!(table.remove(0) && table.remove(2) && table.remove(4));
    let mut made = old.clone();
    old.changes(&next).unwrap().iter().for_each(|change| made.apply(change).unwrap());
    assert_eq!(made, next);
}

/// The table of names is sorted, and each control obeys some event with any legal parameters.
#[test]
fn every_control_does_something() {
    assert!(control::ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
    for definition in control::ALL {
        for at in 0..2 {
            let values = definition
                .parameters
                .iter()
                .map(|p| (p.name, if at == 0 { p.least } else { p.most }));
            let control = Named::new(definition.name, values).unwrap();
            let count = (1..=9).product();
            let events = [
                Event::Save { table: "notes" },
                Event::Request { count },
                Event::Open { count },
                Event::List { rows: 99 },
                Event::Permission { name: "files" },
                Event::Background { name: "sync" },
            ];
            assert_eq!(
                events.iter().filter_map(|event| control.effect(event)).count(),
                1,
                "{}",
                definition.name
            );
            assert!(!Control::Named(control).text().is_empty());
        }
    }
}

fn cell(kind: Kind) -> BoxedStrategy<Cell> {
    match kind {
        Kind::Text | Kind::Word => "[a-c]{0,3}".prop_map(Cell::Text).boxed(),
        Kind::Number => (-3i64..3).prop_map(Cell::Number).boxed(),
        Kind::Flag => any::<bool>().prop_map(Cell::Flag).boxed(),
    }
}

/// Some changes to a table of a text and a number.
fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0u32..6, cell(Kind::Text)).prop_map(|(row, cell)| Change::Set {
            table: 0,
            row,
            column: 0,
            cell
        }),
        (0u32..6, cell(Kind::Number)).prop_map(|(row, cell)| Change::Set {
            table: 0,
            row,
            column: 1,
            cell
        }),
        (0u32..9, cell(Kind::Text), cell(Kind::Number)).prop_map(|(row, a, b)| Change::Add {
            table: 0,
            row,
            cells: vec![a, b]
        }),
        (0u32..6).prop_map(|row| Change::Remove { table: 0, row }),
    ]
}

proptest! {
    /// Whatever one edit after the other makes of facts, the changes found make it too.
    #[test]
    fn changes_lead_from_one_to_the_other(edits in prop::collection::vec(change(), 0..12), cut in 0usize..12) {
        let columns = [Column::new("name", Kind::Text), Column::new("age", Kind::Number)];
        let mut facts = Facts { tables: vec![Table::new("people", columns)] };
        let mut states = vec![facts.clone()];
        for edit in &edits {
            let before = facts.clone();
            if facts.apply(edit).is_err() {
                prop_assert_eq!(&facts, &before);
            }
            states.push(facts.clone());
        }
        let old = &states[cut.min(states.len() - 1)];
        let mut made = old.clone();
        for change in &old.changes(&facts).expect("the same tables") {
            made.apply(change).expect("a change that was found");
        }
        prop_assert_eq!(made, facts);
    }

    /// One edit is always found again.
    #[test]
    fn one_change_is_one_change(rows in prop::collection::vec(("[a-c]{0,3}", -3i64..3), 0..6), edit in change()) {
        let columns = [Column::new("name", Kind::Text), Column::new("age", Kind::Number)];
        let mut facts = Facts { tables: vec![Table::new("people", columns)] };
        for (name, age) in rows {
            facts.tables[0].push([Cell::from(name), Cell::from(age)]);
        }
        let mut next = facts.clone();
        if next.apply(&edit).is_ok() {
            let changes = facts.changes(&next).unwrap();
            // Taking a row out and putting one in that gets the same number is setting cells.
            prop_assert!(changes.len() <= 1, "{:?}", changes);
        }
    }
}
