//! A calculator with whole numbers of a few digits.

use crate::{
    Seed,
    ui::{App, Do, Done, Stage, View},
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Table},
};

/// Table with one row: the number before the operator, the operator, the number that shows, and
/// whether digits go on with it.
const TABLE: &str = "calculator";
const ROW: u32 = 0;
const BEFORE: usize = 0;
const OPERATOR: usize = 1;
const SHOWN: usize = 2;
const TYPING: usize = 3;

/// Numbers above are errors, as is dividing by 0.
const MAX: i64 = 9999;
/// The most that can be typed.
const MAX_TYPED: i64 = 99;
/// What stands for the operator after an error.
const ERROR: &str = "error";

const ADD: u32 = 10;
const CLEAR: u32 = 14;
const EQUALS: u32 = 15;
const OPERATORS: [&str; 4] = ["+", "-", "*", "/"];
/// The keys that can be typed: the digits, then the operators.
const KEYS: [&str; 14] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "+", "-", "*", "/"];
/// The rows of buttons, by looks; the operators are in the last column.
const PADS: [[[u32; 4]; 4]; 3] = [
    [[7, 8, 9, 13], [4, 5, 6, 12], [1, 2, 3, 11], [CLEAR, 0, EQUALS, 10]],
    [[1, 2, 3, 10], [4, 5, 6, 11], [7, 8, 9, 12], [0, CLEAR, EQUALS, 13]],
    [[7, 8, 9, 10], [4, 5, 6, 11], [1, 2, 3, 12], [0, EQUALS, CLEAR, 13]],
];

pub(super) struct Calculator;

impl App for Calculator {
    fn name(&self) -> &'static str {
        "calculator"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Calculator", "Sums", "Reckoner"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [
            ("before", Kind::Number),
            ("operator", Kind::Word),
            ("shown", Kind::Number),
            ("typing", Kind::Flag),
        ];
        let mut table = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        table.push([Cell::from(0), "".into(), seed.between(0, 20).into(), false.into()]);
        vec![table]
    }

    fn view(&self, view: &mut View<'_>) {
        let operator = view.cell_text(TABLE, ROW, OPERATOR);
        let shown = match view.cell(TABLE, ROW, SHOWN) {
            Some(shown) if operator != ERROR => shown.number().to_string(),
            _ => "Error".to_owned(),
        };
        view.add(Role::Text, view.word(["Result", "Display", "Total"])).value(shown);
        let clear = view.word(["C", "AC", "Clear"]);
        for row in PADS[view.look()] {
            view.within(Role::Row, "", |view| {
                for key in row {
                    let label = match key {
                        CLEAR => clear,
                        EQUALS => "=",
                        key => KEYS[key as usize],
                    };
                    view.button(label).does(Do::Run(press, key));
                }
            });
        }
        for (key, name) in (0..).zip(KEYS) {
            view.key(name, Do::Run(press, key));
        }
        view.key("Enter", Do::Run(press, EQUALS));
        view.key("=", Do::Run(press, EQUALS));
        view.key("Delete", Do::Run(press, CLEAR));
    }
}

fn press(stage: &mut Stage<'_>, key: u32) -> Done {
    let number = |column| stage.cell(TABLE, ROW, column).map_or(0, Cell::number);
    let (before, shown) = (number(BEFORE), number(SHOWN));
    let typing = stage.cell(TABLE, ROW, TYPING).is_some_and(Cell::flag);
    let operator = stage.text(TABLE, ROW, OPERATOR);
    let (before, operator, shown, typing) = match key {
        CLEAR => (0, "", 0, false),
        // After an error only clearing helps.
        _ if operator == ERROR => return Ok(()),
        digit @ 0..ADD => {
            let longer = if typing { shown * 10 + i64::from(digit) } else { digit.into() };
            let number = if longer > MAX_TYPED { shown } else { longer };
            (before, operator, number, true)
        }
        _ => {
            // What was begun is worked out first; an operator after another takes its place.
            let result = if typing { result(before, operator, shown) } else { Some(shown) };
            let next = if key == EQUALS { "" } else { OPERATORS[(key - ADD) as usize] };
            match result {
                Some(result) if key == EQUALS => (0, next, result, false),
                Some(result) => (result, next, result, false),
                None => (0, ERROR, 0, false),
            }
        }
    };
    let cells = [before.into(), operator.into(), shown.into(), typing.into()];
    for (column, cell) in cells.into_iter().enumerate() {
        stage.set(TABLE, ROW, column, cell);
    }
    Ok(())
}

/// What two numbers make.
fn result(before: i64, operator: &str, shown: i64) -> Option<i64> {
    let result = match operator {
        "+" => before.checked_add(shown),
        "-" => before.checked_sub(shown),
        "*" => before.checked_mul(shown),
        "/" => before.checked_div(shown),
        _ => Some(shown),
    };
    result.filter(|result| (-MAX..=MAX).contains(result))
}
