//! Heights and places down: what nodes want at their width, from the inside out, then what they
//! get, from the outside in.

use super::{
    measure::{KEYBOARD, Scale},
    tree::{Item, Mode, Over, children, standing},
};
use crate::{Domain, Node};

/// Notes the height each node wants at its width.
pub(super) fn natural(items: &mut [Item], nodes: &[Node], scale: &Scale) {
    for at in (0..items.len()).rev() {
        if items[at].over == Over::Window {
            continue;
        }
        let own = nodes.get(at.wrapping_sub(1));
        let inside = match items[at].mode {
            _ if items[at].first == 0 => 0,
            Mode::Column | Mode::Desktop => lines(items, at, scale.between(own)),
            Mode::Line | Mode::Shares => highest(items, standing(items, at)),
            Mode::Entry => {
                let sides = standing(items, at).filter(|&i| items[i].side);
                let stacked = standing(items, at).filter(|&i| !items[i].side);
                let stack = stacked.fold(0i32, |sum, i| sum.saturating_add(items[i].height));
                highest(items, sides).max(stack)
            }
            Mode::Hang | Mode::Closed => 0,
        };
        let Item { letters, width, first, mode, titled, .. } = items[at];
        let title = if titled { scale.title() } else { 0 };
        let shows_text = first == 0 || matches!(mode, Mode::Hang | Mode::Closed);
        let least = own.map_or(0, |own| scale.height(own, letters, width, shows_text));
        let inset = 2 * scale.inset(own).1;
        let filled = if first == 0 { 0 } else { inside.saturating_add(inset + title) };
        items[at].height = filled.max(least);
    }
}

fn highest(items: &[Item], which: impl Iterator<Item = usize>) -> i32 {
    which.map(|i| items[i].height).max().unwrap_or(0)
}

/// Height of the lines of a column.
fn lines(items: &[Item], at: usize, gap: i32) -> i32 {
    let (mut before, mut line) = (0i32, 0);
    for i in standing(items, at) {
        if items[i].breaks && line > 0 {
            before = before.saturating_add(line).saturating_add(gap);
            line = 0;
        }
        line = line.max(items[i].height);
    }
    before.saturating_add(line)
}

/// Gives each node its place down.
pub(super) fn place(items: &mut [Item], nodes: &[Node], scale: &Scale) {
    let keyboard = if items[0].keyboard { KEYBOARD } else { 0 };
    let screen = scale.bottom - scale.top - keyboard;
    items[0].y = scale.top;
    items[0].height =
        if scale.domain == Domain::Web { items[0].height.max(screen) } else { screen };
    for at in 0..items.len() {
        float(items, at, scale);
        if items[at].first == 0 {
            continue;
        }
        let own = nodes.get(at.wrapping_sub(1));
        let inset = scale.inset(own).1.min(items[at].height / 2);
        let title = if items[at].titled { scale.title() } else { 0 };
        let top = inset.saturating_add(title).min(items[at].height);
        let y = items[at].y.saturating_add(top);
        let height = (items[at].height - top - inset).max(0);
        match items[at].mode {
            Mode::Column => column(items, at, (y, height), scale.between(own)),
            Mode::Line | Mode::Shares => {
                each(items, at, |item| (item.y, item.height) = (y, height));
            }
            Mode::Entry => entry(items, at, (y, height)),
            Mode::Hang => hang(items, at),
            Mode::Closed => {
                let bottom = y.saturating_add(height);
                each(items, at, |item| (item.y, item.height) = (bottom, 0));
            }
            Mode::Desktop => desktop(items, at, scale),
        }
    }
}

/// A dialog, menu or toast: as high as it wants, as far as its parent has room.
fn float(items: &mut [Item], at: usize, scale: &Scale) {
    let parent = items[items[at].parent as usize];
    let margin = scale.margin.min(parent.height / 8);
    let height = items[at].height.min(parent.height - 2 * margin);
    let free = parent.height - height;
    let below_a_bar = free.min(scale.bar + scale.gap);
    let at_the_end = free - margin;
    let down = match items[at].over {
        Over::Nothing | Over::Window => return,
        Over::Title => {
            let bar = (scale.pad + scale.title()).min(parent.height);
            let height = scale.control.min(bar);
            items[at].y = parent.y + (bar - height) / 2;
            items[at].height = height;
            return;
        }
        Over::Dialog => free / 2,
        Over::Toast if scale.domain == Domain::Android => at_the_end,
        Over::Menu | Over::Toast => below_a_bar,
    };
    (items[at].y, items[at].height) = (parent.y + down, height);
}

