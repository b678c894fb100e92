//! Finding the delta between two states.
//!
//! Screens are compared as ordered trees whose edits are those of the protocol: runs of siblings go,
//! runs of subtrees come, nodes of one role change in place. That is Selkow's top-down edit
//! distance with affine gaps, solved exactly: siblings are aligned by Gotoh's three tables, the
//! cost of two nodes is what changes of them and the best alignment of their children. Costs
//! estimate tokens. What is beyond [`MAX_CELLS`] is replaced instead of aligned.

use super::{Delta, Edit, Element, Frame, Place, Redraw, Set, State, frame};
use crate::{Facts, Screen, screen::States};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
};

/// Most cells of all alignment tables of one comparison.
const MAX_CELLS: usize = 1 << 21;
/// No alignment.
const NEVER: u32 = u32::MAX / 4;

/// Cost of a line, without what it says.
const LINE: u32 = 2;
/// Cost of taking a run of siblings out.
const REMOVE: u32 = 4;
/// Cost of naming a place.
const PLACE: u32 = 4;

/// From this share of a new screen's cost on, edits are not worth their irregularity: a new screen
/// tells the nodes that belong together in one piece and numbers them in order.
const NEW_SHARE: (u32, u32) = (3, 4);

/// The delta that makes `facts` and `screen` of a state; `None` where none can and a keyframe is
/// needed: the facts have other tables or columns, rows in another order, or are refused.
pub fn diff(before: &State, facts: &Facts, screen: &Screen) -> Option<Delta> {
    let changes = before.facts.changes(facts)?;
    if !changes.is_empty() {
        facts.check().ok()?;
    }
    let next = Frame::new(screen);
    Some(Delta { facts: changes, screen: redraw(&before.frame, next) })
}

fn redraw(old: &Frame, new: Frame) -> Redraw {
    if old.heading == new.heading && old.elements == new.elements {
        return Redraw::default();
    }
    let fields = new.heading.differing(&old.heading);
    let mut edits: Vec<Edit> =
        fields.map(|field| Edit::Field(field, new.heading.get(field).map(str::to_owned))).collect();
    let heading: u32 = edits.iter().map(edit_cost).sum();
    let mut comparison = Comparison {
        old: Side::new(&old.elements),
        new: Side::new(&new.elements),
        ids: &old.ids,
        left: MAX_CELLS,
    };
    let whole = LINE + heading + comparison.new.cost(0..new.elements.len());
    let (olds, news) = (
        comparison.old.siblings(0..old.elements.len()),
        comparison.new.siblings(0..new.elements.len()),
    );
    let cost = comparison.align(&olds, &news, None, Some(&mut edits));
    // Numbers would run out.
    let full = u64::from(old.next) + new.elements.len() as u64 > u64::from(u32::MAX);
    let edited = heading.saturating_add(cost);
    if edited.saturating_mul(NEW_SHARE.1) >= whole.saturating_mul(NEW_SHARE.0) || full {
        return Redraw::New { heading: new.heading, elements: new.elements };
    }
    Redraw::Edits(edits)
}

/// One of the screens.
struct Side<'a> {
    elements: &'a [Element],
    /// Of each element: a hash of it and all that is in it, and where that ends.
    trees: Vec<(u64, usize)>,
    /// Of each element: the cost of all elements before it; one more at the end.
    costs: Vec<u32>,
}

impl<'a> Side<'a> {
    fn new(elements: &'a [Element]) -> Self {
        let mut trees = vec![(0, 0); elements.len()];
        for index in (0..elements.len()).rev() {
            let mut hasher = DefaultHasher::new();
            elements[index].hash(&mut hasher);
            let (mut child, end) = (index + 1, frame::end(elements, index));
            while child < end {
                let (hash, next) = trees[child];
                hash.hash(&mut hasher);
                child = next;
            }
            trees[index] = (hasher.finish(), end);
        }
        let mut costs = Vec::with_capacity(elements.len() + 1);
        costs.push(0);
        costs.extend(elements.iter().scan(0u32, |sum, element| {
            *sum = sum.saturating_add(element_cost(element));
            Some(*sum)
        }));
        Self { elements, trees, costs }
    }

    /// The cost of spelling a stretch out.
    fn cost(&self, stretch: Range<usize>) -> u32 {
        self.costs[stretch.end] - self.costs[stretch.start]
    }

    /// The cost of spelling out a node and all that is in it.
    fn tree_cost(&self, index: usize) -> u32 {
        self.cost(index..self.trees[index].1)
    }

    /// The top-level nodes of a stretch.
    fn siblings(&self, stretch: Range<usize>) -> Vec<usize> {
        let next = |&index: &usize| Some(self.trees[index].1).filter(|&next| next < stretch.end);
        let first = Some(stretch.start).filter(|_| !stretch.is_empty());
        std::iter::successors(first, next).collect()
    }

