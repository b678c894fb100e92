//! Models: those beside the page, stored ones, files, addresses, repositories.

use super::{
    default_model,
    numbers::{bytes, count, seconds},
    predictor,
    stored::Kept,
};
use crate::page::state::{
    Msg, State,
    engine::{Engine, Loaded, Model, Up},
    shelf::{Beside, Look, Meter, Offer},
};
use crate::protocol::{ExecutorChoice, ExecutorKind, Gpu, ModelCard, ModelSource, Stage, Storage};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

/// The models panel.
pub fn models(state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    html! {
        <div class="models">
            { predictor::choice(state, send) }
            { device(state, send) }
            { failure(state, send) }
            { current(state, send) }
            { looked_at(state, send) }
            { default_model::default_model(state, send) }
            { beside(state, send) }
            { stored(state, send) }
            <section class="group">
                <h3>{ "From elsewhere" }</h3>
                <FromElsewhere send={send.clone()} give={give.clone()} />
            </section>
        </div>
    }
}

/// The GPU, the storage, and where models run.
fn device(state: &State, send: &Callback<Msg>) -> Html {
    let words = match &state.engine {
        Engine::Off | Engine::Starting { .. } => "Looking at this device…".to_owned(),
        Engine::Broken { .. } => "The worker is not running.".to_owned(),
        Engine::Up(up) => gpu_words(&up.gpu),
    };
    let room = state.engine.up().and_then(|up| up.storage).map(storage_words);
    let choices = [
        (ExecutorChoice::Auto, "Automatic"),
        (ExecutorChoice::Gpu, "GPU"),
        (ExecutorChoice::Cpu, "CPU"),
    ];
    html! {
        <section class="device">
            <p>
                if offline() {
                    <b>{ "You are offline: models on this device and files still load. " }</b>
                }
                { words }{ room.map(|room| html! { <span class="muted">{ " " }{ room }</span> }) }
            </p>
            <fieldset class="segments">
                <legend>{ "Run on" }</legend>
                { for choices.into_iter().map(|(choice, name)| html! {
                    <label>
                        <input type="radio" name="executor" checked={state.executor == choice}
                            onchange={send.reform(move |_| Msg::Executor(choice))} />
                        <span>{ name }</span>
                    </label>
                }) }
            </fieldset>
        </section>
    }
}

/// Whether the browser knows that there is no network.
fn offline() -> bool {
    web_sys::window().is_some_and(|window| !window.navigator().on_line())
}

fn gpu_words(gpu: &Gpu) -> String {
    match gpu {
        Gpu::Hardware(adapter) => {
            format!("GPU: {}. Buffers up to {}.", adapter.name, bytes(adapter.max_buffer))
        }
        Gpu::Software(adapter) => format!(
            "The only GPU here is a software one ({}), so the CPU does it: it is faster.",
            adapter.name
        ),
        Gpu::Missing { reason } => {
            let reason = reason.trim_end_matches('.');
            format!("There is no GPU to use, so the CPU does it. {reason}.")
        }
    }
}

fn storage_words(storage: Storage) -> String {
    format!("Storage free: {}.", bytes(storage.quota.saturating_sub(storage.used)))
}

fn failure(state: &State, send: &Callback<Msg>) -> Html {
    let Some(failure) = &state.shelf.failure else { return Html::default() };
    html! {
        <div class="notice bad" role="alert">
            <p><b>{ &failure.message }</b>{ " " }{ failure.advice(failure.source.as_ref().is_some_and(|it| state.is_default(it))) }</p>
            <button type="button" class="quiet" onclick={send.reform(|_| Msg::Forget)}>
                { "Dismiss" }
            </button>
        </div>
    }
}

