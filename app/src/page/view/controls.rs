//! The controls at the place that is shown: what is out of the ordinary, to be switched at any step.

use super::{apply, switches::switches};
use crate::page::say::say;
use crate::page::state::{
    Msg, Open,
    form::{Form, Touch},
};
use diorama_world::{Control, Domain};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// The controls.
pub fn controls(open: &Open, send: &Callback<Msg>) -> Html {
    let here = open.walk.here();
    if let Some(waits) = apply::elsewhere(open, send) {
        return html! {
            <>
                { waits }
                { texts(open.controls(here)) }
            </>
        };
    }
    let domain = open.world.scenario.domain;
    let form = open.draft_here().map(|draft| &draft.form);
    let touch = send.reform(Msg::Touch);
    let fields = match form {
        Some(form) => fields(domain, form, &touch),
        None => fields(domain, &Form::controlled(open.controls(here)), &touch),
    };
    html! {
        <>
            <p class="muted">
                { say("What is out of the ordinary. What you switch here holds from this step on; the \
                    text beneath a switch is what the model reads.") }
            </p>
            { fields }
            { apply::begins_here(send) }
            { apply::bar(open, send) }
        </>
    }
}

/// Switches, and room for instructions: for any form.
pub fn fields(domain: Domain, form: &Form, touch: &Callback<Touch>) -> Html {
    let write = touch.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
            write.emit(Touch::Notes(field.value()));
        }
    });
    html! {
        <>
            <div class="switches">{ switches(domain, &form.controls, touch) }</div>
            <label class="notes">{ say("Instructions in words") }
                <textarea rows="3" value={form.notes.clone()} {oninput}
                    placeholder={say("One a line: It is the year 1890.")} />
                <small>{ say("Models that write whole screens follow them. The default model and the \
                    reference environment do not read them.") }</small>
            </label>
        </>
    }
}

/// The texts of the controls in force, where they cannot be changed.
fn texts(controls: &[Control]) -> Html {
    html! {
        <ul class="controls">{ for controls.iter().map(|it| html! { <li>{ it.text() }</li> }) }</ul>
    }
}
