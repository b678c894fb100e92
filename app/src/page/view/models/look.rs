//! A model before it is loaded: what it is and needs.

use super::{
    super::numbers::{bytes, count},
    hash, source_name,
};
use crate::page::state::{Msg, State, engine::Up, shelf::Look};
use crate::protocol::{Gpu, ModelCard};
use yew::prelude::*;

/// The model that is being looked at before it is loaded.
pub fn looked_at(state: &State, send: &Callback<Msg>) -> Html {
    let Some(Look { source, card }) = &state.shelf.look else { return Html::default() };
    let Some(card) = card else {
        return html! {
            <section class="look" role="status">
                <p>{ format!("Looking at {}…", source_name(source)) }</p>
                <button type="button" onclick={send.reform(|_| Msg::CancelLoad)}>{ "Cancel" }</button>
            </section>
        };
    };
    let left = card.file_bytes.saturating_sub(card.stored_bytes);
    let verb = match (card.stored_bytes, left) {
        (_, 0) => "Load".to_owned(),
        (0, _) => format!("Download {} and load", bytes(card.file_bytes)),
        _ => format!("Resume: {} left", bytes(left)),
    };
    let load = source.clone();
    html! {
        <section class="look" aria-label="Before loading">
            <h3>{ &card.name }</h3>
            { facts(card, state.engine.up()) }
            <div class="buttons">
                <button type="button" class="primary"
                    onclick={send.reform(move |_| Msg::Load(load.clone()))}>{ verb }</button>
                <button type="button" class="quiet" onclick={send.reform(|_| Msg::Forget)}>
                    { "Not now" }
                </button>
            </div>
        </section>
    }
}

/// What a model needs, beside what this device offers.
fn facts(card: &ModelCard, up: Option<&Up>) -> Html {
    let kind = format!(
        "{}, {}, {} parameters",
        card.architecture,
        card.quantization,
        count(card.parameters)
    );
    let offers = up.map(|up| match &up.gpu {
        Gpu::Hardware(adapter) => {
            format!("{}, buffers up to {}", adapter.name, bytes(adapter.max_buffer))
        }
        Gpu::Software(_) | Gpu::Missing { .. } => "the CPU, up to 4 GB of memory".to_owned(),
    });
    let free = up.and_then(|up| up.storage).map(|it| bytes(it.quota.saturating_sub(it.used)));
    let rows = [
        ("What", Some(kind)),
        ("Download", Some(bytes(card.file_bytes))),
        ("On this device", (card.stored_bytes > 0).then(|| bytes(card.stored_bytes))),
        ("Memory needed", Some(bytes(card.memory_bytes))),
        ("Device offers", offers),
        ("Storage free", free),
        ("Context", Some(format!("{} tokens at most", card.context))),
        ("Licence", Some(card.license.clone().unwrap_or_else(|| "not stated".to_owned()))),
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
                <p class="hash">{ "To be verified: sha256 " }<code>{ sha256 }</code></p>
            }
        </>
    }
}