/// Does something to each standing child.
fn each(items: &mut [Item], at: usize, mut place: impl FnMut(&mut Item)) {
    let mut child = items[at].first as usize;
    while child != 0 {
        if items[child].over == Over::Nothing {
            place(&mut items[child]);
        }
        child = items[child].next as usize;
    }
}

/// Lines under one another. The last list takes the height that is left; lists give way, each by
/// its share, before anything is cut.
fn column(items: &mut [Item], at: usize, (y, height): (i32, i32), gap: i32) {
    let bottom = y.saturating_add(height);
    let free = i64::from(height) - i64::from(lines(items, at, gap));
    let lists = || standing(items, at).filter(|&i| items[i].grows);
    let last = lists().last();
    let lists: i64 = lists().map(|i| i64::from(items[i].height)).sum();
    // Tabs at the end of a phone's screen stay at its edge.
    let edge = standing(items, at).last().filter(|&i| items[i].at_edge && last.is_none());
    let (mut pen, mut line, mut next) = (y, 0, y);
    let mut given_way = 0;
    let mut child = items[at].first as usize;
    while child != 0 {
        let following = items[child].next as usize;
        if items[child].over != Over::Nothing {
            child = following;
            continue;
        }
        let mut wants = items[child].height;
        if Some(child) == last && free > 0 {
            wants = wants.saturating_add(free as i32);
        } else if items[child].grows && free < 0 {
            let before = given_way;
            given_way += i64::from(wants);
            let missing = (-free).min(lists);
            wants -= (missing * given_way / lists.max(1) - missing * before / lists.max(1)) as i32;
        }
        if items[child].breaks {
            pen = next;
            line = line_height(items, child);
            if items[child].grows {
                line = wants;
            }
            next = pen.saturating_add(line).saturating_add(gap);
        }
        if Some(child) == edge && free > 0 {
            pen = pen.saturating_add(free as i32);
        }
        // Small ones stand in the middle of their line.
        let from = pen.saturating_add((line - wants).max(0) / 2).min(bottom);
        let to = from.saturating_add(wants).min(bottom);
        (items[child].y, items[child].height) = (from, to - from);
        child = following;
    }
}

/// The height of the line that a child begins.
fn line_height(items: &[Item], first: usize) -> i32 {
    let mut highest = items[first].height;
    let mut child = items[first].next as usize;
    while child != 0 && !(items[child].breaks && items[child].over == Over::Nothing) {
        if items[child].over == Over::Nothing {
            highest = highest.max(items[child].height);
        }
        child = items[child].next as usize;
    }
    highest
}

/// Sides in the middle of the row, texts as a block in the middle.
fn entry(items: &mut [Item], at: usize, (y, height): (i32, i32)) {
    let stacked = standing(items, at).filter(|&i| !items[i].side);
    let stack = stacked.fold(0i32, |sum, i| sum.saturating_add(items[i].height));
    let bottom = y.saturating_add(height);
    let mut pen = y.saturating_add((height.saturating_sub(stack)).max(0) / 2);
    each(items, at, |item| {
        let wants = item.height.min(height);
        if item.side {
            (item.y, item.height) = (y + (height - wants) / 2, wants);
        } else {
            let to = pen.saturating_add(item.height).min(bottom);
            (item.y, item.height) = (pen.min(bottom), to - pen.min(bottom));
            pen = to;
        }
    });
}

/// Below the item, over the rest, down to the edge of what it lies on.
fn hang(items: &mut [Item], at: usize) {
    let surface = items[items[at].surface as usize];
    let bottom = surface.y.saturating_add(surface.height);
    let mut pen = items[at].y.saturating_add(items[at].height).min(bottom);
    each(items, at, |item| {
        let to = pen.saturating_add(item.height).min(bottom);
        (item.y, item.height) = (pen, to - pen);
        pen = to;
    });
}

/// The first bar at the top, others at the bottom, the rest between.
fn desktop(items: &mut [Item], at: usize, scale: &Scale) {
    let Item { y, height, .. } = items[at];
    let bars = |items: &[Item]| children(items, at).filter(|&i| items[i].side).count() as i32;
    let thickness = scale.bar.min(height / (bars(items) + 1));
    let count = bars(items);
    let bottom = y.saturating_add(height) - thickness * (count - 1).max(0);
    let top = y + if count > 0 { thickness } else { 0 };
    let (mut pen, mut nth) = (top, 0);
    each(items, at, |item| {
        if item.side {
            item.y = if nth == 0 { y } else { bottom + thickness * (nth - 1) };
            item.height = thickness;
            nth += 1;
        } else {
            let whole = item.mode == Mode::Desktop;
            let to = if whole { bottom } else { pen.saturating_add(item.height).min(bottom) };
            (item.y, item.height) = (pen, to - pen);
            pen = to.saturating_add(scale.gap).min(bottom);
        }
    });
}
