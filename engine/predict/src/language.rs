//! A model's tokens as the protocol needs them.

use crate::protocol::{Protocol, ProtocolError, domains};
use diorama_model::{
    Gguf, Tokenizer,
    gguf::LookupError,
    tokenizer::{Special, TokenizerError},
};
use diorama_world::{
    Domain,
    delta::{
        Context,
        context::{Marker, Part, Segment},
        grammar::{TokenTrie, TooLarge},
    },
};
use thiserror::Error;

/// The tokens of a model that speaks `delta`: text to tokens and back, the markers, and the tree that
/// the grammar is walked with. Made once for a model.
#[derive(Debug, Clone)]
pub struct Language {
    tokenizer: Tokenizer,
    trie: TokenTrie,
    /// In the order of [`Marker::ALL`].
    markers: [Vec<u32>; 3],
    /// What stands before every sequence.
    preamble: Vec<u32>,
    domains: Vec<Domain>,
}

/// Why a model file cannot be used as a predictor.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The protocol is not known, or a newer one.
    #[error(transparent)]
    Protocol(#[from] ProtocolError),
    /// The file says nothing of `delta`.
    #[error("the model does not speak the protocol “delta”")]
    NotDelta,
    /// A key is of the wrong type.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// The tokenizer cannot be read.
    #[error(transparent)]
    Tokenizer(#[from] TokenizerError),
    /// The vocabulary is too large for the grammar.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// A marker is no control token of the vocabulary.
    #[error("the vocabulary has no control token “{0}”")]
    NoMarker(&'static str),
}

impl Language {
    /// Reads what a model file says.
    pub fn from_gguf(file: &Gguf) -> Result<Self, OpenError> {
        if Protocol::of(file)? != Protocol::Delta {
            return Err(OpenError::NotDelta);
        }
        let tokenizer = Tokenizer::from_gguf(file)?;
        let trie = tree(&tokenizer)?;
        let mut markers = [const { Vec::new() }; 3];
        for (tokens, marker) in markers.iter_mut().zip(Marker::ALL) {
            let is = |&id: &u32| {
                tokenizer.token_bytes(id).is_empty() && tokenizer.token_name(id) == marker.text()
            };
            let found = (0..tokenizer.vocabulary()).find(is);
            tokens.push(found.ok_or(OpenError::NoMarker(marker.text()))?);
        }
        let domains = domains(file)?;
        Ok(Self { tokenizer, trie, markers, preamble: Vec::new(), domains })
    }

    /// The tokens of a model that was never trained on the protocol: markers are spelled as text.
    /// What it is to do has to be [shown](Self::show).
    pub fn untrained(file: &Gguf) -> Result<Self, OpenError> {
        let tokenizer = Tokenizer::from_gguf(file)?;
        let trie = tree(&tokenizer)?;
        let markers = Marker::ALL.map(|marker| tokenizer.encode(marker.text(), Special::Plain));
        let (preamble, domains) = (Vec::new(), Vec::new());
        let mut language = Self { tokenizer, trie, markers, preamble, domains };
        language.show(&[]);
        Ok(language)
    }

    /// Puts examples before every sequence, in place of earlier ones.
    pub fn show(&mut self, examples: &[Context]) {
        let mut preamble: Vec<u32> =
            self.tokenizer.bos().filter(|_| self.tokenizer.adds_bos()).into_iter().collect();
        for example in examples {
            self.encode(example.segments(), &mut preamble);
        }
        self.preamble = preamble;
    }

    /// What stands before every sequence: nothing, or examples.
    pub fn preamble(&self) -> &[u32] {
        &self.preamble
    }

    /// Text to tokens and back.
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The vocabulary as a tree of bytes.
    pub fn trie(&self) -> &TokenTrie {
        &self.trie
    }

    /// The domains that the model was made for.
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// The tokens of a marker: one, in a model that was made for the protocol.
    pub fn marker(&self, marker: Marker) -> &[u32] {
        let [world, act, now] = &self.markers;
        match marker {
            Marker::World => world,
            Marker::Do => act,
            Marker::Now => now,
        }
    }

    /// The token that ends a delta: that no line of one begins with its text is in the grammar.
    pub fn stop(&self) -> Option<u32> {
        self.marker(Marker::Do).first().copied()
    }

    /// Appends the tokens of segments. Text never becomes a marker.
    pub fn encode(&self, segments: &[Segment], tokens: &mut Vec<u32>) {
        for segment in segments {
            match &segment.part {
                Part::Marker(marker) => tokens.extend(self.marker(*marker)),
                Part::Text(text) => tokens.extend(self.tokenizer.encode(text, Special::Plain)),
            }
        }
    }
}

/// The vocabulary as a tree of bytes; control tokens are not in it.
fn tree(tokenizer: &Tokenizer) -> Result<TokenTrie, TooLarge> {
    TokenTrie::new((0..tokenizer.vocabulary()).map(|id| (id, tokenizer.token_bytes(id))))
}
