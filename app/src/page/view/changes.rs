//! What a step changed, how sure the model was of it, and what else there might have been.

use super::{
    futures::futures,
    list::{Pair, STEP, list},
    sure,
};
use crate::page::{
    apart::verdict,
    state::{
        Msg, Open, Phase, State,
        act::capitalised,
        walk::{Origin, View},
    },
};
use diorama_world::{diff::Verdict, timeline::Place};
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
    let View::Drawn { screen, diff, .. } = &sight.view else {
        return html! {
            <>
                <p class="verdict">{ "The reply cannot be drawn." }</p>
                { futures(state, open, send) }
            </>
        };
    };
    let by = open.walk.timeline().step(here).map(|step| step.by.clone()).unwrap_or_default();
    let source = match sight.origin {
        Origin::Recorded(_) => format!("Recorded: {by}."),
        Origin::Predicted(_) => format!("Predicted by {by}."),
        Origin::Reference(_) => format!("Played by {by}."),
    };
    let domain = open.world.scenario.domain;
    let line = match (diff.verdict(), &sight.origin) {
        (Verdict::Unchanged, Origin::Predicted(_)) => {
            "The model predicts that nothing changes.".to_owned()
        }
        _ => capitalised(&verdict(diff, domain)),
    };
    let differences = open.walk.screen_before(here).map(|old| {
        let sure = sure::nodes(&open.walk, here);
        list(&Pair { old, new: screen, diff, drawn: domain.is_drawn(), sure }, &STEP)
    });
    html! {
        <>
            <p class="verdict">{ line }</p>
            { sure::explained(state, open, here) }
            <p class="muted">{ source }</p>
            { futures(state, open, send) }
            { differences.unwrap_or_default() }
        </>
    }
}
