//! The picture that goes with a link: the world beside its name.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use diorama_picture::svg::{Ink, Paint, Rect, Svg, Type};
use diorama_picture::{Drawing, wrapped};
use diorama_world::Scenario;
use resvg::{tiny_skia, usvg};

/// What sites that show links ask for.
pub const SIZE: (u32, u32) = (1200, 630);

/// The mark of the page: a box seen from above, open to the front.
const MARK: &str = "M3 8l9-5 9 5v9l-9 5-9-5zM3 8l9 5 9-5M12 13v9";

/// The card of a world as SVG, in the colours of `style`. `kind` is what it is, in a few words.
pub fn card(scenario: &Scenario, kind: &str, drawing: &Drawing, style: &str) -> String {
    let (width, height) = (SIZE.0 as f32, SIZE.1 as f32);
    let mut svg = Svg::default();
    svg.put(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\"><style>{style}</style>"
    ));
    let whole = Rect::new(0.0, 0.0, width, height);
    let paint = |ink| Paint { fill: Some(ink), ..Paint::default() };
    svg.rect(whole, paint(Ink::Paper));
    for row in 0..16 {
        for column in 0..17 {
            let (x, y) = (560.0 + 40.0 * column as f32, 20.0 + 40.0 * row as f32);
            svg.disc(x, y, 2.0, Ink::Dots);
        }
    }
    words(&mut svg, scenario, kind);
    if let Some(front) = drawing.front {
        part(&mut svg, drawing, front);
    } else {
        // A phone stands on the lower edge, a window goes on beyond the right one.
        let tall = drawing.height > drawing.width;
        let (x, y, wide) = if tall { (780.0, 64.0, 330.0) } else { (620.0, 96.0, 700.0) };
        svg.moved(x, y, wide / drawing.width, |svg| svg.put(&drawing.body));
    }
    svg.put("</svg>");
    svg.done()
}

/// The part of a drawing around what lies in front: the whole would be too small to be read.
fn part(svg: &mut Svg, drawing: &Drawing, front: Rect) {
    const ROOM: Rect = Rect::new(620.0, 96.0, 640.0, 600.0);
    const SCALE: f32 = 0.92;
    let (width, height) = (ROOM.width / SCALE, ROOM.height / SCALE);
    // In the middle of the room, of which a little lies beyond the card's edges. What has no room is
    // seen from its corner, or from the desktop's where that is near.
    let from = |start: f32, long: f32, room: f32, whole: f32| {
        let from = if long <= room - 40.0 {
            start + (long - room) / 2.0 + 40.0
        } else if start < room / 4.0 {
            0.0
        } else {
            start - 16.0
        };
        from.clamp(0.0, whole - room)
    };
    let x = from(front.x, front.width, width, drawing.width);
    let y = from(front.y, front.height, height, drawing.height);
    let Rect { x: left, y: top, width, height } = ROOM;
    svg.put(&format!(
        "<clipPath id=\"room\"><rect x=\"{left}\" y=\"{top}\" width=\"{width}\" \
         height=\"{height}\" rx=\"12\"/></clipPath><g clip-path=\"url(#room)\">"
    ));
    svg.moved(left - x * SCALE, top - y * SCALE, SCALE, |svg| svg.put(&drawing.body));
    svg.put("</g>");
    let edge = Some((Ink::Strong, 1.5));
    svg.rect(ROOM, Paint { edge, radius: 12.0, ..Paint::default() });
}

fn words(svg: &mut Svg, scenario: &Scenario, kind: &str) {
    const LEFT: f32 = 64.0;
    svg.strokes(Rect::new(LEFT, 60.0, 44.0, 44.0), MARK, Ink::Accent, 2.0);
    svg.text(LEFT + 60.0, 93.0, "Diorama", Type { weight: 600, ..Type::new(30.0, Ink::Ink) });
    let title = Type { weight: 600, ..Type::new(62.0, Ink::Ink) };
    let mut y = 218.0;
    for line in balanced(&scenario.title, 15, 3) {
        svg.text(LEFT, y, &line, title);
        y += 72.0;
    }
    y += 4.0;
    for line in balanced(&scenario.summary, 32, 4) {
        svg.text(LEFT, y, &line, Type::new(29.0, Ink::Muted));
        y += 41.0;
    }
    svg.text(LEFT, 570.0, kind, Type { weight: 600, ..Type::new(24.0, Ink::Accent) });
}

/// A text in as many lines as it needs, about equally long.
fn balanced(text: &str, letters: usize, most: usize) -> Vec<String> {
    let lines = wrapped(text, letters, most);
    let narrower = (1..letters).map(|letters| wrapped(text, letters, most));
    let whole =
        |it: &Vec<String>| it.len() == lines.len() && it.concat().len() == lines.concat().len();
    narrower.into_iter().find(whole).unwrap_or(lines)
}

/// Draws SVG as PNG, with the fonts in `fonts`.
pub struct Painter(usvg::Options<'static>);

impl Painter {
    /// Reads the fonts.
    pub fn new<'a>(fonts: impl IntoIterator<Item = &'a Path>) -> Result<Self> {
        let mut faces = usvg::fontdb::Database::new();
        for font in fonts {
            let face = fs::read(font);
            faces.load_font_data(
                face.with_context(|| format!("cannot read the font {}", font.display()))?,
            );
        }
        Ok(Self(usvg::Options { fontdb: Arc::new(faces), ..usvg::Options::default() }))
    }

    /// The picture as PNG.
    pub fn png(&self, svg: &str) -> Result<Vec<u8>> {
        let tree = usvg::Tree::from_str(svg, &self.0).context("a card is not SVG")?;
        let mut pixels = tiny_skia::Pixmap::new(SIZE.0, SIZE.1).context("a card has no pixels")?;
        resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
        pixels.encode_png().context("a card cannot be written as PNG")
    }
}

#[cfg(test)]
mod tests {
    use super::balanced;

    #[test]
    fn no_word_stands_alone_in_the_last_line() {
        assert_eq!(balanced("one two three four", 14, 3), ["one two", "three four"]);
        assert_eq!(balanced("one", 14, 3), ["one"]);
        assert_eq!(balanced("a b c d e f", 3, 2), ["a b", "c …"]);
    }
}
