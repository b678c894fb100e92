//! Opening links: what is asked before one takes the place of the open work, and what is said of one
//! that is open.

use super::numbers::plural;
use crate::page::say::{say, say_with};
use crate::page::{
    draw::traits::shortened,
    state::{
        Msg, Open, Over, State,
        links::{Came, Opening},
        walk::{Linked, Origin, View},
    },
};
use diorama_world::{link::By, timeline::Place};
use yew::prelude::*;

/// The question before a link takes the place of the open work.
pub fn replace(state: &State, send: &Callback<Msg>) -> Html {
    let (Some(open), Opening::Read(link)) = (state.open(), &state.opening) else {
        return Html::default();
    };
    let steps = plural(link.steps.len(), say("step"), say("steps"));
    let own = plural(open.own_steps(), say("step"), say("steps"));
    html! {
        <>
            <p>{ say("The link shows ") }<b><bdi>{ &link.start.scenario.title }</bdi></b>{ format!(", {steps}.") }</p>
            <p>
                { say("Opening it closes ") }<b><bdi>{ &open.world.scenario.title }</bdi></b>
                { say_with(" with {1} that you took and that are nowhere else.", &[&own]) }
            </p>
            <div class="buttons">
                <button type="button" class="primary" onclick={send.reform(|_| Msg::Close(Over::Replace))}>
                    { say("Keep mine") }
                </button>
                <button type="button" onclick={send.reform(|_| Msg::TakeLink)}>{ say("Open the link") }</button>
            </div>
        </>
    }
}

/// A link that could not be opened, above the open world.
pub fn failed(why: &str, send: &Callback<Msg>) -> Html {
    html! {
        <div class="notice bad" role="alert">
            <p>{ why }{ say(" What was open stays.") }</p>
            <button type="button" class="quiet" onclick={send.reform(|_| Msg::DropLink)}>
                { say("Never mind") }
            </button>
        </div>
    }
}

/// What is said above the world while it shows what a link recorded.
pub fn shown(open: &Open, send: &Callback<Msg>) -> Option<Html> {
    let link = open.link.as_deref()?;
    let here = open.walk.here();
    let sight = open.walk.sight(here);
    let words = match &sight.origin {
        // What cannot be drawn has its own notice.
        _ if sight.view == View::Unreadable => return None,
        Origin::Linked(it) => say_with("From a link. {1}", &[&said(it, link)]),
        _ if here == Place::START && !link.deeds.is_empty() => say_with(
            "From a link, with {1}.",
            &[&plural(link.deeds.len(), say("step"), say("steps"))],
        ),
        _ => return None,
    };
    let redrawn = if link.redrawn {
        say(" Some screens are laid out otherwise than when it was made.")
    } else {
        ""
    };
    let title = say("Do the link's actions again, from the start, with the present predictor");
    Some(html! {
        <div class="notice">
            <p>{ words }{ redrawn }</p>
            <button type="button" {title} disabled={open.is_busy()}
                onclick={send.reform(|_| Msg::RunLive)}>{ say("Run it live") }</button>
        </div>
    })
}

/// Who said what a link shows, in a sentence.
pub fn said(step: &Linked, link: &Came) -> String {
    let model = shortened(link.model(), 60);
    match step.by {
        By::Model => say_with("Predicted by {1}.", &[&model]),
        By::Stopped => say_with("Predicted by {1}, and stopped early.", &[&model]),
        By::Reference => say("Played by a reference environment (synthetic).").to_owned(),
        By::Recording => say("Recorded.").to_owned(),
    }
}
