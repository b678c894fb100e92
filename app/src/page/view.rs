//! The page as it is seen: functions from the state to elements.

mod changes;
mod default_model;
mod facts;
mod futures;
mod help;
mod inspector;
mod list;
mod make;
mod marked;
mod models;
mod notice;
mod numbers;
mod over;
mod predictor;
mod stage;
mod stored;
mod strip;
pub mod sure;
mod text;
mod top;
mod truth;
mod worlds;

use super::state::{Msg, Over, Stage, State};
use web_sys::{DragEvent, File};
use yew::prelude::*;

/// The whole page.
pub fn page(state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    let close = |over: Over| send.reform(move |()| Msg::Close(over));
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
            <over::Sheet title="Choose a world" open={state.over == Over::Worlds}
                close={close(Over::Worlds)}>
                { worlds::worlds(state, send) }
            </over::Sheet>
            <over::Sheet title="Predictors" open={state.over == Over::Models}
                close={close(Over::Models)}>
                { models::models(state, send, give) }
            </over::Sheet>
            <over::Sheet title="Open a new world" open={state.over == Over::Make}
                close={close(Over::Make)}>
                <make::Form making={state.making.clone()} send={send.clone()} />
            </over::Sheet>
            <over::Sheet title="Keys" open={state.over == Over::Keys}
                close={close(Over::Keys)}>
                { help::keys() }
            </over::Sheet>
        </div>
    }
}

fn middle(state: &State, send: &Callback<Msg>) -> Html {
    match &state.stage {
        Stage::Loading => html! { <p class="alone" role="status">{ "Fetching the worlds…" }</p> },
        Stage::Empty(why) => html! {
            <div class="alone"><h2>{ "No world to show" }</h2><p>{ why }</p></div>
        },
        Stage::Open(open) => html! {
            <>
                { stage::stage(state, open, send) }
                { inspector::inspector(state, open, send) }
            </>
        },
    }
}
