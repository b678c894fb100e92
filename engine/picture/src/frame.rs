//! What stands around a world: a phone, a browser, a desktop, a window of text.

use diorama_world::screen::Bounds;
use diorama_world::{Domain, Role, Screen, layout};

use super::flow::flow;
use super::nodes::{nodes, wrapped};
use super::svg::{Anchor, Ink, Paint, Rect, Svg, Type};

/// A drawing with a size of its own.
#[derive(Debug)]
pub struct Drawing {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// How it is drawn.
    pub body: String,
    /// What lies in front, where that is a part of it.
    pub front: Option<Rect>,
}

/// What is in the frame.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// A screen.
    Screen(&'a Screen),
    /// Something or other: for a world that is not known when the picture is drawn.
    Anything,
}

/// How much of a page in a browser and of a window of text is seen. Phones and desktops have a size of
/// their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Room {
    /// What fits into a small picture.
    Poster,
    /// All of a screen, as high as this inside its frame.
    Whole(f32),
}

/// The page in a browser of a poster: its content stands on the left.
const PAGE: (f32, f32) = (900.0, 512.0);
/// How much larger a page is drawn than it is laid out, so that it can be read.
const ZOOM: f32 = 1.25;
/// The highest and the lowest page, as it is drawn.
const HIGHEST: f32 = 4000.0;
const LOWEST: f32 = 320.0;

/// The bar of a window of text, a line, and what stands above and below the lines.
const BAR: f32 = 44.0;
const LINE: f32 = 26.0;
const EDGES: f32 = 24.0;
/// Letters in the widest line, the width of one, and the most lines.
const WIDEST: usize = 96;
const LETTER: f32 = 10.3;
const MOST_LINES: usize = 150;

/// A window of text.
struct Sheet {
    width: f32,
    height: f32,
    /// How many letters go into a line.
    letters: usize,
    /// How many lines it has room for.
    lines: usize,
}

impl Room {
    fn page(self) -> (f32, f32) {
        match self {
            Self::Poster => PAGE,
            Self::Whole(height) => (PAGE.0, height),
        }
    }

    fn sheet(self) -> Sheet {
        let (width, letters, height) = match self {
            Self::Poster => (760.0, 68, 420.0),
            Self::Whole(height) => (LETTER * WIDEST as f32 + 48.0, WIDEST, height),
        };
        Sheet { width, height, letters, lines: ((height - BAR - EDGES) / LINE) as usize }
    }
}

/// How high a room has to be that holds all of a screen, as far as a picture should go.
pub fn height(domain: Domain, screen: &Screen) -> f32 {
    match domain {
        Domain::Android | Domain::Os => 0.0,
        Domain::Web => {
            let room = (PAGE.0 / ZOOM, HIGHEST / ZOOM);
            let high = flow(&mut Svg::default(), screen, room);
            ((high + EDGES) * ZOOM).clamp(LOWEST, HIGHEST)
        }
        Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => {
            let lines = screen.nodes.iter().map(|node| folded(&node.name, WIDEST).count());
            let lines = lines.sum::<usize>().clamp(8, MOST_LINES);
            BAR + EDGES + LINE * lines as f32 + 1.0
        }
    }
}

/// Draws a world.
pub fn framed(domain: Domain, content: Content<'_>, room: Room) -> Drawing {
    match domain {
        Domain::Android => phone(content),
        Domain::Web => browser(content, room),
        Domain::Os => desktop(content),
        Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => {
            text(domain, content, room)
        }
    }
}

fn surface(radius: f32, edge: f32) -> Paint {
    Paint { fill: Some(Ink::Surface), edge: Some((Ink::Strong, edge)), radius, dashed: false }
}

fn filled(ink: Ink, radius: f32) -> Paint {
    Paint { fill: Some(ink), radius, ..Paint::default() }
}

