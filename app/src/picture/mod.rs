//! Pictures of screens as SVG, drawn without a browser.
//!
//! Where nodes lie, which strokes stand for a name and what a node says are the page's own modules, so
//! that a picture looks like what the page draws. Everything is shapes and escaped texts: nothing in a
//! picture runs or is fetched.

mod frame;
mod nodes;
mod palette;
mod svg;

use crate::page::draw::{layout, strokes, traits};

use diorama_world::{Domain, Screen};
use frame::{Content, Drawing, framed, height};
use palette::Palette;
pub use svg::escaped;

/// How much of a page or a window of text a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room(f32);

impl Room {
    /// All of it, as far as a picture should go.
    pub const ALL: Self = Self(f32::INFINITY);
    /// What fits on a usual display.
    pub const SOME: Self = Self(1112.0);
}

/// A picture without its style: what goes into an `svg` element.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// The elements.
    pub body: String,
}

/// The styles that pictures can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Styles {
    /// Light, whatever surrounds it.
    pub light: String,
    /// Dark, whatever surrounds it.
    pub dark: String,
    /// Dark where its surroundings are.
    pub either: String,
}

/// The styles in the page's colours. A test sees that its style sheets have them all.
pub fn styles() -> Styles {
    let base = include_str!("../../../web/styles/base.css");
    let text = include_str!("../../../web/styles/text.css");
    let of = |style: fn(&Palette) -> String| {
        Palette::read(base, text).as_ref().map(style).unwrap_or_default()
    };
    Styles { light: of(Palette::light), dark: of(Palette::dark), either: of(Palette::either) }
}

/// Draws screens of one world, all in frames of one size.
pub fn pictures<'a>(
    domain: Domain,
    screens: impl Iterator<Item = &'a Screen> + Clone,
    room: Room,
) -> Vec<Picture> {
    let room = screens.clone().map(|screen| height(domain, screen)).fold(0.0, f32::max).min(room.0);
    let draw = |screen| {
        let Drawing { width, height, body } =
            framed(domain, Content::Screen(screen), frame::Room::Whole(room));
        Picture { width, height, body }
    };
    screens.map(draw).collect()
}
