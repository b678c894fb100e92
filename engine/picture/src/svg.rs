//! Writing SVG: boxes, texts and strokes in the colours of the page.

use std::fmt::Write as _;

/// A colour of the page, by the name of its custom property in `web/styles/base.css`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, clippy::enum_variant_names)] // the names are the stylesheet's
pub enum Ink {
    Paper,
    Surface,
    Raised,
    Ink,
    Muted,
    Line,
    Strong,
    Accent,
    OnAccent,
    AccentSoft,
    Dots,
}

impl Ink {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Paper,
        Self::Surface,
        Self::Raised,
        Self::Ink,
        Self::Muted,
        Self::Line,
        Self::Strong,
        Self::Accent,
        Self::OnAccent,
        Self::AccentSoft,
        Self::Dots,
    ];

    /// The name of the custom property, without its dashes before.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Surface => "surface",
            Self::Raised => "raised",
            Self::Ink => "ink",
            Self::Muted => "muted",
            Self::Line => "line",
            Self::Strong => "strong",
            Self::Accent => "accent",
            Self::OnAccent => "on-accent",
            Self::AccentSoft => "accent-soft",
            Self::Dots => "dots",
        }
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)] // the names say it
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Rect {
    /// The rectangle at a corner, of a size.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }
}

/// How a box is painted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paint {
    /// Inside.
    pub fill: Option<Ink>,
    /// Its edge, and how wide.
    pub edge: Option<(Ink, f32)>,
    /// Radius of its corners.
    pub radius: f32,
    /// Whether the edge is dashed.
    pub dashed: bool,
}

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Anchor {
    #[default]
    Start,
    Middle,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// Height of its letters.
    pub size: f32,
    /// 400 is usual, 600 bold.
    pub weight: u32,
    /// All letters equally wide.
    pub mono: bool,
    /// Its colour.
    pub ink: Ink,
    /// Where it stands.
    pub anchor: Anchor,
}

impl Type {
    /// Usual text.
    pub const fn new(size: f32, ink: Ink) -> Self {
        Self { size, weight: 400, mono: false, ink, anchor: Anchor::Start }
    }
}

/// An SVG that grows.
#[derive(Debug, Default)]
pub struct Svg(String);

impl Svg {
    /// A box.
    pub fn rect(&mut self, at: Rect, paint: Paint) {
        let Rect { x, y, width, height } = at;
        let fill = paint.fill.map_or("no", Ink::name);
        self.put("<rect");
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            self.number(name, value);
        }
        if paint.radius > 0.0 {
            self.number("rx", paint.radius);
        }
        match paint.edge {
            Some((ink, wide)) => {
                self.number("stroke-width", wide);
                if paint.dashed {
                    self.number("stroke-dasharray", wide * 4.0);
                }
                let _ = write!(self.0, " class=\"{fill} e-{}\"/>", ink.name());
            }
            None => {
                let _ = write!(self.0, " class=\"{fill}\"/>");
            }
        }
    }

    /// One line of text, whose letters stand on `y`.
    pub fn text(&mut self, x: f32, y: f32, text: &str, look: Type) {
        if text.trim().is_empty() {
            return;
        }
        self.put("<text");
        self.number("x", x);
        self.number("y", y);
        self.number("font-size", look.size);
        if look.weight != 400 {
            let _ = write!(self.0, " font-weight=\"{}\"", look.weight);
        }
        if look.anchor == Anchor::Middle {
            self.put(" text-anchor=\"middle\"");
        }
        let face = if look.mono { " m" } else { "" };
        let _ = write!(self.0, " class=\"{}{face}\">{}</text>", look.ink.name(), escaped(text));
    }

    /// Strokes on a grid of 24 by 24, put into a square.
    pub fn strokes(&mut self, at: Rect, strokes: &str, ink: Ink, wide: f32) {
        let scale = at.width / 24.0;
        let _ = write!(
            self.0,
            "<path transform=\"translate({} {}) scale({})\" d=\"{}\" stroke-width=\"{}\" \
             class=\"no e-{} r\"/>",
            round(at.x),
            round(at.y),
            round(scale * 100.0) / 100.0,
            escaped(strokes),
            round(wide),
            ink.name()
        );
    }

    /// A disc.
    pub fn disc(&mut self, x: f32, y: f32, radius: f32, ink: Ink) {
        self.put("<circle");
        for (name, value) in [("cx", x), ("cy", y), ("r", radius)] {
            self.number(name, value);
        }
        let _ = write!(self.0, " class=\"{}\"/>", ink.name());
    }

    /// What `draw` draws, moved and scaled.
    pub fn moved(&mut self, x: f32, y: f32, scale: f32, draw: impl FnOnce(&mut Self)) {
        let _ =
            write!(self.0, "<g transform=\"translate({} {}) scale({scale})\">", round(x), round(y));
        draw(self);
        self.put("</g>");
    }

    /// Something that is SVG already.
    pub fn put(&mut self, svg: &str) {
        self.0.push_str(svg);
    }

    /// The whole.
    pub fn done(self) -> String {
        self.0
    }

    fn number(&mut self, name: &str, value: f32) {
        // Writing to a String cannot fail.
        let _ = write!(self.0, " {name}=\"{}\"", round(value));
    }
}

/// A number with one digit after the point: a tenth of a pixel is seen by nobody.
fn round(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

/// A text as markup takes it, in elements and in quoted attributes. What XML cannot carry is left
/// out.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_world_says_stays_text() {
        let mut svg = Svg::default();
        let hostile = "</text><script>alert(1)</script>\u{0}\"'&";
        svg.text(0.0, 0.0, hostile, Type::new(10.0, Ink::Ink));
        let svg = svg.done();
        assert!(svg.contains("&lt;script&gt;"), "{svg}");
        assert_eq!(svg.matches('<').count(), 2, "{svg}");
        assert!(!svg.contains('\u{0}'));
    }
}
