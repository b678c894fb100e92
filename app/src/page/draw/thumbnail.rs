//! A screen in small, to know it again at a glance: its nodes as a few boxes and strokes. Pure
//! geometry; made once for each step.

mod lines;
mod page;
mod screen;

use diorama_world::{Domain, Screen, diff::Diff};
use std::fmt::Write as _;

/// Most shapes in a thumbnail; what comes later is left out.
const MOST: usize = 40;

/// A screen in small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Width, in units of its own.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// What is drawn, from the bottom up: how it looks, and an SVG path.
    pub paths: Vec<(Look, String)>,
}

/// How a shape looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A window, a dialog, a menu: hides what lies under it.
    Surface,
    /// What the step changed, beneath its shape.
    News,
    /// A bar across.
    Bar,
    /// A field.
    Field,
    /// A button.
    Control,
    /// A picture.
    Picture,
    /// Text.
    Text,
    /// A heading.
    Heading,
    /// A link, a prompt, what is on or chosen.
    Accent,
}

/// All looks in the order in which they are drawn over each other.
const LOOKS: [Look; 9] = [
    Look::Surface,
    Look::News,
    Look::Bar,
    Look::Field,
    Look::Control,
    Look::Picture,
    Look::Text,
    Look::Heading,
    Look::Accent,
];

impl Thumbnail {
    /// A screen in small; what differs from the screen before is marked, unless all of it does.
    pub fn new(screen: &Screen, diff: &Diff, domain: Domain) -> Self {
        let news = News::of(screen, diff);
        let mut canvas = Canvas::new(domain);
        match domain {
            Domain::Android | Domain::Os => screen::draw(&mut canvas, screen, domain, &news),
            Domain::Web => page::draw(&mut canvas, screen, &news),
            Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => {
                lines::draw(&mut canvas, screen, domain, &news);
            }
        }
        canvas.done()
    }

    /// What stands for a screen that cannot be drawn.
    pub fn empty(domain: Domain) -> Self {
        Canvas::new(domain).done()
    }
}

/// The nodes that a step put there or changed.
struct News(Vec<bool>);

impl News {
    fn of(screen: &Screen, diff: &Diff) -> Self {
        let mut news = vec![false; screen.nodes.len()];
        let changed = diff.changed.iter().filter(|it| !it.moved_only()).map(|it| it.new);
        for node in diff.added.iter().copied().chain(changed).filter(|_| !diff.new_screen) {
            if let Some(slot) = news.get_mut(node) {
                *slot = true;
            }
        }
        Self(news)
    }

    fn has(&self, node: usize) -> bool {
        self.0.get(node).copied().unwrap_or(false)
    }
}

/// A rectangle in a thumbnail's units.
#[derive(Clone, Copy)]
struct Area {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

/// A thumbnail in the making.
struct Canvas {
    width: i32,
    height: i32,
    /// What lies over each other; in each one path for a look.
    layers: Vec<[String; LOOKS.len()]>,
    shapes: usize,
}

impl Canvas {
    fn new(domain: Domain) -> Self {
        let (width, height) = if domain == Domain::Android { (45, 100) } else { (160, 100) };
        Self { width, height, layers: vec![Default::default()], shapes: 0 }
    }

    fn is_full(&self) -> bool {
        self.shapes >= MOST
    }

    /// Adds a rectangle; what sticks out is cut off.
    fn add(&mut self, look: Look, area: Area) {
        let (x, y) = (area.x.max(0), area.y.max(0));
        let width = area.x.saturating_add(area.width).min(self.width) - x;
        let height = area.y.saturating_add(area.height).min(self.height) - y;
        if self.is_full() || width <= 0 || height <= 0 {
            return;
        }
        if look == Look::Surface {
            self.layers.push(Default::default());
        }
        self.shapes += 1;
        if let Some(layer) = self.layers.last_mut() {
            // Writing to a string cannot fail.
            let _ = write!(layer[look as usize], "M{x} {y}h{width}v{height}h-{width}z");
        }
    }

    /// Marks what the step changed.
    fn mark(&mut self, area: Area) {
        let Area { x, y, width, height } = area;
        self.add(Look::News, Area { x: x - 1, y: y - 1, width: width + 2, height: height + 2 });
    }

    fn done(self) -> Thumbnail {
        let Self { width, height, layers, .. } = self;
        let drawn = layers.into_iter().flat_map(|layer| LOOKS.into_iter().zip(layer));
        let paths = drawn.filter(|(_, path)| !path.is_empty()).collect();
        Thumbnail { width, height, paths }
    }
}

#[cfg(test)]
mod tests;
