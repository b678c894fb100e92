//! Pages of the web: nodes without bounds, in lines from the top.

use super::{Area, Canvas, Look, News};
use crate::page::draw::traits::own_text;
use diorama_world::{Role, Screen};

/// Space at the edges.
const EDGE: i32 = 6;
/// Space between what stands side by side.
const GAP: i32 = 4;
/// Width of a letter, in quarters of a unit.
const LETTER: i32 = 7;
/// Deepest indentation that shows.
const DEEPEST: usize = 6;

/// Draws the nodes that say or do something, one line under another; small ones share lines.
pub(super) fn draw(canvas: &mut Canvas, screen: &Screen, news: &News) {
    let (mut x, mut y) = (EDGE, EDGE);
    // Height of the line that small nodes share; 0 between lines.
    let mut line = 0;
    // What a control holds is its name again.
    let mut drawn = vec![false; screen.nodes.len()];
    for (index, node) in screen.nodes.iter().enumerate() {
        if canvas.is_full() || y >= canvas.height {
            break;
        }
        let within = node.parent.is_some_and(|parent| drawn.get(parent) == Some(&true));
        drawn[index] = within;
        if within || matches!(node.role, Role::Option) {
            continue;
        }
        let letters = i32::try_from(own_text(node).chars().count()).unwrap_or(i32::MAX);
        let Some(shape) = Shape::of(node.role, letters) else {
            if matches!(node.role, Role::ListItem | Role::Row) && line > 0 {
                (x, y, line) = (EDGE, y + line, 0);
            }
            continue;
        };
        let right = canvas.width - EDGE;
        let indent = EDGE + 4 * screen.depth(index).min(DEEPEST) as i32;
        let width = shape.width.min(right - indent);
        if line > 0 && (!shape.small || x + width > right) {
            (x, y, line) = (EDGE, y + line, 0);
        }
        let area = Area { x: if line == 0 { indent } else { x }, y, width, height: shape.height };
        if news.has(index) {
            canvas.mark(area);
        }
        canvas.add(shape.look, area);
        drawn[index] = shape.small;
        if shape.small {
            (x, line) = (area.x + width + GAP, line.max(shape.height + GAP));
        } else {
            y += shape.height + GAP;
        }
    }
}

/// How a node is drawn.
struct Shape {
    look: Look,
    width: i32,
    height: i32,
    /// Whether it shares a line with others.
    small: bool,
}

impl Shape {
    fn of(role: Role, letters: i32) -> Option<Self> {
        let long = (letters.saturating_mul(LETTER) / 4).max(4);
        let shape = |look, width, height, small| Some(Self { look, width, height, small });
        match role {
            Role::Separator => shape(Look::Bar, i32::MAX, 2, false),
            Role::TextBox | Role::ComboBox | Role::Slider => shape(Look::Field, 72, 9, false),
            Role::Image => shape(Look::Picture, 12, 9, true),
            Role::CheckBox | Role::Radio | Role::Switch => shape(Look::Control, 6, 6, true),
            _ if letters == 0 => None,
            Role::Heading => shape(Look::Heading, long.saturating_mul(5) / 4, 5, false),
            Role::Button | Role::Tab => shape(Look::Control, long.saturating_add(8), 8, true),
            Role::Link | Role::MenuItem => shape(Look::Accent, long, 3, true),
            Role::Cell | Role::Text => shape(Look::Text, long, 3, long < 60),
            Role::Group | Role::List | Role::Table | Role::Panel | Role::Row => None,
            _ => shape(Look::Text, long, 3, false),
        }
    }
}
