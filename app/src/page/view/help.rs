//! The list of keys.

use crate::page::keys::KEYS;
use yew::prelude::*;

/// The list of keys, and what the drawing answers to.
pub fn keys() -> Html {
    html! {
        <>
            <div class="keys-groups">
                { for KEYS.iter().map(|(group, keys)| html! {
                    <section aria-label={*group}>
                        <h3>{ *group }</h3>
                        <dl class="keys-list">
                            { for keys.iter().map(|(key, what)| html! {
                                <div>
                                    <dt>{ for key.split("  ").map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                                    <dd>{ *what }</dd>
                                </div>
                            }) }
                        </dl>
                    </section>
                }) }
            </div>
            <p class="muted">
                { "In the drawing: click or tap acts. Hold, or the other mouse button, presses for \
                   long on a phone and double-clicks on a desktop." }
            </p>
        </>
    }
}
