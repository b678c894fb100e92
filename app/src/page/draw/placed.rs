//! Screens with bounds: each node in its place, in parts of the frame.

use super::{
    element::{Mark, Piece},
    ghost::{Ghost, Spot},
    layout::{Placed, layout},
};
use crate::page::say::say;
use diorama_world::{Domain, Screen, screen::Bounds};
use yew::prelude::*;

/// Draws a screen whose nodes have bounds.
pub fn placed(
    screen: &Screen,
    domain: Domain,
    marks: &[Mark],
    next: Option<usize>,
    ghosts: &[Ghost],
) -> Html {
    let layout = layout(screen, domain);
    let (width, height) = (f64::from(layout.width), f64::from(layout.height));
    let nodes = layout.boxes.iter().map(|placed| {
        let piece = Piece {
            screen,
            domain,
            index: placed.node,
            acts: placed.acts,
            text: placed.text,
            mark: marks.get(placed.node).copied().unwrap_or_default(),
            next: next == Some(placed.node),
            one: placed.bounds.height < placed.letters * 2,
        };
        piece.draw(Some(style(placed, width, height)), Html::default())
    });
    let gone = ghosts.iter().filter_map(|ghost| match ghost.spot {
        Spot::Box(bounds) => Some(ghost.draw(Some(place(bounds, width, height)))),
        Spot::Flow { .. } => None,
    });
    let ratio = format!("--w:{width};--h:{height}");
    html! {
        <div class="placed" style={ratio} data-frame="">
            { for nodes }
            { for gone }
            if layout.left_out > 0 && layout.boxes.is_empty() {
                <p class="nothing">{ say("Nothing on this screen has a place.") }</p>
            }
        </div>
    }
}

/// The place of a node, in parts of the frame; letters in hundredths of the frame's width (`cqw`).
fn style(placed: &Placed, width: f64, height: f64) -> String {
    let letters = f64::from(placed.letters) * 100.0 / width;
    let place = place(placed.bounds, width, height);
    format!("{place};z-index:{};--f:{letters:.3}cqw", placed.level)
}

/// A place in parts of the frame.
fn place(b: Bounds, width: f64, height: f64) -> String {
    let across = |pixels: i32| f64::from(pixels) * 100.0 / width;
    let down = |pixels: i32| f64::from(pixels) * 100.0 / height;
    format!(
        "left:{:.3}%;top:{:.3}%;width:{:.3}%;height:{:.3}%",
        across(b.x),
        down(b.y),
        across(b.width),
        down(b.height),
    )
}
