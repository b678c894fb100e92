//! The text editor: a file's text, and a dialog to save it under another name.

use super::files::{ROOT, naming};
use crate::{
    Seed, World,
    terminal::disk::{self, CONTENT, FILES, FOLDER, NAME},
    ui::{App, Dialog, Do, Done, Page, Stage, Stopped, Surface, View},
};
use diorama_world::{
    Role,
    facts::{Cell, Table},
};

pub(super) const HOME: Page = Page::new("editor", "home");
const OPEN: Page = Page::new("editor", "open");
const SAVE_AS: Page = Page::new("editor", "save-as");

const UNTITLED: &str = "Untitled";

pub(super) struct Editor;

impl App for Editor {
    fn name(&self) -> &'static str {
        "editor"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Text editor", "Editor", "Notepad"]
    }

    fn tables(&self, _: &mut Seed) -> Vec<Table> {
        Vec::new()
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "open" => open(view),
            "save-as" => save_as(view),
            _ => home(view),
        }
    }

    fn window(&self, world: &World, surface: &Surface) -> Option<String> {
        let row = surface.entries()[0].page.row;
        let name = row.and_then(|row| world.facts.table(FILES)?.cell(row, NAME));
        Some(name.map_or(UNTITLED, Cell::text).to_owned())
    }

    fn closing(&self, world: &World, surface: &Surface) -> Option<Dialog> {
        let entry = &surface.entries()[0];
        let table = world.facts.table(FILES);
        let cell = |column| table.and_then(|table| table.cell(entry.page.row?, column));
        let stored = cell(CONTENT).map_or("", Cell::text);
        let typed = entry.draft("text").filter(|text| *text != stored)?;
        let name = cell(NAME).map_or(UNTITLED, Cell::text);
        let save = match entry.page.row.filter(|_| cell(NAME).is_some()) {
            Some(row) => Do::Run(save_and_close, row),
            None => Do::Go(SAVE_AS),
        };
        let question = Dialog::new("Save changes?", name).button("Save", save);
        let question = question.button("Discard", Do::Close).button("Cancel", Do::Nothing);
        (!typed.is_empty() || !stored.is_empty()).then_some(question)
    }
}

fn home(view: &mut View<'_>) {
    let row = view.row();
    let stored = view.cell_text(FILES, row, CONTENT);
    // A file that was taken away meanwhile has no name any more.
    let named = view.cell(FILES, row, NAME).is_some();
    let name = if named { view.cell_text(FILES, row, NAME) } else { UNTITLED };
    let modified = view.draft("text").is_some_and(|text| text != stored);
    let leaving = |to: &str, does: Do| {
        if !modified {
            return does;
        }
        let question = Dialog::new(format!("Discard changes and {to}?"), name);
        let question = question.button("Discard", does).button("Cancel", Do::Nothing);
        Do::Ask(Box::new(question))
    };
    let save = if named { Do::Run(save, row) } else { Do::Go(SAVE_AS) };
    let (new, open) = (leaving("begin anew", Do::Replace(HOME)), leaving("open", Do::Go(OPEN)));
    view.key("Control+s", save.clone());
    view.key("Control+Shift+s", Do::Go(SAVE_AS));
    view.key("Control+n", new.clone());
    view.key("Control+o", open.clone());
    view.within(Role::ToolBar, "", |view| {
        view.button(view.word(["New", "New file", "New"])).does(new);
        view.button("Open").does(open);
        view.button(view.word(["Save", "Save", "Store"])).does(save);
        view.button(view.word(["Save as", "Save copy", "Store as"])).does(Do::Go(SAVE_AS));
    });
    view.field_of("text", "", stored);
    view.submit(Do::Run(new_line, row));
    if modified {
        view.text(view.word(["Modified", "Not saved", "Changed"]));
    }
}

fn new_line(stage: &mut Stage<'_>, row: u32) -> Done {
    let stored = stage.text(FILES, row, CONTENT);
    let text = stage.surface.top().draft("text").unwrap_or(stored).to_owned() + "\n";
    stage.surface.fill("text", text);
    Ok(())
}

/// Writes the text as it stands in the window into a file at a folder; gives its row.
fn write(stage: &mut Stage<'_>, row: Option<u32>, at: &str, name: &str) -> Result<u32, Stopped> {
    stage.permit("files")?;
    let entry = &stage.surface.entries()[0];
    let stored = entry.page.row.map_or("", |row| stage.text(FILES, row, CONTENT));
    let text = entry.draft("text").unwrap_or(stored);
    let cells = vec![at.into(), name.into(), "file".into(), 644.into(), text.into()];
    stage.write(FILES, row, cells, CONTENT)
}

fn write_row(stage: &mut Stage<'_>, row: u32) -> Done {
    let folder = stage.text(FILES, row, FOLDER).to_owned();
    let name = stage.text(FILES, row, NAME).to_owned();
    write(stage, Some(row), &folder, &name).map(|_| ())
}

fn save(stage: &mut Stage<'_>, row: u32) -> Done {
    write_row(stage, row)?;
    stage.surface.clear();
    stage.toast("Saved");
    Ok(())
}

fn save_and_close(stage: &mut Stage<'_>, row: u32) -> Done {
    write_row(stage, row)?;
    stage.surface.closed = true;
    Ok(())
}

fn open(view: &mut View<'_>) {
    view.within(Role::Dialog, "Open", |view| {
        view.rows(
            FILES,
            |row| !disk::is_folder(row),
            |view, row| {
                view.item(row.cells[NAME].text()).does(Do::Run(open_file, row.number));
            },
        );
        view.button("Cancel").does(Do::Back);
    });
}

fn open_file(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.permit("files")?;
    stage.back();
    stage.replace(HOME.on(row));
    Ok(())
}

fn save_as(view: &mut View<'_>) {
    let folders = disk::rows(view.world).iter().filter(|row| disk::is_folder(row));
    let folders: Vec<String> =
        std::iter::once(ROOT.to_owned()).chain(folders.map(disk::path)).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let empty = view.draft("name").unwrap_or_default().is_empty();
    view.within(Role::Dialog, view.word(["Save as", "Save copy", "Store as"]), |view| {
        view.field("name", "File name");
        view.combo("folder", "Folder", &folders, ROOT);
        view.button("Save").does(Do::Run(save_new, 0)).disabled(empty);
        view.button("Cancel").does(Do::Back);
    });
    view.submit(Do::Run(save_new, 0));
}

fn save_new(stage: &mut Stage<'_>, _: u32) -> Done {
    let name = stage.draft("name").to_owned();
    let folder = stage.surface.top().draft("folder").unwrap_or(ROOT).to_owned();
    let existing = naming::find(stage, &folder, &name).filter(|row| !disk::is_folder(row));
    if let Some(row) = existing.map(|row| row.number) {
        let question = Dialog::new("Replace the file?", name)
            .button("Replace", Do::Run(replace, row))
            .button("Cancel", Do::Nothing);
        stage.ask(question);
        return Ok(());
    }
    naming::free(stage, &folder, &name)?;
    let row = write(stage, None, &folder, &name)?;
    saved(stage, row)
}

fn replace(stage: &mut Stage<'_>, row: u32) -> Done {
    write_row(stage, row)?;
    saved(stage, row)
}

fn saved(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.back();
    stage.replace(HOME.on(row));
    stage.toast("Saved");
    Ok(())
}
