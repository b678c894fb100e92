//! The tokens of a vocabulary, packed: one arena of bytes and 5 bytes a token instead of a
//! `String` each, since a vocabulary of 260,000 tokens must live beside a model in a tab.

use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};

/// What a token is for (`tokenizer.ggml.token_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Ordinary text.
    Normal,
    /// Stands for text the vocabulary lacks.
    Unknown,
    /// Steers the model (`<|im_end|>`); not text.
    Control,
    /// Text that is one token wherever it stands, before any merging.
    UserDefined,
    /// A hole in the numbering.
    Unused,
    /// One byte, `<0x41>`.
    Byte,
}

impl TokenKind {
    /// The kind with the format's number; numbers we do not know are holes.
    pub(super) fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Normal,
            2 => Self::Unknown,
            3 => Self::Control,
            4 => Self::UserDefined,
            6 => Self::Byte,
            _ => Self::Unused,
        }
    }
}

/// Token id to bytes and kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    arena: Vec<u8>,
    /// Where each token ends in the arena; it begins where the one before ends.
    ends: Vec<u32>,
    kinds: Vec<TokenKind>,
}

impl Vocabulary {
    /// Number of ids.
    pub(super) fn len(&self) -> u32 {
        self.kinds.len() as u32
    }

    /// Appends a token. All of them together are shorter than 4 GiB: a file's head is.
    pub(super) fn push(&mut self, bytes: &[u8], kind: TokenKind) {
        self.arena.extend_from_slice(bytes);
        self.ends.push(self.arena.len() as u32);
        self.kinds.push(kind);
    }

    /// The bytes a token stands for; none for an id outside the vocabulary.
    pub(super) fn bytes(&self, id: u32) -> &[u8] {
        let index = id as usize;
        let Some(&end) = self.ends.get(index) else { return &[] };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.arena[start as usize..end as usize]
    }

    /// The kind of a token; ids outside the vocabulary are holes.
    pub(super) fn kind(&self, id: u32) -> TokenKind {
        self.kinds.get(id as usize).copied().unwrap_or(TokenKind::Unused)
    }

    /// All ids.
    pub(super) fn ids(&self) -> std::ops::Range<u32> {
        0..self.len()
    }

    /// Makes some tokens findable by their bytes.
    pub(super) fn index(&self, include: impl Fn(TokenKind) -> bool) -> Index {
        let mut index = Index::default();
        for id in self.ids().filter(|&id| include(self.kind(id)) && !self.bytes(id).is_empty()) {
            index.insert(self, id);
        }
        index.table.shrink_to_fit(|&id| index.hasher.hash_one(self.bytes(id)));
        index
    }
}

/// Bytes to token id, for some of a vocabulary's tokens. Holds ids only: the bytes stay in the
/// vocabulary, which every call is given again.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Index {
    /// The token with these bytes.
    pub(super) fn find(&self, vocabulary: &Vocabulary, bytes: &[u8]) -> Option<u32> {
        let hash = self.hasher.hash_one(bytes);
        self.table.find(hash, |&id| vocabulary.bytes(id) == bytes).copied()
    }

    /// Adds a token; of two with the same bytes, the later id stays, as in llama.cpp.
    fn insert(&mut self, vocabulary: &Vocabulary, id: u32) {
        let bytes = vocabulary.bytes(id);
        let hash = self.hasher.hash_one(bytes);
        match self.table.find_mut(hash, |&other| vocabulary.bytes(other) == bytes) {
            Some(slot) => *slot = id,
            None => {
                self.table.insert_unique(hash, id, |&other| {
                    self.hasher.hash_one(vocabulary.bytes(other))
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, Vocabulary};

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.push(b"a", TokenKind::Normal);
        vocabulary.push(b"", TokenKind::Unused);
        vocabulary.push(b"<s>", TokenKind::Control);
        vocabulary.push(b"a", TokenKind::Normal);
        vocabulary
    }

    #[test]
    fn tokens_keep_their_bytes() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.bytes(0), b"a");
        assert_eq!(vocabulary.bytes(1), b"");
        assert_eq!(vocabulary.bytes(2), b"<s>");
        assert_eq!(vocabulary.bytes(4), b"");
        assert_eq!(vocabulary.kind(2), TokenKind::Control);
        assert_eq!(vocabulary.kind(u32::MAX), TokenKind::Unused);
    }

    #[test]
    fn an_index_finds_only_what_it_includes() {
        let vocabulary = vocabulary();
        let normal = vocabulary.index(|kind| kind == TokenKind::Normal);
        assert_eq!(normal.find(&vocabulary, b"a"), Some(3), "the later of two equal tokens");
        assert_eq!(normal.find(&vocabulary, b"<s>"), None);
        assert_eq!(normal.find(&vocabulary, b""), None);
    }
}
