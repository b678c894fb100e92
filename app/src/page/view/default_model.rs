//! The model that comes with the page: what it is, in short, and how to come back to it.

use super::{models::measured, numbers::bytes};
use crate::page::say::say;
use crate::{
    beside::DEFAULT_MODEL,
    page::{
        address,
        state::{Msg, State, truth::Predictor},
    },
};
use yew::prelude::*;

/// Where the model card lies beside the page.
const CARD: &str = "models/model-card.md";

/// The default model, if the page has one.
pub fn default_model(state: &State, send: &Callback<Msg>) -> Html {
    let (Some(source), Some(model)) = (&state.default, DEFAULT_MODEL) else {
        return Html::default();
    };
    let runs = state.engine.ready().is_some_and(|loaded| loaded.source == *source);
    let (verb, wish) = match state.predictor() {
        _ if !runs => (say("Load"), Msg::Load(source.clone())),
        Predictor::Model => (say("Load again"), Msg::Load(source.clone())),
        Predictor::Reference | Predictor::Server => (say("Use"), Msg::Prefer(Predictor::Model)),
    };
    let measured = state.paces.of(Some(model.sha256)).map(measured);
    html! {
        <section class="group">
            <h3>{ say("Default") }</h3>
            <div class="model">
                <div>
                    <b>{ "Diorama default" }</b>
                    <span class="muted">{ format!(" {}", bytes(model.bytes)) }</span>
                    <p>
                        { say("Small, and made for this page: it writes what each step changes. It has learned \
                           synthetic worlds only, which imitate kinds of phones, sites and desktops and \
                           no product; elsewhere it guesses. ") }
                        <a href={address(CARD)} target="_blank" rel="noopener">{ say("Model card") }</a>
                    </p>
                    if let Some(measured) = measured { <p class="muted">{ measured }</p> }
                </div>
                <button type="button" aria-label={format!("{verb} Diorama default")}
                    onclick={send.reform(move |_| wish.clone())}>{ verb }</button>
            </div>
        </section>
    }
}
