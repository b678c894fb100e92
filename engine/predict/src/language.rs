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
    markers: [u32; 3],
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
        let ids = 0..tokenizer.vocabulary();
        let trie = TokenTrie::new(ids.map(|id| (id, tokenizer.token_bytes(id))))?;
        let mut markers = [0; 3];
        for (id, marker) in markers.iter_mut().zip(Marker::ALL) {
            let is = |&id: &u32| {
                tokenizer.token_bytes(id).is_empty() && tokenizer.token_name(id) == marker.text()
            };
            let found = (0..tokenizer.vocabulary()).find(is);
            *id = found.ok_or(OpenError::NoMarker(marker.text()))?;
        }
        Ok(Self { tokenizer, trie, markers, domains: domains(file)? })
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

    /// The token of a marker.
    pub fn marker(&self, marker: Marker) -> u32 {
        let [world, act, now] = self.markers;
        match marker {
            Marker::World => world,
            Marker::Do => act,
            Marker::Now => now,
        }
    }

    /// Appends the tokens of segments. Text never becomes a marker.
    pub fn encode(&self, segments: &[Segment], tokens: &mut Vec<u32>) {
        for segment in segments {
            match &segment.part {
                Part::Marker(marker) => tokens.push(self.marker(*marker)),
                Part::Text(text) => tokens.extend(self.tokenizer.encode(text, Special::Plain)),
            }
        }
    }
}
