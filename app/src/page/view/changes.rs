//! What a step did, in a line; all that it changed comes with the second part of the page.

use super::links::said;
use crate::page::say::{say, say_with};
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
        return html! { <p class="muted">{ say("The next screen is being written.") }</p> };
    }
    let here = open.walk.here();
    if here == Place::START {
        return html! {
            <>
                <p class="verdict">{ say("The start") }</p>
                <p>{ &open.world.scenario.summary }</p>
                <p class="muted">{ say("What each step changes is listed here.") }</p>
            </>
        };
    }
    let sight = open.walk.sight(here);
    if let Origin::Edited(_) = sight.origin {
        return html! {
            <>
                <p class="verdict">{ say("Changed by hand") }</p>
                <p>{ &sight.spoken }</p>
                <p class="muted">{ say("This holds from here on. The screen stays as it was until \
                    something is done.") }</p>
            </>
        };
    }
    // The timeline has room for its beginning only.
    let did = html! { <p class="did"><bdi>{ capitalised(open.walk.name(here)) }</bdi></p> };
    let details = || draw(Part::now(state), send, |views| (views.details)(state, open, send));
    let View::Drawn { diff, .. } = &sight.view else {
        return html! {
            <>
                { did }
                <p class="verdict">{ say("The reply cannot be drawn.") }</p>
                { details() }
            </>
        };
    };
    html! {
        <>
            { did }
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
        Origin::Recorded(_) => say_with("Recorded: {1}.", &[&by]),
        Origin::Predicted(_) => say_with("Predicted by {1}.", &[&by]),
        Origin::Reference(_) => say("Played by the reference environment (synthetic).").to_owned(),
        Origin::Edited(_) => say_with("Changed by {1}.", &[&by]),
        Origin::Linked(it) => {
            let link = open.link.as_ref().map(|link| said(it, link)).unwrap_or_default();
            say_with("From a link. {1}", &[&link])
        }
    }
}

/// What the step to a place changed, in a line.
pub fn line(open: &Open, place: Place, diff: &Diff) -> String {
    match (diff.verdict(), &open.walk.sight(place).origin) {
        (Verdict::Unchanged, Origin::Predicted(_)) => {
            say("The model predicts that nothing changes.").to_owned()
        }
        _ => capitalised(&verdict(diff, open.world.scenario.domain)),
    }
}
