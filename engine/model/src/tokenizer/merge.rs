//! Merging neighbours, best pair first: the loop that byte-pair and sentence-piece models share.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Stands for "no neighbour" and "no token".
pub(super) const NONE: u32 = u32::MAX;

/// A stretch of the text that is one symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Symbol {
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte; equal to `start` once merged away.
    pub(super) end: u32,
    /// Token id, or [`NONE`] when the vocabulary has no such token.
    pub(super) token: u32,
    previous: u32,
    next: u32,
}

/// A pair that may merge. The order of the fields is the order of merging: lowest rank first,
/// leftmost among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    rank: u32,
    left: u32,
    /// Where the right symbol ended when the pair was found; it tells a pair that still stands.
    end: u32,
    token: u32,
}

/// Symbols in a linked list and the pairs waiting in a heap; kept between texts for its memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Merger {
    symbols: Vec<Symbol>,
    queue: BinaryHeap<Reverse<Candidate>>,
}

impl Merger {
    /// Empties the list for a new text.
    pub(super) fn clear(&mut self) {
        self.symbols.clear();
        self.queue.clear();
    }

    /// Appends the symbol that reaches to byte `end`.
    pub(super) fn push(&mut self, end: u32, token: u32) {
        let index = self.symbols.len() as u32;
        let (start, previous) = match self.symbols.last_mut() {
            Some(last) => {
                last.next = index;
                (last.end, index - 1)
            }
            None => (0, NONE),
        };
        self.symbols.push(Symbol { start, end, token, previous, next: NONE });
    }

    /// Merges until no pair is left, and gives what remains, in order.
    ///
    /// `join(left, right)` says whether two neighbours merge: the rank (lower merges earlier) and
    /// the token they become. O(n log n) in the number of symbols.
    pub(super) fn merge(
        &mut self,
        join: impl Fn(&Symbol, &Symbol) -> Option<(u32, u32)>,
    ) -> impl Iterator<Item = Symbol> {
        for right in 1..self.symbols.len() as u32 {
            self.consider(right - 1, right, &join);
        }
        while let Some(Reverse(candidate)) = self.queue.pop() {
            let left = self.symbols[candidate.left as usize];
            if left.start == left.end || left.next == NONE {
                continue;
            }
            let right = self.symbols[left.next as usize];
            if right.end != candidate.end {
                continue;
            }
            let merged = &mut self.symbols[candidate.left as usize];
            merged.end = right.end;
            merged.token = candidate.token;
            merged.next = right.next;
            self.symbols[left.next as usize].start = right.end;
            if right.next != NONE {
                self.symbols[right.next as usize].previous = candidate.left;
                self.consider(candidate.left, right.next, &join);
            }
            if left.previous != NONE {
                self.consider(left.previous, candidate.left, &join);
            }
        }
        self.symbols.iter().copied().filter(|symbol| symbol.start < symbol.end)
    }

    fn consider(
        &mut self,
        left: u32,
        right: u32,
        join: &impl Fn(&Symbol, &Symbol) -> Option<(u32, u32)>,
    ) {
        let (a, b) = (&self.symbols[left as usize], &self.symbols[right as usize]);
        if let Some((rank, token)) = join(a, b) {
            self.queue.push(Reverse(Candidate { rank, left, end: b.end, token }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Merger;

    /// Every neighbour merges, the rank says in which order.
    fn spans(lengths: &[u32], rank: impl Fn(u32, u32) -> Option<u32>) -> Vec<(u32, u32)> {
        let mut merger = Merger::default();
        let mut end = 0;
        for length in lengths {
            end += length;
            merger.push(end, 0);
        }
        merger
            .merge(|a, b| rank(a.end - a.start, b.end - b.start).map(|rank| (rank, 0)))
            .map(|symbol| (symbol.start, symbol.end))
            .collect()
    }

    #[test]
    fn equal_ranks_merge_from_the_left() {
        // Only single bytes merge: pairs are taken from the left, the odd one stays.
        let pairs = spans(&[1; 5], |a, b| (a == 1 && b == 1).then_some(0));
        assert_eq!(pairs, [(0, 2), (2, 4), (4, 5)]);
    }

    #[test]
    fn a_pair_whose_part_was_taken_is_dropped() {
        // (2, 1) ranks before (1, 2): the middle goes left, and the pair on the right is stale.
        let pairs = spans(&[1, 2, 1], |a, b| match (a, b) {
            (2, 1) => Some(0),
            (1, 2) => Some(1),
            _ => None,
        });
        assert_eq!(pairs, [(0, 1), (1, 4)]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(spans(&[], |_, _| Some(0)).is_empty());
    }
}
