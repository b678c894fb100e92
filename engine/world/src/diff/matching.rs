//! Which node of one screen is which of the next.
//!
//! Nodes are matched in rounds, by weaker and weaker keys. Each round aligns what is left, in
//! order, within the gaps between the matches so far; so a row that was put in does not shift
//! the others, and two rows never cross. A last round finds nodes that moved elsewhere.

use crate::{Node, Screen, screen::Bounds};
use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
    ops::Range,
};

/// Largest table, in cells, for which a longest common subsequence is computed; beyond it only
/// keys that occur once on either side are aligned.
const MAX_TABLE: usize = 1 << 20;

/// What a node is matched by in one round.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    /// What the dialect calls it by, its kind and its name.
    Same { id: Option<&'a str>, kind: &'a str, name: &'a str },
    /// What the dialect calls it by, and its kind.
    Called { id: &'a str, kind: &'a str },
    /// Kind and name.
    Named { kind: &'a str, name: &'a str },
    /// Kind and place.
    Placed { kind: &'a str, bounds: Bounds },
}

type Round = for<'a> fn(&'a Node, bool) -> Option<Key<'a>>;

/// The rounds; the flag says whether references hold from one screen to the next.
const ROUNDS: [Round; 5] = [
    same,
    |node, refs| id(node, refs).map(|id| Key::Called { id, kind: &node.kind }),
    |node, _| (!node.name.is_empty()).then_some(Key::Named { kind: &node.kind, name: &node.name }),
    |node, _| node.bounds.map(|bounds| Key::Placed { kind: &node.kind, bounds }),
    |node, refs| {
        let nameless = node.name.is_empty() && id(node, refs).is_none();
        nameless.then_some(Key::Named { kind: &node.kind, name: "" })
    },
];

/// The strongest key. A node without name or id could be any.
fn same(node: &Node, refs: bool) -> Option<Key<'_>> {
    let id = id(node, refs);
    let known = !node.name.is_empty() || id.is_some();
    known.then_some(Key::Same { id, kind: &node.kind, name: &node.name })
}

/// Pairs of indices, sorted: a node of `old` and the same node of `new`.
pub(super) fn pairs(old: &Screen, new: &Screen) -> Vec<(usize, usize)> {
    // Browsers keep references while the page stays.
    let refs = old.header.url.is_some() && old.header.url == new.header.url;
    let mut matches: Vec<(usize, usize)> = Vec::new();
    for round in ROUNDS {
        let mut table = Keys::default();
        let olds: Vec<_> = old.nodes.iter().map(|n| table.number(round(n, refs))).collect();
        let news: Vec<_> = new.nodes.iter().map(|n| table.number(round(n, refs))).collect();
        let found: Vec<_> = gaps(&matches, olds.len(), news.len())
            .into_iter()
            .flat_map(|(o, n)| align(&olds, o, &news, n))
            .collect();
        matches.extend(found);
        matches.sort_unstable();
    }
    matches.extend(moved(old, new, &matches, refs));
    matches.sort_unstable();
    matches
}

/// What the dialect calls a node by: its resource id, or its reference where those hold.
fn id(node: &Node, refs: bool) -> Option<&str> {
    let resource = node.attribute("res").filter(|id| !id.is_empty());
    resource.or_else(|| node.reference.as_deref().filter(|_| refs))
}

/// Numbers for keys, so that comparing is cheap. Nodes without a key match nothing.
#[derive(Default)]
struct Keys<'a>(HashMap<Key<'a>, usize>);

impl<'a> Keys<'a> {
    fn number(&mut self, key: Option<Key<'a>>) -> Option<usize> {
        let next = self.0.len();
        key.map(|key| *self.0.entry(key).or_insert(next))
    }
}

/// The stretches between matches that are sorted.
fn gaps(matches: &[(usize, usize)], olds: usize, news: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut gaps = Vec::with_capacity(matches.len() + 1);
    let (mut o, mut n) = (0, 0);
    for &(old, new) in matches.iter().chain(std::iter::once(&(olds, news))) {
        gaps.push((o..old, n..new));
        (o, n) = (old + 1, new + 1);
    }
    gaps.retain(|(o, n)| !o.is_empty() && !n.is_empty());
    gaps
}

