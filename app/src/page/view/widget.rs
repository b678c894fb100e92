//! The page as a widget: the world, a line of what happens, a thin bar to walk its steps.

use super::{notice, stage};
use crate::{
    beside::DEFAULT_MODEL,
    page::{
        apart::verdict,
        say::say,
        state::{
            Msg, Open, Phase, Stage, State,
            engine::Engine,
            walk::View,
            widget::{Command, Widget},
        },
    },
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The widget.
pub fn widget(state: &State, send: &Callback<Msg>) -> Html {
    let (Stage::Open(open), Some(widget)) = (&state.stage, &state.widget) else {
        // The poster stands until there is something to show, and says why there is not.
        return Html::default();
    };
    html! {
        <div class="page widget">
            <main class="middle">
                <section class="stage" aria-label="World">
                    { line(state, widget, open, send) }
                    // Its controls are there to be read, and cannot be used.
                    <fieldset class="world" disabled={widget.read_only}>
                        { stage::world(state, open, send) }
                    </fieldset>
                </section>
            </main>
            { player(state, widget, open, send) }
            <p class="heard" role="status" aria-live="polite">{ &state.said }</p>
        </div>
    }
}

/// What happens, or happened last, and what can be done about it.
fn line(state: &State, widget: &Widget, open: &Open, send: &Callback<Msg>) -> Html {
    let button =
        |label: String, class: &'static str, msg: Msg| notice::button(send, label, class, msg);
    let plain = |words: String| html! { <div class="notice"><p>{ words }</p></div> };
    if let Engine::Broken { why, .. } = &state.engine {
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The model stopped. " }</b>{ why }</p>
                { button("Start again".into(), "primary", Msg::Restart) }
            </div>
        };
    }
    if let Some(failure) = state.shelf.failure.as_ref().filter(|_| !state.engine.answers()) {
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The model could not be loaded. " }</b>{ &failure.message }</p>
                { button("Try again".into(), "primary", Msg::Asked(Command::Live)) }
            </div>
        };
    }
    if let Some(slip) = &open.slip {
        return html! { <div class="notice" role="alert"><p>{ slip }</p></div> };
    }
    match &open.phase {
        Phase::Waiting(ask) => {
            let spoken = open.walk.spoken(ask.from, &ask.action);
            let coming = state.engine.answers();
            let words = if coming {
                format!("The model is loading{}. Then this runs: ", notice::coming(state))
            } else {
                "A model would have to predict this: ".to_owned()
            };
            html! {
                <div class="notice ask" role="status">
                    <p>{ words }<b>{ spoken }</b></p>
                    if !coming && state.default.is_some() {
                        { button(live_label(), "primary", Msg::Asked(Command::Live)) }
                    }
                    { button("Never mind".into(), "quiet", Msg::Dismiss) }
                </div>
            }
        }
        Phase::Predicting(it) => html! {
            <div class="notice busy">
                <p><span class="pulse" aria-hidden="true" />{ notice::progress(it) }{ " · " }
                    <b>{ open.walk.spoken(it.ask.from, &it.ask.action) }</b></p>
                { button("Stop".into(), "", Msg::Stop) }
            </div>
        },
        Phase::Failed { message, .. } => html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The step failed. " }</b>{ message }</p>
                { button("Try again".into(), "primary", Msg::Resample) }
                { button("Never mind".into(), "quiet", Msg::Dismiss) }
            </div>
        },
        _ if widget.rests => plain("The model rests. Press Live to run it again.".into()),
        _ if state.engine.answers() && state.engine.ready().is_none() => {
            plain(format!("The model is loading{}.", notice::coming(state)))
        }
        _ => plain(happened(open)),
    }
}

/// What the step that is shown did; at the start, what there is to do.
fn happened(open: &Open) -> String {
    let (sight, scenario) = (open.walk.sight(open.walk.here()), &open.world.scenario);
    let spoken = sight.spoken.as_str();
    match &sight.view {
        _ if spoken.is_empty() => [say("Task: "), &scenario.task].concat(),
        View::Drawn { diff, .. } => [spoken, ": ", &verdict(diff, scenario.domain)].concat(),
        View::Unreadable => [spoken, ": ", say("The reply cannot be drawn.")].concat(),
    }
}

fn live_label() -> String {
    let size = DEFAULT_MODEL.map(|model| super::numbers::bytes(model.bytes));
    size.map_or_else(|| "Run it live".to_owned(), |size| format!("Run it live ({size})"))
}

/// The bar beneath: playing, walking, the model, the way to the playground.
fn player(state: &State, widget: &Widget, open: &Open, send: &Callback<Msg>) -> Html {
    let (done, all) = open.steps();
    let busy = open.is_busy();
    let playing = matches!(open.phase, Phase::Playing { .. });
    let (label, strokes, command) = if playing {
        ("Pause", "M8 5v14M16 5v14", Command::Pause)
    } else {
        ("Play", "M8 5v14l11-7z", Command::Play)
    };
    let button = |label: &'static str, strokes: &'static str, off: bool, first: bool, command| {
        html! {
            <button type="button" class="quiet round" disabled={off} aria-label={label} title={label}
                data-first={first.then_some("")} onclick={send.reform(move |_| Msg::Asked(command))}>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={strokes} /></svg>
            </button>
        }
    };
    let scrub = send.reform(|event: InputEvent| {
        let field: Option<HtmlInputElement> = event.target_dyn_into();
        let step = field.and_then(|field| field.value().parse().ok()).unwrap_or_default();
        Msg::Asked(Command::Goto(step))
    });
    let spoken = &open.walk.sight(open.walk.here()).spoken;
    let valued = if done == 0 {
        format!("The start, of {all} steps")
    } else {
        format!("Step {done} of {all}: {spoken}")
    };
    let live = state.engine.answers();
    html! {
        <footer class="player" aria-label="Steps">
            if all > 0 {
                { button(label, strokes, busy, true, command) }
                { button("One step back", "M15 5l-7 7 7 7", busy || done == 0, false,
                    Command::Goto(done.saturating_sub(1))) }
                { button("One step on", "M9 5l7 7-7 7", busy || done == all, false,
                    Command::Goto(done + 1)) }
                <input type="range" class="scrub" min="0" max={all.to_string()} step="1"
                    value={done.to_string()} disabled={busy} aria-label="Step" aria-valuetext={valued}
                    oninput={scrub} />
                <span class="count" aria-hidden="true">{ format!("{done} / {all}") }</span>
            } else {
                <b class="name">{ &open.world.scenario.title }</b>
            }
            if state.default.is_some() && !widget.read_only {
                <button type="button" class="live" aria-pressed={if live { "true" } else { "false" }}
                    data-first={(all == 0).then_some("")}
                    title="Load a model here, so that it answers what you do"
                    onclick={send.reform(move |_| {
                        Msg::Asked(if live { Command::Rest } else { Command::Live })
                    })}>
                    <span class="dot" aria-hidden="true" />{ "Live" }
                </button>
            }
            <a href={widget.playground.clone()} target="_blank" rel="noopener"
                aria-label="Open in Diorama" title="Open in Diorama">
                <span aria-hidden="true">{ "Open in Diorama" }</span>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path d="M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9" />
                </svg>
            </a>
        </footer>
    }
}
