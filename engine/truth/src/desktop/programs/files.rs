//! The file manager: a folder's files, which are opened, renamed, made and thrown away.

pub(super) mod naming;

use super::editor;
use crate::{
    Seed, World,
    terminal::{
        self,
        disk::{self, FILES, FOLDER, NAME},
    },
    ui::{App, Dialog, Do, Done, Page, Stage, Surface, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Row, Table},
};

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
        let mut files = terminal::Files::new();
        files.folder(seed.pick(&["/Trash", "/Bin", "/Wastebasket"]));
        let count = 1 + seed.below(3);
        let places: Vec<&str> =
            seed.some(count, PLACES.len()).into_iter().map(|i| PLACES[i]).collect();
        for place in &places {
            files.folder(&format!("/{place}"));
        }
        for _ in 0..3 + seed.below(4) {
            let at_root = seed.one_in(3);
            let place = seed.choose(&places).filter(|_| !at_root);
            let place = place.map_or(ROOT.to_owned(), |place| format!("/{place}"));
            let name = format!("{}.txt", words::word(seed, 1));
            let lines: Vec<String> = (0..=seed.below(2)).map(|_| words::deed(seed)).collect();
            files.file(&place, &name, &lines.join("\n"));
        }
        let mut order = Table::new(ORDER, [Column::new("by", Kind::Word)]);
        order.push([Cell::from(seed.pick(&["time", "name"]))]);
        vec![files.0, order]
    }

    fn window(&self, world: &World, surface: &Surface) -> Option<String> {
        let folder = surface.entries().iter().rev().find(|entry| entry.page.name == HOME.name)?;
        let name = world.facts.table(FILES)?.cell(folder.page.row?, NAME)?;
        Some(name.text().to_owned())
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "rename" => naming::rename(view),
            "make" => naming::make(view),
            _ => home(view),
        }
    }
}

/// The path of the folder in a row; the root's where there is none.
fn path(world: &World, row: u32) -> String {
    let row = world.facts.table(FILES).and_then(|table| table.row(row));
    row.map_or_else(|| ROOT.to_owned(), disk::path)
}

fn home<'w>(view: &mut View<'w>) {
    let world = view.world;
    let (here, at_root) = (path(world, view.row()), view.page().row.is_none());
    let in_trash = view.row() == TRASH;
    let inside = |row: &&Row| row.cells[FOLDER].text() == here && world.shows(FILES, row.number);
    let mut rows: Vec<&Row> = disk::rows(world).iter().filter(inside).collect();
    let listed = |number: &u32| rows.iter().any(|row| row.number == *number);
    let selected = view.draft("selected").and_then(|row| row.parse().ok()).filter(listed);
    if selected.is_none() {
        view.void("selected");
    }
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
            if disk::is_folder(row) {
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
    let folder = stage.world.facts.table(FILES).and_then(|t| t.row(row));
    let folder = folder.is_some_and(disk::is_folder);
    stage.go(if folder { HOME.on(row) } else { editor::HOME.on(row) });
    Ok(())
}

fn refresh(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.world.refresh();
    Ok(())
}

fn throw_away(stage: &mut Stage<'_>, row: u32) -> Done {
    let (own, trash) = (path(stage.world, row), path(stage.world, TRASH));
    if disk::rows(stage.world).iter().any(|row| row.cells[FOLDER].text() == own) {
        stage.toast("The folder is not empty");
        return Ok(());
    }
    stage.store(FILES, row, FOLDER, trash.into())?;
    stage.surface.clear();
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.delete(FILES, row)?;
    stage.surface.clear();
    Ok(())
}
