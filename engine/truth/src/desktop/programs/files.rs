//! The file manager: a folder's files, which are opened, renamed, made and thrown away.

use super::editor;
use crate::{
    Seed, World,
    ui::{App, Dialog, Do, Done, Page, Stage, Surface, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Row, Table},
};

/// Table of the files and folders.
pub(super) const FILES: &str = "files";
pub(super) const FOLDER: usize = 0;
pub(super) const NAME: usize = 1;
pub(super) const KIND: usize = 2;
pub(super) const CONTENT: usize = 4;

/// The folder that all others are in.
pub(super) const ROOT: &str = "/";
/// Row of the folder for what is thrown away.
const TRASH: u32 = 0;
const ORDER: &str = "order";
const PLACES: [&str; 5] = ["Documents", "Letters", "Work", "Recipes", "Ideas"];

const HOME: Page = Page::new("files", "home");
const RENAME: Page = Page::new("files", "rename");
const MAKE: Page = Page::new("files", "make");

pub(super) struct Files;

impl App for Files {
    fn name(&self) -> &'static str {
        "files"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Files", "File manager", "Folders"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [
            ("folder", Kind::Text),
            ("name", Kind::Text),
            ("kind", Kind::Word),
            ("mode", Kind::Number),
            ("content", Kind::Text),
        ];
        let mut files = Table::new(FILES, columns.map(|(name, kind)| Column::new(name, kind)));
        files.push(folder(seed.pick(&["Trash", "Bin", "Wastebasket"])));
        let count = 1 + seed.below(3);
        let places: Vec<&str> =
            seed.some(count, PLACES.len()).into_iter().map(|i| PLACES[i]).collect();
        for place in &places {
            files.push(folder(place));
        }
        for _ in 0..3 + seed.below(4) {
            let at_root = seed.one_in(3);
            let place = seed.choose(&places).filter(|_| !at_root);
            let place = place.map_or(ROOT.to_owned(), |place| format!("/{place}"));
            let name = format!("{}.txt", words::word(seed, 1));
            let lines: Vec<String> = (0..=seed.below(2)).map(|_| words::deed(seed)).collect();
            files.push(file(&place, &name, &lines.join("\n")));
        }
        let mut order = Table::new(ORDER, [Column::new("by", Kind::Word)]);
        order.push([Cell::from(seed.pick(&["time", "name"]))]);
        vec![files, order]
    }

    fn window(&self, world: &World, surface: &Surface) -> Option<String> {
        let folder = surface.entries().iter().rev().find(|entry| entry.page.name == HOME.name)?;
        let name = world.facts.table(FILES)?.cell(folder.page.row?, NAME)?;
        Some(name.text().to_owned())
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "rename" => rename(view),
            "make" => make(view),
            _ => home(view),
        }
    }
}

/// Cells of a folder at the root.
fn folder(name: &str) -> [Cell; 5] {
    [ROOT.into(), name.into(), "dir".into(), 755.into(), "".into()]
}

/// Cells of a file.
pub(super) fn file(folder: &str, name: &str, content: &str) -> [Cell; 5] {
    [folder.into(), name.into(), "file".into(), 644.into(), content.into()]
}

/// Whether a row is a folder.
pub(super) fn is_folder(row: &Row) -> bool {
    row.cells[KIND].text() == "dir"
}

/// The row of that name in a folder.
pub(super) fn find<'s>(stage: &'s Stage<'_>, folder: &str, name: &str) -> Option<&'s Row> {
    let rows = stage.world.facts.table(FILES).map(Table::rows).unwrap_or_default();
    rows.iter().find(|row| row.cells[FOLDER].text() == folder && row.cells[NAME].text() == name)
}

/// The path of the folder in a row; the root's where there is none.
fn path(table: Option<&Table>, row: u32) -> String {
    format!("/{}", table.and_then(|table| table.cell(row, NAME)).map_or("", Cell::text))
}

