//! One strip above the world: what is happening, and what can be done about it.

use super::{
    links,
    numbers::{bytes, per_second, plural, seconds},
    sure::sure,
};
use crate::page::later;
use crate::page::state::{
    Ask, Msg, Open, Over, Phase, Predicting, State,
    engine::Engine,
    links::Opening,
    truth::{Predictor, Truth},
    walk::{Origin, View},
};
use crate::protocol::{End, ModelSource};
use diorama_world::Domain;
use yew::prelude::*;

/// The strip.
pub fn notice(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    // Over the sheet where links are pasted, it stands in the sheet.
    if let (Opening::Failed(why), Over::Nothing) = (&state.opening, state.over) {
        return links::failed(why, send);
    }
    if let Engine::Broken { why, had } = &state.engine
        && state.predictor() == Predictor::Model
    {
        let again = if had.is_some() { "Start again and load it" } else { "Start again" };
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The model stopped. " }</b>{ why }{ " The timeline is safe." }</p>
                { button(send, again, "primary", Msg::Restart) }
            </div>
        };
    }
    if let (Truth::Broken(why), Predictor::Reference) = (&state.truth, state.predictor()) {
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The reference environment stopped. " }</b>{ why }{ " The timeline is safe." }</p>
                { button(send, "Start again", "primary", Msg::RestartTruth) }
            </div>
        };
    }
    if let (Phase::Idle | Phase::Waiting(_), Some(failed)) =
        (&open.phase, not_loaded(state, open, send))
    {
        return failed;
    }
    match &open.phase {
        Phase::Asking { .. } => html! {
            // Shown only if the answer takes longer than usual.
            <div class="notice busy late">
                <p><span class="pulse" aria-hidden="true" />{ "The reference environment answers…" }</p>
                { button(send, "Stop", "", Msg::Stop) }
            </div>
        },
        Phase::Playing { .. } => html! {
            <div class="notice">
                <p>{ if open.walk.recorded(open.walk.here()).is_some() {
                    "Playing the recording. Tap anything to take over."
                } else {
                    "Playing this branch. Tap anything to take over."
                } }</p>
                { button(send, "Pause", "quiet", Msg::Stop) }
            </div>
        },
        Phase::Waiting(ask) => waiting(state, open, ask, send),
        Phase::Predicting(it) => html! {
            <div class="notice busy">
                <p>
                    <span class="pulse" aria-hidden="true" />
                    { live(open) }{ progress(it) }{ " · " }
                    <b>{ open.walk.spoken(it.ask.from, &it.ask.action) }</b>
                </p>
                { button(send, "Stop", "primary", Msg::Stop) }
            </div>
        },
        Phase::Failed { message, .. } => html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The step failed. " }</b>{ message }{ " Nothing was lost." }</p>
                { button(send, "Try again", "primary", Msg::Resample) }
                { button(send, "Never mind", "quiet", Msg::Dismiss) }
            </div>
        },
        Phase::Idle => later::here()
            .and_then(|views| (views.notice)(open, send))
            .unwrap_or_else(|| settled(state, open, send)),
    }
}

pub fn button(
    send: &Callback<Msg>,
    label: impl Into<AttrValue>,
    class: &'static str,
    msg: Msg,
) -> Html {
    let label: AttrValue = label.into();
    html! {
        <button type="button" {class} onclick={send.reform(move |_| msg.clone())}>{ label }</button>
    }
}

/// A model could not be loaded and there is none: what happened, and what can be done.
fn not_loaded(state: &State, open: &Open, send: &Callback<Msg>) -> Option<Html> {
    let failure = state.shelf.failure.as_ref()?;
    let source = failure.source.clone()?;
    if state.answers() {
        return None;
    }
    let reference = open.world.scenario.reference.is_some();
    Some(html! {
        <div class="notice bad" role="alert">
            <p><b>{ "The model could not be loaded. " }</b>{ &failure.message }{ " " }
                { failure.advice(state.is_default(&source)) }{ " The timeline is safe." }</p>
            { button(send, "Try again", "primary", Msg::Load(source)) }
            if reference {
                { button(send, "Ask the reference environment", "",
                    Msg::Prefer(Predictor::Reference)) }
            }
            { button(send, "Other models", "quiet", Msg::Over(Over::Models)) }
        </div>
    })
}

/// How far the model is that is on its way.
pub fn coming(state: &State) -> String {
    let meter = state.engine.meter();
    meter.map(|it| format!(" ({:.0} %)", it.part() * 100.0)).unwrap_or_default()
}

