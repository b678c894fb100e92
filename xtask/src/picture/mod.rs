//! Pictures of worlds for the widget and for links: posters and cards.

mod card;

use std::path::Path;

use anyhow::{Context, Result};
use diorama_picture::{Content, Drawing, Palette, Room, framed};
use diorama_world::{Domain, Scenario, Screen};

use card::Painter;
pub use diorama_picture::svg::escaped;

/// Draws worlds.
pub struct Pictures {
    palette: Palette,
    painter: Painter,
}

impl Pictures {
    /// With the page's colours and these fonts.
    pub fn new<'a>(fonts: impl IntoIterator<Item = &'a Path>) -> Result<Self> {
        let palette = diorama_picture::palette().context("a style sheet lacks a colour")?;
        Ok(Self { palette, painter: Painter::new(fonts)? })
    }

    /// A world at its start, as SVG that is dark where its surroundings are.
    pub fn poster(&self, scenario: &Scenario) -> Result<String> {
        let screen = scenario.first_screen().context("the first observation cannot be read")?;
        Ok(self.alone(&framed(scenario.domain, Content::Screen(&screen), Room::Poster)))
    }

    /// Some world or other of a kind, as SVG.
    pub fn any(&self, domain: Domain) -> String {
        self.alone(&framed(domain, Content::Anything, Room::Poster))
    }

    /// A screen of a world beside its name, as PNG of 1200 by 630. `kind` is what it is, in a few
    /// words.
    pub fn card(&self, scenario: &Scenario, screen: &Screen, kind: &str) -> Result<Vec<u8>> {
        let drawing = framed(scenario.domain, Content::Screen(screen), Room::Poster);
        self.painter.png(&card::card(scenario, kind, &drawing, &self.palette.light()))
    }

    fn alone(&self, drawing: &Drawing) -> String {
        let Drawing { width, height, body, .. } = drawing;
        let style = self.palette.either();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\"><style>{style}</style>{body}</svg>"
        )
    }
}
