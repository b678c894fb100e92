//! Pictures of screens as SVG, drawn without a browser: for files that people take along, posters of
//! the widget, cards of links.
//!
//! What a node is like, where it lies and which strokes stand for its name is what the page draws by,
//! too, so that a picture looks like what it is a picture of. Everything is shapes and escaped texts:
//! nothing in a picture runs or is fetched.

mod flow;
mod frame;
pub mod layout;
mod nodes;
mod palette;
pub mod strokes;
pub mod svg;
pub mod traits;

use diorama_world::{Domain, Screen};
pub use frame::{Content, Drawing, Room, framed};
pub use nodes::wrapped;
pub use palette::Palette;

/// A screen as a picture without its style: what goes into an `svg` element.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// The elements.
    pub body: String,
}

/// Draws screens of one world whole, all in frames of one size, which is no higher than `most`.
pub fn pictures<'a>(
    domain: Domain,
    screens: impl Iterator<Item = &'a Screen> + Clone,
    most: f32,
) -> Vec<Picture> {
    let heights = screens.clone().map(|screen| frame::height(domain, screen));
    let room = Room::Whole(heights.fold(0.0, f32::max).min(most));
    let draw = |screen| {
        let Drawing { width, height, body, .. } = framed(domain, Content::Screen(screen), room);
        Picture { width, height, body }
    };
    screens.map(draw).collect()
}

/// The page's colours. A test sees that its style sheets have them all.
pub fn palette() -> Option<Palette> {
    let base = include_str!("../../../web/styles/base.css");
    let text = include_str!("../../../web/styles/text.css");
    Palette::read(base, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheets_have_all_colours() {
        assert!(palette().is_some());
    }
}
