//! Settings: switches, sliders, choices, a name, and updates from the network.

mod updates;

use crate::{
    Seed,
    ui::{App, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Row, Table},
};

/// Table of switches and sliders; a slider's level counts, a switch is on at 1.
const SETTINGS: &str = "settings";
const NAME: usize = 0;
const SECTION: usize = 1;
const LEVEL: usize = 2;
/// Table with one row: the user's name, the colours, when mail came last.
const USER: &str = "user";
const USER_NAME: usize = 0;
const COLOURS: usize = 1;

const DETAIL: Page = Page::new("settings", "section");
const SECTIONS: [&str; 4] = ["Appearance", "Sound", "Network", "User"];

/// What a setting asks before it is switched on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// It costs power.
    Power,
    /// It uses a part of the computer.
    Permission,
    /// It is no switch but goes up and down.
    Slider,
}

const ALL: [(&str, u32, Needs); 9] = [
    ("Dark mode", 0, Needs::Nothing),
    ("Animations", 0, Needs::Power),
    ("Brightness", 0, Needs::Slider),
    ("Mute", 1, Needs::Nothing),
    ("Volume", 1, Needs::Slider),
    ("Microphone", 1, Needs::Permission),
    ("Wi-Fi", 2, Needs::Nothing),
    ("Background sync", 2, Needs::Power),
    ("Screen reader", 3, Needs::Nothing),
];
const COLOUR_NAMES: [&str; 4] = ["Blue", "Green", "Sand", "Plum"];

pub(super) struct Settings;

impl App for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Settings", "System settings", "Preferences"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [("name", Kind::Word), ("section", Kind::Number), ("level", Kind::Number)];
        let mut settings =
            Table::new(SETTINGS, columns.map(|(name, kind)| Column::new(name, kind)));
        for (name, section, needs) in ALL {
            let level =
                if needs == Needs::Slider { 10 * seed.between(0, 10) } else { seed.between(0, 1) };
            settings.push([name.into(), i64::from(section).into(), level.into()]);
        }
        let columns = [("name", Kind::Text), ("colours", Kind::Word)];
        let mut user = Table::new(USER, columns.map(|(name, kind)| Column::new(name, kind)));
        user.push([words::person(seed).into(), seed.pick(&COLOUR_NAMES).into()]);
        vec![settings, user, updates::table(seed)]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "section" => section(view),
            "updates" => updates::view(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Settings", "All settings", "Sections"]));
    view.within(Role::List, "", |view| {
        for (number, name) in (0..).zip(SECTIONS) {
            view.item(name).does(Do::Go(DETAIL.on(number)));
        }
    });
}

fn section(view: &mut View<'_>) {
    let section = view.row();
    view.button(view.word(["Back", "All settings", "Back"])).does(Do::Back);
    view.heading(SECTIONS.get(section as usize).copied().unwrap_or_default());
    let world = view.world;
    let rows = world.facts.table(SETTINGS).map(Table::rows).unwrap_or_default();
    for row in rows.iter().filter(|row| row.cells[SECTION].number() == i64::from(section)) {
        setting(view, row);
    }
    let colours = view.cell_text(USER, 0, COLOURS);
    match SECTIONS.get(section as usize) {
        Some(&"Appearance") => {
            for name in COLOUR_NAMES {
                let choose = Do::Set(USER, 0, COLOURS, name.into());
                view.add(Role::Radio, name).checked(name == colours).does(choose);
            }
        }
        Some(&"Network") => {
            view.button(view.word(["Sync now", "Synchronise", "Sync"])).does(Do::Run(sync, 0));
            view.button(view.word(["Check for updates", "Updates", "Look for updates"]))
                .does(Do::Run(updates::check, 0));
        }
        Some(&"User") => {
            let name = view.cell_text(USER, 0, USER_NAME);
            let unchanged =
                view.draft("user").is_none_or(|typed| typed == name || typed.is_empty());
            view.field_of("user", "Full name", name);
            view.button(view.word(["Apply", "Save", "Apply"]))
                .does(Do::Run(apply, 0))
                .disabled(unchanged);
            view.submit(Do::Run(apply, 0));
        }
        _ => {}
    }
}

fn needs(name: &str) -> Needs {
    ALL.iter().find(|(known, ..)| *known == name).map_or(Needs::Nothing, |(.., needs)| *needs)
}

fn setting(view: &mut View<'_>, row: &Row) {
    let (name, level) = (row.cells[NAME].text(), row.cells[LEVEL].number());
    if needs(name) == Needs::Slider {
        view.add(Role::Slider, name).value(level.to_string());
        view.button("Less").does(Do::Run(less, row.number)).disabled(level <= 0);
        view.button("More").does(Do::Run(more, row.number)).disabled(level >= 100);
    } else {
        view.switch(name, level == 1).does(Do::Run(turn, row.number));
    }
}

fn turn(stage: &mut Stage<'_>, row: u32) -> Done {
    let on = stage.cell(SETTINGS, row, LEVEL).map_or(0, Cell::number) == 0;
    let name = stage.text(SETTINGS, row, NAME).to_owned();
    match needs(&name) {
        Needs::Power if on => stage.background(&name)?,
        Needs::Permission if on => stage.permit(&name.to_lowercase())?,
        _ => {}
    }
    stage.store(SETTINGS, row, LEVEL, i64::from(on).into())
}

fn less(stage: &mut Stage<'_>, row: u32) -> Done {
    slide(stage, row, -10)
}

fn more(stage: &mut Stage<'_>, row: u32) -> Done {
    slide(stage, row, 10)
}

fn slide(stage: &mut Stage<'_>, row: u32, by: i64) -> Done {
    let level = stage.cell(SETTINGS, row, LEVEL).map_or(0, Cell::number);
    stage.store(SETTINGS, row, LEVEL, (level + by).clamp(0, 100).into())
}

fn sync(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.request()?;
    stage.toast("All is up to date");
    Ok(())
}

fn apply(stage: &mut Stage<'_>, _: u32) -> Done {
    let Some(name) = stage.surface.top().draft("user").map(str::to_owned) else { return Ok(()) };
    if name.is_empty() {
        stage.toast("Enter a name");
        return Ok(());
    }
    stage.store(USER, 0, USER_NAME, name.into())?;
    stage.surface.clear();
    stage.toast("Name changed");
    Ok(())
}