/// As high as the page draws it: 9 to 20 inside, two keys below.
fn phone(content: Content<'_>) -> Drawing {
    const GLASS: (f32, f32) = (1080.0, 2400.0);
    const BEZEL: f32 = 36.0;
    const KEYS: f32 = 176.0;
    let (width, height) = (GLASS.0 + 2.0 * BEZEL, GLASS.1 + BEZEL + KEYS);
    let mut svg = Svg::default();
    // Dark whatever surrounds it, as most phones are.
    svg.put(&format!(
        "<rect x=\"2\" y=\"2\" width=\"{}\" height=\"{}\" rx=\"124\" class=\"case\" \
         stroke=\"#737b85\" stroke-width=\"3\"/>",
        width - 4.0,
        height - 4.0
    ));
    svg.rect(Rect::new(BEZEL, BEZEL, GLASS.0, GLASS.1), filled(Ink::Surface, 88.0));
    svg.moved(BEZEL, BEZEL, 1.0, |svg| match content {
        Content::Screen(screen) => {
            nodes(svg, &placed(screen, Domain::Android), Domain::Android, GLASS.1);
        }
        Content::Anything => {
            for row in 0..9 {
                let y = 140.0 + 220.0 * row as f32;
                svg.disc(120.0, y + 60.0, 56.0, Ink::AccentSoft);
                bars(svg, 230.0, y, 30.0, &[[460.0, 620.0, 380.0][row % 3], 300.0]);
            }
        }
    });
    for (x, path) in [(0.33, "M14 6l-6 6 6 6"), (0.67, "M5 11l7-6 7 6M7 10v8h10v-8")] {
        let at = Rect::new(width * x - 42.0, height - KEYS / 2.0 - 42.0, 84.0, 84.0);
        svg.put("<g stroke=\"#e9eaec\">");
        svg.put(&format!(
            "<path transform=\"translate({} {}) scale(3.5)\" d=\"{path}\" stroke-width=\"2\" \
             class=\"no r\"/></g>",
            at.x, at.y
        ));
    }
    Drawing { width, height, body: svg.done(), front: None }
}

fn browser(content: Content<'_>, room: Room) -> Drawing {
    const BARS: f32 = 88.0;
    let page = room.page();
    let (width, height) = (page.0, page.1 + BARS);
    let mut svg = Svg::default();
    svg.rect(Rect::new(1.0, 1.0, width - 2.0, height - 2.0), surface(12.0, 1.5));
    let (title, address) = match content {
        Content::Screen(screen) => (
            screen.header.title.as_deref().unwrap_or("New tab"),
            screen.header.url.as_deref().unwrap_or_default(),
        ),
        Content::Anything => ("", ""),
    };
    svg.rect(Rect::new(2.0, 2.0, width - 4.0, 38.0), filled(Ink::Raised, 11.0));
    svg.rect(Rect::new(12.0, 10.0, 240.0, 30.0), filled(Ink::Surface, 8.0));
    svg.text(28.0, 30.0, &cut(title, 28), Type::new(13.0, Ink::Ink));
    svg.strokes(Rect::new(14.0, 54.0, 20.0, 20.0), "M14 6l-6 6 6 6", Ink::Ink, 2.0);
    let bar = Rect::new(46.0, 48.0, width - 60.0, 32.0);
    let edge = Some((Ink::Line, 1.0));
    svg.rect(bar, Paint { fill: Some(Ink::Raised), edge, radius: 16.0, dashed: false });
    svg.text(62.0, 69.0, &cut(address, 90), Type::new(13.0, Ink::Muted));
    svg.rect(Rect::new(1.5, BARS - 1.0, width - 3.0, 1.0), filled(Ink::Line, 0.0));
    svg.moved(0.0, BARS, 1.0, |svg| match content {
        Content::Screen(screen) => {
            svg.moved(0.0, 0.0, ZOOM, |svg| {
                flow(svg, screen, (page.0 / ZOOM, page.1 / ZOOM));
            });
        }
        Content::Anything => {
            bars(svg, 32.0, 36.0, 24.0, &[300.0]);
            bars(svg, 32.0, 96.0, 12.0, &[640.0, 700.0, 520.0]);
            svg.rect(Rect::new(32.0, 196.0, 330.0, 36.0), surface(6.0, 1.0));
            svg.rect(Rect::new(376.0, 196.0, 110.0, 36.0), filled(Ink::AccentSoft, 6.0));
            bars(svg, 32.0, 276.0, 12.0, &[560.0, 680.0, 480.0, 620.0, 300.0]);
        }
    });
    Drawing { width, height, body: svg.done(), front: None }
}

fn desktop(content: Content<'_>) -> Drawing {
    const SIZE: (f32, f32) = (1280.0, 800.0);
    let mut svg = Svg::default();
    let whole = Rect::new(1.0, 1.0, SIZE.0 - 2.0, SIZE.1 - 2.0);
    svg.rect(whole, surface(12.0, 1.5));
    let mut front = None;
    match content {
        Content::Screen(screen) => {
            let screen = placed(screen, Domain::Os);
            let layout = super::layout::layout(&screen, Domain::Os);
            let scale = SIZE.0 / layout.width as f32;
            let above = layout.boxes.iter().filter(|it| {
                matches!(screen.nodes[it.node].role, Role::Window | Role::Dialog | Role::Menu)
            });
            front = above.max_by_key(|it| it.level).map(|it| {
                let Bounds { x, y, width, height } = it.bounds;
                let [x, y, width, height] = [x, y, width, height].map(|it| it as f32 * scale);
                Rect::new(x, y, width, height)
            });
            svg.moved(0.0, 0.0, scale, |svg| nodes(svg, &screen, Domain::Os, SIZE.1 / scale));
        }
        Content::Anything => {
            svg.rect(Rect::new(2.0, 2.0, SIZE.0 - 4.0, 40.0), filled(Ink::Raised, 11.0));
            svg.rect(Rect::new(160.0, 110.0, 620.0, 460.0), surface(8.0, 1.0));
            bars(&mut svg, 190.0, 150.0, 20.0, &[200.0]);
            bars(&mut svg, 190.0, 210.0, 12.0, &[480.0, 540.0, 420.0, 500.0, 260.0]);
            svg.rect(Rect::new(520.0, 300.0, 560.0, 400.0), surface(8.0, 1.0));
            bars(&mut svg, 550.0, 340.0, 20.0, &[160.0]);
            bars(&mut svg, 550.0, 400.0, 12.0, &[440.0, 380.0, 470.0]);
        }
    }
    Drawing { width: SIZE.0, height: SIZE.1, body: svg.done(), front }
}