/// An action waits for a model. One that is on this device is offered at once.
fn waiting(state: &State, open: &Open, ask: &Ask, send: &Callback<Msg>) -> Html {
    let spoken = open.walk.spoken(ask.from, &ask.action);
    let up = state.engine.up();
    if state.answers() {
        return html! {
            <div class="notice ask" role="status">
                <p>{ live(open) }{ format!("The model is loading{}. Then this runs: ", coming(state)) }<b>{ spoken }</b></p>
                { button(send, "Show", "", Msg::Over(Over::Models)) }
                { button(send, "Never mind", "quiet", Msg::Dismiss) }
            </div>
        };
    }
    let stored = up
        .and_then(|up| up.stored.as_ref())
        .and_then(|models| models.iter().find(|model| model.bytes >= model.total));
    html! {
        <div class="notice ask" role="status">
            <p>
                if open.world.trace.is_some() {
                    { "This step isn't in the recording. Load a model to predict it: " }
                } else {
                    { "Load a model to predict this step: " }
                }
                <b>{ spoken }</b>
            </p>
            if let Some(model) = stored {
                { button(send, format!("Load {} ({}, on this device)", model.name, bytes(model.total)),
                    "primary", Msg::Load(ModelSource::Stored { key: model.key.clone() })) }
                { button(send, "Others", "quiet", Msg::Over(Over::Models)) }
            } else {
                { button(send, "Load a model", "primary", Msg::Over(Over::Models)) }
            }
            if open.world.scenario.reference.is_some() {
                { button(send, "Ask the reference environment", "",
                    Msg::Prefer(Predictor::Reference)) }
            }
            { button(send, "Never mind", "quiet", Msg::Dismiss) }
        </div>
    }
}

/// How far the link's actions are that are done again.
fn live(open: &Open) -> String {
    let live = open.live.as_ref();
    live.map(|it| format!("Live, step {} of {}. ", it.asked, it.deeds.len())).unwrap_or_default()
}

pub fn progress(it: &Predicting) -> String {
    match (it.stopping, it.text.is_empty(), it.reading) {
        (true, ..) => "Stopping…".to_owned(),
        (_, true, None) if !it.thoughts.is_empty() => {
            format!("Thinking: {} characters", it.thoughts.chars().count())
        }
        (_, false, _) => format!("Predicting: {} characters written", it.text.chars().count()),
        (_, true, Some((done, total))) => format!("Reading the world: {done} of {total} tokens"),
        (_, true, None) => "Asking the model…".to_owned(),
    }
}

/// What there is to say when nothing is happening.
fn settled(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let here = open.walk.here();
    let sight = open.walk.sight(here);
    if sight.view == View::Unreadable {
        let stopped = matches!(&sight.origin, Origin::Predicted(it) if it.end == End::Stopped);
        let thinking = matches!(&sight.origin, Origin::Predicted(it)
            if it.end == End::Length && open.walk.observation(here).is_empty());
        let (what, why) = if stopped {
            ("Stopped before there was anything to draw. ", String::new())
        } else if thinking {
            (
                "The longest reply was reached before the model had thought to an end. ",
                String::new(),
            )
        } else {
            let why = sight.problems.first().map(ToString::to_string).unwrap_or_default();
            ("The reply cannot be drawn. ", why)
        };
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ what }</b>{ why }
                    { " The Text tab has all of it." }</p>
                { button(send, "Resample", "primary", Msg::Resample) }
            </div>
        };
    }
    if let Some(shown) = open.link.as_ref().and_then(|link| links::shown(open, link, send)) {
        return shown;
    }
    if let Origin::Predicted(prediction) = &sight.origin {
        let speed = prediction.speed;
        let time = seconds((speed.prefill_ms + speed.decode_ms) / 1000.0);
        let rate = per_second(speed.tokens, speed.decode_ms);
        let rate = rate.map(|rate| format!(" · {rate}")).unwrap_or_default();
        let ended = match prediction.end {
            End::Complete => "Predicted",
            End::Length => "Cut at the longest reply",
            End::ContextFull => "Cut: the context is full",
            End::Stopped => "Stopped early",
        };
        let skipped = match sight.problems.len() {
            0 => String::new(),
            count => {
                format!(" · {} could not be read", plural(count, "line", "lines"))
            }
        };
        return html! {
            <div class="notice"><p>{ format!("{ended} in {time}{rate}{skipped}") }{ sure(&open.walk, here) }</p></div>
        };
    }
    if state.predictor() == Predictor::Reference {
        return html! {
            <div class="notice"><p>{ format!("{} The reference environment (synthetic) answers.",
                invitation(open.world.scenario.domain)) }</p></div>
        };
    }
    if let (Predictor::Server, Some(it)) = (state.predictor(), state.remote.connected()) {
        return html! {
            <div class="notice"><p>{ format!("{} {} at {} predicts what happens.",
                invitation(open.world.scenario.domain), it.called(), it.server.host) }</p></div>
        };
    }
    if state.answers() {
        let invitation = invitation(open.world.scenario.domain);
        let words = if state.engine.ready().is_some() {
            format!("{invitation} The model predicts what happens.")
        } else {
            format!(
                "{invitation} The model is on its way{}; it then predicts what happens.",
                coming(state)
            )
        };
        return html! { <div class="notice"><p>{ words }</p></div> };
    }
    match open.next_recorded() {
        Some(next) => html! {
            <div class="notice">
                <p>{ "Tap anything. Next in the recording: " }<b>{ open.walk.spoken(here, next) }</b></p>
            </div>
        },
        None => html! {
            <div class="notice">
                <p>{ if open.world.trace.is_some() { "The recording ends here. Load a model to go on." }
                    else { "Load a model to step through this world." } }</p>
                { button(send, "Load a model", "primary", Msg::Over(Over::Models)) }
            </div>
        },
    }
}

/// What a person can do with a world at rest.
fn invitation(domain: Domain) -> &'static str {
    match domain {
        Domain::Android => "Tap anything.",
        Domain::Web | Domain::Os => "Click anything.",
        Domain::Terminal => "Type a command.",
        Domain::Search => "Search for something.",
        Domain::Mcp | Domain::Swe => "Call a tool.",
    }
}
