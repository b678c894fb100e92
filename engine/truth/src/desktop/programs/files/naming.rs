//! Names of files and folders: giving them, and whether they are free.

use super::ROOT;
use crate::{
    terminal::disk::{self, CONTENT, FILES, FOLDER, NAME},
    ui::{Do, Done, Stage, Stopped, View},
};
use diorama_world::{Role, facts::Row};

/// Draws the dialog that gives a file or folder another name.
pub(super) fn rename(view: &mut View<'_>) {
    let row = view.row();
    let old = view.cell_text(FILES, row, NAME);
    let empty = view.draft("name").unwrap_or(old).is_empty();
    view.within(Role::Dialog, "Rename", |view| {
        view.field_of("name", "File name", old);
        view.button("Rename").does(Do::Run(give_name, row)).disabled(empty);
        view.button("Cancel").does(Do::Back);
    });
    view.submit(Do::Run(give_name, row));
}

fn give_name(stage: &mut Stage<'_>, row: u32) -> Done {
    let old = stage.text(FILES, row, NAME).to_owned();
    let name = stage.surface.top().draft("name").unwrap_or(&old).to_owned();
    let folder = stage.text(FILES, row, FOLDER).to_owned();
    if name != old {
        free(stage, &folder, &name)?;
        stage.store(FILES, row, NAME, name.as_str().into())?;
        // What is in a folder moves along.
        disk::move_rows(stage.world, &disk::join(&folder, &old), &disk::join(&folder, &name));
    }
    stage.back();
    Ok(())
}

/// Draws the dialog that makes a folder.
pub(super) fn make(view: &mut View<'_>) {
    let empty = view.draft("name").unwrap_or_default().is_empty();
    view.within(Role::Dialog, view.word(["New folder", "Create folder", "Add folder"]), |view| {
        view.field("name", "Folder name");
        view.button("Create").does(Do::Run(create, 0)).disabled(empty);
        view.button("Cancel").does(Do::Back);
    });
    view.submit(Do::Run(create, 0));
}

fn create(stage: &mut Stage<'_>, _: u32) -> Done {
    let name = stage.draft("name").to_owned();
    free(stage, ROOT, &name)?;
    let cells = vec![ROOT.into(), name.into(), "dir".into(), 755.into(), "".into()];
    stage.write(FILES, None, cells, CONTENT)?;
    stage.back();
    Ok(())
}

/// The row of that name in a folder.
pub(in crate::desktop) fn find<'s>(
    stage: &'s Stage<'_>,
    folder: &str,
    name: &str,
) -> Option<&'s Row> {
    let is = |row: &&Row| row.cells[FOLDER].text() == folder && row.cells[NAME].text() == name;
    disk::rows(stage.world).iter().find(is)
}

/// Says so where a name is no name, or taken.
pub(in crate::desktop) fn free(stage: &mut Stage<'_>, folder: &str, name: &str) -> Done {
    let taken = find(stage, folder, name).is_some();
    if taken || name.is_empty() || name.contains(['/', '\n']) || name.len() > 40 {
        stage.toast(if taken { "That name is taken" } else { "That is no name" });
        return Err(Stopped);
    }
    Ok(())
}
