//! Settings: groups of switches, a theme, storage.

use crate::{
    Seed,
    ui::{App, Do, Done, Page, Stage, View},
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Row, Table},
};

const TABLE: &str = "settings";
const GROUP: usize = 0;
const NAME: usize = 1;
const ON: usize = 2;
const THEME: &str = "theme";

const DETAIL: Page = Page::new("settings", "group");

/// Groups and their switches; the flag says whether the switch costs power.
const SWITCHES: [(&str, &str, bool); 12] = [
    ("Network", "Wi-Fi", false),
    ("Network", "Bluetooth", false),
    ("Network", "Flight mode", false),
    ("Display", "Dark theme", false),
    ("Display", "Rotate screen", false),
    ("Display", "Bright screen", true),
    ("Sound", "Vibrate", false),
    ("Sound", "Key tones", false),
    ("Privacy", "Location", true),
    ("Privacy", "Camera access", false),
    ("Accounts", "Sync in background", true),
    ("Accounts", "Notifications", false),
];

const GROUPS: [&str; 5] = ["Network", "Display", "Sound", "Privacy", "Accounts"];
const THEMES: [&str; 3] = ["Blue", "Green", "Sand"];

pub(super) struct Settings;

impl App for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Settings", "Preferences", "System"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [("group", Kind::Word), ("name", Kind::Word), ("on", Kind::Flag)];
        let mut table = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        for (group, name, _) in SWITCHES {
            if !seed.one_in(4) {
                table.push([group.into(), name.into(), seed.one_in(2).into()]);
            }
        }
        let mut theme = Table::new(THEME, [Column::new("name", Kind::Word)]);
        theme.push([Cell::from(seed.pick(&THEMES))]);
        vec![table, theme]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "group" => group(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Settings", "Preferences", "All settings"]));
    view.field("query", view.word(["Search settings", "Search", "Find a setting"]));
    let query = view.draft("query").unwrap_or_default().to_lowercase();
    if query.is_empty() {
        view.within(Role::List, "", |view| {
            for (number, name) in GROUPS.into_iter().enumerate() {
                view.item(name).does(Do::Go(DETAIL.on(number as u32)));
            }
        });
    } else {
        let found = |row: &Row| row.cells[NAME].text().to_lowercase().contains(&query);
        view.rows(TABLE, found, switch);
    }
}

fn group(view: &mut View<'_>) {
    let group = GROUPS.get(view.row() as usize).copied().unwrap_or_default();
    view.heading(group);
    view.rows(TABLE, |row| row.cells[GROUP].text() == group, switch);
    if group == "Display" {
        let current = view.cell_text(THEME, 0, 0);
        view.text(view.word(["Theme", "Colour", "Accent"]));
        for theme in THEMES {
            let (chosen, set) = (theme == current, Do::Set(THEME, 0, 0, theme.into()));
            view.add(Role::Radio, theme).checked(chosen).does(set);
        }
    }
}

fn switch(view: &mut View<'_>, row: &Row) {
    let on = row.cells[ON].flag();
    view.switch(row.cells[NAME].text(), on).does(Do::Run(turn, row.number));
}

fn turn(stage: &mut Stage<'_>, row: u32) -> Done {
    let on = !stage.cell(TABLE, row, ON).is_some_and(Cell::flag);
    let name = stage.text(TABLE, row, NAME).to_owned();
    if on && SWITCHES.iter().any(|(_, switch, power)| *switch == name && *power) {
        stage.background(&name)?;
    }
    if on && name.ends_with("access") {
        stage.permit("camera")?;
    }
    stage.store(TABLE, row, ON, on.into())
}
