//! `SentencePiece` models (Kudo and Richardson 2018): Llama 1 and 2, Gemma.
//!
//! Neighbours merge while their text together is a token, the best score first. What is no token
//! at the end is spelled in bytes.

use super::merge::{Merger, NONE};
use super::vocabulary::{Index, TokenKind, Vocabulary};

/// How sentence-piece vocabularies spell a space.
const SPACE: char = '\u{2581}';

/// Merges by score over the whole text.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    index: Index,
    /// For each token, its place in the order of merging: lower merges earlier.
    ranks: Vec<u32>,
    /// The token of each single byte, else the unknown token, else [`NONE`].
    bytes: Box<[u32; 256]>,
    /// Whether text begins as if after a space.
    prefix: bool,
}

impl Pieces {
    /// Takes a score for each token, `unknown` for bytes without a token, and whether a space
    /// goes before text.
    pub(super) fn new(
        vocabulary: &Vocabulary,
        scores: &[f32],
        unknown: Option<u32>,
        prefix: bool,
    ) -> Self {
        let mut bytes = Box::new([unknown.unwrap_or(NONE); 256]);
        for id in vocabulary.ids().filter(|&id| vocabulary.kind(id) == TokenKind::Byte) {
            if let &[byte] = vocabulary.bytes(id) {
                bytes[usize::from(byte)] = id;
            }
        }
        let index = vocabulary.index(|kind| kind == TokenKind::Normal);
        let ranks = scores.iter().map(|&score| rank(score)).collect();
        Self { index, ranks, bytes, prefix }
    }

    /// Whether a space goes before text.
    pub(super) fn prefix(&self) -> bool {
        self.prefix
    }

    /// Appends the tokens of `text`, which holds no special tokens; `first` when the text stands
    /// at the beginning or after a special token.
    pub(super) fn encode(
        &self,
        vocabulary: &Vocabulary,
        text: &str,
        first: bool,
        tokens: &mut Vec<u32>,
    ) {
        let space = if self.prefix && first { " " } else { "" };
        let text = [space, &unspell(text)].concat();
        let find = |start: u32, end: u32| {
            self.index.find(vocabulary, &text.as_bytes()[start as usize..end as usize])
        };
        let mut merger = Merger::default();
        for (start, c) in text.char_indices() {
            let (start, end) = (start as u32, (start + c.len_utf8()) as u32);
            merger.push(end, find(start, end).unwrap_or(NONE));
        }
        let merged = merger.merge(|a, b| {
            let token = find(a.start, b.end)?;
            Some((self.ranks.get(token as usize).copied().unwrap_or(u32::MAX), token))
        });
        for symbol in merged {
            if symbol.token == NONE {
                let bytes = &text.as_bytes()[symbol.start as usize..symbol.end as usize];
                let spelled = bytes.iter().map(|&byte| self.bytes[usize::from(byte)]);
                tokens.extend(spelled.filter(|&token| token != NONE));
            } else {
                tokens.push(symbol.token);
            }
        }
    }
}

/// The text that a vocabulary's spelling stands for. The mark itself cannot be told from a space;
/// sentence-piece models never see it.
pub(super) fn unspell(text: &str) -> String {
    text.replace(SPACE, " ")
}

/// The byte that a token `<0x41>` stands for.
pub(super) fn byte_of(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("<0x")?.strip_suffix('>')?;
    let hexadecimal = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    hexadecimal.then(|| u8::from_str_radix(digits, 16).ok())?
}

/// Maps scores to integers so that a higher score is a lower rank.
fn rank(score: f32) -> u32 {
    // Adding zero makes -0 and 0 the same.
    let bits = (score + 0.0).to_bits();
    // The usual total order of floats, turned round.
    let ascending = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    !ascending
}

#[cfg(test)]
mod tests {
    use super::{byte_of, rank};

    #[test]
    fn higher_scores_rank_first() {
        let scores = [3.0, 0.5, 0.0, -0.5, -7.0, -1e10];
        assert!(scores.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
    }

    #[test]
    fn byte_tokens_are_read_strictly() {
        assert_eq!(byte_of("<0x0A>"), Some(10));
        assert_eq!(byte_of("<0xFF>"), Some(255));
        assert_eq!(byte_of("<0x+A>"), None);
        assert_eq!(byte_of("<0x041>"), None);
        assert_eq!(byte_of("A"), None);
    }
}
