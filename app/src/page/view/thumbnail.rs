//! A screen in small, as a picture.

use crate::page::draw::thumbnail::{Look, Thumbnail};
use yew::prelude::*;

/// Draws it.
pub fn thumbnail(it: &Thumbnail) -> Html {
    let frame = format!("0 0 {} {}", it.width, it.height);
    html! {
        <svg class="thumb" viewBox={frame} aria-hidden="true">
            { for it.paths.iter().map(|(look, path)| html! {
                <path class={class(*look)} d={path.clone()} />
            }) }
        </svg>
    }
}

fn class(look: Look) -> &'static str {
    match look {
        Look::Surface => "t-surface",
        Look::News => "t-news",
        Look::Bar => "t-bar",
        Look::Field => "t-field",
        Look::Control => "t-control",
        Look::Picture => "t-picture",
        Look::Text => "t-text",
        Look::Heading => "t-heading",
        Look::Accent => "t-accent",
    }
}
