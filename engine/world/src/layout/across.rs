//! Widths and places across: what nodes want, from the inside out, then what they get, from the
//! outside in.

use super::{
    measure::{ICONS, Scale, letters},
    tree::{Item, Mode, Over, children, children_from, is_side, standing},
};
use crate::{Domain, Node, Role, screen::Bounds};

/// Largest coordinate of a window that is kept.
const FAR: i32 = 1 << 20;

/// The node of an item; `None` for the screen.
fn node(nodes: &[Node], item: usize) -> Option<&Node> {
    nodes.get(item.wrapping_sub(1))
}

/// Notes the width each node wants.
pub(super) fn natural(items: &mut [Item], nodes: &[Node], scale: &Scale) {
    for at in (1..items.len()).rev() {
        let own = &nodes[at - 1];
        items[at].letters = letters(own);
        let in_bar =
            items[at].parent > 0 && nodes[items[at].parent as usize - 1].role == Role::ToolBar;
        let alone = scale.width(own, items[at].letters, in_bar);
        let gap = scale.between(Some(own));
        let inside = match items[at].mode {
            Mode::Hang | Mode::Closed => 0,
            _ if items[at].first == 0 => 0,
            Mode::Line | Mode::Shares => total(items, standing(items, at), gap),
            Mode::Column | Mode::Desktop => longest_line(items, at, gap),
            Mode::Entry => {
                let sides = standing(items, at).filter(|&i| is_side(nodes[i - 1].role));
                let stacked = standing(items, at).filter(|&i| !is_side(nodes[i - 1].role));
                let widest = stacked.map(|i| items[i].wants).max().unwrap_or(0);
                total(items, sides, gap).saturating_add(widest)
            }
        };
        let inset = 2 * scale.inset(Some(own)).0;
        let shows_text = items[at].first == 0 || items[at].titled;
        let shows_text = shows_text || matches!(items[at].mode, Mode::Hang | Mode::Closed);
        let alone = if shows_text { alone } else { 0 };
        items[at].wants = inside.saturating_add(inset).max(alone);
    }
}

/// The widths of items and the gaps after them.
fn total(items: &[Item], which: impl Iterator<Item = usize>, gap: i32) -> i32 {
    which.fold(0, |sum: i32, i| sum.saturating_add(items[i].wants).saturating_add(gap))
}

fn longest_line(items: &[Item], at: usize, gap: i32) -> i32 {
    let (mut longest, mut line) = (0, 0i32);
    for i in standing(items, at) {
        let so_far = if items[i].small && !items[i].leads { line } else { 0 };
        line = so_far.saturating_add(items[i].wants).saturating_add(gap);
        longest = longest.max(line);
        line = if items[i].small { line } else { 0 };
    }
    longest
}

/// Gives each node its place across.
pub(super) fn place(items: &mut [Item], nodes: &[Node], scale: &Scale) {
    (items[0].x, items[0].width) = (0, scale.across);
    let mut windows = 0;
    for at in 0..items.len() {
        if items[at].over == Over::Window {
            let bounds = nodes[at - 1].bounds.filter(sane).unwrap_or_else(|| cascade(windows));
            windows += 1;
            let Bounds { x, y, width, height } = bounds;
            items[at] = Item { x, y, width, height, ..items[at] };
            title_bar(items, at, scale);
        } else if !matches!(items[at].over, Over::Nothing | Over::Title) {
            float(items, at, scale);
        }
        let own = node(nodes, at);
        let (inset, gap) = (scale.inset(own).0, scale.between(own));
        let width = (items[at].width - 2 * inset).max(0);
        let x = items[at].x + inset.min(items[at].width / 2);
        match items[at].mode {
            _ if items[at].first == 0 => {}
            Mode::Column => {
                column(items, at, (x, width), gap);
                buttons_to_the_right(items, nodes, at, x + width, scale.domain);
            }
            Mode::Line => line(items, nodes, at, (x, width), gap),
            Mode::Shares => shares(items, at, (x, width)),
            Mode::Entry => entry(items, nodes, at, (x, width), gap),
            Mode::Hang => hang(items, at),
            Mode::Closed => children_to(items, at, (x, width)),
            Mode::Desktop => desktop(items, nodes, at, scale),
        }
    }
}

fn sane(bounds: &Bounds) -> bool {
    let near = |at: i32| (-FAR..=FAR).contains(&at);
    let size = |size: i32| (1..=FAR).contains(&size);
    near(bounds.x) && near(bounds.y) && size(bounds.width) && size(bounds.height)
}

/// Where the n-th window opens by itself.
fn cascade(n: i32) -> Bounds {
    let step = n % 4;
    Bounds { x: 160 + 40 * step, y: 56 + 36 * step, width: 920, height: 600 }
}

