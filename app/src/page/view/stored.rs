//! A model that is stored on this device.

use super::{models::hash, numbers::bytes};
use crate::page::state::Msg;
use crate::protocol::{ModelSource, StoredModel};
use yew::prelude::*;

/// A stored model.
#[derive(Properties, PartialEq)]
pub struct KeptProps {
    /// The model.
    pub model: StoredModel,
    /// Where wishes go.
    pub send: Callback<Msg>,
}

/// A stored model, to be loaded or deleted. Deleting asks first: it may have taken an hour to come.
#[component(Kept)]
pub fn kept(props: &KeptProps) -> Html {
    let asked = use_state(|| false);
    let (model, send) = (&props.model, &props.send);
    let whole = model.bytes >= model.total;
    let size = if whole {
        bytes(model.total)
    } else {
        format!("{} of {}", bytes(model.bytes), bytes(model.total))
    };
    let load =
        if whole { ModelSource::Stored { key: model.key.clone() } } else { model.source.clone() };
    let key = model.key.clone();
    let ask = |answer: bool| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(answer))
    };
    html! {
        <div class="model">
            <div>
                <b>{ &model.name }</b><span class="muted">{ format!(" {size}") }</span>
                { hash(model.sha256.as_deref()) }
            </div>
            if *asked {
                <span role="status">{ "Delete it from this device?" }</span>
                <button type="button" aria-label={format!("Yes, delete {}", model.name)}
                    onclick={send.reform(move |_| Msg::Delete(key.clone()))}>{ "Delete" }</button>
                <button type="button" class="quiet" onclick={ask(false)}>{ "Keep" }</button>
            } else {
                <button type="button" class="primary" aria-label={format!("Load {}", model.name)}
                    onclick={send.reform(move |_| Msg::Load(load.clone()))}>
                    { if whole { "Load" } else { "Resume" } }
                </button>
                <button type="button" class="quiet" aria-label={format!("Delete {}", model.name)}
                    onclick={ask(true)}>{ "Delete" }</button>
            }
        </div>
    }
}