/// A window of lines. A terminal is dark, as most are.
fn text(domain: Domain, content: Content<'_>, room: Room) -> Drawing {
    const LETTERS: f32 = 17.0;
    let Sheet { width, height, letters, lines: most } = room.sheet();
    let mut svg = Svg::default();
    let dark = domain == Domain::Terminal;
    if dark {
        svg.put("<g class=\"night\">");
    }
    svg.rect(Rect::new(1.0, 1.0, width - 2.0, height - 2.0), surface(12.0, 1.5));
    svg.rect(Rect::new(2.0, 2.0, width - 4.0, BAR - 2.0), filled(Ink::Raised, 11.0));
    for dot in 0..3 {
        svg.disc(24.0 + 18.0 * dot as f32, BAR / 2.0, 5.0, Ink::Line);
    }
    let name = match domain {
        Domain::Terminal => "Terminal",
        Domain::Search => "Search",
        Domain::Mcp => "Tools",
        _ => "Project",
    };
    let look = Type { anchor: Anchor::Middle, ..Type::new(14.0, Ink::Muted) };
    svg.text(width / 2.0, BAR / 2.0 + 5.0, name, look);
    svg.rect(Rect::new(1.5, BAR, width - 3.0, 1.0), filled(Ink::Line, 0.0));
    let mut lines: Vec<String> = Vec::new();
    if let Content::Screen(screen) = content {
        for node in screen.nodes.iter().take(most) {
            match room {
                Room::Poster => lines.extend(wrapped(&node.name, letters, 3)),
                Room::Whole(_) => lines.extend(folded(&node.name, letters)),
            }
        }
    }
    if lines.len() > most {
        lines.truncate(most.saturating_sub(1));
        lines.push("…".to_owned());
    }
    let look = Type { mono: true, ..Type::new(LETTERS, Ink::Ink) };
    let baseline = |line: usize| BAR + 38.0 + LINE * line as f32;
    for (number, line) in lines.iter().enumerate() {
        svg.text(24.0, baseline(number), line, look);
    }
    // What is still to come, in a picture that is to tempt.
    let empty = if room == Room::Poster { most } else { 0 };
    let waits = [330.0, 470.0, 250.0, 540.0, 400.0, 180.0, 360.0, 500.0, 280.0, 420.0, 340.0];
    for (number, wide) in
        waits.iter().enumerate().skip(lines.len() + 1).take_while(|it| it.0 < empty)
    {
        let at = Rect::new(24.0, baseline(number) - 13.0, *wide, 10.0);
        svg.rect(at, filled(Ink::Line, 5.0));
    }
    if dark {
        svg.put("</g>");
    }
    Drawing { width, height, body: svg.done(), front: None }
}

/// Bars in the place of lines of text.
fn bars(svg: &mut Svg, x: f32, y: f32, high: f32, widths: &[f32]) {
    for (number, wide) in widths.iter().enumerate() {
        let at = Rect::new(x, y + high * 2.2 * number as f32, *wide, high);
        svg.rect(at, filled(Ink::Line, high / 2.0));
    }
}

/// The screen with a place for every node.
fn placed(screen: &Screen, domain: Domain) -> Screen {
    let mut screen = screen.clone();
    if screen.nodes.iter().any(|node| node.bounds.is_none()) {
        layout::place(&mut screen, domain);
    }
    screen
}

/// A line with its spaces, in pieces of so many letters; an empty one is one piece.
fn folded(line: &str, letters: usize) -> impl Iterator<Item = String> {
    let all: Vec<char> = line.chars().collect();
    let count = all.len().div_ceil(letters).max(1);
    (0..count).map(move |at| all.iter().skip(at * letters).take(letters).collect())
}

fn cut(text: &str, letters: usize) -> String {
    wrapped(text, letters, 1).into_iter().next().unwrap_or_default()
}