/// A dialog, menu or toast: as wide as it wants, as far as its parent has room.
fn float(items: &mut [Item], at: usize, scale: &Scale) {
    let parent = items[items[at].parent as usize];
    let margin = scale.margin.min(parent.width / 8);
    let most = parent.width - 2 * margin;
    let least =
        if items[at].over == Over::Dialog { parent.width.min(scale.across) * 2 / 5 } else { 0 };
    let width = items[at].wants.max(least).min(most);
    let free = parent.width - width;
    let in_the_middle = items[at].over == Over::Dialog
        || (items[at].over == Over::Toast && items[0].mode != Mode::Desktop);
    items[at].width = width;
    items[at].x = parent.x + if in_the_middle { free / 2 } else { free - margin };
}

/// The buttons in a window's title bar: at its end, and no further in than its middle.
fn title_bar(items: &mut [Item], at: usize, scale: &Scale) {
    let Item { x, width, first, .. } = items[at];
    let buttons =
        children_from(items, first as usize).take_while(|&i| items[i].over == Over::Title);
    let wanted = i64::from(total(items, buttons, scale.gap).max(1));
    let given = wanted.min(i64::from(width / 2));
    let right = i64::from(x) + i64::from(width) - given - i64::from(scale.gap.min(width / 8));
    let mut before = 0i64;
    let mut child = first as usize;
    while child != 0 && items[child].over == Over::Title {
        let from = before * given / wanted;
        before += i64::from(items[child].wants.saturating_add(scale.gap));
        let to = before * given / wanted;
        let wide = (to - from - i64::from(scale.gap)).max(0);
        (items[child].x, items[child].width) = ((right + from) as i32, wide as i32);
        child = items[child].next as usize;
    }
}

/// One under another; runs of small ones share lines, and controls beside a row share its line.
fn column(items: &mut [Item], at: usize, (x, width): (i32, i32), gap: i32) {
    let right = x + width;
    let (mut pen, mut sharing) = (x, false);
    let mut child = items[at].first as usize;
    while child != 0 {
        let item = items[child];
        if item.over != Over::Nothing {
            child = item.next as usize;
            continue;
        }
        if item.beside {
            child = controls(items, child, (pen, right), gap);
            continue;
        }
        let (given, breaks) = if item.small {
            let wants = item.wants.min(width);
            (wants, !(sharing && !item.leads && wants <= right - pen))
        } else {
            (width - beside(items, item.next, gap).min(width * 3 / 10), true)
        };
        pen = if breaks { x } else { pen };
        items[child] = Item { x: pen, width: given, breaks, ..item };
        pen += given + if item.small { gap } else { 0 };
        sharing = item.small;
        child = item.next as usize;
    }
}

/// The width that the controls beside a row want, `first` being what follows the row.
fn beside(items: &[Item], first: u32, gap: i32) -> i32 {
    let run = children_from(items, first as usize).take_while(|&i| items[i].beside);
    total(items, run, gap)
}

/// Places a run of controls between the end of their row and the right; gives what follows it.
fn controls(items: &mut [Item], first: usize, (from, right): (i32, i32), gap: i32) -> usize {
    let (wanted, given) = (beside(items, first as u32, gap).max(1), right - from);
    let mut pen = from;
    let mut child = first;
    while child != 0 && items[child].beside {
        let share = i64::from(items[child].wants.saturating_add(gap)) * i64::from(given);
        let share = (share / i64::from(wanted)) as i32;
        let free = gap.min(share);
        items[child] = Item { x: pen + free, width: share - free, ..items[child] };
        pen += share;
        child = items[child].next as usize;
    }
    child
}

/// Moves the lines of buttons that end a dialog, or follow a phone's list, to the right.
fn buttons_to_the_right(items: &mut [Item], nodes: &[Node], at: usize, right: i32, domain: Domain) {
    let list = children(items, at).filter(|&i| items[i].grows).last();
    let mut first = match list {
        Some(list) if domain == Domain::Android => items[list].next as usize,
        _ if items[at].over == Over::Dialog => items[at].first as usize,
        _ => return,
    };
    while first != 0 {
        let goes_on = |&i: &usize| items[i].over != Over::Nothing || !items[i].breaks;
        let after = children_from(items, items[first].next as usize).find(|i| !goes_on(i));
        let line = || children_from(items, first).take_while(|&i| Some(i) != after);
        let standing = || line().filter(|&i| items[i].over == Over::Nothing);
        let shift = match standing().last() {
            Some(last) if standing().all(|i| nodes[i - 1].role == Role::Button) => {
                right - items[last].x - items[last].width
            }
            _ => 0,
        };
        let after = after.unwrap_or(0);
        let mut child = first;
        while child != after {
            if items[child].over == Over::Nothing {
                items[child].x += shift;
            }
            child = items[child].next as usize;
        }
        first = after;
    }
}

