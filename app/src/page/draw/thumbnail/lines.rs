//! Worlds of text: a stroke a line.

use super::{Area, Canvas, Look, News};
use diorama_world::{Domain, Role, Screen};

/// Most lines, and what fewer are spread as: large enough to be told apart.
const LINES: usize = 14;
const LEAST: usize = 8;
/// Deepest indentation in letters.
const DEEPEST: usize = 24;
/// Letters in a full line; each is two units wide.
const LETTERS: usize = 76;

/// Draws the last lines of a terminal, the first of anything else.
pub(super) fn draw(canvas: &mut Canvas, screen: &Screen, domain: Domain, news: &News) {
    let skipped =
        if domain == Domain::Terminal { screen.nodes.len().saturating_sub(LINES) } else { 0 };
    let lines = screen.nodes.iter().enumerate().skip(skipped).take(LINES);
    let pitch = canvas.height / lines.len().max(LEAST) as i32;
    let height = pitch * 3 / 7;
    for (nth, (index, node)) in (0..).zip(lines) {
        let text = node.name.trim_end();
        // No further than the edge: lines may be very long.
        let within = || text.chars().take(LETTERS);
        let indent = within().take_while(|c| c.is_whitespace()).count().min(DEEPEST);
        let letters = within().count();
        let (x, y) = (4 + 2 * indent as i32, 2 + nth * pitch);
        let width = 2 * letters.saturating_sub(indent) as i32;
        if news.has(index) {
            canvas.mark(Area { x: 2, y, width: canvas.width - 4, height });
        }
        let look = match node.role {
            // What was typed before is history.
            Role::Prompt if index + 1 == screen.nodes.len() => Look::Accent,
            Role::Prompt | Role::Heading => Look::Heading,
            Role::Added | Role::Removed => Look::Control,
            _ => Look::Text,
        };
        canvas.add(look, Area { x, y, width, height });
    }
}
