//! What was changed and is not applied yet: said, applied, let go of.

use crate::page::say::say;
use crate::page::state::{Msg, Open};
use yew::prelude::*;

/// The bar beneath what can be changed; nothing where nothing was.
pub fn bar(open: &Open, send: &Callback<Msg>) -> Html {
    let Some(draft) = open.draft_here() else { return Html::default() };
    if !draft.form.is_changed() {
        return Html::default();
    }
    let words = match draft.form.edit() {
        Ok(edit) => edit.spoken(draft.form.before()),
        Err(why) => why,
    };
    html! {
        <div class="apply" role="group" aria-label={say("Not applied yet")}>
            <p>{ words }</p>
            <button type="button" class="primary" disabled={open.is_busy()}
                onclick={send.reform(|_| Msg::Apply)}>{ say("Apply") }</button>
            <button type="button" class="quiet" onclick={send.reform(|_| Msg::Discard)}>
                { say("Discard") }</button>
            if let Some(why) = &draft.trouble {
                <p class="slip" role="alert">{ why }</p>
            }
        </div>
    }
}

/// Says that something waits at another step; then nothing can be changed here. `None` where
/// nothing waits.
pub fn elsewhere(open: &Open, send: &Callback<Msg>) -> Option<Html> {
    let draft = open.draft_elsewhere().filter(|draft| draft.form.is_changed())?;
    let at = draft.at;
    Some(html! {
        <div class="apply waits" role="group" aria-label={say("Not applied yet")}>
            <p>{ say("What was changed at another step is not applied yet.") }</p>
            <button type="button" onclick={send.reform(move |_| Msg::Visit(at))}>
                { say("Go there") }</button>
            <button type="button" class="quiet" onclick={send.reform(|_| Msg::Discard)}>
                { say("Discard") }</button>
        </div>
    })
}

/// The way to the editor.
pub fn begins_here(send: &Callback<Msg>) -> Html {
    html! {
        <p class="begins">
            <button type="button" onclick={send.reform(|_| Msg::EditHere)}>
                { say("Edit this world from here") }</button>
            <small>{ say("Makes another world that begins with this screen, with all of it to change.") }</small>
        </p>
    }
}
