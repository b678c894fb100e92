//! What is in the sheets over the page.

use super::{bring, editor, export, help, links, make, models, share, worlds};
use crate::page::state::{Msg, Over, State};
use web_sys::File;
use yew::prelude::*;

/// What is in a sheet.
pub fn sheet(over: Over, state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    match over {
        Over::Nothing => Html::default(),
        Over::Worlds => worlds::worlds(state, send),
        Over::Make => html! { <make::Form making={state.making.clone()} send={send.clone()} /> },
        Over::Bring => bring::bring(state, send, give),
        Over::Editor => editor::editor(state, send),
        Over::Models => models::models(state, send, give),
        Over::Share => share::share(state, send),
        Over::Export => export::export(state, send),
        Over::Replace => links::replace(state, send),
        Over::Keys => help::keys(),
    }
}
