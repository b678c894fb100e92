//! The nodes of a web page, one below the other as the page lays them out: `web/styles/drawing.css`
//! has the same lengths.

use diorama_world::{Node, Role, Screen};

use super::nodes::{BREADTH, wrapped};
use super::svg::{Anchor, Ink, Paint, Rect, Svg, Type};
use super::traits::{held, own_text};

/// Height of usual letters, and of a line of them.
const LETTERS: f32 = 14.0;
const LINE: f32 = 20.0;
/// Between what stands below each other.
const GAP: f32 = 8.0;
/// Deepest nesting that is drawn.
const DEPTH: usize = 12;

/// Draws a page into a room of this size; what has no room below is left out. Gives the height that
/// it takes.
pub fn flow(svg: &mut Svg, screen: &Screen, (width, height): (f32, f32)) -> f32 {
    const TOP: f32 = 16.0;
    let mut children = vec![Vec::new(); screen.nodes.len()];
    let mut top = Vec::new();
    for (index, node) in screen.nodes.iter().enumerate() {
        match node.parent.filter(|&parent| parent < index) {
            Some(parent) => children[parent].push(index),
            None => top.push(index),
        }
    }
    let flow = Flow { screen, children, bottom: height };
    let place = Place { x: 24.0, y: TOP, width: width - 48.0, depth: 0 };
    TOP + flow.stack(svg, &top, place, GAP)
}

/// A page being drawn.
struct Flow<'a> {
    screen: &'a Screen,
    children: Vec<Vec<usize>>,
    bottom: f32,
}

/// Where something begins, how wide it may be, and how deep in the tree it is.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    y: f32,
    width: f32,
    depth: usize,
}

impl Place {
    fn moved(self, x: f32, y: f32) -> Self {
        Self { x: self.x + x, y: self.y + y, width: self.width - x, depth: self.depth }
    }
}

/// How wide a text is, roughly.
fn wide(text: &str, letters: f32) -> f32 {
    text.chars().count() as f32 * letters * BREADTH
}

fn boxed(fill: Ink, radius: f32) -> Paint {
    Paint { fill: Some(fill), edge: Some((Ink::Strong, 1.0)), radius, dashed: false }
}

