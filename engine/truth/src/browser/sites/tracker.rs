//! An issue tracker: a table of issues with filter and order; status, assignee, label, comments.

use super::super::{frame, lists};
use crate::{
    Seed,
    ui::{App, Dialog, Do, Done, Page, Stage, View, table},
    words,
};
use diorama_world::{
    Role,
    facts::{Kind, Row, Table},
};

const ISSUES: &str = "issues";
const TITLE: usize = 0;
const STATUS: usize = 1;
const WHO: usize = 2;
const LABEL: usize = 3;

const COMMENTS: &str = "comments";
const ISSUE: usize = 0;
const TEXT: usize = 1;

const PEOPLE: &str = "people";

const HOME: Page = Page::new("tracker", "home");
const DETAIL: Page = Page::new("tracker", "issue");
const EDIT: Page = Page::new("tracker", "issue/edit");
const NEW: Page = Page::new("tracker", "new");

const STATES: [&str; 2] = ["open", "closed"];
/// Assignee of an issue that has none.
const NOBODY: &str = "nobody";
const LABELS: [&str; 3] = ["bug", "idea", "question"];

pub(in super::super) struct Tracker;

impl App for Tracker {
    fn name(&self) -> &'static str {
        "tracker"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Tracker", "Issues", "Bugs", "Tickets"]
    }

    fn pages(&self) -> &'static [(&'static str, &'static str)] {
        &[("home", ""), ("issue", ISSUES), ("issue/edit", ISSUES), ("new", "")]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let mut people = table(PEOPLE, &[("name", Kind::Text)]);
        for _ in 0..2 + seed.below(2) {
            people.push([words::person(seed).into()]);
        }
        let (text, word) = (Kind::Text, Kind::Word);
        let columns = [("title", text), ("status", word), ("who", text), ("label", word)];
        let mut issues = table(ISSUES, &columns);
        let mut comments = table(COMMENTS, &[("issue", Kind::Number), ("text", Kind::Text)]);
        for issue in 0..4 + seed.below(5) as i64 {
            let who = seed.choose(people.rows()).filter(|_| issue % 3 > 0);
            let who = who.map_or(NOBODY, |row| row.cells[0].text()).to_owned();
            issues.push([
                words::capital(&words::deed(seed)).into(),
                seed.pick(&STATES).into(),
                who.into(),
                seed.pick(&LABELS).into(),
            ]);
            if seed.one_in(2) {
                comments.push([issue.into(), words::sentence(seed).into()]);
            }
        }
        vec![people, issues, comments]
    }

    fn view(&self, view: &mut View<'_>) {
        frame::bar(view, &[(view.word(["New issue", "Report", "Create"]), NEW)]);
        match view.page().name {
            "issue" => issue(view),
            "issue/edit" | "new" => form(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Issues", "All issues", "Tickets"]));
    let states = [lists::ANY, STATES[0], STATES[1]];
    lists::search(view, "Status", &states, ["Filter", "Apply", "Show"]);
    lists::sort(view, "Title", "title");
    lists::sort(view, "Status", "status");
    let orders = [("title", TITLE), ("status", STATUS)];
    let rows = lists::found(view, ISSUES, [TITLE, STATUS], &orders);
    lists::pages(view, Role::Table, &rows, 3, |view, row| {
        view.within(Role::Row, "", |view| {
            // The order of columns is the look's.
            let columns = if view.look() == 2 { [STATUS, TITLE] } else { [TITLE, STATUS] };
            for column in columns {
                let cell = view.add(Role::Cell, row.cells[column].text());
                if column == TITLE {
                    cell.does(Do::Go(DETAIL.on(row.number)));
                }
            }
        });
    });
}

fn issue(view: &mut View<'_>) {
    let row = view.row();
    view.heading(view.cell_text(ISSUES, row, TITLE));
    let status = view.cell_text(ISSUES, row, STATUS);
    view.text(status);
    view.text(view.cell_text(ISSUES, row, WHO));
    view.text(view.cell_text(ISSUES, row, LABEL));
    let toggle = if status == STATES[0] { "Close" } else { "Reopen" };
    view.button(toggle).does(Do::Run(turn, row));
    view.link("Edit").does(Do::Go(EDIT.on(row)));
    let number = i64::from(row);
    let comments: Vec<&Row> = lists::rows(view, COMMENTS)
        .filter(|comment| comment.cells[ISSUE].number() == number)
        .collect();
    lists::pages(view, Role::List, &comments, 3, |view, comment| {
        view.add(Role::ListItem, comment.cells[TEXT].text());
    });
    view.input("comment", "Comment", "");
    view.button(view.word(["Comment", "Post", "Add comment"])).does(Do::Run(comment, row));
    view.submit(Do::Run(comment, row));
    let question = Dialog::new("Delete issue", view.cell_text(ISSUES, row, TITLE))
        .button("Delete", Do::Run(delete, row))
        .button("Cancel", Do::Nothing);
    view.button("Delete").does(Do::Ask(Box::new(question)));
}

fn turn(stage: &mut Stage<'_>, row: u32) -> Done {
    let closed = stage.text(ISSUES, row, STATUS) == STATES[0];
    stage.request()?;
    stage.store(ISSUES, row, STATUS, STATES[usize::from(closed)].into())
}

fn comment(stage: &mut Stage<'_>, row: u32) -> Done {
    frame::require(stage, &[("comment", "Write something first")])?;
    stage.request()?;
    let text = stage.draft("comment").to_owned();
    stage.save(COMMENTS, None, vec![i64::from(row).into(), text.into()])?;
    stage.replace(DETAIL.on(row));
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.request()?;
    stage.delete(ISSUES, row)?;
    stage.replace(HOME);
    stage.toast("Issue deleted");
    Ok(())
}

/// A new issue, or one that there is.
fn form(view: &mut View<'_>) {
    let row = view.row();
    let new = view.page().row.is_none();
    view.heading(if new { "New issue" } else { "Edit issue" });
    view.input("title", "Title", view.cell_text(ISSUES, row, TITLE));
    let people = view.world.rows(PEOPLE).iter().map(|row| row.cells[0].text());
    let options: Vec<&str> = [NOBODY].into_iter().chain(people).collect();
    let who = view.cell_text(ISSUES, row, WHO);
    view.select("who", "Assignee", &options, if new { NOBODY } else { who });
    view.radios("label", "Label", &LABELS, view.cell_text(ISSUES, row, LABEL));
    view.button(view.word(["Save", "Submit", "Store"])).does(Do::Run(save, row));
    view.submit(Do::Run(save, row));
    view.link("Cancel").does(Do::Back);
}

fn save(stage: &mut Stage<'_>, row: u32) -> Done {
    let row = Some(row).filter(|_| stage.surface.top().page.row.is_some());
    let kept = |field, column, start| {
        let old = row.map_or(start, |row| stage.text(ISSUES, row, column));
        stage.surface.top().draft(field).unwrap_or(old).to_owned()
    };
    let who = kept("who", WHO, NOBODY);
    let (title, label) = (kept("title", TITLE, ""), kept("label", LABEL, ""));
    let old = row.map_or("", |row| stage.text(ISSUES, row, TITLE));
    if title.is_empty() {
        stage.flaw("title", "Enter a title");
    } else if title != old && frame::is_taken(stage.world, ISSUES, TITLE, &title) {
        stage.flaw("title", "There is such an issue");
    } else if label.is_empty() {
        stage.flaw("label", "Choose a label");
    } else {
        let status = row.map_or(STATES[0], |row| stage.text(ISSUES, row, STATUS)).to_owned();
        stage.request()?;
        let cells = vec![title.into(), status.into(), who.into(), label.into()];
        let number = stage.save(ISSUES, row, cells)?;
        stage.replace(DETAIL.on(number));
        stage.toast("Issue saved");
    }
    Ok(())
}
