//! An account: signing in and out, settings, a new password.

use super::super::frame;
use crate::{
    Seed, World,
    ui::{self, App, Do, Done, Page, SIGN_IN, Stage, View},
    words,
};
use diorama_world::facts::{Kind, Table};

const TABLE: &str = "account";
/// The columns that the settings store come first.
const NAME: usize = 0;
const CITY: usize = 1;
const LANGUAGE: usize = 2;
const THEME: usize = 3;
const NEWS: usize = 4;
const NOTIFY: usize = 5;
const USER: usize = 6;
const PASSWORD: usize = 7;
const SIGNED_IN: usize = 8;

const HOME: Page = Page::new(TABLE, "home");
const SETTINGS: Page = Page::new(TABLE, "settings");
const CHANGE: Page = Page::new(TABLE, "password");

const LANGUAGES: [&str; 3] = ["English", "Deutsch", "Español"];
const THEMES: [&str; 2] = ["Light", "Dark"];

pub(in super::super) struct Account;

impl App for Account {
    fn name(&self) -> &'static str {
        TABLE
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Account", "My account", "Profile"]
    }

    fn pages(&self) -> &'static [(&'static str, &'static str)] {
        &[("home", ""), ("sign-in", ""), ("settings", ""), ("password", "")]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let (text, word, flag) = (Kind::Text, Kind::Word, Kind::Flag);
        let settings = [("name", text), ("city", text), ("language", word), ("theme", word)];
        let others = [("news", flag), ("notify", flag), ("user", text), ("password", text)];
        let columns = [&settings[..], &others, &[("signed in", flag)]].concat();
        let mut table = ui::table(TABLE, &columns);
        let city = words::word(seed, 2);
        table.push([
            words::person(seed).into(),
            words::capital(&city).into(),
            seed.pick(&LANGUAGES).into(),
            seed.pick(&THEMES).into(),
            seed.one_in(2).into(),
            false.into(),
            words::word(seed, 2).into(),
            words::word(seed, 3).into(),
            (!seed.one_in(3)).into(),
        ]);
        vec![table]
    }

    fn view(&self, view: &mut View<'_>) {
        let page = view.page().name;
        if page == SIGN_IN.name {
            return form(view);
        }
        if !signed_in(view) {
            frame::bar(view, &[]);
            view.heading("You are signed out");
            view.link("Sign in").does(Do::Go(SIGN_IN));
            return;
        }
        frame::bar(view, &[("Settings", SETTINGS), ("Password", CHANGE)]);
        match page {
            "settings" => settings(view),
            "password" => change(view),
            _ => home(view),
        }
    }
}

/// Whether the person is signed in.
pub(in super::super) fn signed_in(view: &View<'_>) -> bool {
    view.flag(TABLE, 0, SIGNED_IN)
}

/// What the person is called.
pub(in super::super) fn name(world: &World) -> &str {
    world.rows(TABLE).first().map_or("", |row| row.cells[NAME].text())
}

/// Where the person lives.
pub(in super::super) fn city<'a>(stage: &'a Stage<'_>) -> &'a str {
    stage.text(TABLE, 0, CITY)
}

/// The form where people sign in, wherever it is in the way.
pub(in super::super) fn form(view: &mut View<'_>) {
    view.heading("Sign in");
    view.input("user", view.word(["User name", "User", "Login"]), "");
    view.input("password", "Password", "");
    view.button(view.word(["Sign in", "Log in", "Continue"])).does(Do::Run(sign_in, 0));
    view.submit(Do::Run(sign_in, 0));
}

fn sign_in(stage: &mut Stage<'_>, _: u32) -> Done {
    frame::require(
        stage,
        &[("user", "Enter your user name"), ("password", "Enter your password")],
    )?;
    if stage.draft("user") != stage.text(TABLE, 0, USER) {
        stage.flaw("user", "Unknown user");
    } else if stage.draft("password") != stage.text(TABLE, 0, PASSWORD) {
        stage.flaw("password", "Wrong password");
    } else {
        stage.set(TABLE, 0, SIGNED_IN, true.into());
        stage.back();
        stage.toast("You are signed in");
    }
    Ok(())
}

fn home(view: &mut View<'_>) {
    view.heading(view.cell_text(TABLE, 0, NAME));
    view.text(view.cell_text(TABLE, 0, CITY));
    let notify = view.flag(TABLE, 0, NOTIFY);
    let label = view.word(["Notifications", "Notify me", "Push messages"]);
    view.switch(label, notify).does(Do::Run(notifications, 0));
    view.button(view.word(["Sign out", "Log out", "Leave"])).does(Do::Run(sign_out, 0));
}

fn notifications(stage: &mut Stage<'_>, row: u32) -> Done {
    let notify = stage.flag(TABLE, row, NOTIFY);
    if !notify {
        stage.permit("notifications")?;
    }
    stage.request()?;
    stage.store(TABLE, row, NOTIFY, (!notify).into())
}

fn sign_out(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.request()?;
    stage.set(TABLE, row, SIGNED_IN, false.into());
    Ok(())
}

fn settings(view: &mut View<'_>) {
    view.heading("Settings");
    view.input("name", "Name", view.cell_text(TABLE, 0, NAME));
    view.input("city", "City", view.cell_text(TABLE, 0, CITY));
    view.select("language", "Language", &LANGUAGES, view.cell_text(TABLE, 0, LANGUAGE));
    view.radios("theme", "Theme", &THEMES, view.cell_text(TABLE, 0, THEME));
    let news = view.flag(TABLE, 0, NEWS);
    view.tick("news", view.word(["Newsletter", "Send me news", "News by mail"]), news);
    view.button(view.word(["Save", "Save changes", "Update"])).does(Do::Run(save, 0));
    view.submit(Do::Run(save, 0));
}

fn save(stage: &mut Stage<'_>, row: u32) -> Done {
    let kept = |field, column| {
        let old = stage.text(TABLE, row, column);
        stage.surface.top().draft(field).unwrap_or(old).to_owned()
    };
    let [name, city] = [kept("name", NAME), kept("city", CITY)];
    if name.is_empty() {
        stage.flaw("name", "Enter your name");
        return Ok(());
    }
    let news = match stage.draft("news") {
        "" => stage.flag(TABLE, row, NEWS),
        draft => draft == "yes",
    };
    let [language, theme] = [kept("language", LANGUAGE), kept("theme", THEME)];
    stage.request()?;
    let cells = vec![name.into(), city.into(), language.into(), theme.into(), news.into()];
    stage.save(TABLE, Some(row), cells)?;
    stage.replace(SETTINGS);
    stage.toast("Settings saved");
    Ok(())
}

fn change(view: &mut View<'_>) {
    view.heading("New password");
    view.input("password", "Password", "");
    view.input("new", "New password", "");
    view.input("again", "Again", "");
    view.button("Change").does(Do::Run(store_password, 0));
    view.submit(Do::Run(store_password, 0));
}

fn store_password(stage: &mut Stage<'_>, row: u32) -> Done {
    frame::require(stage, &[("password", "Enter your password"), ("new", "Enter a new password")])?;
    if stage.draft("password") != stage.text(TABLE, row, PASSWORD) {
        stage.flaw("password", "Wrong password");
    } else if stage.draft("new") != stage.draft("again") {
        stage.flaw("again", "The passwords differ");
    } else {
        stage.request()?;
        let new = stage.draft("new").to_owned();
        stage.store(TABLE, row, PASSWORD, new.into())?;
        stage.replace(HOME);
        stage.toast("Password changed");
    }
    Ok(())
}
