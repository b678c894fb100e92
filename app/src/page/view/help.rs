//! The list of keys.

use crate::page::keys::KEYS;
use yew::prelude::*;

/// The list of keys, and what the drawing answers to.
pub fn keys() -> Html {
    html! {
        <>
            <dl class="keys-list">
                { for KEYS.iter().map(|(key, what)| html! {
                    <div>
                        <dt>{ for key.split("  ").map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                        <dd>{ *what }</dd>
                    </div>
                }) }
            </dl>
            <p class="muted">
                { "In the drawing: click or tap acts. Hold, or the other mouse button, presses for \
                   long on a phone and double-clicks on a desktop." }
            </p>
        </>
    }
}