/// Side by side. What is left goes to the first field or text; what is missing is missing to all.
fn line(items: &mut [Item], nodes: &[Node], at: usize, (x, width): (i32, i32), gap: i32) {
    let count = standing(items, at).count() as i32;
    let gap = gap.min(width / (4 * count.max(1)));
    let room = width - gap * (count - 1).max(0);
    let wanted = standing(items, at).fold(0i64, |sum, i| sum + i64::from(items[i].wants)).max(1);
    let taker = |role| standing(items, at).find(|&i| nodes[i - 1].role == role);
    let taker = taker(Role::TextBox).or_else(|| {
        let bar = at > 0 && nodes[at - 1].role == Role::ToolBar;
        taker(Role::Heading).or_else(|| taker(Role::Text)).filter(|_| bar)
    });
    let mut before = 0i64;
    let mut nth = 0;
    let mut child = items[at].first as usize;
    while child != 0 {
        if items[child].over == Over::Nothing {
            let from = before;
            before += i64::from(items[child].wants);
            if wanted <= i64::from(room) && taker == Some(child) {
                before += i64::from(room) - wanted;
            }
            let scaled = |at: i64| {
                let at = if wanted > i64::from(room) { at * i64::from(room) / wanted } else { at };
                at as i32
            };
            items[child].x = x + scaled(from) + gap * nth;
            items[child].width = scaled(before) - scaled(from);
            nth += 1;
        }
        child = items[child].next as usize;
    }
}

/// Side by side, all of one width.
fn shares(items: &mut [Item], at: usize, (x, width): (i32, i32)) {
    let count = standing(items, at).count() as i64;
    let edge = |n: i64| x + (i64::from(width) * n / count.max(1)) as i32;
    let mut nth = 0;
    let mut child = items[at].first as usize;
    while child != 0 {
        if items[child].over == Over::Nothing {
            (items[child].x, items[child].width) = (edge(nth), edge(nth + 1) - edge(nth));
            nth += 1;
        }
        child = items[child].next as usize;
    }
}

/// Pictures and controls at the sides, no further in than a third each, the rest between.
fn entry(items: &mut [Item], nodes: &[Node], at: usize, (x, width): (i32, i32), gap: i32) {
    let Some(first) = standing(items, at).find(|&i| !is_side(nodes[i - 1].role)) else {
        line(items, nodes, at, (x, width), gap);
        let mut child = items[at].first as usize;
        while child != 0 {
            items[child].side = true;
            child = items[child].next as usize;
        }
        return;
    };
    let side = |items: &[Item], leading: bool| {
        let wanted =
            standing(items, at).filter(|&i| is_side(nodes[i - 1].role) && (i < first) == leading);
        total(items, wanted, gap)
    };
    let wanted = [side(items, true), side(items, false)];
    let given = wanted.map(|wanted| wanted.min(width * 3 / 10));
    let mut from = [x, x + width - given[1]];
    let mut child = items[at].first as usize;
    while child != 0 {
        if items[child].over != Over::Nothing {
        } else if is_side(nodes[child - 1].role) {
            let which = usize::from(child > first);
            let share = i64::from(items[child].wants.saturating_add(gap)) * i64::from(given[which])
                / i64::from(wanted[which].max(1));
            let free = if which == 0 { 0 } else { gap.min(share as i32) };
            items[child].x = from[which] + free;
            items[child].width = (share as i32 - gap).max(0);
            items[child].side = true;
            from[which] += share as i32;
        } else {
            items[child].x = x + given[0];
            items[child].width = width - given[0] - given[1];
        }
        child = items[child].next as usize;
    }
}

/// Below the item, as wide as the widest of them.
fn hang(items: &mut [Item], at: usize) {
    let surface = items[items[at].surface as usize];
    let right = surface.x.saturating_add(surface.width);
    let widest = children(items, at).map(|i| items[i].wants).max().unwrap_or(0);
    let width = widest.max(items[at].width).min(surface.width);
    let x = items[at].x.min(right - width);
    children_to(items, at, (x, width));
}

fn children_to(items: &mut [Item], at: usize, (x, width): (i32, i32)) {
    let mut child = items[at].first as usize;
    while child != 0 {
        (items[child].x, items[child].width) = (x, width);
        child = items[child].next as usize;
    }
}

/// Bars and nested desktops are as wide as the screen, the rest is a column of icons.
fn desktop(items: &mut [Item], nodes: &[Node], at: usize, scale: &Scale) {
    let Item { x, width, .. } = items[at];
    let mut child = items[at].first as usize;
    while child != 0 {
        let item = &mut items[child];
        if item.over == Over::Nothing {
            item.breaks = true;
            let wide = is_bar(&nodes[child - 1]) || item.mode == Mode::Desktop;
            item.side = is_bar(&nodes[child - 1]);
            let free = scale.gap.min(width);
            (item.x, item.width) =
                if wide { (x, width) } else { (x + free, ICONS.min(width - free)) };
        }
        child = items[child].next as usize;
    }
}

fn is_bar(node: &Node) -> bool {
    matches!(node.role, Role::Panel | Role::ToolBar)
}