fn home<'w>(view: &mut View<'w>) {
    let table = view.world.facts.table(FILES);
    let (here, at_root) = (path(table, view.row()), view.page().row.is_none());
    let in_trash = view.row() == TRASH;
    let selected = view.draft("selected").and_then(|row| row.parse::<u32>().ok());
    let chosen = selected.filter(|&row| row != TRASH);
    let row = chosen.unwrap_or(u32::MAX);
    let away = if in_trash {
        let name = view.cell_text(FILES, row, NAME);
        let question = Dialog::new("Delete for good?", name)
            .button("Delete", Do::Run(delete, row))
            .button("Cancel", Do::Nothing);
        Do::Ask(Box::new(question))
    } else {
        Do::Run(throw_away, row)
    };
    if chosen.is_some() {
        view.key("Delete", away.clone());
        view.key("F2", Do::Go(RENAME.on(row)));
    }
    if let Some(row) = selected {
        view.key("Enter", Do::Run(open, row));
    }
    view.key("F5", Do::Run(refresh, 0));
    let by_name = view.cell_text(ORDER, 0, 0) == "name";
    let order = Do::Set(ORDER, 0, 0, if by_name { "time" } else { "name" }.into());
    let bar = |view: &mut View<'w>| {
        view.within(Role::ToolBar, "", |view| {
            view.button(view.word(["Up", "Parent", "Back"])).does(Do::Back).disabled(at_root);
            view.button(view.word(["New folder", "Create folder", "Add folder"]))
                .does(Do::Go(MAKE))
                .disabled(!at_root);
            view.button("Rename").does(Do::Go(RENAME.on(row))).disabled(chosen.is_none());
            view.button(view.word(["Delete", "Remove", "Move to trash"]))
                .does(away)
                .disabled(chosen.is_none());
        });
    };
    let list = |view: &mut View<'w>| {
        let world = view.world;
        let rows = table.map(Table::rows).unwrap_or_default();
        let inside =
            |row: &&Row| row.cells[FOLDER].text() == here && world.shows(FILES, row.number);
        let mut rows: Vec<&Row> = rows.iter().filter(inside).collect();
        if by_name {
            rows.sort_by_key(|row| row.cells[NAME].text());
        }
        view.list(rows, |view, row| {
            let select = Do::Fill("selected", row.number.to_string());
            let kind = view.word(["folder", "Folder", "directory"]);
            let item = view
                .item(row.cells[NAME].text())
                .selected(selected == Some(row.number))
                .does(select)
                .double(Do::Run(open, row.number));
            if is_folder(row) {
                item.value(kind);
            }
        });
        view.check_box(view.word(["Sort by name", "By name", "A to Z"]), by_name).does(order);
    };
    if view.look() == 1 {
        list(view);
        bar(view);
    } else {
        bar(view);
        list(view);
    }
}

fn open(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.permit("files")?;
    let folder = stage.world.facts.table(FILES).and_then(|t| t.row(row)).is_some_and(is_folder);
    stage.go(if folder { HOME.on(row) } else { editor::HOME.on(row) });
    Ok(())
}

fn refresh(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.world.refresh();
    Ok(())
}

fn throw_away(stage: &mut Stage<'_>, row: u32) -> Done {
    let table = stage.world.facts.table(FILES);
    let own = path(table, row);
    let rows = table.map(Table::rows).unwrap_or_default();
    let holds_files = rows.iter().any(|row| row.cells[FOLDER].text() == own);
    if holds_files && table.and_then(|table| table.row(row)).is_some_and(is_folder) {
        stage.toast("The folder is not empty");
        return Ok(());
    }
    let trash = path(table, TRASH);
    stage.store(FILES, row, FOLDER, trash.into())?;
    stage.surface.clear();
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.delete(FILES, row)?;
    stage.surface.clear();
    Ok(())
}

fn rename(view: &mut View<'_>) {
    let row = view.row();
    let old = view.cell_text(FILES, row, NAME);
    let empty = view.draft("name").unwrap_or(old).is_empty();
    view.within(Role::Dialog, "Rename", |view| {
        view.field_of("name", "File name", old);
        view.button("Rename").does(Do::Run(give_name, row)).disabled(empty);
        view.button("Cancel").does(Do::Back);
    });
    view.submit(if empty { Do::Nothing } else { Do::Run(give_name, row) });
}

fn give_name(stage: &mut Stage<'_>, row: u32) -> Done {
    let old = stage.text(FILES, row, NAME).to_owned();
    let name = stage.surface.top().draft("name").unwrap_or(&old).to_owned();
    let folder = stage.text(FILES, row, FOLDER).to_owned();
    if name != old {
        free(stage, &folder, &name)?;
        stage.store(FILES, row, NAME, name.as_str().into())?;
        let rows = stage.world.facts.table(FILES).map(Table::rows).unwrap_or_default();
        let (before, after) = (format!("/{old}"), format!("/{name}"));
        let inside = rows.iter().filter(|row| row.cells[FOLDER].text() == before);
        let inside: Vec<u32> = inside.map(|row| row.number).collect();
        for row in inside {
            stage.set(FILES, row, FOLDER, after.as_str().into());
        }
    }
    stage.back();
    Ok(())
}

fn make(view: &mut View<'_>) {
    let empty = view.draft("name").unwrap_or_default().is_empty();
    view.within(Role::Dialog, view.word(["New folder", "Create folder", "Add folder"]), |view| {
        view.field("name", "Folder name");
        view.button("Create").does(Do::Run(create, 0)).disabled(empty);
        view.button("Cancel").does(Do::Back);
    });
    view.submit(if empty { Do::Nothing } else { Do::Run(create, 0) });
}

fn create(stage: &mut Stage<'_>, _: u32) -> Done {
    let name = stage.draft("name").to_owned();
    free(stage, ROOT, &name)?;
    stage.write(FILES, None, folder(&name).into(), CONTENT)?;
    stage.back();
    Ok(())
}

/// Says so where a name is no name, or taken.
pub(super) fn free(stage: &mut Stage<'_>, folder: &str, name: &str) -> Done {
    let taken = find(stage, folder, name).is_some();
    if taken || name.contains(['/', '\n']) || name.len() > 40 {
        stage.toast(if taken { "That name is taken" } else { "That is no name" });
        return Err(crate::ui::Stopped);
    }
    Ok(())
}
