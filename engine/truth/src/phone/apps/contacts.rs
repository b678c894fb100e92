//! Contacts: a list with search, a page a person, a form.

use crate::{
    Seed,
    ui::{App, Dialog, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Table},
};

const TABLE: &str = "contacts";
const NAME: usize = 0;
const PHONE: usize = 1;
const STARRED: usize = 2;

const DETAIL: Page = Page::new("contacts", "detail");
const EDIT: Page = Page::new("contacts", "edit");

pub(super) struct Contacts;

impl App for Contacts {
    fn name(&self) -> &'static str {
        "contacts"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Contacts", "People", "Address book"]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [("name", Kind::Text), ("phone", Kind::Text), ("starred", Kind::Flag)];
        let mut table = Table::new(TABLE, columns.map(|(name, kind)| Column::new(name, kind)));
        for _ in 0..3 + seed.below(4) {
            let starred = seed.one_in(3);
            table.push([words::person(seed).into(), words::phone(seed).into(), starred.into()]);
        }
        vec![table]
    }

    fn view(&self, view: &mut View<'_>) {
        match view.page().name {
            "detail" => detail(view),
            "edit" => edit(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Contacts", "People", "All contacts"]));
    view.field("query", "Search");
    let query = view.draft("query").unwrap_or_default().to_lowercase();
    view.rows(
        TABLE,
        |row| row.cells[NAME].text().to_lowercase().contains(&query),
        |view, row| {
            view.item(row.cells[NAME].text()).does(Do::Go(DETAIL.on(row.number)));
        },
    );
    view.button(view.word(["Add contact", "New", "Add"])).does(Do::Run(add, 0));
}

fn add(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.permit(TABLE)?;
    stage.go(EDIT);
    Ok(())
}

fn detail(view: &mut View<'_>) {
    let row = view.row();
    let name = view.cell_text(TABLE, row, NAME);
    view.heading(name);
    view.text(view.cell_text(TABLE, row, PHONE));
    let starred = view.cell(TABLE, row, STARRED).is_some_and(Cell::flag);
    view.switch(view.word(["Favourite", "Starred", "Pinned"]), starred).does(Do::Run(star, row));
    view.button(view.word(["Edit", "Change", "Edit"])).does(Do::Go(EDIT.on(row)));
    let question =
        Dialog::new(view.word(["Delete contact", "Remove", "Delete"]), format!("Delete {name}?"))
            .button("Delete", Do::Run(delete, row))
            .button("Cancel", Do::Nothing);
    view.button("Delete").does(Do::Ask(Box::new(question)));
}

fn star(stage: &mut Stage<'_>, row: u32) -> Done {
    let starred = stage.cell(TABLE, row, STARRED).is_some_and(Cell::flag);
    stage.store(TABLE, row, STARRED, (!starred).into())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.delete(TABLE, row)?;
    stage.back();
    stage.toast("Contact deleted");
    Ok(())
}

fn edit(view: &mut View<'_>) {
    let row = view.row();
    let new = view.page().row.is_none();
    view.heading(if new { "New contact" } else { "Edit contact" });
    view.field_of("name", "Name", view.cell_text(TABLE, row, NAME));
    view.field_of("phone", "Phone", view.cell_text(TABLE, row, PHONE));
    let empty = view.draft("name").unwrap_or(view.cell_text(TABLE, row, NAME)).is_empty();
    view.add(Role::Button, view.word(["Save", "Done", "Store"]))
        .does(Do::Run(save, row))
        .disabled(empty);
    view.submit(Do::Run(save, row));
    view.button("Cancel").does(Do::Back);
}

fn save(stage: &mut Stage<'_>, row: u32) -> Done {
    let row = Some(row).filter(|_| stage.surface.top().page.row.is_some());
    let kept = |field, column| {
        let old = row.map_or("", |row| stage.text(TABLE, row, column));
        Cell::from(stage.surface.top().draft(field).unwrap_or(old))
    };
    let cells = vec![kept("name", NAME), kept("phone", PHONE)];
    // Enter gets here also where the button is disabled.
    if cells[NAME].text().is_empty() {
        return Ok(());
    }
    let number = stage.save(TABLE, row, cells)?;
    if row.is_some() {
        stage.back();
    } else {
        stage.replace(DETAIL.on(number));
    }
    stage.toast("Contact saved");
    Ok(())
}
