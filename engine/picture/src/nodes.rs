//! The nodes of a screen, each in its place: what the page draws, in fewer strokes.

use diorama_world::{Domain, Node, Role, Screen};

use super::layout::{Placed, layout};
use super::strokes::strokes;
use super::svg::{Anchor, Ink, Paint, Rect, Svg, Type};
use super::traits::{held, is_titled, own_text, prompt};

/// Part of a letter's height that its width has, on average.
pub const BREADTH: f32 = 0.55;

/// Draws the nodes that lie in the first `height` of a screen.
pub fn nodes(svg: &mut Svg, screen: &Screen, domain: Domain, height: f32) {
    let layout = layout(screen, domain);
    let width = layout.width as f32;
    let mut boxes = layout.boxes;
    boxes.sort_by_key(|placed| placed.level);
    for placed in boxes {
        let bounds = placed.bounds;
        let at = Rect::new(
            bounds.x as f32,
            bounds.y as f32,
            bounds.width as f32,
            (bounds.height as f32).min(height - bounds.y as f32),
        );
        // Half a line of text at the edge looks like a mistake.
        let whole = at.height >= bounds.height as f32;
        if at.height > 8.0 && (whole || !placed.text) {
            let node = &screen.nodes[placed.node];
            let inset = inset(domain, node.role) * width;
            Piece { node, placed, at, unit: unit(domain), inset }.draw(svg);
        }
    }
}

/// A hair's breadth in the domain's pixels.
fn unit(domain: Domain) -> f32 {
    if domain == Domain::Android { 3.0 } else { 1.0 }
}

/// Room between the edge of a node and its words, as a part of the screen's width: the padding that
/// `web/styles/drawing.css` gives it.
fn inset(domain: Domain, role: Role) -> f32 {
    match (domain, role) {
        (Domain::Android, Role::ListItem | Role::TextBox | Role::Heading | Role::Text) => 0.04,
        (Domain::Android, _) => 0.01,
        _ => 0.004,
    }
}

/// One node and where it is drawn.
struct Piece<'a> {
    node: &'a Node,
    placed: Placed,
    at: Rect,
    unit: f32,
    /// Room between its edge and its words.
    inset: f32,
}

