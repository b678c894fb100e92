//! Clock: alarms with switches, and a form that checks the time.

use crate::{
    Seed,
    ui::{App, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::facts::{Cell, Column, Kind, Table};

const TABLE: &str = "alarms";
const TIME: usize = 0;
const LABEL: usize = 1;
const ON: usize = 2;
const REPEAT: usize = 3;

const EDIT: Page = Page::new("clock", "edit");
const REPEATS: [&str; 3] = ["Once", "Weekdays", "Every day"];

pub(super) struct Clock;

impl App for Clock {
    fn name(&self) -> &'static str {
        "clock"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Clock", "Alarms", "Wake up"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [
            ("time", Kind::Text),
            ("label", Kind::Text),
            ("on", Kind::Flag),
            ("repeat", Kind::Word),
        ];
        let mut table = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        for _ in 0..2 + seed.below(3) {
            let (time, label) = (words::time(seed), words::capital(&words::deed(seed)));
            let repeat = seed.pick(&REPEATS);
            table.push([time.into(), label.into(), seed.one_in(2).into(), repeat.into()]);
        }
        vec![table]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "edit" => edit(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Alarms", "Alarm", "Wake-up times"]));
    view.rows(
        TABLE,
        |_| true,
        |view, row| {
            let time = row.cells[TIME].text();
            view.item(time).value(row.cells[LABEL].text()).does(Do::Go(EDIT.on(row.number)));
            view.switch(time, row.cells[ON].flag()).does(Do::Run(turn, row.number));
        },
    );
    view.button(view.word(["Add alarm", "New alarm", "Add"])).does(Do::Go(EDIT));
}

fn turn(stage: &mut Stage<'_>, row: u32) -> Done {
    let on = !stage.cell(TABLE, row, ON).is_some_and(Cell::flag);
    stage.store(TABLE, row, ON, on.into())?;
    stage.toast(if on { "Alarm set" } else { "Alarm off" });
    Ok(())
}

fn edit(view: &mut View<'_>) {
    let row = view.row();
    let new = view.page().row.is_none();
    view.heading(if new { "New alarm" } else { "Edit alarm" });
    view.field_of("time", "Time", view.cell_text(TABLE, row, TIME));
    view.field_of(
        "label",
        view.word(["Label", "Name", "What for"]),
        view.cell_text(TABLE, row, LABEL),
    );
    let repeat = if new { REPEATS[0] } else { view.cell_text(TABLE, row, REPEAT) };
    view.combo("repeat", "Repeat", &REPEATS, repeat);
    view.button(view.word(["Save", "Done", "OK"])).does(Do::Run(save, row));
    if !new {
        view.button("Delete").does(Do::Run(delete, row));
    }
}

fn save(stage: &mut Stage<'_>, row: u32) -> Done {
    let row = Some(row).filter(|_| stage.surface.top().page.row.is_some());
    let kept = |field, column, start: &'static str| {
        let old = row.map_or(start, |row| stage.text(TABLE, row, column));
        stage.surface.top().draft(field).unwrap_or(old).to_owned()
    };
    let time = kept("time", TIME, "");
    if !is_time(&time) {
        stage.toast("Enter a time such as 07:30");
        return Ok(());
    }
    let (label, repeat) = (kept("label", LABEL, ""), kept("repeat", REPEAT, REPEATS[0]));
    stage.save(TABLE, row, vec![time.into(), label.into(), true.into(), repeat.into()])?;
    stage.back();
    stage.toast("Alarm set");
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.delete(TABLE, row)?;
    stage.back();
    stage.toast("Alarm deleted");
    Ok(())
}

/// Whether a text is a time of day as a clock shows it.
fn is_time(text: &str) -> bool {
    let number = |digits: &str| digits.parse::<u8>().ok().filter(|_| digits.len() == 2);
    let parts = text.split_once(':').and_then(|(h, m)| Some((number(h)?, number(m)?)));
    parts.is_some_and(|(hours, minutes)| hours < 24 && minutes < 60)
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn times_are_told_from_other_texts() {
        assert!(["00:00", "07:30", "23:59"].into_iter().all(is_time));
        assert!(!["24:00", "7:30", "12:60", "12", "", "ab:cd"].into_iter().any(is_time));
    }
}
