//! The list of keys.

use super::language;
use crate::page::{keys::KEYS, say::say};
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
            { language::choice() }
        </>
    }
}
