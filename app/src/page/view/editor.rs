//! The editor of worlds.

use super::{controls, tables};
use crate::page::say::say;
use crate::page::state::{
    Msg, State,
    editor::{Doing, Editor, Work, Write},
};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Problems of the first screen that are shown at once.
const MOST: usize = 5;

/// The sheet.
pub fn editor(state: &State, send: &Callback<Msg>) -> Html {
    match &state.editor {
        Editor::Open(work) => form(work, send),
        Editor::Failed(why) => html! { <p class="slip" role="alert">{ why }</p> },
        Editor::Nothing | Editor::Asked(_) | Editor::Fetching(_) => {
            html! { <p class="muted" role="status">{ say("Laying it out…") }</p> }
        }
    }
}

fn form(work: &Work, send: &Callback<Msg>) -> Html {
    let busy = work.doing != Doing::Writing;
    let problems = work.problems();
    let onsubmit = send.reform(|event: SubmitEvent| {
        event.prevent_default();
        Msg::Write(Write::Open)
    });
    let touch = send.reform(|touch| Msg::Write(Write::Touch(touch)));
    html! {
        <form class="make editor" {onsubmit}>
            <label>{ say("Title") }
                <input type="text" dir="auto" required=true maxlength="200" autocomplete="off"
                    value={work.title.clone()} oninput={line(send, Write::Title)} />
            </label>
            <label>{ say("Task") }
                <textarea rows="2" dir="auto" maxlength="2000" value={work.task.clone()}
                    placeholder={say("What an agent would be asked to do here")}
                    oninput={text(send, Write::Task)} />
            </label>
            { screen(work, busy, send) }
            <ul class="problems" aria-live="polite">
                { for problems.iter().take(MOST).map(|it| html! { <li>{ it.to_string() }</li> }) }
            </ul>
            <details>
                <summary>{ say("Facts: the hidden state") }</summary>
                { tables::form(&work.form, &touch) }
                <tables::NewTable touch={touch.clone()} />
            </details>
            <details>
                <summary>{ say("Controls: what is out of the ordinary") }</summary>
                { controls::fields(work.domain(), &work.form, &touch) }
            </details>
            if let Some(why) = &work.trouble {
                <p class="slip" role="alert">{ why }</p>
            }
            <div class="buttons">
                <button type="submit" class="primary" disabled={busy || !problems.is_empty()}>
                    { if busy { say("A moment…") } else { say("Open it") } }</button>
                <p class="muted">{ say("It opens as a world of yours; the one it began with stays.") }</p>
            </div>
        </form>
    }
}

/// The dialect and the first screen.
fn screen(work: &Work, busy: bool, send: &Callback<Msg>) -> Html {
    let play = |played: bool, words: &'static str| {
        let onchange = send.reform(move |_: Event| Msg::Write(Write::Played(played)));
        html! {
            <label>
                <input type="radio" name="first-screen" checked={work.played == played}
                    disabled={busy} {onchange} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <>
            if work.can_be_played() {
                <fieldset class="choice">
                    <legend>{ say("First screen") }</legend>
                    { play(true, say("The reference environment draws it from the facts, and can play on.")) }
                    { play(false, say("As it stands below; a model plays on.")) }
                </fieldset>
            }
            { dialects(work, busy, send) }
            if !work.played {
                <label>{ say("First screen, in this dialect") }
                    <textarea class="code" rows="10" spellcheck="false" autocomplete="off"
                        value={work.first.clone()} disabled={busy}
                        aria-invalid={(!work.problems().is_empty()).then_some("true")}
                        oninput={text(send, Write::First)} />
                </label>
            }
        </>
    }
}

fn dialects(work: &Work, busy: bool, send: &Callback<Msg>) -> Html {
    let dialects = work.domain().dialects();
    if dialects.len() < 2 {
        return Html::default();
    }
    let send = send.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(dialect) = select.and_then(|it| it.value().parse().ok()) {
            send.emit(Msg::Write(Write::Dialect(dialect)));
        }
    });
    html! {
        <label class="short">{ say("Dialect") }
            <select {onchange} disabled={busy}>
                { for dialects.iter().map(|it| html! {
                    <option value={it.name()} selected={*it == work.dialect}>{ it.name() }</option>
                }) }
            </select>
        </label>
    }
}

/// What is written into a field of one line.
fn line(send: &Callback<Msg>, write: fn(String) -> Write) -> Callback<InputEvent> {
    let send = send.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
            send.emit(Msg::Write(write(field.value())));
        }
    })
}

/// What is written into a field of several lines.
fn text(send: &Callback<Msg>, write: fn(String) -> Write) -> Callback<InputEvent> {
    let send = send.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
            send.emit(Msg::Write(write(field.value())));
        }
    })
}
