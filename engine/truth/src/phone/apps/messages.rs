//! Messages: threads, a conversation, a new one. Sending needs the network.

use crate::{
    Seed,
    ui::{App, Dialog, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Table},
};

const THREADS: &str = "threads";
const NAME: usize = 0;
const UNREAD: usize = 1;

const TABLE: &str = "messages";
const THREAD: usize = 0;
const TEXT: usize = 1;
const MINE: usize = 2;

const THREAD_PAGE: Page = Page::new("messages", "thread");
const NEW: Page = Page::new("messages", "new");

pub(super) struct Messages;

impl App for Messages {
    fn name(&self) -> &'static str {
        "messages"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Messages", "Chats", "Texts"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [("name", Kind::Text), ("unread", Kind::Flag)];
        let mut threads = Table::new(THREADS, columns.map(|(name, kind)| Column::new(name, kind)));
        let columns = [("thread", Kind::Number), ("text", Kind::Text), ("mine", Kind::Flag)];
        let mut messages = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        for _ in 0..2 + seed.below(3) {
            let thread = threads.push([words::person(seed).into(), seed.one_in(3).into()]);
            for _ in 0..=seed.below(2) {
                let text = words::sentence(seed);
                messages.push([i64::from(thread).into(), text.into(), seed.one_in(2).into()]);
            }
        }
        vec![threads, messages]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "thread" => thread(view),
            "new" => new(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Messages", "Chats", "Inbox"]));
    view.rows(
        THREADS,
        |_| true,
        |view, row| {
            let item = view.item(row.cells[NAME].text()).does(Do::Run(open, row.number));
            let unread = if row.cells[UNREAD].flag() { item.value("new") } else { item };
            unread.long(Do::Run(ask_delete, row.number));
        },
    );
    view.button(view.word(["Start chat", "New message", "Write"])).does(Do::Go(NEW));
}

/// Opens a conversation and takes it as read.
fn open(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.set(THREADS, row, UNREAD, false.into());
    stage.go(THREAD_PAGE.on(row));
    Ok(())
}

fn ask_delete(stage: &mut Stage<'_>, row: u32) -> Done {
    let text = format!("Delete the conversation with {}?", stage.text(THREADS, row, NAME));
    let dialog = Dialog::new("Delete conversation", text);
    stage.ask(dialog.button("Delete", Do::Run(delete, row)).button("Cancel", Do::Nothing));
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.delete(THREADS, row)?;
    let messages = stage.world.facts.table(TABLE).map(Table::rows).unwrap_or_default();
    let own = messages.iter().filter(|message| message.cells[THREAD].number() == i64::from(row));
    for message in own.map(|message| message.number).collect::<Vec<_>>() {
        stage.delete(TABLE, message)?;
    }
    stage.toast("Conversation deleted");
    Ok(())
}

fn thread(view: &mut View<'_>) {
    let row = view.row();
    view.heading(view.cell_text(THREADS, row, NAME));
    view.rows(
        TABLE,
        |message| message.cells[THREAD].number() == i64::from(row),
        |view, message| {
            let text = view.add(Role::ListItem, message.cells[TEXT].text());
            if message.cells[MINE].flag() {
                text.value("you");
            }
        },
    );
    view.field("text", view.word(["Message", "Text message", "Write a message"]));
    let empty = view.draft("text").unwrap_or_default().is_empty();
    view.button("Send").does(Do::Run(send, row)).disabled(empty);
    view.submit(Do::Run(send, row));
}

fn send(stage: &mut Stage<'_>, row: u32) -> Done {
    let text = stage.draft("text").to_owned();
    // Enter gets here also where the button is disabled.
    if text.is_empty() {
        return Ok(());
    }
    stage.request()?;
    stage.save(TABLE, None, vec![i64::from(row).into(), text.into(), true.into()])?;
    stage.surface.clear();
    stage.surface.focus = None;
    Ok(())
}

fn new(view: &mut View<'_>) {
    view.heading("New message");
    view.field("name", view.word(["To", "Recipient", "Name"]));
    let empty = view.draft("name").unwrap_or_default().is_empty();
    view.button(view.word(["Next", "Start", "OK"])).does(Do::Run(start, 0)).disabled(empty);
}

/// Opens the conversation with the person, a new one where there is none.
fn start(stage: &mut Stage<'_>, _: u32) -> Done {
    let name = stage.draft("name").to_owned();
    let threads = stage.world.facts.table(THREADS).map(Table::rows).unwrap_or_default();
    let known = threads.iter().find(|row| row.cells[NAME].text() == name).map(|row| row.number);
    let row = match known {
        Some(row) => row,
        None => stage.save(THREADS, None, vec![Cell::from(name), Cell::from(false)])?,
    };
    stage.replace(THREAD_PAGE.on(row));
    Ok(())
}