    /// The nodes directly in a node.
    fn children(&self, index: usize) -> Vec<usize> {
        self.siblings(index + 1..self.trees[index].1)
    }
}

struct Comparison<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// The numbers of the old nodes.
    ids: &'a [u32],
    /// Cells of tables that may still be filled.
    left: usize,
}

/// How a cell of the tables was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Keep,
    Remove,
    Insert,
}

const STEPS: [Step; 3] = [Step::Keep, Step::Remove, Step::Insert];

/// One cell: the least cost of getting here by each last step, and the step before it.
type Cell = [(u32, Step); 3];

impl Comparison<'_> {
    /// The least cost of making the new siblings of the old ones; if asked for, with the edits
    /// that do.
    fn align(
        &mut self,
        olds: &[usize],
        news: &[usize],
        parent: Option<usize>,
        edits: Option<&mut Vec<Edit>>,
    ) -> u32 {
        let same = |(o, n): (&usize, &usize)| self.same(*o, *n);
        let front = olds.iter().zip(news).take_while(|&pair| same(pair)).count();
        let back = olds[front..].iter().rev().zip(news[front..].iter().rev());
        let back = back.take_while(|&pair| same(pair)).count();
        let (olds, before) = (&olds[..olds.len() - back], front);
        let news = &news[..news.len() - back];
        let (o, n) = (olds.len() - front, news.len() - front);
        if o == 0 && n == 0 {
            return 0;
        }
        let steps = self.steps(&olds[front..], &news[front..]);
        let (cost, steps) = steps.unwrap_or_else(|| {
            let trees = news[front..].iter().map(|&n| self.new.tree_cost(n)).sum::<u32>();
            (REMOVE + PLACE + trees, [vec![Step::Remove; o], vec![Step::Insert; n]].concat())
        });
        if let Some(edits) = edits {
            let last = before.checked_sub(1).map(|at| olds[at]);
            self.record(&steps, &olds[front..], &news[front..], parent, last, edits);
        }
        cost
    }

    /// Whether two nodes and all that is in them are the same.
    fn same(&self, o: usize, n: usize) -> bool {
        let ((old, old_end), (new, new_end)) = (self.old.trees[o], self.new.trees[n]);
        old == new && self.old.elements[o..old_end] == self.new.elements[n..new_end]
    }

    /// The least cost of making one node of another, with all that is in it.
    fn pair(&mut self, o: usize, n: usize) -> u32 {
        let (old, new) = (&self.old.elements[o], &self.new.elements[n]);
        if old.role != new.role {
            return NEVER;
        }
        let set = set_cost(old, new);
        let (olds, news) = (self.old.trees[o].1, self.new.trees[n].1);
        match (olds - o, news - n) {
            (1, 1) => set,
            (_, 1) => set + REMOVE,
            (1, _) => set + PLACE + self.new.cost(n + 1..news),
            _ => {
                let (olds, news) = (self.old.children(o), self.new.children(n));
                set.saturating_add(self.align(&olds, &news, Some(o), None))
            }
        }
    }

    /// The cheapest steps; `None` if that is too much to compute.
    fn steps(&mut self, olds: &[usize], news: &[usize]) -> Option<(u32, Vec<Step>)> {
        let width = news.len() + 1;
        let size = (olds.len() + 1).checked_mul(width)?;
        self.left = self.left.checked_sub(size)?;
        let mut table: Vec<Cell> = vec![[(NEVER, Step::Keep); 3]; size];
        table[0][0].0 = 0;
        for i in 0..=olds.len() {
            for j in 0..=news.len() {
                let at = i * width + j;
                if i > 0 {
                    let [keep, remove, _] = table[at - width];
                    table[at][1] = least([
                        (keep.0.saturating_add(REMOVE), Step::Keep),
                        (remove.0, Step::Remove),
                    ]);
                }
                if j > 0 {
                    let tree = self.new.tree_cost(news[j - 1]);
                    let [keep, remove, insert] = table[at - 1];
                    let open = tree.saturating_add(PLACE);
                    table[at][2] = least([
                        (keep.0.saturating_add(open), Step::Keep),
                        (remove.0.saturating_add(open), Step::Remove),
                        (insert.0.saturating_add(tree), Step::Insert),
                    ]);
                }
                if i > 0 && j > 0 {
                    let [keep, remove, insert] = table[at - width - 1];
                    let before = least([
                        (keep.0, Step::Keep),
                        (remove.0, Step::Remove),
                        (insert.0, Step::Insert),
                    ]);
                    let pair = if self.same(olds[i - 1], news[j - 1]) {
                        0
                    } else {
                        self.pair(olds[i - 1], news[j - 1])
                    };
                    table[at][0] = (before.0.saturating_add(pair).min(NEVER), before.1);
                }
            }
        }
        let (mut i, mut j) = (olds.len(), news.len());
        let last = &table[i * width + j];
        let (cost, mut step) = least([0, 1, 2].map(|s| (last[s].0, STEPS[s])));
        let mut steps = Vec::with_capacity(i + j);
        while i > 0 || j > 0 {
            steps.push(step);
            let before = table[i * width + j][step as usize].1;
            match step {
                Step::Keep => (i, j) = (i - 1, j - 1),
                Step::Remove => i -= 1,
                Step::Insert => j -= 1,
            }
            step = before;
        }
        steps.reverse();
        Some((cost, steps))
    }

    /// Turns steps into edits, in document order.
    fn record(
        &mut self,
        steps: &[Step],
        olds: &[usize],
        news: &[usize],
        parent: Option<usize>,
        mut last: Option<usize>,
        edits: &mut Vec<Edit>,
    ) {
        let (mut o, mut n) = (0, 0);
        for run in steps.chunk_by(|a, b| a == b) {
            match run[0] {
                Step::Keep => {
                    for _ in run {
                        self.keep(olds[o], news[n], edits);
                        last = Some(olds[o]);
                        (o, n) = (o + 1, n + 1);
                    }
                }
                Step::Remove => {
                    let id = |at: usize| self.ids[olds[at]];
                    edits.push(Edit::Remove(id(o), id(o + run.len() - 1)));
                    o += run.len();
                }
                Step::Insert => {
                    let place = match (last, parent) {
                        (Some(last), _) => Place::After(self.ids[last]),
                        (None, Some(parent)) => Place::Inside(self.ids[parent]),
                        (None, None) => Place::Top,
                    };
                    let stretch = news[n]..self.new.trees[news[n + run.len() - 1]].1;
                    let base = self.new.elements[news[n]].depth;
                    let elements = self.new.elements[stretch].iter();
                    let elements =
                        elements.map(|e| Element { depth: e.depth - base, ..e.clone() }).collect();
                    edits.push(Edit::Insert { place, elements });
                    n += run.len();
                }
            }
        }
    }

    /// Edits for one node that stays.
    fn keep(&mut self, o: usize, n: usize, edits: &mut Vec<Edit>) {
        if self.same(o, n) {
            return;
        }
        let set = Set::between(&self.old.elements[o], &self.new.elements[n]);
        if !set.is_empty() {
            edits.push(Edit::Set(self.ids[o], set));
        }
        let (olds, news) = (self.old.children(o), self.new.children(n));
        self.align(&olds, &news, Some(o), Some(edits));
    }
}

