//! Choosing who says what comes next: the reference environment of a world, the model on this device,
//! or that of a server.

use crate::page::say::say;
use crate::page::state::{Msg, State, truth::Predictor};
use yew::prelude::*;

/// The choice, where the open world leaves one.
pub fn choice(state: &State, send: &Callback<Msg>) -> Html {
    let reference = state.open().is_some_and(|open| open.world.scenario.reference.is_some());
    let server = state.remote.connected();
    if !reference && server.is_none() {
        return Html::default();
    }
    let choices = [
        (Predictor::Model, say("Model"), true),
        (Predictor::Reference, say("Reference environment"), reference),
        (Predictor::Server, say("Server"), server.is_some()),
    ];
    let now = state.predictor();
    let words = match now {
        Predictor::Reference => say(
            "A small deterministic program plays this world and answers at once. It is synthetic: \
             it imitates the kind of thing, not any product.",
        ),
        Predictor::Server => say("The server below predicts what this world shows."),
        Predictor::Model if state.answers() => {
            say("The model below predicts what this world shows.")
        }
        Predictor::Model => say("A model is to predict what this world shows. Load one below."),
    };
    html! {
        <section class="device">
            <p>{ words }</p>
            <fieldset class="segments">
                <legend>{ say("Predictor") }</legend>
                { for choices.into_iter().filter(|it| it.2).map(|(choice, name, _)| html! {
                    <label>
                        <input type="radio" name="predictor" checked={now == choice}
                            onchange={send.reform(move |_| Msg::Prefer(choice))} />
                        <span>{ name }</span>
                    </label>
                }) }
            </fieldset>
        </section>
    }
}
