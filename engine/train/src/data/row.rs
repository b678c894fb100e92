//! A sequence of a batch.

use super::Teller;
use crate::vocabulary;
use diorama_model::{Tokenizer, tokenizer::Special};
use diorama_world::{
    Domain,
    delta::context::{Part, Segment},
    facts::FactsError,
};

/// The share of a sequence that its keyframe may take.
const KEYFRAME: f64 = 0.7;
/// Steps that may add nothing before a walk is given up.
const PATIENCE: usize = 1000;

/// The tokens of one world's walk, as many as a sequence has and one more, so that each has a next
/// one. The last step is cut where the sequence is full: its beginning can be learned all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    domain: Domain,
    tokens: Vec<u32>,
    /// Whether each token is one that a model learns to write.
    loss: Vec<bool>,
}

impl Row {
    /// Tells a walk until a sequence of `length` is full. Nothing, where the keyframe leaves too
    /// little room or the walk stands still.
    pub fn fill(
        mut teller: Teller,
        tokenizer: &Tokenizer,
        length: usize,
    ) -> Result<Option<Self>, FactsError> {
        let mut row = Self::new(teller.domain());
        let mut idle = 0;
        while row.tokens.len() <= length && idle < PATIENCE {
            if teller.is_fresh() {
                row.tokens.clear();
                row.loss.clear();
                row.push(teller.take(), tokenizer);
                if row.tokens.len() as f64 > length as f64 * KEYFRAME {
                    return Ok(None);
                }
            }
            teller.step()?;
            if !teller.is_fresh() {
                let new = teller.take();
                idle = if new.is_empty() { idle + 1 } else { 0 };
                row.push(new, tokenizer);
            }
        }
        Ok(row.cut(length))
    }

    /// An empty one.
    pub(super) fn new(domain: Domain) -> Self {
        Self { domain, tokens: Vec::new(), loss: Vec::new() }
    }

    /// Appends a whole sequence, unless its keyframe leaves too little room in one of `length`.
    pub(super) fn extend(&mut self, segments: &[Segment], tokenizer: &Tokenizer, length: usize) {
        let before = self.tokens.len();
        self.push(segments, tokenizer);
        let keyframe = self.loss[before..].iter().take_while(|&&loss| !loss).count();
        if keyframe as f64 > length as f64 * KEYFRAME {
            self.tokens.truncate(before);
            self.loss.truncate(before);
        }
    }

    /// As long as a sequence of `length` is; nothing, if it is shorter.
    pub(super) fn cut(mut self, length: usize) -> Option<Self> {
        self.tokens.truncate(length + 1);
        self.loss.truncate(length + 1);
        Some(self).filter(|row| row.tokens.len() == length + 1)
    }

    fn push(&mut self, segments: &[Segment], tokenizer: &Tokenizer) {
        for segment in segments {
            match &segment.part {
                Part::Marker(marker) => self.tokens.push(vocabulary::id(*marker)),
                Part::Text(text) => self.tokens.extend(tokenizer.encode(text, Special::Plain)),
            }
            self.loss.resize(self.tokens.len(), segment.loss);
        }
    }

    /// All tokens.
    pub fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    /// The kind of environment.
    pub fn domain(&self) -> Domain {
        self.domain
    }

    /// All tokens but the last.
    pub fn inputs(&self) -> impl Iterator<Item = i32> {
        self.tokens.iter().take(self.tokens.len() - 1).map(|&token| token as i32)
    }

    /// All tokens but the first.
    pub fn targets(&self) -> impl Iterator<Item = i32> {
        self.tokens.iter().skip(1).map(|&token| token as i32)
    }

    /// How much each of the targets counts.
    pub fn weights(&self) -> impl Iterator<Item = f32> {
        self.loss.iter().skip(1).map(|&loss| f32::from(u8::from(loss)))
    }
}
