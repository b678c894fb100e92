//! Finding the text that can be said by reference.

use super::reference::{Pointer, Reference, Sources};
use crate::facts::{Cell, Kind};

/// Shortest text of a cell that is referred to, in characters.
const SHORTEST: usize = 3;
/// Shortest typed text that is referred to.
const SHORTEST_TYPED: usize = 2;
/// Shortest text of a node that is referred to: shorter ones are an app's own words.
const SHORTEST_NODE: usize = 12;
/// Most texts that are compared for one delta or keyframe; after that everything is spelled out.
const MAX_COMPARED: usize = 1 << 20;

/// A text and where it stands.
struct Entry<'a> {
    text: &'a str,
    pointer: Pointer,
    /// Position of the row in its table.
    position: usize,
    /// The next entry of the same bucket, plus one.
    next: u32,
}

/// The texts by their first bytes.
pub(super) struct Index<'a> {
    entries: Vec<Entry<'a>>,
    /// First entry of each bucket, plus one.
    buckets: [u32; 256],
    /// The last reference used, and its row's position.
    last: Option<(Pointer, usize)>,
    compared: usize,
}

impl<'a> Index<'a> {
    /// All texts that can be referred to.
    pub fn new(sources: Sources<'a>) -> Self {
        let mut index = Self { entries: Vec::new(), buckets: [0; 256], last: None, compared: 0 };
        for (item, text) in sources.typed.iter().enumerate() {
            index.add(text, Reference::Typed(item as u32), 0, SHORTEST_TYPED);
        }
        for (t, table) in sources.facts.tables.iter().enumerate() {
            let texts = table.columns.iter().map(|column| column.kind == Kind::Text);
            let texts: Vec<usize> =
                texts.enumerate().filter(|(_, text)| *text).map(|(c, _)| c).collect();
            for (position, row) in table.rows().iter().enumerate() {
                for &column in &texts {
                    if let Some(Cell::Text(text)) = row.cells.get(column) {
                        let cell = Reference::Cell(t, row.number, column);
                        index.add(text, cell, position, SHORTEST);
                    }
                }
            }
        }
        if let Some(frame) = sources.frame {
            for (id, element) in frame.ids.iter().zip(&frame.elements) {
                index.add(&element.name, Reference::Name(*id), 0, SHORTEST_NODE);
                if let Some(value) = &element.value {
                    index.add(value, Reference::Value(*id), 0, SHORTEST_NODE);
                }
            }
        }
        // Chained from the back, so that a bucket gives its entries in order.
        for at in (0..index.entries.len()).rev() {
            let bucket = bucket(index.entries[at].text.as_bytes());
            index.entries[at].next = index.buckets[bucket];
            index.buckets[bucket] = at as u32 + 1;
        }
        index
    }

    fn add(&mut self, text: &'a str, to: Reference, position: usize, shortest: usize) {
        let mut entry = |text: &'a str, line| {
            if text.len() >= shortest && text.chars().nth(shortest - 1).is_some() {
                let pointer = Pointer { to, line };
                self.entries.push(Entry { text, pointer, position, next: 0 });
            }
        };
        entry(text, None);
        if text.contains('\n') {
            for (line, text) in text.split('\n').enumerate() {
                entry(text, Some(line as u32));
            }
        }
    }

    /// The longest text that stands at a place as a whole word; of several, the one that belongs
    /// best to what was referred to before.
    pub fn find(&mut self, text: &str, at: usize) -> Option<(usize, Pointer)> {
        let rest = &text.as_bytes()[at..];
        if rest.len() < SHORTEST_TYPED {
            return None;
        }
        let mut best: Option<(usize, std::cmp::Reverse<u8>, &Entry<'a>)> = None;
        let mut next = self.buckets[bucket(rest)];
        while let Some(entry) = next.checked_sub(1).and_then(|i| self.entries.get(i as usize)) {
            next = entry.next;
            self.compared += 1;
            if self.compared > MAX_COMPARED {
                return None;
            }
            let length = entry.text.len();
            if best.as_ref().is_some_and(|best| best.0 > length)
                || !rest.starts_with(entry.text.as_bytes())
                || !is_whole(text, at, at + length)
            {
                continue;
            }
            let rank = std::cmp::Reverse(self.rank(entry));
            if best.as_ref().is_none_or(|best| (best.0, best.1) < (length, rank)) {
                best = Some((length, rank, entry));
            }
        }
        let (length, _, entry) = best?;
        self.last = Some((entry.pointer, entry.position));
        Some((length, entry.pointer))
    }

    /// How far a text is from what was referred to last: smaller is nearer.
    fn rank(&self, entry: &Entry<'_>) -> u8 {
        let Reference::Cell(table, row, _) = entry.pointer.to else {
            return if matches!(entry.pointer.to, Reference::Typed(_)) { 0 } else { 5 };
        };
        let Some((last, position)) = self.last else { return 4 };
        let follows = last.line.map(|line| line + 1);
        match last.to {
            to if to == entry.pointer.to && follows.is_some() && entry.pointer.line == follows => 1,
            Reference::Cell(t, r, _) if (t, r) == (table, row) => 2,
            Reference::Cell(t, ..) if t == table && entry.position == position + 1 => 3,
            _ => 4,
        }
    }
}

/// Texts with the same first two bytes share a bucket. (Texts have at least two bytes.)
fn bucket(text: &[u8]) -> usize {
    let (first, second) = (text[0], text.get(1).copied().unwrap_or(0));
    usize::from(first.wrapping_mul(31) ^ second.wrapping_mul(7))
}

/// Whether a stretch does not begin or end inside a word.
fn is_whole(text: &str, from: usize, to: usize) -> bool {
    is_edge(text, from) && is_edge(text, to)
}

/// Whether a place is not inside a word.
fn is_edge(text: &str, at: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.is_char_boundary(at)
        && !(text[..at].chars().next_back().is_some_and(is_word)
            && text[at..].chars().next().is_some_and(is_word))
}
