//! One strip above the world: what is happening, and what can be done about it.

use super::{
    links,
    numbers::{bytes, per_second, plural, seconds},
    sure::sure,
};
use crate::page::later;
use crate::page::say::{say, say_with};
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
        let again = if had.is_some() { say("Start again and load it") } else { say("Start again") };
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ say("The model stopped. ") }</b>{ why }{ say(" The timeline is safe.") }</p>
                { button(send, again, "primary", Msg::Restart) }
            </div>
        };
    }
    if let (Truth::Broken(why), Predictor::Reference) = (&state.truth, state.predictor()) {
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ say("The reference environment stopped. ") }</b>{ why }{ say(" The timeline is safe.") }</p>
                { button(send, say("Start again"), "primary", Msg::RestartTruth) }
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
                <p><span class="pulse" aria-hidden="true" />{ say("The reference environment answers…") }</p>
                { button(send, say("Stop"), "", Msg::Stop) }
            </div>
        },
        Phase::Playing { .. } => html! {
            <div class="notice">
                <p>{ if open.walk.recorded(open.walk.here()).is_some() {
                    say("Playing the recording. Tap anything to take over.")
                } else {
                    say("Playing this branch. Tap anything to take over.")
                } }</p>
                { button(send, say("Pause"), "quiet", Msg::Stop) }
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
                { button(send, say("Stop"), "primary", Msg::Stop) }
            </div>
        },
        Phase::Failed { message, .. } => html! {
            <div class="notice bad" role="alert">
                <p><b>{ say("The step failed. ") }</b>{ message }{ say(" Nothing was lost.") }</p>
                { button(send, say("Try again"), "primary", Msg::Resample) }
                { button(send, say("Never mind"), "quiet", Msg::Dismiss) }
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
            <p><b>{ say("The model could not be loaded. ") }</b>{ &failure.message }{ " " }
                { failure.advice(state.is_default(&source)) }{ say(" The timeline is safe.") }</p>
            { button(send, say("Try again"), "primary", Msg::Load(source)) }
            if reference {
                { button(send, say("Ask the reference environment"), "",
                    Msg::Prefer(Predictor::Reference)) }
            }
            { button(send, say("Other models"), "quiet", Msg::Over(Over::Models)) }
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
                <p>{ live(open) }{ say_with("The model is loading{1}. Then this runs: ", &[&coming(state)]) }<b>{ spoken }</b></p>
                { button(send, say("Show"), "", Msg::Over(Over::Models)) }
                { button(send, say("Never mind"), "quiet", Msg::Dismiss) }
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
                    { say("This step isn't in the recording. Load a model to predict it: ") }
                } else {
                    { say("Load a model to predict this step: ") }
                }
                <b>{ spoken }</b>
            </p>
            if let Some(model) = stored {
                { button(send, say_with("Load {1} ({2}, on this device)", &[&model.name, &bytes(model.total)]),
                    "primary", Msg::Load(ModelSource::Stored { key: model.key.clone() })) }
                { button(send, say("Others"), "quiet", Msg::Over(Over::Models)) }
            } else {
                { button(send, say("Load a model"), "primary", Msg::Over(Over::Models)) }
            }
            if open.world.scenario.reference.is_some() {
                { button(send, say("Ask the reference environment"), "",
                    Msg::Prefer(Predictor::Reference)) }
            }
            { button(send, say("Never mind"), "quiet", Msg::Dismiss) }
        </div>
    }
}

/// How far the link's actions are that are done again.
fn live(open: &Open) -> String {
    let live = open.live.as_ref();
    live.map(|it| say_with("Live, step {1} of {2}. ", &[&it.asked, &it.deeds.len()]))
        .unwrap_or_default()
}

pub fn progress(it: &Predicting) -> String {
    match (it.stopping, it.text.is_empty(), it.reading) {
        (true, ..) => say("Stopping…").to_owned(),
        (_, true, None) if !it.thoughts.is_empty() => {
            say_with("Thinking: {1} characters", &[&it.thoughts.chars().count()])
        }
        (_, false, _) => {
            say_with("Predicting: {1} characters written", &[&it.text.chars().count()])
        }
        (_, true, Some((done, total))) => {
            say_with("Reading the world: {1} of {2} tokens", &[&done, &total])
        }
        (_, true, None) => say("Asking the model…").to_owned(),
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
            (say("Stopped before there was anything to draw. "), String::new())
        } else if thinking {
            (
                say("The longest reply was reached before the model had thought to an end. "),
                String::new(),
            )
        } else {
            let why = sight.problems.first().map(ToString::to_string).unwrap_or_default();
            (say("The reply cannot be drawn. "), why)
        };
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ what }</b>{ why }
                    { say(" The Text tab has all of it.") }</p>
                { button(send, say("Resample"), "primary", Msg::Resample) }
            </div>
        };
    }
    if let Origin::Predicted(prediction) = &sight.origin {
        let speed = prediction.speed;
        let time = seconds((speed.prefill_ms + speed.decode_ms) / 1000.0);
        let rate = per_second(speed.tokens, speed.decode_ms);
        let rate = rate.map(|rate| format!(" · {rate}")).unwrap_or_default();
        let ended = match prediction.end {
            End::Complete => say("Predicted"),
            End::Length => say("Cut at the longest reply"),
            End::ContextFull => say("Cut: the context is full"),
            End::Stopped => say("Stopped early"),
        };
        let skipped = match sight.problems.len() {
            0 => String::new(),
            count => {
                say_with(" · {1} could not be read", &[&plural(count, say("line"), say("lines"))])
            }
        };
        return html! {
            <div class="notice"><p>{ say_with("{1} in {2}{3}{4}", &[&ended, &time, &rate, &skipped]) }{ sure(&open.walk, here) }</p></div>
        };
    }
    if state.predictor() == Predictor::Reference {
        return html! {
            <div class="notice"><p>{ say_with("{1} The reference environment (synthetic) answers.", &[&invitation(open.world.scenario.domain)]) }</p></div>
        };
    }
    if let (Predictor::Server, Some(it)) = (state.predictor(), state.remote.connected()) {
        return html! {
            <div class="notice"><p>{ say_with("{1} {2} at {3} predicts what happens.", &[&invitation(open.world.scenario.domain), &it.called(), &it.server.host]) }</p></div>
        };
    }
    if state.answers() {
        let invitation = invitation(open.world.scenario.domain);
        let words = if state.engine.ready().is_some() {
            say_with("{1} The model predicts what happens.", &[&invitation])
        } else {
            say_with(
                "{1} The model is on its way{2}; it then predicts what happens.",
                &[&invitation, &coming(state)],
            )
        };
        return html! { <div class="notice"><p>{ words }</p></div> };
    }
    match open.next_recorded() {
        Some(next) => html! {
            <div class="notice">
                <p>{ say("Tap anything. Next in the recording: ") }<b>{ open.walk.spoken(here, next) }</b></p>
            </div>
        },
        None => html! {
            <div class="notice">
                <p>{ if open.world.trace.is_some() { say("The recording ends here. Load a model to go on.") }
                    else { say("Load a model to step through this world.") } }</p>
                { button(send, say("Load a model"), "primary", Msg::Over(Over::Models)) }
            </div>
        },
    }
}

/// What a person can do with a world at rest.
fn invitation(domain: Domain) -> &'static str {
    match domain {
        Domain::Android => say("Tap anything."),
        Domain::Web | Domain::Os => say("Click anything."),
        Domain::Terminal => say("Type a command."),
        Domain::Search => say("Search for something."),
        Domain::Mcp | Domain::Swe => say("Call a tool."),
    }
}
