//! The stage: the drawn world, what is happening to it, and the action line.

use super::numbers::{per_second, seconds};
use crate::page::{
    draw::Drawing,
    state::{
        Msg, Open, Over, Phase, State,
        engine::Engine,
        walk::{Origin, View},
    },
};
use diorama_world::{Action, Domain, action::Direction, diff::Diff};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The stage.
pub fn stage(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let domain = open.world.scenario.domain;
    let class = match domain {
        Domain::Android => "on-phone",
        Domain::Web => "on-web",
        Domain::Os => "on-desktop",
    };
    html! {
        <section class={classes!("stage", class)} aria-label="World">
            { notice(state, open, send) }
            <World state={Rc::new(open.clone())} ready={state.engine.ready().is_some()} send={send.clone()} />
        </section>
    }
}

/// The drawn world with its lines beneath.
#[derive(Properties, PartialEq)]
struct WorldProps {
    state: Rc<Open>,
    ready: bool,
    send: Callback<Msg>,
}

#[component(World)]
fn world(props: &WorldProps) -> Html {
    let pointed = use_state(String::new);
    let open = &props.state;
    let here = open.walk.here();
    let point = {
        let pointed = pointed.clone();
        Callback::from(move |words: String| {
            if *pointed != words {
                pointed.set(words);
            }
        })
    };
    let sight = open.walk.sight(here);
    let diff = match &sight.view {
        View::Drawn { diff, .. } => Rc::clone(diff),
        View::Unreadable => Rc::new(Diff::default()),
    };
    let (busy, partial) = match &open.phase {
        Phase::Predicting(it) => (true, it.partial.clone()),
        _ => (false, None),
    };
    let next = if busy || props.ready { None } else { open.next_action() };
    let act = props.send.reform(Msg::Do);
    html! {
        <>
            <div class="table">
                if let Some(screen) = open.walk.screen(here) {
                    <Drawing domain={open.world.scenario.domain} screen={Rc::clone(screen)} {diff}
                        place={here.number()} {partial} {next} {busy} {act} {point} />
                }
            </div>
            { line(open, &pointed, &props.send) }
        </>
    }
}

/// The action line: the last or running action in the dialect's spelling, and room for any other.
fn line(open: &Open, pointed: &str, send: &Callback<Msg>) -> Html {
    let timeline = open.walk.timeline();
    let last = match &open.phase {
        Phase::Predicting(it) => Some(it.ask.action.as_str()),
        Phase::Waiting(ask) | Phase::Failed { ask, .. } => Some(ask.action.as_str()),
        Phase::Idle | Phase::Playing { .. } => {
            timeline.step(timeline.current()).map(|step| step.action.as_str())
        }
    };
    let say = send.reform(Msg::Say);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                event.prevent_default();
                say.emit(field.value());
            }
        }
    });
    let scroll = |label: &'static str, sign: &'static str, direction| {
        let act =
            send.reform(move |_: MouseEvent| Msg::Do(Action::Scroll { node: None, direction }));
        html! {
            <button type="button" class="quiet round" aria-label={label} title={label}
                onclick={act}>{ sign }</button>
        }
    };
    let last = last.unwrap_or_default().to_owned();
    let key = format!("{}-{last}", timeline.current().number());
    html! {
        <div class="acting">
            <p class="pointed" aria-hidden="true">
                { if pointed.is_empty() { resting(open) } else { pointed.to_owned() } }
            </p>
            <div class="line">
                <label class="sr" for="action-line">{ "Action, in the dialect's spelling" }</label>
                <input id="action-line" key={key}
                    type="text" value={last} placeholder={example(open.world.scenario.domain)}
                    spellcheck="false" autocomplete="off" aria-describedby="slip"
                    aria-invalid={open.slip.is_some().then_some("true")} {onkeydown} />
                { scroll("Scroll up", "↑", Direction::Up) }
                { scroll("Scroll down", "↓", Direction::Down) }
            </div>
            <p id="slip" class="slip" role={open.slip.is_some().then_some("alert")}>
                { open.slip.clone().unwrap_or_default() }
            </p>
        </div>
    }
}

/// What is said beneath the drawing while nothing is pointed at.
fn resting(open: &Open) -> String {
    let here = open.walk.here();
    let drawn = match &open.walk.sight(here).view {
        View::Drawn { carried: true, .. } => {
            "The page was not described again; it stands as before."
        }
        View::Drawn { .. } => return open.world.scenario.task.clone(),
        View::Unreadable => "The last readable screen is shown.",
    };
    drawn.to_owned()
}

