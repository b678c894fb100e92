//! A vocabulary as a tree of bytes, to be walked over an acceptor.

use super::{Acceptor, BitSet, Rules, cursor::Cursor};
use thiserror::Error;

/// Most bytes of all tokens together.
pub const MAX_VOCABULARY: usize = 1 << 24;
/// Longest token, in bytes.
pub const MAX_TOKEN: usize = 1 << 10;

/// A vocabulary as a tree of bytes.
#[derive(Debug, Clone)]
pub struct TokenTrie {
    /// In the order in which they are walked: a node, then what is below it.
    nodes: Vec<Node>,
    /// Tokens in the order of their bytes.
    tokens: Vec<u32>,
    /// Length of the longest token.
    depth: usize,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    byte: u8,
    /// How many bytes come before it in its tokens.
    depth: u16,
    /// Where in the list of tokens those that end here begin.
    tokens: u32,
    /// And how many they are.
    count: u32,
    /// The node after all that is below this one.
    end: u32,
}

/// The vocabulary is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a vocabulary of more than {MAX_VOCABULARY} bytes, or a token of more than {MAX_TOKEN}")]
pub struct TooLarge;

/// Where the walk is behind a byte.
#[derive(Debug, Clone, Copy)]
struct Place {
    cursor: Cursor,
    /// Which of the rules met so far hold.
    rules: usize,
    /// Where the line begins in the bytes walked.
    line: usize,
}

impl TokenTrie {
    /// A tree of tokens with their ids. Tokens without bytes, as special ones are, are left out:
    /// they are for the caller to allow, where the delta [may end](Acceptor::may_end).
    pub fn new<'t>(
        vocabulary: impl IntoIterator<Item = (u32, &'t [u8])>,
    ) -> Result<Self, TooLarge> {
        let mut all: Vec<(&[u8], u32)> =
            vocabulary.into_iter().map(|(id, bytes)| (bytes, id)).collect();
        all.retain(|(bytes, _)| !bytes.is_empty());
        all.sort_unstable();
        let size: usize = all.iter().map(|(bytes, _)| bytes.len()).sum();
        let depth = all.iter().map(|(bytes, _)| bytes.len()).max().unwrap_or(0);
        if size > MAX_VOCABULARY || depth > MAX_TOKEN {
            return Err(TooLarge);
        }
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut before: &[u8] = &[];
        for (index, &(bytes, _)) in all.iter().enumerate() {
            let shared = before.iter().zip(bytes).take_while(|(a, b)| a == b).count();
            let end = nodes.len() as u32;
            open.drain(shared..).for_each(|closed| nodes[closed].end = end);
            for (depth, &byte) in bytes.iter().enumerate().skip(shared) {
                open.push(nodes.len());
                let (tokens, depth) = (index as u32, depth as u16);
                nodes.push(Node { byte, depth, tokens, count: 0, end: 0 });
            }
            if let Some(&last) = open.last() {
                nodes[last].count += 1;
            }
            before = bytes;
        }
        let end = nodes.len() as u32;
        open.drain(..).for_each(|closed| nodes[closed].end = end);
        Ok(Self { nodes, tokens: all.into_iter().map(|(_, id)| id).collect(), depth })
    }

    /// The tokens that may come next.
    pub fn mask(&self, acceptor: &Acceptor, mask: &mut BitSet) {
        mask.clear();
        let mut rules = vec![acceptor.rules.clone()];
        let mut bytes = acceptor.line.clone();
        let start = bytes.len();
        let mut places = vec![Place { cursor: acceptor.cursor, rules: 0, line: 0 }; self.depth + 1];
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let depth = usize::from(node.depth);
            bytes.truncate(start + depth);
            let place = if depth < acceptor.left {
                begin_line(&mut places[depth], &bytes, &mut rules)
            } else {
                None
            };
            let next = place.and_then(|place| {
                let line = &bytes[place.line..];
                let cursor = rules[place.rules].step(place.cursor, node.byte, line)?;
                Some(Place { cursor, ..place })
            });
            let Some(next) = next else {
                at = node.end as usize;
                continue;
            };
            bytes.push(node.byte);
            places[depth + 1] = next;
            let from = node.tokens as usize;
            let ending = self.tokens[from..from + node.count as usize].iter();
            ending.for_each(|&token| mask.insert(token));
            at += 1;
        }
    }
}

/// Turns the end of a line into the start of the next, once for all bytes that come there.
fn begin_line(place: &mut Place, bytes: &[u8], rules: &mut Vec<Rules>) -> Option<Place> {
    if matches!(place.cursor, Cursor::End { .. }) {
        let line = &bytes[place.line..];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let next = rules[place.rules].follow(place.cursor, line)?;
        rules.push(next);
        *place = Place { cursor: Cursor::Start, rules: rules.len() - 1, line: bytes.len() };
    }
    Some(*place)
}
