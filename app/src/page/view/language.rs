//! Choosing the language of the page.

use crate::page::{
    language::{self, LANGUAGES},
    say::say,
};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The languages to choose from, each by its own name.
pub fn choice() -> Html {
    let now = language::now();
    let onchange = Callback::from(|event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            language::choose(&select.value());
        }
    });
    html! {
        <p class="language">
            <label>{ say("Language") }{ " " }
                <select {onchange}>
                    { for LANGUAGES.iter().map(|it| html! {
                        <option value={it.code} lang={it.code} selected={it.code == now}>{ it.name }</option>
                    }) }
                </select>
            </label>
            <small class="muted">{ say("Opens the page anew; your steps stay.") }</small>
        </p>
    }
}