fn example(domain: Domain) -> &'static str {
    match domain {
        Domain::Android => r#"{"action_type":"click","index":1}"#,
        Domain::Web => r#"browser_click(element="Sign in", ref="e12")"#,
        Domain::Os => "pyautogui.click(129, 392)",
    }
}

/// One strip above the world that says what is happening and what can be done about it.
fn notice(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let button = |label: &'static str, class: &'static str, msg: Msg| {
        html! {
            <button type="button" {class} onclick={send.reform(move |_| msg.clone())}>
                { label }
            </button>
        }
    };
    let models = || button("Load a model", "primary", Msg::Over(Over::Models));
    if let Engine::Broken { why, had } = &state.engine {
        let again = if had.is_some() { "Start again and load it" } else { "Start again" };
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The model stopped. " }</b>{ why }{ " The timeline is safe." }</p>
                { button(again, "primary", Msg::Restart) }
            </div>
        };
    }
    match &open.phase {
        Phase::Playing { .. } => html! {
            <div class="notice">
                <p>{ "Playing the recording. Tap anything to take over." }</p>
                { button("Pause", "quiet", Msg::Stop) }
            </div>
        },
        Phase::Waiting(ask) => {
            let loading = matches!(
                state.engine.up().map(|up| &up.model),
                Some(crate::page::state::engine::Model::Loading { .. })
            );
            html! {
                <div class="notice ask" role="status">
                    <p>
                        if loading {
                            { "Waiting for the model. Then this runs: " }
                        } else {
                            { "This step isn't in the recording. Load a model to predict it. " }
                        }
                        <code>{ &ask.action }</code>
                    </p>
                    { models() }
                    { button("Never mind", "quiet", Msg::Dismiss) }
                </div>
            }
        }
        Phase::Predicting(it) => html! {
            <div class="notice busy">
                <p><span class="pulse" aria-hidden="true" />{ progress(it) }</p>
                { button("Stop", "primary", Msg::Stop) }
            </div>
        },
        Phase::Failed { message, .. } => html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The step failed. " }</b>{ message }{ " Nothing was lost." }</p>
                { button("Try again", "primary", Msg::Resample) }
                { button("Never mind", "quiet", Msg::Dismiss) }
            </div>
        },
        Phase::Idle => settled(state, open, &button),
    }
}

fn progress(it: &crate::page::state::Predicting) -> String {
    match (it.stopping, it.text.is_empty(), it.reading) {
        (true, ..) => "Stopping…".to_owned(),
        (_, false, _) => format!("Predicting: {} characters written", it.text.chars().count()),
        (_, true, Some((done, total))) => format!("Reading the world: {done} of {total} tokens"),
        (_, true, None) => "Asking the model…".to_owned(),
    }
}

/// What there is to say when nothing is happening.
fn settled(
    state: &State,
    open: &Open,
    button: &impl Fn(&'static str, &'static str, Msg) -> Html,
) -> Html {
    let sight = open.walk.sight(open.walk.here());
    if sight.view == View::Unreadable {
        let why = sight.problems.first().map(ToString::to_string).unwrap_or_default();
        return html! {
            <div class="notice bad" role="alert">
                <p><b>{ "The reply cannot be drawn. " }</b>{ why }
                    { " The Text tab has all of it." }</p>
                { button("Resample", "primary", Msg::Resample) }
            </div>
        };
    }
    if let Origin::Predicted(prediction) = &sight.origin {
        let speed = prediction.speed;
        let time = seconds((speed.prefill_ms + speed.decode_ms) / 1000.0);
        let rate = per_second(speed.tokens, speed.decode_ms).unwrap_or_default();
        let ended = match prediction.end {
            crate::protocol::End::Complete => "Predicted",
            crate::protocol::End::Length => "Cut at the longest reply",
            crate::protocol::End::ContextFull => "Cut: the context is full",
            crate::protocol::End::Stopped => "Stopped early",
        };
        let skipped = match sight.problems.len() {
            0 => String::new(),
            1 => " · 1 line could not be read".to_owned(),
            count => format!(" · {count} lines could not be read"),
        };
        return html! {
            <div class="notice">
                <p>{ format!("{ended} in {time} · {rate}{skipped}") }</p>
                { button("Resample", "quiet", Msg::Resample) }
            </div>
        };
    }
    if state.engine.ready().is_some() {
        return html! {
            <div class="notice"><p>{ "Tap anything. The model predicts what happens." }</p></div>
        };
    }
    let words = if open.next_recorded().is_some() {
        "Tap anything. The marked control follows the recording."
    } else {
        "The recording ends here. Load a model to go on."
    };
    html! {
        <div class="notice"><p>{ words }</p>
            if open.next_recorded().is_none() {
                { button("Load a model", "primary", Msg::Over(Over::Models)) }
            }
        </div>
    }
}
