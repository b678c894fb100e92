//! What the inspector shows besides the changes: the text, the facts, the controls, the truth, the speed.

use super::{
    controls, facts,
    numbers::{count, per_second, seconds},
    text, truth,
};
use crate::page::say::{say, say_with};
use crate::page::state::{Msg, Open, State, Tab, truth::Predictor, walk::Origin};
use crate::protocol::End;
use yew::prelude::*;

/// A tab's panel.
pub fn panel(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    match state.tab {
        Tab::Changes => Html::default(),
        Tab::Text => text::text(open),
        Tab::Facts => facts::facts(open, send),
        Tab::Controls => controls::controls(open, send),
        Tab::Truth => truth::truth(state, open, send),
        Tab::Speed => speed(state, open),
    }
}

/// Tokens and something about them; nothing where nobody counted.
fn counted(tokens: u32, more: impl Fn() -> String) -> String {
    if tokens == 0 { String::new() } else { say_with("{1} tokens, {2}", &[&tokens, &more()]) }
}

fn speed(state: &State, open: &Open) -> Html {
    let rows = |rows: Vec<(&'static str, String)>| {
        html! {
            <dl class="rows">
                { for rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
        }
    };
    let step = match &open.walk.sight(open.walk.here()).origin {
        Origin::Recorded(_) => {
            html! { <p class="muted">{ say("This step was recorded; no model ran.") }</p> }
        }
        Origin::Linked(_) => {
            html! { <p class="muted">{ say("This step came with the link; no model ran.") }</p> }
        }
        Origin::Reference(_) => {
            html! { <p class="muted">{ say("The reference environment played this step; no model ran.") }</p> }
        }
        Origin::Edited(_) => {
            html! { <p class="muted">{ say("A person changed what is so here; no model ran.") }</p> }
        }
        Origin::Predicted(it) => {
            let speed = it.speed;
            let fresh = speed.prompt_tokens.saturating_sub(speed.reused_tokens);
            let end = match it.end {
                End::Complete => say("the model ended it"),
                End::Length => say("the longest reply was reached"),
                End::ContextFull => say("the context is full"),
                End::Stopped => say("stopped"),
            };
            rows(vec![
                (say("Time"), seconds((speed.prefill_ms + speed.decode_ms) / 1000.0)),
                (
                    say("Written"),
                    counted(speed.tokens, || {
                        say_with("in {1}", &[&seconds(speed.decode_ms / 1000.0)])
                    }),
                ),
                (say("Rate"), per_second(speed.tokens, speed.decode_ms).unwrap_or_default()),
                (
                    say("Prompt"),
                    counted(speed.prompt_tokens, || {
                        say_with("{1} reused", &[&speed.reused_tokens])
                    }),
                ),
                (say("Reading"), per_second(fresh, speed.prefill_ms).unwrap_or_default()),
                (say("Ended"), end.to_owned()),
                (
                    say("Draw"),
                    if it.seed == 0 {
                        say("most likely").into()
                    } else {
                        say_with("seed {1}", &[&it.seed])
                    },
                ),
            ])
        }
    };
    let server = state.remote.connected().filter(|_| state.predictor() == Predictor::Server);
    let model = match (server, state.engine.ready()) {
        (Some(it), _) => rows(vec![
            (say("Model"), it.model.clone()),
            (say("Runs on"), it.server.host.clone()),
            (say("Longest reply"), say_with("{1} tokens", &[&it.max_tokens])),
        ]),
        (None, Some(loaded)) => rows(vec![
            (say("Model"), loaded.card.name.clone()),
            (say("Kind"), format!("{}, {}", loaded.card.architecture, loaded.card.quantization)),
            (say("Parameters"), count(loaded.card.parameters)),
            (say("Runs on"), loaded.device.clone()),
            (say("Context"), say_with("{1} tokens", &[&loaded.context])),
            (say("Note"), loaded.note.clone().unwrap_or_default()),
        ]),
        (None, None) => html! { <p class="muted">{ say("No model is loaded.") }</p> },
    };
    html! {
        <>
            <h3>{ say("This step") }</h3>{ step }
            <h3>{ say("The model") }</h3>
            { model }
        </>
    }
}
