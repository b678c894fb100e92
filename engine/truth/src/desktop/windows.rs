//! Windows: which are open, where they are, and which lies over which.

use crate::{
    Seed, World,
    ui::{self, App, Page, Surface},
};
use diorama_world::{
    Facts,
    facts::{Cell, Column, Kind, Row, Table},
    screen::Bounds,
};

/// Most windows that are open at a time.
pub(super) const MAX_WINDOWS: usize = 3;
/// Table of the open windows.
const WINDOWS: &str = "windows";
const PROGRAM: usize = 0;
const X: usize = 1;
const LAYER: usize = 5;

/// The desktop below its panel.
const DESK: Bounds = Bounds { x: 0, y: 40, width: 1280, height: 760 };
/// What a window measures where nobody sized it.
const SIZE: (i32, i32) = (680, 520);
/// How far apart windows open, across and down.
const STEP: (i32, i32) = (160, 80);

/// Where a window can be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// One of the places where windows open.
    Free(u32),
    /// The left half of the desktop.
    Left,
    /// The right half of the desktop.
    Right,
    /// All of the desktop.
    Full,
}

impl Spot {
    fn bounds(self) -> Bounds {
        let half = DESK.width / 2;
        match self {
            Self::Free(nth) => {
                let nth = (nth % 4) as i32;
                let (x, y) = (STEP.0 * (nth + 1), DESK.y + STEP.1 / 2 * (nth + 1));
                Bounds { x, y, width: SIZE.0, height: SIZE.1 }
            }
            Self::Left => Bounds { width: half, ..DESK },
            Self::Right => Bounds { x: half, width: half, ..DESK },
            Self::Full => DESK,
        }
    }
}

/// An open window.
pub(super) struct Window {
    /// Its row in the table of windows.
    pub row: u32,
    /// What runs in it.
    pub program: &'static dyn App,
    /// What it shows.
    pub surface: Surface,
}

impl Window {
    /// What it is called.
    pub fn name(&self, world: &World) -> String {
        let title = || ui::title(world, self.program.name()).to_owned();
        self.program.window(world, &self.surface).unwrap_or_else(title)
    }
}

/// The table of windows: those that are open when the world begins.
pub(super) fn table(seed: &mut Seed, programs: &[&'static dyn App]) -> Table {
    let numbers = ["x", "y", "width", "height", "layer"];
    let columns = numbers.map(|name| Column::new(name, Kind::Number));
    let columns = std::iter::once(Column::new("program", Kind::Word)).chain(columns);
    let mut table = Table::new(WINDOWS, columns);
    let count = 1 + seed.below(MAX_WINDOWS - 1);
    for (layer, i) in seed.some(count, programs.len()).into_iter().enumerate() {
        table.push(cells(programs[i], Spot::Free(layer as u32).bounds(), layer));
    }
    table
}

fn cells(program: &dyn App, bounds: Bounds, layer: usize) -> [Cell; 6] {
    let [x, y, width, height] = numbers(bounds);
    [program.name().into(), x, y, width, height, (layer as i64).into()]
}

fn numbers(bounds: Bounds) -> [Cell; 4] {
    let Bounds { x, y, width, height } = bounds;
    [x, y, width, height].map(|number| Cell::Number(number.into()))
}

/// The windows that the facts say are open, each with its first page, the lowest first.
pub(super) fn restore(facts: &Facts, programs: &[&'static dyn App]) -> Vec<Window> {
    let rows = facts.table(WINDOWS).map(Table::rows).unwrap_or_default();
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| row.cells[LAYER].number());
    let opened = rows.into_iter().filter_map(|row| {
        let program = *programs.iter().find(|app| app.name() == row.cells[PROGRAM].text())?;
        let mut surface = Surface::new(Page::new(program.name(), program.home()));
        surface.number = row.number.into();
        Some(Window { row: row.number, program, surface })
    });
    opened.take(MAX_WINDOWS).collect()
}

/// Notes a new window in the facts; gives its row.
pub(super) fn open(facts: &mut Facts, program: &dyn App, layer: usize) -> u32 {
    let Some(table) = facts.table_mut(WINDOWS) else { return 0 };
    let bounds = Spot::Free(table.next_number()).bounds();
    table.push(cells(program, bounds, layer))
}

/// Strikes a window from the facts.
pub(super) fn close(facts: &mut Facts, row: u32) {
    if let Some(table) = facts.table_mut(WINDOWS) {
        table.remove(row);
    }
    Surface::unnote(facts, row.into());
}

/// Lets the windows be open that were open `before`, whatever the facts say now; they may have been
/// moved.
pub(super) fn stay(facts: &mut Facts, before: Facts) {
    let Some(open) = before.tables.into_iter().find(|table| table.name == WINDOWS) else { return };
    let programs = |table: &Table| -> Vec<(u32, Option<Cell>)> {
        table.rows().iter().map(|row| (row.number, row.cells.get(PROGRAM).cloned())).collect()
    };
    match facts.table_mut(WINDOWS) {
        Some(now) if now.columns == open.columns && programs(now) == programs(&open) => {}
        Some(now) => *now = open,
        None => facts.tables.push(open),
    }
}

/// Notes which window lies over which: the lowest first.
pub(super) fn stack(facts: &mut Facts, windows: &[Window]) {
    let Some(table) = facts.table_mut(WINDOWS) else { return };
    for (layer, window) in (0i64..).zip(windows) {
        table.set(window.row, LAYER, layer.into());
    }
}

/// Puts a window somewhere.
pub(super) fn put(facts: &mut Facts, row: u32, spot: Spot) {
    set_bounds(facts, row, spot.bounds());
}

/// Puts a window a little below and right of where another is, as far as there is room.
pub(super) fn put_beside(facts: &mut Facts, row: u32, other: u32) {
    let (own, other) = (bounds(facts, row), bounds(facts, other));
    let x = (other.x + STEP.0 / 4).min(DESK.width - own.width).max(DESK.x);
    let y = (other.y + STEP.1 / 2).min(DESK.y + DESK.height - own.height).max(DESK.y);
    set_bounds(facts, row, Bounds { x, y, ..own });
}

fn set_bounds(facts: &mut Facts, row: u32, bounds: Bounds) {
    let Some(table) = facts.table_mut(WINDOWS) else { return };
    for (column, cell) in (X..).zip(numbers(bounds)) {
        table.set(row, column, cell);
    }
}

/// Where a window is.
pub(super) fn bounds(facts: &Facts, row: u32) -> Bounds {
    let cells = facts.table(WINDOWS).and_then(|table| table.row(row)).map(|row| &row.cells);
    let number = |column: usize| {
        let number = cells.map_or(0, |cells| cells[X + column].number());
        // People may write anything into facts.
        number.clamp(0, 4096) as i32
    };
    Bounds { x: number(0), y: number(1), width: number(2).max(1), height: number(3).max(1) }
}