impl Piece<'_> {
    fn draw(&self, svg: &mut Svg) {
        self.shape(svg);
        if self.pictured(svg) {
            return;
        }
        let sign = self.sign(svg);
        self.words(svg, sign);
    }

    /// The box behind the words.
    fn shape(&self, svg: &mut Svg) {
        let hair = self.unit;
        let edge = |ink| Some((ink, hair));
        let paint = |fill, edge, radius: f32| Paint { fill, edge, radius, dashed: false };
        let acts = self.placed.acts;
        let paint = match self.node.role {
            Role::Dialog | Role::Menu | Role::Alert | Role::Window => {
                paint(Some(Ink::Surface), edge(Ink::Strong), 4.0 * hair)
            }
            Role::TextBox => paint(Some(Ink::Surface), edge(Ink::Strong), 4.0 * hair),
            Role::ToolBar | Role::TabList => paint(Some(Ink::Raised), None, 0.0),
            Role::Panel => paint(None, edge(Ink::Line), 0.0),
            Role::Separator => paint(Some(Ink::Line), None, 0.0),
            Role::Button | Role::ComboBox if acts && self.strokes().is_none() => {
                paint(Some(Ink::Raised), edge(Ink::Strong), 4.0 * hair)
            }
            Role::ListItem | Role::Row | Role::Group | Role::Cell | Role::Text if acts => {
                let Rect { x, y, width, height } = self.at;
                let line = Rect::new(x, y + height - hair, width, hair);
                return svg.rect(line, paint(Some(Ink::Line), None, 0.0));
            }
            Role::Image if !acts && self.strokes().is_none() => {
                Paint { edge: edge(Ink::Line), dashed: true, ..Paint::default() }
            }
            _ => return,
        };
        svg.rect(self.at, paint);
    }

    fn strokes(&self) -> Option<&'static str> {
        let picture = self.node.role == Role::Image || self.node.kind.contains("Image");
        if picture { strokes(&self.node.name) } else { None }
    }

    /// Draws the picture that stands for a node's name; says whether it has one.
    fn pictured(&self, svg: &mut Svg) -> bool {
        let Some(strokes) = self.strokes() else { return false };
        let Rect { x, y, width, height } = self.at;
        let size = (width.min(height) * 0.6).min(24.0 * self.unit);
        let at = Rect::new(x + (width - size) / 2.0, y + (height - size) / 2.0, size, size);
        svg.strokes(at, strokes, Ink::Ink, 2.0);
        true
    }

    /// Draws a switch or a box to tick at the end; gives the room it takes.
    fn sign(&self, svg: &mut Svg) -> f32 {
        let size = 15.0 * self.unit;
        let Rect { x, y, width, height } = self.at;
        let middle = y + height / 2.0;
        let on = self.node.states.checked == Some(true);
        let edge = Some((if on { Ink::Accent } else { Ink::Strong }, self.unit));
        let fill = on.then_some(Ink::Accent);
        let inner = if on { Ink::OnAccent } else { Ink::Strong };
        match self.node.role {
            Role::Switch => {
                let wide = size * 1.8;
                let at = Rect::new(x + width - wide - size * 0.4, middle - size / 2.0, wide, size);
                svg.rect(at, Paint { fill, edge, radius: size / 2.0, dashed: false });
                let knob = if on { at.x + wide - size / 2.0 } else { at.x + size / 2.0 };
                svg.disc(knob, middle, size * 0.32, inner);
                wide + size
            }
            Role::CheckBox | Role::Radio => {
                let radius = if self.node.role == Role::Radio { size / 2.0 } else { size / 5.0 };
                let at = Rect::new(x + width - size * 1.4, middle - size / 2.0, size, size);
                svg.rect(at, Paint { fill, edge, radius, dashed: false });
                if on {
                    svg.strokes(at, "M6 12l4 4L18 8", inner, 3.0);
                }
                size * 1.8
            }
            _ => 0.0,
        }
    }

    /// Draws what the node says, with `taken` at its end left free.
    fn words(&self, svg: &mut Svg, taken: f32) {
        let own = own_text(self.node);
        let empty = held(self.node).is_empty();
        let titled = is_titled(self.node, self.placed.text);
        let (text, ink) = match self.node.role {
            Role::TextBox if empty => (prompt(self.node), Ink::Muted),
            Role::Link => (own, Ink::Accent),
            _ if self.node.states.disabled => (own, Ink::Muted),
            _ => (own, Ink::Ink),
        };
        if text.is_empty() || !(self.placed.text || titled) {
            return;
        }
        let Rect { x, y, width, height } = self.at;
        let size = self.placed.letters as f32;
        // A switch in a box of its own is named by the row that it stands in.
        if taken > 0.0 && width - taken < size * 3.0 {
            return;
        }
        let bold = titled || self.node.role == Role::Heading || self.node.states.selected;
        let middle = self.placed.acts && matches!(self.node.role, Role::Button | Role::ComboBox);
        // A title has room of its own besides.
        let inset = self.inset + if titled { size * 0.6 } else { 0.0 };
        let room = width - taken - inset * 2.0;
        let look = Type {
            weight: if bold { 600 } else { 400 },
            anchor: if middle { Anchor::Middle } else { Anchor::Start },
            ..Type::new(size, ink)
        };
        let across = if middle { x + (width - taken) / 2.0 } else { x + inset };
        // Titles stand at the top of what they name.
        let high = if titled { size * 2.2 } else { height };
        let most = if titled { 1 } else { (height / (size * 1.25)) as usize };
        let lines = wrapped(text, (room / (size * BREADTH)) as usize, most.clamp(1, 12));
        let step = size * 1.25;
        let first = y + (high - step * lines.len() as f32) / 2.0 + size;
        for (number, line) in lines.iter().enumerate() {
            svg.text(across, first + step * number as f32 - size * 0.06, line, look);
        }
    }
}

