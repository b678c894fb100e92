//! Worlds of text: a stroke a line.

use super::{Area, Canvas, Look, News};
use diorama_world::{Domain, Role, Screen};

/// Lines that fit.
const LINES: usize = 14;
/// From one line to the next.
const PITCH: i32 = 7;
/// Height of a stroke.
const STROKE: i32 = 3;
/// Deepest indentation in letters.
const DEEPEST: usize = 24;
/// Letters in a full line; each is two units wide.
const LETTERS: usize = 76;

/// Draws the last lines of a terminal, the first of anything else.
pub(super) fn draw(canvas: &mut Canvas, screen: &Screen, domain: Domain, news: &News) {
    let skipped =
        if domain == Domain::Terminal { screen.nodes.len().saturating_sub(LINES) } else { 0 };
    let lines = screen.nodes.iter().enumerate().skip(skipped).take(LINES);
    for (nth, (index, node)) in (0..).zip(lines) {
        let text = node.name.trim_end();
        // No further than the edge: lines may be very long.
        let within = || text.chars().take(LETTERS);
        let indent = within().take_while(|c| c.is_whitespace()).count().min(DEEPEST);
        let letters = within().count();
        let (y, x) = (1 + nth * PITCH, 4 + 2 * indent as i32);
        let (width, height) = (2 * letters.saturating_sub(indent) as i32, STROKE);
        if news.has(index) {
            canvas.mark(Area { x: 2, y, width: canvas.width - 4, height });
        }
        let look = match node.role {
            Role::Prompt => Look::Accent,
            Role::Heading => Look::Heading,
            Role::Added | Role::Removed => Look::Control,
            _ => Look::Text,
        };
        canvas.add(look, Area { x, y, width, height });
    }
}
