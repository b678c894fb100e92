//! The inspector: what changed, the text, the facts, the controls, the speed.

use super::{
    changes, facts,
    numbers::{count, per_second, seconds},
    text, truth,
};
use crate::page::state::{Msg, Open, State, Tab, walk::Origin};
use crate::protocol::End;
use diorama_world::Control;
use yew::prelude::*;

/// The inspector.
pub fn inspector(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let up = state.sheet;
    let panel = match state.tab {
        Tab::Changes => changes::changes(state, open, send),
        Tab::Text => text::text(open),
        Tab::Facts => facts::facts(open),
        Tab::Controls => controls(&open.world.scenario.controls),
        Tab::Truth => truth::truth(state, open, send),
        Tab::Speed => speed(state, open),
    };
    let name = state.tab.label();
    html! {
        <aside class={classes!("inspector", up.then_some("up"))} aria-label="Inspector">
            <div class="tab-row">
                <div role="tablist" aria-label="Inspector" onkeydown={arrows(state.tab, send)}>
                    { for Tab::ALL.iter().map(|tab| {
                        let here = *tab == state.tab;
                        let tab = *tab;
                        html! {
                            <button type="button" role="tab" id={format!("tab-{}", tab.label())}
                                aria-selected={if here { "true" } else { "false" }}
                                aria-controls="tab-panel" tabindex={if here { "0" } else { "-1" }}
                                onclick={send.reform(move |_| Msg::Tab(tab))}>{ tab.label() }</button>
                        }
                    }) }
                </div>
                <button type="button" class="quiet draw-up" aria-expanded={up.to_string()}
                    aria-controls="tab-panel"
                    onclick={send.reform(move |_| Msg::Sheet(!up))}>
                    <span class="sr">{ if up { "Close the inspector" } else { "Open the inspector" } }</span>
                    <span aria-hidden="true">{ if up { "▾" } else { "▴" } }</span>
                </button>
            </div>
            <div id="tab-panel" class="panel" role="tabpanel" tabindex="0"
                aria-labelledby={format!("tab-{name}")}>
                { panel }
            </div>
        </aside>
    }
}

/// Arrow keys go from tab to tab, as the pattern for tabs has it.
fn arrows(tab: Tab, send: &Callback<Msg>) -> Callback<KeyboardEvent> {
    let send = send.clone();
    Callback::from(move |event: KeyboardEvent| {
        let here = Tab::ALL.iter().position(|it| *it == tab).unwrap_or(0);
        let count = Tab::ALL.len();
        let to = match event.key().as_str() {
            "ArrowRight" => (here + 1) % count,
            "ArrowLeft" => (here + count - 1) % count,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        send.emit(Msg::Tab(Tab::ALL[to]));
    })
}

fn controls(controls: &[Control]) -> Html {
    if controls.is_empty() {
        return html! { <p class="muted">{ "Nothing is perturbed: this world behaves as usual." }</p> };
    }
    html! {
        <>
            <p class="muted">{ "What is out of the ordinary in this world." }</p>
            <ul class="controls">{ for controls.iter().map(|it| html! { <li>{ it.text() }</li> }) }</ul>
        </>
    }
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
        Origin::Reference(_) => {
            html! { <p class="muted">{ "The reference environment played this step; no model ran." }</p> }
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
                    format!("{} tokens in {}", speed.tokens, seconds(speed.decode_ms / 1000.0)),
                ),
                ("Rate", per_second(speed.tokens, speed.decode_ms).unwrap_or_default()),
                (
                    "Prompt",
                    format!("{} tokens, {} reused", speed.prompt_tokens, speed.reused_tokens),
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
    let model = state.engine.ready().map(|loaded| {
        let card = &loaded.card;
        rows(vec![
            ("Model", card.name.clone()),
            ("Kind", format!("{}, {}", card.architecture, card.quantization)),
            ("Parameters", count(card.parameters)),
            ("Runs on", loaded.device.clone()),
            ("Context", format!("{} tokens", loaded.context)),
            ("Note", loaded.note.clone().unwrap_or_default()),
        ])
    });
    html! {
        <>
            <h3>{ "This step" }</h3>{ step }
            <h3>{ "The model" }</h3>
            { model.unwrap_or_else(|| html! { <p class="muted">{ "No model is loaded." }</p> }) }
        </>
    }
}