/// The model that is loaded or on its way.
fn current(state: &State, send: &Callback<Msg>) -> Html {
    match &state.engine {
        Engine::Broken { why, .. } => html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The worker stopped. " }</b>{ why }</p>
                <button type="button" class="primary" onclick={send.reform(|_| Msg::Restart)}>
                    { "Start again" }
                </button>
            </div>
        },
        Engine::Up(up) => match &up.model {
            Model::None => Html::default(),
            Model::Loading { source, meter, .. } => loading(source, meter.as_ref(), send),
            Model::Ready(loaded) => ready(loaded),
        },
        Engine::Off | Engine::Starting { .. } => Html::default(),
    }
}

fn loading(source: &ModelSource, meter: Option<&Meter>, send: &Callback<Msg>) -> Html {
    let name = source_name(source);
    let (part, words) = match meter {
        None => (None, "Starting…".to_owned()),
        Some(meter) => (Some(meter.part()), meter_words(meter)),
    };
    html! {
        <section class="loading" aria-label="Loading">
            <p><b>{ format!("Loading {name}") }</b></p>
            <progress max="1" value={part.map(|part| format!("{part:.4}"))} aria-label={words.clone()} />
            <p class="muted">{ words }</p>
            <button type="button" onclick={send.reform(|_| Msg::CancelLoad)}>{ "Cancel" }</button>
        </section>
    }
}

fn meter_words(meter: &Meter) -> String {
    let what = match meter.stage {
        Stage::Downloading => "Downloading",
        Stage::Verifying => "Verifying",
        Stage::Preparing => "Preparing",
    };
    let rate = meter.rate.map(|rate| format!(" · {}/s", bytes(rate as u64))).unwrap_or_default();
    let left = meter.remaining().map(|left| format!(" · {} left", seconds(left)));
    let left = left.unwrap_or_default();
    format!("{what}: {} of {}{rate}{left}", bytes(meter.done), bytes(meter.total))
}

fn ready(loaded: &Loaded) -> Html {
    let place = match loaded.executor {
        ExecutorKind::Gpu => "GPU",
        ExecutorKind::Cpu => "CPU",
    };
    html! {
        <section class="loaded" aria-label="Loaded model">
            <p><b>{ &loaded.card.name }</b>{ format!(" is loaded · {place}: {} · {} tokens of context",
                loaded.device, loaded.context) }</p>
            if let Some(note) = &loaded.note { <p class="muted">{ note }</p> }
            { hash(loaded.card.sha256.as_deref()) }
        </section>
    }
}

pub(super) fn hash(sha256: Option<&str>) -> Html {
    let Some(sha256) = sha256 else { return Html::default() };
    html! {
        <p class="hash"><span class="tick" aria-hidden="true">{ "✓" }</span>
            { "Verified sha256 " }<code title={sha256.to_owned()}>{ sha256.to_owned() }</code></p>
    }
}

