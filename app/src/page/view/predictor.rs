//! Choosing who says what comes next: the reference environment of a world, or a model.

use crate::page::state::{Msg, State, truth::Predictor};
use yew::prelude::*;

/// The choice, where the open world leaves one.
pub fn choice(state: &State, send: &Callback<Msg>) -> Html {
    let reference = state.open().is_some_and(|open| open.world.scenario.reference.is_some());
    if !reference {
        return Html::default();
    }
    let choices = [(Predictor::Model, "Model"), (Predictor::Reference, "Reference environment")];
    let words = match state.preferred {
        Predictor::Reference => {
            "A small deterministic program plays this world and answers at once. It is synthetic: \
             it imitates the kind of thing, not any product."
        }
        Predictor::Model if state.engine.answers() => {
            "The model below predicts what this world shows."
        }
        Predictor::Model => "A model is to predict what this world shows. Load one below.",
    };
    html! {
        <section class="device">
            <p>{ words }</p>
            <fieldset class="segments">
                <legend>{ "Predictor" }</legend>
                { for choices.into_iter().map(|(choice, name)| html! {
                    <label>
                        <input type="radio" name="predictor" checked={state.preferred == choice}
                            onchange={send.reform(move |_| Msg::Prefer(choice))} />
                        <span>{ name }</span>
                    </label>
                }) }
            </fieldset>
        </section>
    }
}
