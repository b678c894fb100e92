//! Byte-pair encoding over bytes (Sennrich et al. 2016; Radford et al. 2019): GPT-2, Llama 3,
//! Qwen, SmolLM.

use super::bytes::unspell;
use super::merge::{Merger, NONE};
use super::split::Splitter;
use super::vocabulary::{Index, TokenKind, Vocabulary};
use crate::gguf::Strings;
use std::collections::HashMap;

/// Merges by rank within the pieces of a [`Splitter`].
#[derive(Debug, Clone)]
pub(super) struct BytePairs {
    splitter: Splitter,
    /// The token of each single byte; [`NONE`] where the vocabulary has none.
    bytes: Box<[u32; 256]>,
    /// Two tokens to the rank of their merge and the token they become.
    merges: HashMap<(u32, u32), (u32, u32)>,
    /// Whole pieces that are tokens whatever the merges say (Llama 3), if the family does that.
    whole: Option<Index>,
}

impl BytePairs {
    /// Reads the merges, `"left right"` in the alphabet of [`super::bytes`], best first. Merges
    /// whose parts or result are no tokens can never apply and are left out.
    pub(super) fn new(splitter: Splitter, vocabulary: &Vocabulary, merges: &Strings) -> Self {
        let index = vocabulary.index(|kind| kind == TokenKind::Normal);
        let find = |bytes: &[u8]| index.find(vocabulary, bytes);
        let mut pairs = HashMap::with_capacity(merges.len());
        let mut joined = Vec::new();
        for (rank, merge) in (0..).zip(merges.iter()) {
            joined.clear();
            let Some((left, right)) = merge.split_once(' ') else { continue };
            let Some(middle) = unspell(left, &mut joined) else { continue };
            let Some(end) = unspell(right, &mut joined) else { continue };
            let (left, right) = (find(&joined[..middle]), find(&joined[middle..end]));
            if let (Some(left), Some(right), Some(joined)) = (left, right, find(&joined)) {
                pairs.entry((left, right)).or_insert((rank, joined));
            }
        }
        let mut bytes = Box::new([NONE; 256]);
        for (byte, token) in (0..=u8::MAX).zip(bytes.iter_mut()) {
            *token = find(&[byte]).unwrap_or(NONE);
        }
        let whole = (splitter == Splitter::Llama3).then_some(index);
        Self { splitter, bytes, merges: pairs, whole }
    }

    /// Appends the tokens of `text`, which holds no special tokens.
    pub(super) fn encode(&self, vocabulary: &Vocabulary, text: &str, tokens: &mut Vec<u32>) {
        let mut merger = Merger::default();
        self.splitter.split(text, &mut |piece| {
            let whole = self.whole.as_ref();
            if let Some(token) = whole.and_then(|index| index.find(vocabulary, piece.as_bytes())) {
                tokens.push(token);
                return;
            }
            merger.clear();
            for (end, byte) in (1..).zip(piece.bytes()) {
                merger.push(end, self.bytes[usize::from(byte)]);
            }
            let merged = merger.merge(|a, b| self.merges.get(&(a.token, b.token)).copied());
            // A byte the vocabulary lacks has no token to stand for it: dropped, as elsewhere.
            tokens.extend(merged.map(|symbol| symbol.token).filter(|&token| token != NONE));
        });
    }
}