/// The model that is being looked at before it is loaded.
fn looked_at(state: &State, send: &Callback<Msg>) -> Html {
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

fn beside(state: &State, send: &Callback<Msg>) -> Html {
    let body = match &state.shelf.beside {
        Beside::Unasked | Beside::Asked => html! { <p class="muted">{ "Asking…" }</p> },
        Beside::None(why) => html! { <p class="muted">{ why }</p> },
        Beside::Here(offers) if offers.is_empty() => {
            html! { <p class="muted">{ "No other models lie beside this page." }</p> }
        }
        Beside::Here(offers) => offers.iter().map(|offer| offered(offer, send)).collect(),
    };
    html! { <section class="group"><h3>{ "Beside this page" }</h3>{ body }</section> }
}

fn offered(offer: &Offer, send: &Callback<Msg>) -> Html {
    let source = ModelSource::Url {
        url: super::super::address(&format!("models/{}", offer.file)),
        sha256: offer.sha256.clone(),
    };
    let license = offer.license.clone().map(|it| format!(" · {it}")).unwrap_or_default();
    html! {
        <div class="model">
            <div>
                <b>{ &offer.name }</b><span class="muted">{ format!(" {}{license}", bytes(offer.bytes)) }</span>
                if let Some(summary) = &offer.summary { <p>{ summary }</p> }
            </div>
            <button type="button" class="primary" aria-label={format!("Choose {}", offer.name)}
                onclick={send.reform(move |_| Msg::Look(source.clone()))}>{ "Choose" }</button>
        </div>
    }
}

fn stored(state: &State, send: &Callback<Msg>) -> Html {
    let body = match state.engine.up().map(|up| &up.stored) {
        Some(Some(models)) if models.is_empty() => {
            html! { <p class="muted">{ "Nothing is stored here yet." }</p> }
        }
        Some(Some(models)) => models
            .iter()
            .map(|model| {
                html! { <Kept key={model.key.clone()} model={model.clone()} send={send.clone()} /> }
            })
            .collect(),
        Some(None) => html! { <p class="muted">{ "Asking…" }</p> },
        None => html! { <p class="muted">{ "Known once the worker runs." }</p> },
    };
    html! { <section class="group"><h3>{ "On this device" }</h3>{ body }</section> }
}

fn source_name(source: &ModelSource) -> String {
    match source {
        ModelSource::Url { url, .. } => url.rsplit('/').next().unwrap_or(url).to_owned(),
        ModelSource::HuggingFace { repository, file, .. } => format!("{repository}: {file}"),
        ModelSource::File { name } => name.clone(),
        ModelSource::Stored { key } => key.clone(),
    }
}

/// Where a model from elsewhere goes.
#[derive(Properties, PartialEq)]
struct ElsewhereProps {
    send: Callback<Msg>,
    give: Callback<File>,
}

/// A file, an address, a repository.
#[component(FromElsewhere)]
fn from_elsewhere(props: &ElsewhereProps) -> Html {
    let url = use_node_ref();
    let repository = use_node_ref();
    let revision = use_node_ref();
    let path = use_node_ref();
    let text = |field: &NodeRef| {
        field.cast::<HtmlInputElement>().map(|it| it.value().trim().to_owned()).unwrap_or_default()
    };
    let choose = {
        let give = props.give.clone();
        Callback::from(move |event: Event| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            if let Some(file) = field.and_then(|it| it.files()).and_then(|files| files.get(0)) {
                give.emit(file);
            }
        })
    };
    let open_url = {
        let (send, url) = (props.send.clone(), url.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let url = text(&url);
            send.emit(Msg::Look(ModelSource::Url { url, sha256: None }));
        })
    };
    let open_repository = {
        let (send, fields) =
            (props.send.clone(), (repository.clone(), revision.clone(), path.clone()));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (repository, revision, file) = (text(&fields.0), text(&fields.1), text(&fields.2));
            let revision = if revision.is_empty() { "main".to_owned() } else { revision };
            let source = ModelSource::HuggingFace { repository, revision, file, hub: None };
            send.emit(Msg::Look(source));
        })
    };
    html! {
        <div class="elsewhere">
            <label class="drop">
                <input type="file" accept=".gguf" onchange={choose} aria-label="Choose a GGUF file" />
                <span>{ "Drop a GGUF file anywhere on the page, or choose one. It is read where it lies." }</span>
            </label>
            <form onsubmit={open_url}>
                <label>{ "Address" }
                    <input ref={url} type="url" required=true placeholder="https://…/model.gguf" />
                </label>
                <button type="submit">{ "Look" }</button>
            </form>
            <form onsubmit={open_repository}>
                <label>{ "Hugging Face repository" }
                    <input ref={repository} type="text" required=true placeholder="owner/name"
                        pattern="[^/]+/[^/]+" spellcheck="false" />
                </label>
                <label>{ "Revision" }
                    <input ref={revision} type="text" placeholder="main" spellcheck="false" />
                </label>
                <label>{ "File" }
                    <input ref={path} type="text" required=true placeholder="model.gguf"
                        spellcheck="false" />
                </label>
                <button type="submit">{ "Look" }</button>
            </form>
        </div>
    }
}
