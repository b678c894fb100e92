//! Two places side by side.

use super::{
    Effect, Open, Phase, State,
    msg::Spot,
    tree::{Move, Task},
    walk::{Walk, Way},
};
use crate::page::say::{say, say_with};
use diorama_world::{
    Screen,
    diff::{self, Diff},
    timeline::Place,
};
use std::rc::Rc;

/// Two places side by side, and how they differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Compare {
    /// Where the person stands.
    pub left: Side,
    /// The other one.
    pub right: Side,
    /// From the left screen to the right one.
    pub diff: Rc<Diff>,
}

/// One side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// What is shown.
    pub at: Place,
    /// The end of the branch it walks along.
    end: Place,
}

impl Side {
    fn new(walk: &Walk, at: Place) -> Self {
        Self { at, end: walk.toward(at, Way::Last).unwrap_or(at) }
    }

    /// Walks along the branch; says whether that led elsewhere.
    fn walk(&mut self, walk: &Walk, way: Way) -> bool {
        let path = walk.timeline().path(self.end);
        let here = path.iter().position(|place| *place == self.at).unwrap_or(0);
        let to = match way {
            Way::Back => here.saturating_sub(1),
            Way::On => (here + 1).min(path.len() - 1),
            Way::First => 0,
            Way::Last => path.len() - 1,
            Way::Above | Way::Below => here,
        };
        self.at = path[to];
        to != here
    }

    /// Steps to the end of the branch.
    fn ahead(&self, walk: &Walk) -> usize {
        walk.timeline().path(self.end).len() - walk.timeline().path(self.at).len()
    }
}

impl Compare {
    /// Two places side by side.
    pub fn new(walk: &Walk, left: Place, right: Place) -> Self {
        let (left, right) = (Side::new(walk, left), Side::new(walk, right));
        Self { left, right, diff: difference(walk, left, right) }
    }

    /// Walks: along their branches both go, to another branch only the other one. Says whether
    /// that led anywhere.
    pub fn walk(&mut self, walk: &Walk, way: Way) -> bool {
        let moved = match way {
            Way::Above | Way::Below => {
                let to = walk.toward(self.right.at, way);
                self.right = to.map_or(self.right, |to| Side::new(walk, to));
                to.is_some()
            }
            // Both, so not the shortcut of `||`.
            along => self.left.walk(walk, along) | self.right.walk(walk, along),
        };
        self.diff = difference(walk, self.left, self.right);
        moved
    }

    /// Shows another place beside the left one.
    pub fn choose(&mut self, walk: &Walk, place: Place) {
        if walk.timeline().has(place) {
            self.right = Side::new(walk, place);
            self.diff = difference(walk, self.left, self.right);
        }
    }

    /// Swaps the sides.
    pub fn swap(&mut self, walk: &Walk) {
        std::mem::swap(&mut self.left, &mut self.right);
        self.diff = difference(walk, self.left, self.right);
    }

    /// Steps until both are at their ends.
    pub fn ahead(&self, walk: &Walk) -> usize {
        self.left.ahead(walk).max(self.right.ahead(walk))
    }

    /// The difference in words; worlds that are not drawn have lines where others have nodes.
    pub fn verdict(&self, drawn: bool) -> String {
        let diff = &self.diff;
        let changed = diff.changed.iter().filter(|it| !it.moved_only()).count();
        let count = diff.added.len() + diff.removed.len() + changed;
        let nodes = match (count, drawn) {
            (1, true) => say("1 node differs").to_owned(),
            (1, false) => say("1 line differs").to_owned(),
            (count, true) => say_with("{1} nodes differ", &[&count]),
            (count, false) => say_with("{1} lines differ", &[&count]),
        };
        match (count, diff.header, diff.new_screen) {
            (0, false, _) if diff.changed.is_empty() => say("Nothing differs").to_owned(),
            (0, false, _) => say("Only places on the screen differ").to_owned(),
            (0, true, _) => say("Only the header differs").to_owned(),
            (.., true) => say_with("Different screens: {1}", &[&nodes]),
            (.., false) => nodes,
        }
    }
}

/// How the screens differ; all of it, where one of them cannot be drawn.
fn difference(walk: &Walk, left: Side, right: Side) -> Rc<Diff> {
    let none = Rc::new(Screen::default());
    let screen = |side: Side| walk.screen(side.at).unwrap_or(&none);
    Rc::new(diff::diff(screen(left), screen(right)))
}

impl State {
    /// Begins or leaves comparing, or swaps the two.
    pub(super) fn compare(&mut self, it: &Move) -> Vec<Effect> {
        self.with_open(|open| match it {
            Move::Swap => open.swap(),
            _ => open.compare(),
        })
    }
}

impl Open {
    fn compare(&mut self) -> (Option<String>, Vec<Effect>) {
        let to_step = vec![Effect::Focus(Spot::Step)];
        if matches!(self.task, Task::Comparing(_)) {
            self.task = Task::Nothing;
            return (Some(say("No longer comparing.").to_owned()), to_step);
        }
        let Some(other) = self.other() else {
            return (Some(say("There is only one screen so far.").to_owned()), Vec::new());
        };
        self.task = Task::Comparing(Compare::new(&self.walk, self.walk.here(), other));
        self.phase = Phase::Idle;
        (self.comparison(), to_step)
    }

    fn swap(&mut self) -> (Option<String>, Vec<Effect>) {
        if let Task::Comparing(compare) = &mut self.task {
            compare.swap(&self.walk);
        }
        self.stand_left();
        (self.comparison(), Vec::new())
    }

    /// What there is to compare with: where the person was on another branch last, else as far
    /// along the branch beside this one, else the step before, else the end.
    fn other(&self) -> Option<Place> {
        let walk = &self.walk;
        let here = walk.here();
        let apart = |at: &Place| {
            let parting = walk.parting(here, *at);
            parting != here && parting != *at
        };
        self.aside
            .filter(|aside| walk.timeline().has(*aside) && apart(aside))
            .or_else(|| beside(walk, here))
            .or_else(|| walk.toward(here, Way::Back))
            .or_else(|| walk.toward(here, Way::Last))
    }
}

/// As far along the branch beside a place as the place is along its own; none without a fork.
fn beside(walk: &Walk, here: Place) -> Option<Place> {
    let timeline = walk.timeline();
    let path = timeline.path(here);
    let (from, other) = path.windows(2).rev().find_map(|pair| {
        let (from, own) = (pair[0], pair[1]);
        let others = timeline.children(from).filter(|child| *child != own);
        // The one made last before this one, else the one after it.
        let off = |other: &Place| (*other > own, other.number().abs_diff(own.number()));
        Some((from, others.min_by_key(off)?))
    })?;
    let steps = path.len() - timeline.path(from).len();
    let on = std::iter::successors(Some(other), |place| timeline.following(*place));
    on.take(steps).last()
}
