//! The page as it is seen: functions from the state to elements.

mod apply;
mod bring;
mod changes;
pub mod compare;
mod controls;
mod default_model;
pub mod details;
mod editor;
mod export;
mod facts;
pub mod futures;
mod help;
mod inspector;
mod language;
pub mod links;
mod list;
mod make;
mod marked;
mod models;
mod notice;
mod numbers;
mod over;
pub mod panel;
mod predictor;
pub mod print;
mod share;
pub mod sheets;
pub mod stage;
mod stored;
mod strip;
pub mod sure;
mod switches;
mod tables;
mod text;
mod thumbnail;
mod top;
pub mod truth;
pub mod widget;
mod worlds;

use super::{
    later::{self, Part, draw},
    state::{Msg, Over, Stage, State, tree::Task},
};
use crate::page::say::say;
use web_sys::{DragEvent, File};
use yew::prelude::*;

/// The whole page.
pub fn page(state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    let ondrop = {
        let give = give.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            let files = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                give.emit(file);
            }
        })
    };
    html! {
        <div class="page" {ondragover} {ondrop}>
            { top::top(state, send) }
            <main class="middle">
                { middle(state, send) }
            </main>
            { strip::strip(state, send) }
            <p class="heard" role="status" aria-live="polite">{ &state.said }</p>
            { for Over::SHEETS.into_iter().map(|over| sheet(over, state, send, give)) }
            if let Some(views) = later::here() { { (views.print)(state, send) } }
        </div>
    }
}

/// A sheet; what is in it is drawn only while it lies over the page.
fn sheet(over: Over, state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    let open = state.over == over;
    let draw = || draw(Part::now(state), send, |views| (views.sheet)(over, state, send, give));
    html! {
        <over::Sheet key={over.title()} title={over.title()} {open}
            close={send.reform(move |()| Msg::Close(over))}>
            { if open { draw() } else { Html::default() } }
        </over::Sheet>
    }
}

fn middle(state: &State, send: &Callback<Msg>) -> Html {
    match &state.stage {
        Stage::Loading => {
            let link = state.opening.is_under_way();
            let words = if link { say("Opening the link…") } else { say("Setting the table…") };
            html! { <p class="alone" role="status">{ words }</p> }
        }
        Stage::Empty(why) => html! {
            <div class="alone"><h2>{ say("No world to show") }</h2><p>{ why }</p></div>
        },
        Stage::Open(open) => match &open.task {
            Task::Comparing(it) => {
                draw(Part::now(state), send, |views| (views.compare)(open, it, send))
            }
            _ => html! {
                <>
                    { stage::stage(state, open, send) }
                    { inspector::inspector(state, open, send) }
                </>
            },
        },
    }
}
