//! The models that are stored on this device.

use super::{
    models::{hash, measured},
    numbers::{bytes, plural},
};
use crate::page::say::{say, say_with};
use crate::page::state::{Msg, State};
use crate::protocol::{ModelSource, Storage, StoredModel};
use yew::prelude::*;

/// The stored models, and the room they take.
pub fn stored(state: &State, send: &Callback<Msg>) -> Html {
    let up = state.engine.up();
    let body = match up.map(|up| &up.stored) {
        Some(Some(models)) if models.is_empty() => {
            html! { <p class="muted">{ say("Nothing is stored here yet.") }</p> }
        }
        Some(Some(models)) => {
            let room = up.and_then(|up| up.storage).map(|it| room(models, it));
            let row = |model: &StoredModel| {
                let measured = state.paces.of(model.sha256.as_deref()).map(measured);
                html! {
                    <Kept key={model.key.clone()} model={model.clone()} {measured}
                        send={send.clone()} />
                }
            };
            html! { <>{ for models.iter().map(row) }<p class="muted">{ room }</p></> }
        }
        Some(None) => html! { <p class="muted">{ say("Asking…") }</p> },
        None => html! { <p class="muted">{ say("Known once the worker runs.") }</p> },
    };
    html! { <section class="group"><h3>{ say("On this device") }</h3>{ body }</section> }
}

/// The room that is taken and the room that is left, in words.
fn room(models: &[StoredModel], storage: Storage) -> String {
    let kept = models.iter().map(|model| model.bytes).sum();
    say_with(
        "{1}, {2} together. The browser lets this site keep {3}; {4} are free.",
        &[
            &plural(models.len(), say("model"), say("models")),
            &bytes(kept),
            &bytes(storage.quota),
            &bytes(storage.quota.saturating_sub(storage.used)),
        ],
    )
}

/// A stored model.
#[derive(Properties, PartialEq)]
pub struct KeptProps {
    /// The model.
    pub model: StoredModel,
    /// What was measured of it here, in words.
    pub measured: Option<String>,
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
        say_with("{1} of {2}", &[&bytes(model.bytes), &bytes(model.total)])
    };
    let load =
        if whole { ModelSource::Stored { key: model.key.clone() } } else { model.source.clone() };
    let key = model.key.clone();
    let ask = |answer: bool| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(answer))
    };
    let verb = if whole { say("Load") } else { say("Resume") };
    html! {
        <div class="model">
            <div>
                <b>{ &model.name }</b><span class="muted">{ format!(" {size}") }</span>
                if let Some(measured) = &props.measured { <p class="muted">{ measured }</p> }
                { hash(model.sha256.as_deref()) }
            </div>
            if *asked {
                <span role="status">{ say("Delete it from this device?") }</span>
                <button type="button" aria-label={say_with("Yes, delete {1}", &[&model.name])}
                    onclick={send.reform(move |_| Msg::Delete(key.clone()))}>{ say("Delete") }</button>
                <button type="button" class="quiet" onclick={ask(false)}>{ say("Keep") }</button>
            } else {
                <button type="button" class="primary" aria-label={format!("{verb} {}", model.name)}
                    onclick={send.reform(move |_| Msg::Load(load.clone()))}>
                    { verb }
                </button>
                <button type="button" class="quiet" aria-label={say_with("Delete {1}", &[&model.name])}
                    onclick={ask(true)}>{ say("Delete") }</button>
            }
        </div>
    }
}
