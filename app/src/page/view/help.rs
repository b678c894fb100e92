//! The list of keys, and the language of the page.

use crate::page::{
    keys::KEYS,
    language::{self, LANGUAGES},
    say::say,
};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The list of keys, what the drawing answers to, and the language.
pub fn keys() -> Html {
    html! {
        <>
            <div class="keys-groups">
                { for KEYS.iter().map(|(group, keys)| html! {
                    <section aria-label={say(group)}>
                        <h3>{ say(group) }</h3>
                        <dl class="keys-list">
                            { for keys.iter().map(|(key, what)| html! {
                                <div>
                                    <dt>{ for key.split("  ").map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                                    <dd>{ say(what) }</dd>
                                </div>
                            }) }
                        </dl>
                    </section>
                }) }
            </div>
            <p class="muted">
                { say("In the drawing: click or tap acts. Hold, or the other mouse button, presses for \
                   long on a phone and double-clicks on a desktop.") }
            </p>
            { languages() }
        </>
    }
}

/// The languages to choose from, each by its own name.
fn languages() -> Html {
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
