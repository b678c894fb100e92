//! A forum: threads on boards, newest or best first; votes and replies by those signed in.

use super::{
    super::{frame, lists},
    account,
};
use crate::{
    Seed,
    ui::{self, App, Dialog, Do, Done, Page, SIGN_IN, Stage, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Kind, Row, Table},
};

const THREADS: &str = "threads";
const TITLE: usize = 0;
const AUTHOR: usize = 1;
const BOARD: usize = 2;
const VOTES: usize = 3;
const VOTED: usize = 4;

const REPLIES: &str = "replies";
const THREAD: usize = 0;
const TEXT: usize = 1;
const BY: usize = 2;

const HOME: Page = Page::new("forum", "home");
const DETAIL: Page = Page::new("forum", "thread");
const NEW: Page = Page::new("forum", "new");

const BOARDS: [&str; 3] = ["Help", "News", "Talk"];

pub(in super::super) struct Forum;

impl App for Forum {
    fn name(&self) -> &'static str {
        "forum"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Forum", "Board", "Community", "Talk"]
    }

    fn pages(&self) -> &'static [(&'static str, &'static str)] {
        &[("home", ""), ("thread", THREADS), ("new", "")]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let columns = [
            ("title", Kind::Text),
            ("author", Kind::Text),
            ("board", Kind::Word),
            ("votes", Kind::Number),
            ("voted", Kind::Flag),
        ];
        let mut threads = ui::table(THREADS, &columns);
        let columns = [("thread", Kind::Number), ("text", Kind::Text), ("by", Kind::Text)];
        let mut replies = ui::table(REPLIES, &columns);
        for thread in 0..4 + seed.below(5) as i64 {
            threads.push([
                words::capital(&words::deed(seed)).into(),
                words::person(seed).into(),
                seed.pick(&BOARDS).into(),
                seed.between(0, 9).into(),
                false.into(),
            ]);
            for _ in 0..seed.below(3) {
                let by = words::person(seed);
                replies.push([thread.into(), words::sentence(seed).into(), by.into()]);
            }
        }
        vec![threads, replies]
    }

    fn view(&self, view: &mut View<'_>) {
        frame::bar(view, &[(view.word(["New thread", "Ask", "Write"]), NEW)]);
        match view.page().name {
            "thread" => thread(view),
            "new" => new(view),
            _ => home(view),
        }
    }
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Threads", "Latest", "All boards"]));
    view.within(Role::ToolBar, "", |view| {
        for name in BOARDS {
            lists::filter(view, name, name);
        }
    });
    lists::sort(view, view.word(["New", "Newest", "Latest"]), "");
    lists::sort(view, view.word(["Top", "Best", "Most votes"]), "top");
    let mut rows = lists::found(view, THREADS, [TITLE, BOARD], &[]);
    if view.entry().asks("sort") == "top" {
        rows.sort_by_key(|row| -row.cells[VOTES].number());
    } else {
        rows.reverse();
    }
    lists::pages(view, Role::List, &rows, 4, |view, row| {
        let votes = row.cells[VOTES].number().to_string();
        view.link(row.cells[TITLE].text()).value(votes).does(Do::Go(DETAIL.on(row.number)));
    });
}

fn thread(view: &mut View<'_>) {
    let row = view.row();
    view.heading(view.cell_text(THREADS, row, TITLE));
    view.text(view.cell_text(THREADS, row, AUTHOR));
    view.text(view.cell_text(THREADS, row, BOARD));
    let votes = view.number(THREADS, row, VOTES).to_string();
    let voted = view.flag(THREADS, row, VOTED);
    let label = view.word(["Upvote", "Like", "Vote"]);
    view.button(label).value(votes).selected(voted).does(Do::Run(vote, row));
    let number = i64::from(row);
    let replies: Vec<&Row> =
        lists::rows(view, REPLIES).filter(|reply| reply.cells[THREAD].number() == number).collect();
    lists::pages(view, Role::List, &replies, 3, |view, reply| {
        view.add(Role::ListItem, reply.cells[TEXT].text()).value(reply.cells[BY].text());
    });
    if !account::signed_in(view) {
        view.link("Sign in to reply").does(Do::Go(SIGN_IN));
        return;
    }
    view.input("reply", "Reply", "");
    view.button(view.word(["Post", "Send", "Reply"])).does(Do::Run(reply, row));
    view.submit(Do::Run(reply, row));
    if view.cell_text(THREADS, row, AUTHOR) == account::name(view.world) {
        let question = Dialog::new("Delete thread", view.cell_text(THREADS, row, TITLE))
            .button("Delete", Do::Run(delete, row))
            .button("Cancel", Do::Nothing);
        view.button("Delete").does(Do::Ask(Box::new(question)));
    }
}

fn vote(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.request()?;
    let votes = stage.number(THREADS, row, VOTES);
    let voted = stage.flag(THREADS, row, VOTED);
    let votes = if voted { votes.saturating_sub(1) } else { votes.saturating_add(1) };
    stage.store(THREADS, row, VOTES, votes.into())?;
    stage.set(THREADS, row, VOTED, (!voted).into());
    Ok(())
}

fn reply(stage: &mut Stage<'_>, row: u32) -> Done {
    frame::require(stage, &[("reply", "Write something first")])?;
    stage.request()?;
    let by = account::name(stage.world).to_owned();
    let text = stage.draft("reply").to_owned();
    stage.save(REPLIES, None, vec![i64::from(row).into(), text.into(), by.into()])?;
    stage.replace(DETAIL.on(row));
    stage.toast("Reply posted");
    Ok(())
}

fn delete(stage: &mut Stage<'_>, row: u32) -> Done {
    stage.request()?;
    stage.delete(THREADS, row)?;
    stage.replace(HOME);
    stage.toast("Thread deleted");
    Ok(())
}

fn new(view: &mut View<'_>) {
    view.heading("New thread");
    if !account::signed_in(view) {
        view.link("Sign in to write").does(Do::Go(SIGN_IN));
        return;
    }
    view.input("title", "Title", "");
    view.select("board", "Board", &BOARDS, BOARDS[0]);
    view.button(view.word(["Post", "Send", "Publish"])).does(Do::Run(post, 0));
    view.submit(Do::Run(post, 0));
}

fn post(stage: &mut Stage<'_>, _: u32) -> Done {
    frame::require(stage, &[("title", "Enter a title")])?;
    let title = stage.draft("title").to_owned();
    if frame::is_taken(stage.world, THREADS, TITLE, &title) {
        stage.flaw("title", "There is such a thread");
        return Ok(());
    }
    let board = stage.surface.top().draft("board").unwrap_or(BOARDS[0]).to_owned();
    stage.request()?;
    let by = account::name(stage.world).to_owned();
    let row = stage.save(THREADS, None, vec![title.into(), by.into(), board.into()])?;
    stage.replace(DETAIL.on(row));
    Ok(())
}