/// A text in at most `most` lines of `letters` letters; what does not fit ends in an ellipsis.
pub fn wrapped(text: &str, letters: usize, most: usize) -> Vec<String> {
    let letters = letters.max(2);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let fits = lines
            .last()
            .is_some_and(|line| line.chars().count() + 1 + word.chars().count() <= letters);
        let full = lines.len() >= most;
        match lines.last_mut() {
            Some(line) if fits => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                line.push('…');
                break;
            }
            _ => lines.push(word.to_owned()),
        }
    }
    for line in &mut lines {
        if line.chars().count() > letters {
            let mut short: String = line.chars().take(letters - 1).collect();
            short.push('…');
            *line = short;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use diorama_world::{Domain, Node, Role, Screen, screen::Bounds};

    use super::{Svg, nodes, wrapped};

    /// The texts of a phone with one field: their classes and what they say.
    fn field(node: Node) -> Vec<(String, String)> {
        let bounds = Some(Bounds { x: 0, y: 0, width: 1080, height: 120 });
        let field = Node { role: Role::TextBox, bounds, ..node };
        let mut svg = Svg::default();
        let screen = Screen { nodes: vec![field], ..Screen::default() };
        nodes(&mut svg, &screen, Domain::Android, 2400.0);
        let svg = svg.done();
        let texts = svg.split("<text").skip(1);
        let read = |text: &str| {
            let (before, said) = text.split_once('>').expect("a tag that ends");
            let (_, class) = before.rsplit_once(" class=\"").expect("a class");
            let said = said.strip_suffix("</text>").expect("a text that ends");
            (class.trim_end_matches('"').to_owned(), said.to_owned())
        };
        texts.map(read).collect()
    }

    #[test]
    fn an_empty_field_says_its_hint_or_its_name_dimmed() {
        let said = |class: &str, text: &str| vec![(class.to_owned(), text.to_owned())];
        let mut node = Node { name: "Search settings".to_owned(), ..Node::default() };
        assert_eq!(field(node.clone()), said("muted", "Search settings"));
        node.hint = Some("Find".to_owned());
        assert_eq!(field(node.clone()), said("muted", "Find"));
        node.value = Some(String::new());
        assert_eq!(field(node.clone()), said("muted", "Find"));
        node.value = Some("sound".to_owned());
        assert_eq!(field(node.clone()), said("ink", "sound"));
        node.states.password = true;
        assert_eq!(field(node), said("ink", "•••••"));
    }

    #[test]
    fn words_stand_as_far_from_the_edge_as_on_the_page() {
        let style = include_str!("../../../web/styles/drawing.css");
        for (selector, padding) in [
            (".placed > .n {", "padding: 0 1cqw;"),
            (".desktop .placed > .n {", "padding: 0 .4cqw;"),
            (
                ".phone .placed > :is(.r-item, .r-field, .r-heading, .r-text):not(.pictured) {",
                "padding-inline: 4cqw;",
            ),
        ] {
            let rule = style.lines().find(|line| line.starts_with(selector));
            assert!(rule.is_some_and(|rule| rule.contains(padding)), "{selector} {padding}");
        }
        let start = |domain, role| {
            let bounds = Some(Bounds { x: 100, y: 0, width: 500, height: 100 });
            let node = Node { role, name: "a".into(), bounds, ..Node::default() };
            let mut svg = Svg::default();
            nodes(&mut svg, &Screen { nodes: vec![node], ..Screen::default() }, domain, 600.0);
            let svg = svg.done();
            let (_, from) = svg.split_once("<text x=\"").expect("a text");
            from.split_once('"').expect("a number").0.to_owned()
        };
        assert_eq!(start(Domain::Android, Role::TextBox), "143.2");
        assert_eq!(start(Domain::Android, Role::Cell), "110.8");
        assert_eq!(start(Domain::Os, Role::TextBox), "104.1");
    }

    #[test]
    fn words_are_kept_whole_where_they_fit_and_cut_where_they_do_not() {
        assert_eq!(wrapped("one two three", 7, 3), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 7, 1), ["one tw…"]);
        assert_eq!(wrapped("incomprehensible", 6, 2), ["incom…"]);
        assert!(wrapped("", 6, 2).is_empty());
    }
}
