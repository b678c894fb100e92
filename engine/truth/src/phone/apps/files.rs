//! Files: folders, a list sorted by name or size, and what can be done with a file.

use crate::{
    Seed,
    ui::{App, Dialog, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Row, Table},
};

const TABLE: &str = "files";
const NAME: usize = 0;
const FOLDER: usize = 1;
const SIZE: usize = 2;

const FOLDER_PAGE: Page = Page::new("files", "folder");
const DETAIL: Page = Page::new("files", "detail");
const RENAME: Page = Page::new("files", "rename");

const FOLDERS: [&str; 4] = ["Downloads", "Documents", "Pictures", "Trash"];
const ENDINGS: [&str; 5] = ["txt", "pdf", "jpg", "png", "csv"];

pub(super) struct Files;

impl App for Files {
    fn name(&self) -> &'static str {
        "files"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Files", "My files", "Storage"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [("name", Kind::Text), ("folder", Kind::Word), ("size", Kind::Number)];
        let mut table = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        for _ in 0..4 + seed.below(3) {
            let name = format!("{}.{}", words::word(seed, 2), seed.pick(&ENDINGS));
            let folder = FOLDERS[seed.below(3)];
            table.push([name.into(), folder.into(), seed.between(1, 99).into()]);
        }
        vec![table]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "folder" => folder(view),
            "detail" => detail(view),
            "rename" => rename(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Files", "Folders", "Browse"]));
    view.within(Role::List, "", |view| {
        for (number, name) in FOLDERS.into_iter().enumerate() {
            view.item(name).does(Do::Run(open, number as u32));
        }
    });
}

fn open(stage: &mut Stage<'_>, folder: u32) -> Done {
    stage.permit(TABLE)?;
    stage.go(FOLDER_PAGE.on(folder));
    Ok(())
}

fn folder(view: &mut View<'_>) {
    let name = FOLDERS.get(view.row() as usize).copied().unwrap_or_default();
    view.heading(name);
    let sort = view.word(["Sort by", "Order", "Sort"]);
    view.combo("sort", sort, &["Name", "Size"], "Name");
    let by_size = view.draft("sort") == Some("Size");
    let world = view.world;
    let all = world.facts.table(TABLE).map(Table::rows).unwrap_or_default();
    let here = |row: &&Row| row.cells[FOLDER].text() == name && world.shows(TABLE, row.number);
    let mut rows: Vec<&Row> = all.iter().filter(here).collect();
    if by_size {
        rows.sort_by_key(|row| row.cells[SIZE].number());
    } else {
        rows.sort_by_key(|row| row.cells[NAME].text());
    }
    if rows.is_empty() {
        view.text(view.word(["No files", "This folder is empty", "Nothing here"]));
        return;
    }
    view.list(rows, |view, row| {
        let size = format!("{} KB", row.cells[SIZE].number());
        let open = Do::Go(DETAIL.on(row.number));
        view.item(row.cells[NAME].text())
            .value(size)
            .does(open)
            .long(Do::Run(ask_delete, row.number));
    });
}

fn detail(view: &mut View<'_>) {
    let row = view.row();
    view.heading(view.cell_text(TABLE, row, NAME));
    let folder = view.cell_text(TABLE, row, FOLDER);
    view.text(folder);
    view.text(format!("{} KB", view.cell(TABLE, row, SIZE).map_or(0, Cell::number)));
    view.button("Rename").does(Do::Go(RENAME.on(row)));
    for (number, target) in FOLDERS.into_iter().enumerate().take(3) {
        if target != folder {
            // Row and folder in one number: a handler gets one.
            let both = row * FOLDERS.len() as u32 + number as u32;
            view.button(format!("Move to {target}")).does(Do::Run(relocate, both));
        }
    }
    view.button(view.word(["Delete", "Remove", "Move to trash"])).does(Do::Run(ask_delete, row));
}

fn relocate(stage: &mut Stage<'_>, both: u32) -> Done {
    let (row, folder) = (both / FOLDERS.len() as u32, both as usize % FOLDERS.len());
    stage.store(TABLE, row, FOLDER, FOLDERS[folder].into())?;
    stage.toast(format!("Moved to {}", FOLDERS[folder]));
    Ok(())
}

/// What is in the trash is deleted for good, everything else goes there.
fn ask_delete(stage: &mut Stage<'_>, row: u32) -> Done {
    let name = stage.text(TABLE, row, NAME);
    let text = if stage.text(TABLE, row, FOLDER) == "Trash" {
        format!("Delete {name} for ever?")
    } else {
        format!("Move {name} to the trash?")
    };
    let dialog = Dialog::new("Delete file", text).button("Delete", Do::Run(delete, row));
    stage.ask(dialog.button("Cancel", Do::Nothing));
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    if stage.text(TABLE, row, FOLDER) == "Trash" {
        stage.delete(TABLE, row)?;
    } else {
        stage.store(TABLE, row, FOLDER, "Trash".into())?;
    }
    if stage.surface.top().page.name == "detail" {
        stage.back();
    }
    stage.toast("Deleted");
    Ok(())
}

fn rename(view: &mut View<'_>) {
    let row = view.row();
    view.heading("Rename file");
    view.field_of("name", "File name", view.cell_text(TABLE, row, NAME));
    view.button(view.word(["Rename", "OK", "Save"])).does(Do::Run(renamed, row));
    view.submit(Do::Run(renamed, row));
    view.button("Cancel").does(Do::Back);
}

fn renamed(stage: &mut Stage<'_>, row: u32) -> Done {
    let name = stage.surface.top().draft("name").unwrap_or(stage.text(TABLE, row, NAME)).to_owned();
    let files = stage.world.facts.table(TABLE).map(Table::rows).unwrap_or_default();
    let folder = stage.text(TABLE, row, FOLDER);
    let taken = files.iter().any(|other| {
        other.number != row
            && other.cells[NAME].text() == name
            && other.cells[FOLDER].text() == folder
    });
    if name.is_empty() {
        stage.toast("Enter a name");
    } else if taken {
        stage.toast("There is a file of that name");
    } else {
        stage.store(TABLE, row, NAME, name.into())?;
        stage.back();
        stage.toast("Renamed");
    }
    Ok(())
}