/// The cheapest; of equals the first.
fn least<const N: usize>(options: [(u32, Step); N]) -> (u32, Step) {
    let mut best = options[0];
    for option in &options[1..] {
        if option.0 < best.0 {
            best = *option;
        }
    }
    best
}

/// Cost of a text: long ones are mostly said by reference.
fn text_cost(text: &str) -> u32 {
    1 + text.len().min(24) as u32 / 4
}

fn option_cost(text: Option<&String>) -> u32 {
    1 + text.map_or(0, |text| text_cost(text))
}

fn states_cost(old: States, new: States) -> u32 {
    if old == new { 0 } else { super::words::states(old, new).count() as u32 }
}

/// Cost of a node's line.
fn element_cost(element: &Element) -> u32 {
    let clickable = States { clickable: element.states.clickable, ..States::default() };
    let name = if element.name.is_empty() { 0 } else { text_cost(&element.name) };
    let value = element.value.as_ref().map_or(0, |text| option_cost(Some(text)));
    let hint = element.hint.as_ref().map_or(0, |text| option_cost(Some(text)));
    LINE + 1 + states_cost(clickable, element.states) + name + value + hint
}

/// Cost of changing a node, without what is in it.
fn set_cost(old: &Element, new: &Element) -> u32 {
    let states = states_cost(old.states, new.states);
    let name = if old.name == new.name { 0 } else { text_cost(&new.name) };
    let value = if old.value == new.value { 0 } else { option_cost(new.value.as_ref()) };
    let hint = if old.hint == new.hint { 0 } else { option_cost(new.hint.as_ref()) };
    match states + name + value + hint {
        0 => 0,
        fields => LINE + fields,
    }
}

fn edit_cost(edit: &Edit) -> u32 {
    if let Edit::Field(_, text) = edit { LINE + option_cost(text.as_ref()) - 1 } else { 0 }
}

#[cfg(test)]
mod tests;
