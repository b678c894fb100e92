//! Screens whose nodes have bounds: phones and desktops.

use super::{Area, Canvas, Look, News};
use crate::page::draw::{
    layout::{Placed, layout},
    traits::own_text,
};
use diorama_world::{Domain, Role, Screen};

/// Height of a stroke that stands for a line of text.
const STROKE: i32 = 3;

/// Draws the nodes where they lie.
pub(super) fn draw(canvas: &mut Canvas, screen: &Screen, domain: Domain, news: &News) {
    let layout = layout(screen, domain);
    let (wide, high) = (i64::from(layout.width.max(1)), i64::from(layout.height.max(1)));
    let (width, height) = (i64::from(canvas.width), i64::from(canvas.height));
    let area = |placed: &Placed| {
        let b = placed.bounds;
        let across = |x: i32| (i64::from(x) * width / wide) as i32;
        let down = |y: i32| (i64::from(y) * height / high) as i32;
        let (x, y) = (across(b.x), down(b.y));
        Area { x, y, width: across(b.x + b.width) - x, height: down(b.y + b.height) - y }
    };
    let mut boxes = layout.boxes.clone();
    boxes.sort_by_key(|placed| placed.level);
    for placed in &boxes {
        node(canvas, screen, placed, area(placed), news.has(placed.node));
    }
}

fn node(canvas: &mut Canvas, screen: &Screen, placed: &Placed, area: Area, new: bool) {
    let node = &screen.nodes[placed.node];
    let letters = own_text(node).chars().count();
    let over = matches!(node.role, Role::Dialog | Role::Alert | Role::Menu | Role::Window);
    // What lies over the rest is titled, whatever it holds.
    let says = letters > 0 && (placed.text || over);
    let on = node.states.checked == Some(true) || node.states.selected;
    let framed = match node.role {
        _ if over => Some(Look::Surface),
        Role::ToolBar | Role::TabList | Role::Panel | Role::Separator => Some(Look::Bar),
        Role::TextBox | Role::ComboBox | Role::Slider | Role::ProgressBar => Some(Look::Field),
        Role::Button if says => Some(Look::Control),
        _ => None,
    };
    if new && !over {
        canvas.mark(area);
    }
    if let Some(look) = framed {
        canvas.add(look, area);
    }
    match node.role {
        Role::Image | Role::Button if !says || node.kind.contains("Image") => {
            canvas.add(Look::Picture, square(area));
        }
        Role::CheckBox | Role::Radio | Role::Switch => {
            let look = if on { Look::Accent } else { Look::Control };
            let Area { y, width, height, .. } = square(area);
            canvas.add(look, Area { x: area.x + area.width - width - 1, y, width, height });
            if says {
                text(canvas, Look::Text, Area { width: area.width - width - 2, ..area }, letters);
            }
        }
        role if says => {
            let look = match role {
                Role::Heading | Role::Window | Role::Dialog | Role::Alert => Look::Heading,
                Role::Link => Look::Accent,
                _ if on => Look::Accent,
                _ => Look::Text,
            };
            // A title stands at the top.
            let height = if over { area.height.min(3 * STROKE) } else { area.height };
            text(canvas, look, Area { height, ..area }, letters);
        }
        _ => {}
    }
}

/// A small square in the middle of an area.
fn square(area: Area) -> Area {
    let side = area.width.min(area.height).clamp(2, 7);
    let (x, y) = (area.x + (area.width - side) / 2, area.y + (area.height - side) / 2);
    Area { x, y, width: side, height: side }
}

/// A stroke in the middle of an area, or two where the text is long and there is room.
fn text(canvas: &mut Canvas, look: Look, area: Area, letters: usize) {
    let room = (area.width - 3).max(1);
    // A letter is as wide as a third of a unit is high.
    let long = i32::try_from(letters).unwrap_or(i32::MAX).saturating_mul(3) / 2;
    let rows = if long > room && area.height >= 4 * STROKE { 2 } else { 1 };
    let y = area.y + (area.height - rows * 2 * STROKE + STROKE) / 2;
    canvas.add(look, Area { x: area.x + 2, y, width: long.clamp(3, room.max(3)), height: STROKE });
    if rows == 2 {
        let rest = (long - room).clamp(3, room.max(3));
        canvas.add(look, Area { x: area.x + 2, y: y + 2 * STROKE, width: rest, height: STROKE });
    }
}
