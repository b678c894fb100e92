//! The tree of steps laid out: columns count steps from the start, lanes lie below each other.
//! And the ways to walk it, as it lies there.

use super::Walk;
use crate::page::say::say_with;
use diorama_world::timeline::Place;

/// A place in the drawn tree of steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lane {
    /// Steps from the start.
    pub column: usize,
    /// Lanes from the top. Branches that do not meet share one.
    pub lane: usize,
    /// Branches from the oldest, whose number is 0: the first step that follows another goes on
    /// with its branch, the others begin one.
    pub branch: usize,
}

/// A way to walk the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One step back.
    Back,
    /// One step on along the branch visited last.
    On,
    /// To the lane above.
    Above,
    /// To the lane below.
    Below,
    /// To the start.
    First,
    /// To the end of the branch.
    Last,
}

impl Walk {
    /// Where each place stands when the tree is laid out, by number. If a step is coming after a
    /// place, the last one is for that.
    ///
    /// The first child goes on in its parent's lane; what follows the others lies below all that
    /// follows earlier ones in the same columns, so that no two lines cross.
    pub fn lanes(&self, coming: Option<Place>) -> Vec<Lane> {
        let steps = self.timeline.places().skip(1);
        let steps = steps.filter_map(|at| Some((at.number(), self.timeline.parent(at)?.number())));
        let coming = coming.map(|from| (self.sights.len() + 1, from.number()));
        let steps: Vec<(usize, usize)> = steps.chain(coming).collect();
        let size = self.sights.len() + 1 + usize::from(coming.is_some());
        let below = below(&steps, size);
        let mut lanes = vec![Lane::default(); size];
        let mut continued = vec![false; size];
        let mut branches = 0;
        // A step comes after the place that it was done from.
        for (step, from) in steps {
            let Lane { column, lane, mut branch } = lanes[from];
            if std::mem::replace(&mut continued[from], true) {
                branches += 1;
                branch = branches;
            }
            lanes[step] = Lane { column: column + 1, lane: lane + below[step], branch };
        }
        lanes
    }

    /// Where a way leads from a place.
    pub fn toward(&self, place: Place, way: Way) -> Option<Place> {
        match way {
            Way::Back => self.timeline.parent(place),
            Way::On => self.timeline.following(place),
            Way::First => Some(Place::START).filter(|&start| start != place),
            Way::Last => self.timeline.branch(place).pop().filter(|&last| last != place),
            Way::Above | Way::Below => self.beside(place, way == Way::Below),
        }
    }

    /// The nearest place in the next lane below or above: in the same column, else as far from the
    /// start as that lane reaches.
    fn beside(&self, place: Place, below: bool) -> Option<Place> {
        let lanes = self.lanes(None);
        let here = *lanes.get(place.number())?;
        let off = |at: &Place| {
            let Lane { column, lane, .. } = lanes[at.number()];
            let (from, to) = if below { (here.lane, lane) } else { (lane, here.lane) };
            let down = to.checked_sub(from).filter(|&down| down > 0)?;
            // What lies further on comes last.
            let across = (column > here.column, column.abs_diff(here.column));
            Some((down, across))
        };
        self.timeline.places().filter_map(|at| Some((off(&at)?, at))).min().map(|(_, at)| at)
    }

    /// The last place that the ways from the start to two places have in common.
    pub fn parting(&self, one: Place, other: Place) -> Place {
        let (one, other) = (self.timeline.path(one), self.timeline.path(other));
        let common = one.iter().zip(&other).take_while(|(one, other)| one == other);
        common.last().map_or(Place::START, |(place, _)| *place)
    }

    /// A place in words: `step 4 of 9, tap Save, branch 2`.
    pub fn told(&self, place: Place) -> String {
        let step = self.timeline.path(place).len() - 1;
        let name = self.name(place);
        if step == 0 {
            return name.to_owned();
        }
        let of = self.timeline.branch(place).len() - 1;
        let branch = self.lanes(None).get(place.number()).map_or(0, |lane| lane.branch);
        let branch =
            if branch == 0 { String::new() } else { say_with(", branch {1}", &[&(branch + 1)]) };
        say_with("step {1} of {2}, {3}{4}", &[&step, &of, &name, &branch])
    }
}

/// How many lanes each step lies below the place it was done from. `steps` are pairs of a step and
/// that place, in order of creation.
fn below(steps: &[(usize, usize)], size: usize) -> Vec<usize> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); size];
    for &(step, from) in steps {
        children[from].push(step);
    }
    let mut below = vec![0; size];
    // For each place how far down it reaches in each column, counted from its lane; the last entry
    // is for its own column, so that going on in a lane costs one more entry.
    let mut reaches: Vec<Vec<usize>> = vec![Vec::new(); size];
    for place in (0..size).rev() {
        let mut reach: Vec<usize> = Vec::new();
        for (nth, &child) in children[place].iter().enumerate() {
            let its = std::mem::take(&mut reaches[child]);
            if nth == 0 {
                reach = its;
                continue;
            }
            // One column more than it needs: two branches in a lane do not touch.
            let above = reach.iter().rev().take(its.len() + 1).max();
            let down = above.map_or(0, |above| above + 1);
            below[child] = down;
            reach.truncate(reach.len().saturating_sub(its.len()));
            reach.extend(its.into_iter().map(|it| it + down));
        }
        reach.push(0);
        reaches[place] = reach;
    }
    below
}
