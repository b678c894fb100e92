//! The facts: the hidden state as it is known at the place that is shown, to be changed there.

use super::{
    apply,
    tables::{self, Held, Line},
};
use crate::page::say::{say, say_with};
use crate::page::state::{Msg, Open, edit::Draft, form::Touch, walk::Origin};
use diorama_world::{Facts, facts::Table, link::By, stale::stale, timeline::Place};
use yew::prelude::*;

/// Most that may be out of date and is listed.
const MOST: usize = 8;

/// The facts at the place that is shown.
pub fn facts(open: &Open, send: &Callback<Msg>) -> Html {
    let here = open.walk.here();
    let (now, said) = open.facts(here);
    if now.is_empty() {
        return html! {
            <>
                <p class="muted">{ say("This world states no facts.") }</p>
                { apply::begins_here(send) }
            </>
        };
    }
    let parent = open.walk.timeline().parent(here).filter(|_| said == here);
    let before = parent.map(|parent| open.facts(parent).0);
    let waits = apply::elsewhere(open, send);
    let changes = waits.is_none();
    let draft = open.draft_here();
    let touch = send.reform(Msg::Touch);
    html! {
        <>
            <p class="muted">{ words(open, here, said) }</p>
            { waits.unwrap_or_default() }
            { doubts(open, draft, before, now) }
            if let Some(draft) = draft {
                { tables::form(&draft.form, &touch) }
            } else {
                { for now.tables.iter().enumerate().map(|(index, table)| {
                    let before = match before.map(|facts| facts.table(&table.name)) {
                        None => Before::Unknown,
                        Some(None) => Before::Missing,
                        Some(Some(table)) => Before::Was(table),
                    };
                    shown(index, table, before, changes.then_some(&touch))
                }) }
            }
            { apply::begins_here(send) }
            { apply::bar(open, send) }
        </>
    }
}

/// Where the facts come from.
fn words(open: &Open, here: Place, said: Place) -> &'static str {
    if said != here {
        return say(
            "The hidden state as it was last known. What became of it since, the steps do not say.",
        );
    }
    match open.walk.sight(here).origin {
        _ if here == Place::START => say("The hidden state that the screens are drawn from."),
        Origin::Edited(_) => say("The hidden state from here on, as it was changed by hand."),
        Origin::Linked(ref it) if !matches!(it.by, By::Model | By::Stopped) => {
            say("The hidden state that the screens are drawn from, after this step.")
        }
        Origin::Predicted(_) | Origin::Linked(_) => say(
            "The hidden state after this step, as the model predicts it together with the screen.",
        ),
        _ => say("The hidden state that the screens are drawn from, after this step."),
    }
}

/// What on the screen may be out of date.
fn doubts(open: &Open, draft: Option<&Draft>, before: Option<&Facts>, now: &Facts) -> Html {
    let Some(screen) = open.walk.screen(open.walk.here()) else { return Html::default() };
    let found = match (draft, before) {
        (Some(draft), _) => stale(&draft.form.before().facts, &draft.form.facts(), screen),
        (None, Some(before)) => stale(before, now, screen),
        (None, None) => Vec::new(),
    };
    if found.is_empty() {
        return Html::default();
    }
    let more = found.len().saturating_sub(MOST);
    html! {
        <section class="doubts" aria-label={say("May be out of date")}>
            <h3>{ say("The screen may be out of date") }</h3>
            <ul>{ for found.iter().take(MOST).map(|it| html! { <li>{ it.to_string() }</li> }) }</ul>
            if more > 0 { <p class="muted">{ say_with("and {1} more", &[&more]) }</p> }
        </section>
    }
}

/// A table a step earlier.
#[derive(Clone, Copy)]
enum Before<'a> {
    /// Nobody knows.
    Unknown,
    /// It was not there: it had no rows.
    Missing,
    /// As it was.
    Was(&'a Table),
}

impl<'a> Before<'a> {
    fn table(self) -> Option<&'a Table> {
        match self {
            Self::Unknown | Self::Missing => None,
            Self::Was(table) => Some(table),
        }
    }
}

/// A table that nobody changes now.
fn shown(index: usize, table: &Table, before: Before<'_>, touch: Option<&Callback<Touch>>) -> Html {
    let lines = table.rows().iter().map(|row| {
        let was = before.table().and_then(|table| table.row(row.number));
        let cells = row.cells.iter().enumerate().map(|(at, cell)| Held {
            text: Ok(cell.to_string()),
            was: was.and_then(|row| row.cells.get(at)).filter(|was| *was != cell),
        });
        Line {
            number: row.number,
            cells: cells.collect(),
            new: !matches!(before, Before::Unknown) && was.is_none(),
            gone: false,
        }
    });
    let went = before.table().map_or(0, |before| {
        before.rows().iter().filter(|row| table.row(row.number).is_none()).count()
    });
    let open = touch.map(|touch| touch.reform(move |()| Touch::Open(index)));
    tables::shown(&table.name, &table.columns, &lines.collect::<Vec<_>>(), went, open)
}