/// Aligns two stretches, in order.
fn align(
    olds: &[Option<usize>],
    mut o: Range<usize>,
    news: &[Option<usize>],
    mut n: Range<usize>,
) -> Vec<(usize, usize)> {
    let same = |o: usize, n: usize| olds[o].is_some() && olds[o] == news[n];
    let mut found = Vec::new();
    while !o.is_empty() && !n.is_empty() && same(o.start, n.start) {
        found.push((o.start, n.start));
        (o.start, n.start) = (o.start + 1, n.start + 1);
    }
    while !o.is_empty() && !n.is_empty() && same(o.end - 1, n.end - 1) {
        found.push((o.end - 1, n.end - 1));
        (o.end, n.end) = (o.end - 1, n.end - 1);
    }
    if o.len().saturating_mul(n.len()) <= MAX_TABLE {
        found.extend(common(o, n, same));
    } else {
        found.extend(unique(olds, o, news, n));
    }
    found
}

/// A longest common subsequence, by the usual table.
fn common(
    o: Range<usize>,
    n: Range<usize>,
    same: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let width = n.len() + 1;
    // Length of the longest one from here to the ends.
    let mut table = vec![0u32; (o.len() + 1) * width];
    for i in (0..o.len()).rev() {
        for j in (0..n.len()).rev() {
            table[i * width + j] = if same(o.start + i, n.start + j) {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    while i < o.len() && j < n.len() {
        if same(o.start + i, n.start + j) {
            found.push((o.start + i, n.start + j));
            (i, j) = (i + 1, j + 1);
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// The longest increasing run of keys that occur once on either side ("patience").
fn unique(
    olds: &[Option<usize>],
    o: Range<usize>,
    news: &[Option<usize>],
    n: Range<usize>,
) -> Vec<(usize, usize)> {
    let (in_old, in_new) = (once(olds, o), once(news, n));
    let mut candidates: Vec<(usize, usize)> =
        in_old.iter().filter_map(|(key, &o)| in_new.get(key).map(|&n| (o, n))).collect();
    candidates.sort_unstable();
    // `tails[k]` ends the run of length k + 1 that ends lowest; `before` chains the runs.
    let mut tails: Vec<usize> = Vec::new();
    let mut before = vec![None; candidates.len()];
    for (i, &(_, n)) in candidates.iter().enumerate() {
        let length = tails.partition_point(|&tail| candidates[tail].1 < n);
        before[i] = length.checked_sub(1).map(|k| tails[k]);
        if length == tails.len() {
            tails.push(i);
        } else {
            tails[length] = i;
        }
    }
    let mut run: Vec<_> = std::iter::successors(tails.last().copied(), |&i| before[i])
        .map(|i| candidates[i])
        .collect();
    run.reverse();
    run
}

/// Where the keys of a stretch stand that occur once in it.
fn once(keys: &[Option<usize>], stretch: Range<usize>) -> HashMap<usize, usize> {
    let mut places: HashMap<usize, Option<usize>> = HashMap::new();
    for i in stretch {
        if let Some(key) = keys[i] {
            match places.entry(key) {
                Entry::Vacant(entry) => _ = entry.insert(Some(i)),
                Entry::Occupied(mut entry) => _ = entry.insert(None),
            }
        }
    }
    places.into_iter().filter_map(|(key, place)| place.map(|place| (key, place))).collect()
}

/// Nodes that are the same but stand elsewhere: those left over whose key is unique among them.
fn moved(
    old: &Screen,
    new: &Screen,
    matches: &[(usize, usize)],
    refs: bool,
) -> Vec<(usize, usize)> {
    let (mut old_free, mut new_free) = (vec![true; old.nodes.len()], vec![true; new.nodes.len()]);
    for &(o, n) in matches {
        (old_free[o], new_free[n]) = (false, false);
    }
    let mut table = Keys::default();
    let mut keys = Vec::new();
    for (screen, free) in [(old, &old_free), (new, &new_free)] {
        let numbers: Vec<Option<usize>> = screen
            .nodes
            .iter()
            .zip(free)
            .map(|(node, &free)| table.number(if free { same(node, refs) } else { None }))
            .collect();
        keys.push(once(&numbers, 0..numbers.len()));
    }
    keys[0].iter().filter_map(|(key, &o)| keys[1].get(key).map(|&n| (o, n))).collect()
}
