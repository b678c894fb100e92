//! The model that comes with the page: what it is, in short, and how to come back to it.

use super::numbers::bytes;
use crate::{
    beside::DEFAULT_MODEL,
    page::{
        address,
        state::{Msg, State},
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
    let load = Msg::Load(source.clone());
    html! {
        <section class="group">
            <h3>{ "With this page" }</h3>
            <div class="model">
                <div>
                    <b>{ "Diorama default" }</b>
                    <span class="muted">{ format!(" {}", bytes(model.bytes)) }</span>
                    <p>
                        { "Small, and made for this page: it writes what each step changes. It has learned \
                           synthetic worlds only, which imitate kinds of phones, sites and desktops and \
                           no product; elsewhere it guesses. " }
                        <a href={address(CARD)} target="_blank" rel="noopener">{ "Model card" }</a>
                    </p>
                </div>
                <button type="button" aria-label="Load Diorama default"
                    onclick={send.reform(move |_| load.clone())}>
                    { if runs { "Load again" } else { "Load" } }
                </button>
            </div>
        </section>
    }
}
