//! Calendar: a week in tabs, the events of a day, a form.

use crate::{
    Seed,
    ui::{App, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Row, Table},
};

const TABLE: &str = "events";
const TITLE: usize = 0;
const DAY: usize = 1;
const TIME: usize = 2;
const PLACE: usize = 3;

const EVENT: Page = Page::new("calendar", "event");
const EDIT: Page = Page::new("calendar", "edit");
const DAYS: [&str; 5] = ["Mon", "Tue", "Wed", "Thu", "Fri"];

pub(super) struct Calendar;

impl App for Calendar {
    fn name(&self) -> &'static str {
        "calendar"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Calendar", "Agenda", "Planner"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [
            ("title", Kind::Text),
            ("day", Kind::Word),
            ("time", Kind::Text),
            ("place", Kind::Text),
        ];
        let mut table = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        for _ in 0..3 + seed.below(4) {
            let title = words::capital(&words::deed(seed));
            let place = words::capital(&words::word(seed, 2));
            let (day, time) = (seed.pick(&DAYS), words::time(seed));
            table.push([title.into(), day.into(), time.into(), place.into()]);
        }
        vec![table]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "event" => event(view),
            "edit" => edit(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    let day = view.held("day", DAYS[0]);
    view.heading(view.word(["Calendar", "This week", "Agenda"]));
    view.within(Role::TabList, "", |view| {
        for tab in DAYS {
            view.tab(tab, tab == day).does(Do::Fill("day", tab.to_owned()));
        }
    });
    let world = view.world;
    let all = world.facts.table(TABLE).map(Table::rows).unwrap_or_default();
    let on_day = |row: &&Row| row.cells[DAY].text() == day && world.shows(TABLE, row.number);
    let mut rows: Vec<&Row> = all.iter().filter(on_day).collect();
    rows.sort_by_key(|row| row.cells[TIME].text());
    if rows.is_empty() {
        view.text(view.word(["No events", "A free day", "Nothing planned"]));
    } else {
        view.list(rows, |view, row| {
            let open = Do::Go(EVENT.on(row.number));
            view.item(row.cells[TITLE].text()).value(row.cells[TIME].text()).does(open);
        });
    }
    view.button(view.word(["New event", "Add event", "Plan"])).does(Do::Go(EDIT));
}

fn event(view: &mut View<'_>) {
    let row = view.row();
    view.heading(view.cell_text(TABLE, row, TITLE));
    view.text(view.cell_text(TABLE, row, DAY));
    view.text(view.cell_text(TABLE, row, TIME));
    view.text(view.cell_text(TABLE, row, PLACE));
    view.button("Edit").does(Do::Go(EDIT.on(row)));
    view.button(view.word(["Delete", "Remove", "Cancel event"])).does(Do::Run(delete, row));
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.delete(TABLE, row)?;
    stage.back();
    stage.toast("Event deleted");
    Ok(())
}

fn edit(view: &mut View<'_>) {
    let row = view.row();
    let new = view.page().row.is_none();
    view.heading(if new { "New event" } else { "Edit event" });
    view.field_of("title", "Title", view.cell_text(TABLE, row, TITLE));
    let day = if new { DAYS[0] } else { view.cell_text(TABLE, row, DAY) };
    view.combo("day", "Day", &DAYS, day);
    view.field_of("time", "Time", view.cell_text(TABLE, row, TIME));
    view.field_of(
        "place",
        view.word(["Place", "Where", "Location"]),
        view.cell_text(TABLE, row, PLACE),
    );
    view.button(view.word(["Save", "Done", "Add"])).does(Do::Run(save, row));
}

fn save(stage: &mut Stage<'_>, row: u32) -> Done {
    let kept = |field, column, start: &'static str| {
        let old = stage.cell(TABLE, row, column).map_or(start, Cell::text);
        stage.surface.top().draft(field).unwrap_or(old).to_owned()
    };
    let title = kept("title", TITLE, "");
    if title.is_empty() {
        stage.toast("Enter a title");
        return Ok(());
    }
    let cells =
        [title, kept("day", DAY, DAYS[0]), kept("time", TIME, ""), kept("place", PLACE, "")];
    stage.request()?;
    let number = stage.surface.top().page.row;
    stage.save(TABLE, number, cells.map(Cell::from).into())?;
    stage.back();
    stage.toast("Event saved");
    Ok(())
}
