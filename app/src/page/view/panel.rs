//! What the inspector shows besides the changes: the text, the facts, the controls, the truth, the speed.

use super::{
    controls, facts,
    numbers::{count, per_second, seconds},
    text, truth,
};
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
    if tokens == 0 { String::new() } else { format!("{tokens} tokens, {}", more()) }
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
            html! { <p class="muted">{ "This step was recorded; no model ran." }</p> }
        }
        Origin::Linked(_) => {
            html! { <p class="muted">{ "This step came with the link; no model ran." }</p> }
        }
        Origin::Reference(_) => {
            html! { <p class="muted">{ "The reference environment played this step; no model ran." }</p> }
        }
        Origin::Edited(_) => {
            html! { <p class="muted">{ "A person changed what is so here; no model ran." }</p> }
        }
        Origin::Predicted(it) => {
            let speed = it.speed;
            let fresh = speed.prompt_tokens.saturating_sub(speed.reused_tokens);
            let end = match it.end {
                End::Complete => "the model ended it",
                End::Length => "the longest reply was reached",
                End::ContextFull => "the context is full",
                End::Stopped => "stopped",
            };
            rows(vec![
                ("Time", seconds((speed.prefill_ms + speed.decode_ms) / 1000.0)),
                (
                    "Written",
                    counted(speed.tokens, || format!("in {}", seconds(speed.decode_ms / 1000.0))),
                ),
                ("Rate", per_second(speed.tokens, speed.decode_ms).unwrap_or_default()),
                (
                    "Prompt",
                    counted(speed.prompt_tokens, || format!("{} reused", speed.reused_tokens)),
                ),
                ("Reading", per_second(fresh, speed.prefill_ms).unwrap_or_default()),
                ("Ended", end.to_owned()),
                (
                    "Draw",
                    if it.seed == 0 { "most likely".into() } else { format!("seed {}", it.seed) },
                ),
            ])
        }
    };
    let server = state.remote.connected().filter(|_| state.predictor() == Predictor::Server);
    let model = match (server, state.engine.ready()) {
        (Some(it), _) => rows(vec![
            ("Model", it.model.clone()),
            ("Runs on", it.server.host.clone()),
            ("Longest reply", format!("{} tokens", it.max_tokens)),
        ]),
        (None, Some(loaded)) => rows(vec![
            ("Model", loaded.card.name.clone()),
            ("Kind", format!("{}, {}", loaded.card.architecture, loaded.card.quantization)),
            ("Parameters", count(loaded.card.parameters)),
            ("Runs on", loaded.device.clone()),
            ("Context", format!("{} tokens", loaded.context)),
            ("Note", loaded.note.clone().unwrap_or_default()),
        ]),
        (None, None) => html! { <p class="muted">{ "No model is loaded." }</p> },
    };
    html! {
        <>
            <h3>{ "This step" }</h3>{ step }
            <h3>{ "The model" }</h3>
            { model }
        </>
    }
}
