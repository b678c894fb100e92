//! Models: the default one, stored ones, those beside the page, those from the web, and servers.

mod address;
mod device;
mod elsewhere;
mod look;
mod pace;
mod server;

use super::{
    default_model,
    numbers::{bytes, seconds},
    predictor, stored,
};
use crate::page::say::{say, say_with};
use crate::page::state::{
    Msg, State,
    engine::{Engine, Loaded, Model},
    shelf::{Beside, Meter, Offer},
};
use crate::protocol::{ExecutorKind, ModelSource, Stage};
use elsewhere::FromElsewhere;
pub use pace::{measured, pace};
use web_sys::File;
use yew::prelude::*;

/// The models panel.
pub fn models(state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    html! {
        <div class="models">
            { predictor::choice(state, send) }
            { device::device(state, send) }
            { failure(state, send) }
            { current(state, send) }
            { look::looked_at(state, send) }
            { default_model::default_model(state, send) }
            { stored::stored(state, send) }
            { beside(state, send) }
            <section class="group">
                <h3>{ say("From the web, or a file") }</h3>
                <FromElsewhere send={send.clone()} give={give.clone()} />
            </section>
            { server::server(state, send) }
        </div>
    }
}

fn failure(state: &State, send: &Callback<Msg>) -> Html {
    let Some(failure) = &state.shelf.failure else { return Html::default() };
    html! {
        <div class="notice bad" role="alert">
            <p><b>{ &failure.message }</b>{ " " }{ failure.advice(failure.source.as_ref().is_some_and(|it| state.is_default(it))) }</p>
            <button type="button" class="quiet" onclick={send.reform(|_| Msg::Forget)}>
                { say("Dismiss") }
            </button>
        </div>
    }
}

/// The model that is loaded or on its way.
fn current(state: &State, send: &Callback<Msg>) -> Html {
    match &state.engine {
        Engine::Broken { why, .. } => html! {
            <div class="notice bad" role="alert">
                <p><b>{ say("The worker stopped. ") }</b>{ why }</p>
                <button type="button" class="primary" onclick={send.reform(|_| Msg::Restart)}>
                    { say("Start again") }
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
        None => (None, say("Starting…").to_owned()),
        Some(meter) => (Some(meter.part()), meter_words(meter)),
    };
    html! {
        <section class="loading" aria-label={say("Loading")}>
            <p><b>{ say_with("Loading {1}", &[&name]) }</b></p>
            <progress max="1" value={part.map(|part| format!("{part:.4}"))} aria-label={words.clone()} />
            <p class="muted">{ words }</p>
            <button type="button" onclick={send.reform(|_| Msg::CancelLoad)}>{ say("Cancel") }</button>
        </section>
    }
}

fn meter_words(meter: &Meter) -> String {
    let what = match meter.stage {
        Stage::Downloading => say("Downloading"),
        Stage::Verifying => say("Verifying"),
        Stage::Preparing => say("Preparing"),
    };
    let rate = meter.rate.map(|rate| format!(" · {}/s", bytes(rate as u64))).unwrap_or_default();
    let left = meter.remaining().map(|left| say_with(" · {1} left", &[&seconds(left)]));
    let left = left.unwrap_or_default();
    say_with(
        "{1}: {2} of {3}{4}{5}",
        &[&what, &bytes(meter.done), &bytes(meter.total), &rate, &left],
    )
}

fn ready(loaded: &Loaded) -> Html {
    let kind = match loaded.executor {
        ExecutorKind::Gpu => "GPU",
        ExecutorKind::Cpu => "CPU",
    };
    // The CPU is not told by name.
    let place = match &*loaded.device {
        device if device == kind => kind.to_owned(),
        device => [kind, ": ", device].concat(),
    };
    html! {
        <section class="loaded" aria-label={say("Loaded model")}>
            <p><b>{ &loaded.card.name }</b>{ say_with(" is loaded · {1} · {2} tokens of context · {3} of memory", &[&place, &loaded.context, &bytes(loaded.card.memory_bytes)]) }</p>
            if let Some(note) = &loaded.note { <p class="muted">{ note }</p> }
            { hash(loaded.card.sha256.as_deref()) }
        </section>
    }
}

/// What a file was verified against.
pub fn hash(sha256: Option<&str>) -> Html {
    let Some(sha256) = sha256 else { return Html::default() };
    html! {
        <p class="hash"><span class="tick" aria-hidden="true">{ "✓" }</span>
            { say("Verified sha256 ") }<code title={sha256.to_owned()}>{ sha256.to_owned() }</code></p>
    }
}

fn beside(state: &State, send: &Callback<Msg>) -> Html {
    let body = match &state.shelf.beside {
        Beside::Unasked | Beside::Asked => html! { <p class="muted">{ say("Asking…") }</p> },
        Beside::None(why) => html! { <p class="muted">{ why }</p> },
        Beside::Here(offers) if offers.is_empty() => {
            html! { <p class="muted">{ say("No other models lie beside this page.") }</p> }
        }
        Beside::Here(offers) => offers.iter().map(|offer| offered(offer, send)).collect(),
    };
    html! { <section class="group"><h3>{ say("Beside the page") }</h3>{ body }</section> }
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
            <button type="button" class="primary" aria-label={say_with("Choose {1}", &[&offer.name])}
                onclick={send.reform(move |_| Msg::Look(source.clone()))}>{ say("Choose") }</button>
        </div>
    }
}

fn source_name(source: &ModelSource) -> String {
    match source {
        ModelSource::Url { url, .. } => url.rsplit('/').next().unwrap_or(url).to_owned(),
        ModelSource::HuggingFace { repository, file, .. } => format!("{repository}: {file}"),
        ModelSource::File { name } => name.clone(),
        ModelSource::Stored { key } => key.clone(),
    }
}
