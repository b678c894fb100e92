//! Strokes as an element.

pub use super::strokes::strokes;
use yew::prelude::*;

/// Draws strokes.
pub fn icon(strokes: &'static str) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={strokes} /></svg>
    }
}
