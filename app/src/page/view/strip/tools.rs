//! The buttons of the strip: ways to walk the timeline, and what can be done with the step shown.

use super::naming::Naming;
use crate::page::say::say;
use crate::page::{
    draw::icon,
    state::{
        Msg, Open, Phase, State,
        tree::{Move, Pace, Task},
        truth::Predictor,
        walk::Origin,
    },
};
use diorama_world::timeline::Place;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

const BACK: &str = "M15 5l-7 7 7 7";
const ON: &str = "M9 5l7 7-7 7";
const PLAY: &str = "M8 5v14l11-7z";
const PAUSE: &str = "M9 5v14M15 5v14";
const PIN: &str = "M9 4h6l-1 6 4 4H6l4-4zM12 14v6";
const RENAME: &str = "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3";
const FORK: &str = "M7 4v16M7 15c0-5 10-3 10-9M13.5 8.5L17 5l3.5 3.5";
const AGAIN: &str = "M19 12a7 7 0 1 1-2-5M19 4v4h-4";
const COMPARE: &str = "M4 5h6v14H4zM14 5h6v14h-6z";
const DELETE: &str = "M5 7h14M9 7V5h6v2M7 7l1 13h8l1-13";

/// A button that is a drawing.
struct Tool {
    label: &'static str,
    /// What it does, and its key.
    title: &'static str,
    strokes: &'static str,
    /// Whether there is nothing to do. It keeps the focus all the same.
    off: bool,
    /// Whether it is on, where it can be.
    pressed: Option<bool>,
    msg: Msg,
}

impl Tool {
    fn draw(self, send: &Callback<Msg>) -> Html {
        let Self { label, title, strokes, off, pressed, msg } = self;
        html! {
            <button type="button" class="quiet tool" aria-label={label} {title}
                aria-disabled={off.then_some("true")}
                aria-pressed={pressed.map(|on| if on { "true" } else { "false" })}
                onclick={send.reform(move |_| msg.clone())}>{ icon::icon(strokes) }</button>
        }
    }
}

/// All tools.
pub fn tools(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let naming = open.task == Task::Naming;
    let here = open.walk.here();
    html! {
        <div class="tools">
            { walk(state, open, send) }
            if naming {
                <Naming key={here.number()} name={open.walk.name(here).to_owned()} send={send.clone()} />
            } else {
                { step(state, open, send) }
            }
        </div>
    }
}

/// Ways to walk.
fn walk(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let busy = open.is_busy();
    let here = open.walk.here();
    let playing = matches!(open.phase, Phase::Playing { .. });
    let still = open.ahead() == 0 && here == Place::START;
    let tool = |label, title, strokes, off, msg| {
        Tool { label, title, strokes, off: busy || off, pressed: None, msg }.draw(send)
    };
    let (label, title, strokes) = match (playing, open.ahead()) {
        (true, _) => (say("Pause"), say("Pause (space)"), PAUSE),
        (false, 0) => {
            (say("Play from the start"), say("Play this branch from the start (space)"), PLAY)
        }
        (false, _) => (say("Play"), say("Play this branch from here (space)"), PLAY),
    };
    let at_end = open.walk.timeline().following(here).is_none();
    html! {
        <div class="walk" role="group" aria-label={say("Walk")}>
            { tool(say("One step back (z)"), say("One step back (z)"), BACK, here == Place::START, Msg::Undo) }
            { tool(label, title, strokes, still, Msg::Tree(Move::Autoplay)) }
            { tool(say("One step on (y)"), say("One step on (y)"), ON, at_end, Msg::Redo) }
            { pace(state.pace, send) }
            if open.next_recorded().is_some() {
                <button type="button" class="quiet wide" disabled={busy}
                    title={say("Take the recording's next step (n)")}
                    onclick={send.reform(|_| Msg::Play)}>{ say("Next recorded") }</button>
            }
        </div>
    }
}

/// How fast a branch plays.
fn pace(pace: Pace, send: &Callback<Msg>) -> Html {
    let send = send.clone();
    let onchange = Callback::from(move |event: Event| {
        let word = event.target_dyn_into::<HtmlSelectElement>().map(|it| it.value());
        let pace = Pace::ALL.into_iter().find(|pace| Some(pace.word()) == word.as_deref());
        if let Some(pace) = pace {
            send.emit(Msg::Tree(Move::Pace(pace)));
        }
    });
    html! {
        <select class="pace" aria-label={say("Pace")} title={say("How fast a branch plays")} {onchange}>
            { for Pace::ALL.into_iter().map(|it| html! {
                <option value={it.word()} selected={it == pace}>{ say(it.word()) }</option>
            }) }
        </select>
    }
}

/// What can be done with the step shown.
fn step(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let busy = open.is_busy();
    let here = open.walk.here();
    let start = here == Place::START;
    let tool = |label, title, strokes, off, pressed, it| {
        Tool { label, title, strokes, off: busy || off, pressed, msg: Msg::Tree(it) }.draw(send)
    };
    let pinned = open.walk.is_pinned(here);
    let compares = matches!(open.task, Task::Comparing(_));
    let alone = open.walk.timeline().is_empty();
    html! {
        <div class="of-step" role="group" aria-label={say("This step")}>
            { tool(say("Pin"), say("Pin this step (p)"), PIN, start, Some(pinned), Move::Pin) }
            { tool(say("Rename"), say("Name this step (e)"), RENAME, start, None, Move::Rename) }
            { tool(say("Fork"), say("Go back and do something else here (f)"), FORK, false, None, Move::Fork) }
            { again(state, open, send) }
            { tool(say("Compare with…"), say("Compare with another step (c)"), COMPARE, alone, Some(compares),
                Move::Compare) }
            { tool(say("Delete"), say("Delete this step and what follows (Delete)"), DELETE, start, None,
                Move::Delete) }
        </div>
    }
}

/// Asking the predictor once more.
fn again(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let here = open.walk.here();
    let reference = state.predictor() == Predictor::Reference;
    // The reference environment says the same every time.
    let settled = reference && matches!(open.walk.sight(here).origin, Origin::Reference(_));
    let (label, title) = if reference {
        (say("Ask the reference"), say("See what the reference environment does here (r)"))
    } else {
        (say("Resample"), say("Ask the model for another answer to this step (r)"))
    };
    let off = open.is_busy() || settled || open.another().is_none();
    Tool { label, title, strokes: AGAIN, off, pressed: None, msg: Msg::Resample }.draw(send)
}