impl Flow<'_> {
    /// Draws nodes below each other; gives the height they take.
    fn stack(&self, svg: &mut Svg, nodes: &[usize], at: Place, gap: f32) -> f32 {
        let mut y = 0.0;
        for &node in nodes {
            let height = self.node(svg, node, at.moved(0.0, y));
            if height > 0.0 {
                y += height + gap;
            }
        }
        (y - gap).max(0.0)
    }

    /// Draws a node with what it holds; gives its height.
    fn node(&self, svg: &mut Svg, index: usize, at: Place) -> f32 {
        let node = &self.screen.nodes[index];
        let inside = &self.children[index];
        if at.depth > DEPTH || at.y > self.bottom {
            return 0.0;
        }
        let at = Place { depth: at.depth + 1, ..at };
        match node.role {
            Role::Heading => self.heading(svg, node, at),
            Role::TextBox => self.field(svg, node, at),
            Role::Separator => self.bar(svg, at, 1.0),
            Role::ProgressBar | Role::Slider => self.bar(svg, at, 4.0),
            Role::Row => self.row(svg, inside, at),
            Role::Alert | Role::Dialog => self.notice(svg, index, at),
            Role::ListItem => {
                let middle = at.y + LINE / 2.0;
                if middle + LINE / 2.0 <= self.bottom {
                    svg.disc(at.x + 6.0, middle, 2.0, Ink::Strong);
                }
                self.holding(svg, index, at.moved(16.0, 0.0))
            }
            _ if piece(node).is_some() => self.line(svg, &[index], at),
            _ => self.holding(svg, index, at),
        }
    }

    /// What a container says, else what it holds: side by side where that is small, else stacked.
    fn holding(&self, svg: &mut Svg, index: usize, at: Place) -> f32 {
        let node = &self.screen.nodes[index];
        let inside = &self.children[index];
        if inside.is_empty() {
            let look = Type::new(LETTERS, Ink::Ink);
            return self.words(svg, own_text(node), at, look, LINE);
        }
        let bar = matches!(&*node.kind, "banner" | "navigation" | "toolbar")
            || matches!(node.role, Role::ListItem | Role::Paragraph | Role::TabList | Role::Menu);
        let group = node.role == Role::Group && node.kind == "generic" && inside.len() > 1;
        let small = inside.iter().all(|&child| piece(&self.screen.nodes[child]).is_some());
        if small && (bar || group) {
            return self.line(svg, inside, at);
        }
        self.stack(svg, inside, at, if node.role == Role::List { 4.0 } else { GAP })
    }

    fn heading(&self, svg: &mut Svg, node: &Node, at: Place) -> f32 {
        let (letters, line) = match node.attribute("level") {
            Some("1") => (24.0, 32.0),
            Some("2") | None => (18.0, 24.0),
            Some(_) => (16.0, 24.0),
        };
        let look = Type { weight: 600, ..Type::new(letters, Ink::Ink) };
        4.0 + self.words(svg, own_text(node), at.moved(0.0, 4.0), look, line)
    }

    /// A field beneath its name.
    fn field(&self, svg: &mut Svg, node: &Node, at: Place) -> f32 {
        const HIGH: f32 = 36.0;
        let mut y = 0.0;
        if !node.name.is_empty() {
            let look = Type::new(13.0, Ink::Ink);
            y = 4.0 + self.words(svg, &node.name, at, look, 16.0);
        }
        let (x, top) = (at.x, at.y + y);
        if top + HIGH <= self.bottom {
            let width = at.width.min(440.0);
            svg.rect(Rect::new(x, top, width, HIGH), boxed(Ink::Surface, 6.0));
            let held = held(node);
            let (text, ink) = if held.is_empty() {
                (node.hint.as_deref().unwrap_or_default(), Ink::Muted)
            } else {
                (held, Ink::Ink)
            };
            let inside = Place { x: x + 12.0, y: top + GAP, width: width - 24.0, ..at };
            self.one_line(svg, text, inside, Type::new(LETTERS, ink));
        }
        y + HIGH
    }

    fn bar(&self, svg: &mut Svg, at: Place, high: f32) -> f32 {
        if at.y + high <= self.bottom {
            let paint = Paint { fill: Some(Ink::Line), radius: high / 2.0, ..Paint::default() };
            svg.rect(Rect::new(at.x, at.y, at.width, high), paint);
        }
        high
    }

    /// A row of a table: cells of one width.
    fn row(&self, svg: &mut Svg, cells: &[usize], at: Place) -> f32 {
        const HIGH: f32 = 32.0;
        if cells.is_empty() || at.y + HIGH > self.bottom {
            return HIGH;
        }
        let width = at.width / cells.len() as f32;
        for (number, &cell) in cells.iter().enumerate() {
            let node = &self.screen.nodes[cell];
            let head = node.kind == "columnheader";
            let ink = if head { Ink::Muted } else { Ink::Ink };
            let look = Type { weight: if head { 600 } else { 400 }, ..Type::new(LETTERS, ink) };
            let inside = Place { width: width - 12.0, ..at.moved(width * number as f32, 6.0) };
            match self.children[cell].first() {
                Some(_) => _ = self.line(svg, &self.children[cell], inside),
                None => self.one_line(svg, own_text(node), inside, look),
            }
        }
        self.bar(svg, at.moved(0.0, HIGH - 1.0), 1.0);
        HIGH
    }

    /// A box with words that want to be read.
    fn notice(&self, svg: &mut Svg, index: usize, at: Place) -> f32 {
        let inside = Place { width: at.width - 28.0, ..at.moved(16.0, GAP) };
        let mut words = Svg::default();
        let high = self.holding(&mut words, index, inside) + 2.0 * GAP;
        if at.y + high <= self.bottom {
            svg.rect(Rect::new(at.x, at.y, at.width, high), boxed(Ink::Raised, 8.0));
            let mark = Rect::new(at.x + 4.0, at.y + 6.0, 3.0, high - 12.0);
            svg.rect(mark, Paint { fill: Some(Ink::Strong), radius: 1.5, ..Paint::default() });
            svg.put(&words.done());
        }
        high
    }

    /// Small things side by side, in as many lines as they need.
    fn line(&self, svg: &mut Svg, nodes: &[usize], at: Place) -> f32 {
        let (mut x, mut y, mut high) = (0.0, 0.0, 0.0_f32);
        for node in nodes.iter().map(|&node| &self.screen.nodes[node]) {
            let Some(piece) = piece(node) else { continue };
            let width = piece.width.min(at.width);
            if x > 0.0 && x + width > at.width {
                (x, y) = (0.0, y + high + 4.0);
                high = 0.0;
            }
            if at.y + y + piece.height <= self.bottom {
                let whole = Rect::new(at.x + x, at.y + y, width, piece.height);
                piece.draw(svg, whole);
            }
            x += width + 12.0;
            high = high.max(piece.height);
        }
        y + high
    }

    /// A text in as many lines as it needs; gives its height.
    fn words(&self, svg: &mut Svg, text: &str, at: Place, look: Type, line: f32) -> f32 {
        let lines = wrapped(text, (at.width / (look.size * BREADTH)) as usize, 12);
        for (number, words) in lines.iter().enumerate() {
            let top = at.y + line * number as f32;
            if top + line <= self.bottom {
                svg.text(at.x, top + line * 0.5 + look.size * 0.36, words, look);
            }
        }
        line * lines.len() as f32
    }

    fn one_line(&self, svg: &mut Svg, text: &str, at: Place, look: Type) {
        let text = wrapped(text, (at.width / (look.size * BREADTH)) as usize, 1);
        self.words(svg, text.first().map_or("", String::as_str), at, look, LINE);
    }
}

