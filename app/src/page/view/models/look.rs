//! A model before it is loaded: what it is and needs.

use super::{
    super::numbers::{bytes, count},
    hash, source_name,
};
use crate::page::say::{say, say_with};
use crate::page::state::{Msg, State, engine::Up, shelf::Look};
use crate::protocol::{Gpu, ModelCard};
use yew::prelude::*;

/// The model that is being looked at before it is loaded.
pub fn looked_at(state: &State, send: &Callback<Msg>) -> Html {
    let Some(Look { source, card }) = &state.shelf.look else { return Html::default() };
    let Some(card) = card else {
        return html! {
            <section class="look" role="status">
                <p>{ say_with("Looking at {1}…", &[&source_name(source)]) }</p>
                <button type="button" onclick={send.reform(|_| Msg::CancelLoad)}>{ say("Cancel") }</button>
            </section>
        };
    };
    let left = card.file_bytes.saturating_sub(card.stored_bytes);
    let verb = match (card.stored_bytes, left) {
        (_, 0) => say("Load").to_owned(),
        (0, _) => say_with("Download {1} and load", &[&bytes(card.file_bytes)]),
        _ => say_with("Resume: {1} left", &[&bytes(left)]),
    };
    let load = source.clone();
    html! {
        <section class="look" aria-label={say("Before loading")}>
            <h3>{ &card.name }</h3>
            { facts(card, state.engine.up()) }
            <div class="buttons">
                <button type="button" class="primary"
                    onclick={send.reform(move |_| Msg::Load(load.clone()))}>{ verb }</button>
                <button type="button" class="quiet" onclick={send.reform(|_| Msg::Forget)}>
                    { say("Not now") }
                </button>
            </div>
        </section>
    }
}

/// What a model needs, beside what this device offers.
fn facts(card: &ModelCard, up: Option<&Up>) -> Html {
    let kind = say_with(
        "{1}, {2}, {3} parameters",
        &[&card.architecture, &card.quantization, &count(card.parameters)],
    );
    let offers = up.map(|up| match &up.gpu {
        Gpu::Hardware(adapter) => {
            say_with("{1}, buffers up to {2}", &[&adapter.name, &bytes(adapter.max_buffer)])
        }
        Gpu::Software(_) | Gpu::Missing { .. } => say("the CPU, up to 4 GB of memory").to_owned(),
    });
    let free = up.and_then(|up| up.storage).map(|it| bytes(it.quota.saturating_sub(it.used)));
    let rows = [
        (say("What"), Some(kind)),
        (say("Download"), Some(bytes(card.file_bytes))),
        (say("On this device"), (card.stored_bytes > 0).then(|| bytes(card.stored_bytes))),
        (say("Memory needed"), Some(bytes(card.memory_bytes))),
        (say("Device offers"), offers),
        (say("Storage free"), free),
        (say("Context"), Some(say_with("{1} tokens at most", &[&card.context]))),
        (
            say("Licence"),
            Some(card.license.clone().unwrap_or_else(|| say("not stated").to_owned())),
        ),
    ];
    html! {
        <>
            <dl class="rows">
                { for rows.into_iter().filter_map(|(name, value)| value.map(|value| html! {
                    <div><dt>{ name }</dt><dd>{ value }</dd></div>
                })) }
            </dl>
            if card.stored_bytes >= card.file_bytes {
                { hash(card.sha256.as_deref()) }
            } else if let Some(sha256) = &card.sha256 {
                <p class="hash">{ say("To be verified: sha256 ") }<code>{ sha256 }</code></p>
            }
        </>
    }
}
