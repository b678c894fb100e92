//! Notes: a list with pinned ones first, an editor, and sharing.

use crate::{
    Seed,
    ui::{App, Dialog, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::facts::{Cell, Column, Kind, Row, Table};

const TABLE: &str = "notes";
const TITLE: usize = 0;
const TEXT: usize = 1;
const PINNED: usize = 2;

const NOTE: Page = Page::new("notes", "note");
const EDIT: Page = Page::new("notes", "edit");

pub(super) struct Notes;

impl App for Notes {
    fn name(&self) -> &'static str {
        "notes"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Notes", "Notebook", "Memos"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [("title", Kind::Text), ("text", Kind::Text), ("pinned", Kind::Flag)];
        let mut table = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        for _ in 0..2 + seed.below(4) {
            let (title, text) = (words::capital(&words::thing(seed)), words::sentence(seed));
            table.push([title.into(), text.into(), seed.one_in(4).into()]);
        }
        vec![table]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "note" => note(view),
            "edit" => edit(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Notes", "All notes", "My notes"]));
    view.field("query", view.word(["Search notes", "Search", "Find"]));
    let query = view.draft("query").unwrap_or_default().to_lowercase();
    let world = view.world;
    let all = world.facts.table(TABLE).map(Table::rows).unwrap_or_default();
    let says = |row: &Row| {
        [TITLE, TEXT]
            .into_iter()
            .any(|column| row.cells[column].text().to_lowercase().contains(&query))
    };
    let mut rows: Vec<&Row> =
        all.iter().filter(|row| says(row) && world.shows(TABLE, row.number)).collect();
    rows.sort_by_key(|row| !row.cells[PINNED].flag());
    view.list(rows, |view, row| {
        let open = Do::Go(NOTE.on(row.number));
        let item = view.item(row.cells[TITLE].text()).does(open).long(Do::Run(pin, row.number));
        if row.cells[PINNED].flag() {
            item.value("pinned");
        }
    });
    view.button(view.word(["New note", "Add note", "Write"])).does(Do::Go(EDIT));
}

fn pin(stage: &mut Stage<'_>, row: u32) -> Done {
    let pinned = !stage.cell(TABLE, row, PINNED).is_some_and(Cell::flag);
    stage.store(TABLE, row, PINNED, pinned.into())?;
    stage.toast(if pinned { "Pinned" } else { "No longer pinned" });
    Ok(())
}

fn note(view: &mut View<'_>) {
    let row = view.row();
    let title = view.cell_text(TABLE, row, TITLE);
    view.heading(title);
    view.text(view.cell_text(TABLE, row, TEXT));
    view.button("Edit").does(Do::Go(EDIT.on(row)));
    view.button(view.word(["Share", "Send", "Share"])).does(Do::Run(share, row));
    let question = Dialog::new("Delete note", format!("Delete {title}?"))
        .button("Delete", Do::Run(delete, row))
        .button("Cancel", Do::Nothing);
    view.button("Delete").does(Do::Ask(Box::new(question)));
}

/// The share sheet: what the note can be sent to.
fn share(stage: &mut Stage<'_>, row: u32) -> Done {
    let title = stage.text(TABLE, row, TITLE);
    let sheet = Dialog::new("Share", format!("Share {title} with"))
        .button("Cloud", Do::Run(upload, row))
        .button("Copy", Do::Run(copy, row))
        .button("Cancel", Do::Nothing);
    stage.ask(sheet);
    Ok(())
}

fn upload(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.request()?;
    stage.toast("Shared");
    Ok(())
}

/// Makes a second note with the same text.
fn copy(stage: &mut Stage<'_>, row: u32) -> Done {
    let (title, text) = (stage.text(TABLE, row, TITLE), stage.text(TABLE, row, TEXT));
    let cells = vec![Cell::from(title), Cell::from(text), Cell::from(false)];
    stage.save(TABLE, None, cells)?;
    stage.back();
    stage.toast("Copied");
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.delete(TABLE, row)?;
    stage.back();
    stage.toast("Note deleted");
    Ok(())
}

fn edit(view: &mut View<'_>) {
    let row = view.row();
    view.heading(if view.page().row.is_none() { "New note" } else { "Edit note" });
    view.field_of("title", "Title", view.cell_text(TABLE, row, TITLE));
    view.field_of("text", view.word(["Note", "Text", "Content"]), view.cell_text(TABLE, row, TEXT));
    view.button(view.word(["Save", "Done", "Keep"])).does(Do::Run(save, row));
    view.button("Cancel").does(Do::Run(cancel, row));
}

fn kept(stage: &Stage<'_>, row: u32, field: &str, column: usize) -> String {
    stage.surface.top().draft(field).unwrap_or(stage.text(TABLE, row, column)).to_owned()
}

fn save(stage: &mut Stage<'_>, row: u32) -> Done {
    let (title, text) = (kept(stage, row, "title", TITLE), kept(stage, row, "text", TEXT));
    if title.is_empty() {
        stage.toast("Enter a title");
        return Ok(());
    }
    let pinned = stage.cell(TABLE, row, PINNED).is_some_and(Cell::flag);
    let number = stage.surface.top().page.row;
    stage.save(TABLE, number, vec![title.into(), text.into(), pinned.into()])?;
    stage.back();
    stage.toast("Note saved");
    Ok(())
}

/// Asks before throwing away what was typed.
fn cancel(stage: &mut Stage<'_>, row: u32) -> Done {
    let same = |field, column| kept(stage, row, field, column) == stage.text(TABLE, row, column);
    if same("title", TITLE) && same("text", TEXT) {
        stage.back();
    } else {
        let dialog = Dialog::new("Discard changes", "What was typed is not saved.");
        stage.ask(dialog.button("Discard", Do::Back).button("Keep editing", Do::Nothing));
    }
    Ok(())
}
