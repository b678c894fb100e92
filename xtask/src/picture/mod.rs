//! Pictures of worlds, drawn without a browser: posters for the widget, cards for links.
//!
//! Where nodes lie, which strokes stand for a name and what a node says are the page's own modules,
//! so that a picture looks like what opens behind it.

mod card;
mod flow;
mod frame;
mod nodes;
mod palette;
mod svg;

#[path = "../../../app/src/page/draw/layout.rs"]
#[allow(dead_code)] // the page asks for more
mod layout;
#[allow(dead_code)] // pictures are English
#[path = "../../../app/src/page/say.rs"]
mod say;
#[path = "../../../app/src/page/draw/strokes.rs"]
mod strokes;
#[path = "../../../app/src/page/draw/traits.rs"]
#[allow(dead_code)] // the page asks for more
mod traits;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use diorama_world::{Domain, Scenario, Screen};

use crate::workspace;
use card::Painter;
use frame::{Content, Drawing, framed};
use palette::Palette;
pub use svg::escaped;

/// Draws worlds.
pub struct Pictures {
    palette: Palette,
    painter: Painter,
}

impl Pictures {
    /// With the page's colours and these fonts.
    pub fn new<'a>(fonts: impl IntoIterator<Item = &'a Path>) -> Result<Self> {
        let style = |name: &str| {
            let path = workspace::root().join("web/styles").join(name);
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let palette = Palette::read(&style("base.css")?, &style("text.css")?)?;
        Ok(Self { palette, painter: Painter::new(fonts)? })
    }

    /// A world at its start, as SVG that is dark where its surroundings are.
    pub fn poster(&self, scenario: &Scenario) -> Result<String> {
        let screen = scenario.first_screen().context("the first observation cannot be read")?;
        Ok(self.alone(&framed(scenario.domain, Content::Screen(&screen))))
    }

    /// Some world or other of a kind, as SVG.
    pub fn any(&self, domain: Domain) -> String {
        self.alone(&framed(domain, Content::Anything))
    }

    /// A screen of a world beside its name, as PNG of 1200 by 630. `kind` is what it is, in a few
    /// words.
    pub fn card(&self, scenario: &Scenario, screen: &Screen, kind: &str) -> Result<Vec<u8>> {
        let drawing = framed(scenario.domain, Content::Screen(screen));
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