/// Something small that stands in a line.
struct Piece<'a> {
    node: &'a Node,
    width: f32,
    height: f32,
}

fn piece(node: &Node) -> Option<Piece<'_>> {
    let words = wide(own_text(node), LETTERS);
    let (width, height) = match node.role {
        Role::Button => (words + 32.0, 32.0),
        Role::ComboBox => (words + 48.0, 36.0),
        Role::CheckBox | Role::Radio | Role::Switch => (words + 28.0, 24.0),
        Role::Image => (words + 16.0, 32.0),
        Role::Link | Role::MenuItem | Role::Option | Role::Tab => (words, 24.0),
        Role::Text if words < 320.0 => (words, LINE),
        _ => return None,
    };
    Some(Piece { node, width, height })
}

impl Piece<'_> {
    fn draw(&self, svg: &mut Svg, at: Rect) {
        const SIGN: f32 = 15.0;
        let Rect { x, y, width, height } = at;
        let middle = y + height / 2.0;
        let mut look = Type::new(LETTERS, Ink::Ink);
        let mut from = x;
        let mut room = width;
        match self.node.role {
            Role::Button | Role::ComboBox => {
                svg.rect(at, boxed(Ink::Raised, 6.0));
                look.anchor = Anchor::Middle;
                from = x + width / 2.0;
                room -= 16.0;
            }
            Role::CheckBox | Role::Radio | Role::Switch => {
                let on = self.node.states.checked == Some(true);
                let fill = if on { Ink::Accent } else { Ink::Surface };
                let radius = if self.node.role == Role::CheckBox { 3.0 } else { SIGN / 2.0 };
                let sign = Rect::new(x, middle - SIGN / 2.0, SIGN, SIGN);
                svg.rect(sign, boxed(fill, radius));
                from += SIGN + GAP;
                room -= SIGN + GAP;
            }
            Role::Image => {
                let edge = Some((Ink::Line, 1.0));
                svg.rect(at, Paint { edge, dashed: true, radius: 6.0, ..Paint::default() });
                look = Type { anchor: Anchor::Middle, ..Type::new(12.0, Ink::Muted) };
                from = x + width / 2.0;
            }
            Role::Link => look.ink = Ink::Accent,
            Role::Tab if self.node.states.selected => look.weight = 600,
            _ => {}
        }
        if self.node.states.disabled {
            look.ink = Ink::Muted;
        }
        let letters = (room / (look.size * BREADTH)).ceil() as usize;
        let text = wrapped(own_text(self.node), letters, 1);
        svg.text(from, middle + look.size * 0.36, text.first().map_or("", String::as_str), look);
    }
}

#[cfg(test)]
mod tests {
    use diorama_world::Scenario;

    use super::*;

    fn drawn(screen: &Screen, height: f32) -> String {
        let mut svg = Svg::default();
        flow(&mut svg, screen, (600.0, height));
        svg.done()
    }

    #[test]
    fn a_page_is_drawn_from_the_top_and_cut_between_lines() {
        let json = include_str!("../../../web/scenarios/tracker-sign-in.json");
        let screen = Scenario::from_json(json).unwrap().first_screen().unwrap();
        let whole = drawn(&screen, 1000.0);
        for text in ["Sign in to Burrow", "Username", "Remember me", "Forgot your password?"] {
            assert!(whole.contains(&format!(">{text}<")), "{text}: {whole}");
        }
        let part = drawn(&screen, 100.0);
        assert!(part.contains("Sign in to Burrow") && !part.contains("Forgot"), "{part}");
        assert_eq!(drawn(&screen, 0.0), "");
    }
}
