//! The bar at the top: the world, the model, the theme.

use super::numbers::{bytes, seconds};
use crate::page::say::{say, say_with};
use crate::page::state::{
    Msg, Over, State, Theme,
    engine::{Engine, Model},
    remote::Remote,
    truth::{Predictor, Truth},
};
use crate::protocol::ExecutorKind;
use yew::prelude::*;

/// The bar at the top.
pub fn top(state: &State, send: &Callback<Msg>) -> Html {
    let lay = |over: Over| send.reform(move |_: MouseEvent| Msg::Over(over));
    let world =
        state.open().map_or(say("Choose a world"), |open| open.world.scenario.title.as_str());
    let theme = state.theme.next();
    let (sign, label) = match state.theme {
        Theme::System => ("◐", say("Theme: as the system")),
        Theme::Light => ("○", say("Theme: light")),
        Theme::Dark => ("●", say("Theme: dark")),
    };
    html! {
        <header class="top">
            <h1 class="mark">{ mark() }<span>{ "Diorama" }</span></h1>
            <button type="button" class="chooser" onclick={lay(Over::Worlds)}
                aria-haspopup="dialog" title={say("Choose a world (w)")}>
                <span class="sr">{ say("World: ") }</span><b><bdi>{ world }</bdi></b>
                <span aria-hidden="true">{ "▾" }</span>
            </button>
            <span class="space" />
            { predictor_chip(state, lay(Over::Models)) }
            <button type="button" class="quiet" disabled={state.open().is_none()}
                aria-haspopup="dialog" title={say("Share this walk (s)")}
                onclick={lay(Over::Share)}>{ say("Share") }</button>
            <button type="button" class="quiet round" aria-label={label} title={label}
                onclick={send.reform(move |_| Msg::Theme(theme))}>{ sign }</button>
            <button type="button" class="quiet round keys-button" aria-label={say("Keys")} title={say("Keys (?)")}
                onclick={lay(Over::Keys)}>{ "?" }</button>
        </header>
    }
}

/// A box seen from above, open to the front.
fn mark() -> Html {
    html! {
        <svg viewBox="0 0 24 24" class="logo" aria-hidden="true">
            <path d="M3 8l9-5 9 5v9l-9 5-9-5z" /><path d="M3 8l9 5 9-5M12 13v9" />
        </svg>
    }
}

/// Who says what comes next, in a few words.
fn predictor_chip(state: &State, open: Callback<MouseEvent>) -> Html {
    let (class, words) = match state.predictor() {
        Predictor::Reference => reference(&state.truth),
        Predictor::Model => model(state),
        Predictor::Server => server(&state.remote),
    };
    html! {
        <button type="button" class={classes!("chip", class)} onclick={open}
            aria-haspopup="dialog" title={say("Predictors (m)")}>
            <span class="dot" aria-hidden="true" /><span class="sr">{ say("Predictor: ") }</span>
            <span class="words">{ words }</span>
        </button>
    }
}

fn reference(truth: &Truth) -> (&'static str, String) {
    match truth {
        Truth::Off | Truth::Up => ("ready", say("Reference environment (synthetic)").to_owned()),
        Truth::Starting(_) => ("busy", say("Reference environment starts…").to_owned()),
        Truth::Broken(_) => ("bad", say("The reference environment stopped").to_owned()),
    }
}

fn server(remote: &Remote) -> (&'static str, String) {
    match remote {
        Remote::Connected(it) => ("ready", format!("{} · {}", it.called(), it.server.host)),
        Remote::Off(_) | Remote::Connecting(_) => ("none", say("No server").to_owned()),
    }
}

fn model(state: &State) -> (&'static str, String) {
    match &state.engine {
        Engine::Off if state.answers() => ("none", say("Loads when it is asked").to_owned()),
        Engine::Off => ("none", say("No model").to_owned()),
        Engine::Starting { .. } => ("busy", say("Starting…").to_owned()),
        Engine::Broken { .. } => ("bad", say("The model stopped").to_owned()),
        Engine::Up(up) => match &up.model {
            Model::None => ("none", say("No model").to_owned()),
            Model::Loading { meter, .. } => {
                let part = meter.map_or(0.0, |meter| meter.part() * 100.0);
                let left = meter.and_then(|meter| meter.remaining()).map(seconds);
                let left = left.map(|left| say_with(" · {1} left", &[&left])).unwrap_or_default();
                ("busy", say_with("Loading {1} %{2}", &[&format!("{part:.0}"), &left]))
            }
            Model::Ready(loaded) => {
                let place = match loaded.executor {
                    ExecutorKind::Gpu => "GPU",
                    ExecutorKind::Cpu => "CPU",
                };
                let size = bytes(loaded.card.file_bytes);
                ("ready", format!("{} · {size} · {place}", state.model_name(loaded)))
            }
        },
    }
}
