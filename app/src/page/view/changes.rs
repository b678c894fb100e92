//! What a step did, in a line; all that it changed comes with the second part of the page.

use super::links::said;
use crate::page::{
    apart::verdict,
    later::{Part, draw},
    state::{
        Msg, Open, Phase, State,
        act::capitalised,
        walk::{Origin, View},
    },
};
use diorama_world::{
    diff::{Diff, Verdict},
    timeline::Place,
};
use yew::prelude::*;

/// What the step shown changed.
pub fn changes(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    if let Phase::Predicting(_) = open.phase {
        return html! { <p class="muted">{ "The next screen is being written." }</p> };
    }
    let here = open.walk.here();
    if here == Place::START {
        return html! {
            <>
                <p class="verdict">{ "The start" }</p>
                <p>{ &open.world.scenario.summary }</p>
                <p class="muted">{ "What each step changes is listed here." }</p>
            </>
        };
    }
    let sight = open.walk.sight(here);
    if let Origin::Edited(_) = sight.origin {
        return html! {
            <>
                <p class="verdict">{ "Changed by hand" }</p>
                <p>{ &sight.spoken }</p>
                <p class="muted">{ "This holds from here on. The screen stays as it was until \
                    something is done." }</p>
            </>
        };
    }
    let details = || draw(Part::now(state), send, |views| (views.details)(state, open, send));
    let View::Drawn { diff, .. } = &sight.view else {
        return html! {
            <>
                <p class="verdict">{ "The reply cannot be drawn." }</p>
                { details() }
            </>
        };
    };
    html! {
        <>
            <p class="verdict">{ line(open, here, diff) }</p>
            <p class="muted">{ source(open, here) }</p>
            { details() }
        </>
    }
}

/// Who said what a place shows.
pub fn source(open: &Open, place: Place) -> String {
    let by = open.walk.timeline().step(place).map(|step| step.by.clone()).unwrap_or_default();
    match &open.walk.sight(place).origin {
        Origin::Recorded(_) => format!("Recorded: {by}."),
        Origin::Predicted(_) => format!("Predicted by {by}."),
        Origin::Reference(_) => format!("Played by {by}."),
        Origin::Edited(_) => format!("Changed by {by}."),
        Origin::Linked(it) => {
            let link = open.link.as_ref().map(|link| said(it, link)).unwrap_or_default();
            format!("From a link. {link}")
        }
    }
}

/// What the step to a place changed, in a line.
pub fn line(open: &Open, place: Place, diff: &Diff) -> String {
    match (diff.verdict(), &open.walk.sight(place).origin) {
        (Verdict::Unchanged, Origin::Predicted(_)) => {
            "The model predicts that nothing changes.".to_owned()
        }
        _ => capitalised(&verdict(diff, open.world.scenario.domain)),
    }
}
