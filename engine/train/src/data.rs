//! What is learned from: packed sequences, without end, each a function of the configuration.

mod recordings;
mod row;
mod teller;

pub use recordings::{RecordingError, Recordings};
pub use row::Row;
pub use teller::Teller;

use crate::config::Data;
use diorama_model::Tokenizer;
use diorama_truth::{Seed, split::Split};
use diorama_world::{Domain, facts::FactsError};
use rayon::prelude::*;
use std::{
    sync::mpsc::{Receiver, sync_channel},
    thread,
};
use thiserror::Error;

/// Worlds that are tried for a sequence: some have keyframes that leave no room for steps.
const ATTEMPTS: u64 = 1000;
/// Batches that wait to be learned from.
const AHEAD: usize = 4;

/// Why there is no batch.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DataError {
    /// An environment's facts cannot be told.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// No world fits.
    #[error("sequences of {0} tokens are too short for every world that was tried")]
    Room(usize),
}

/// Sequences of the same length beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// What the model reads, sequence after sequence.
    pub inputs: Vec<i32>,
    /// What comes after each token.
    pub targets: Vec<i32>,
    /// How much each target counts.
    pub weights: Vec<f32>,
    /// The domain of each sequence.
    pub domains: Vec<Domain>,
}

/// All sequences of a configuration.
#[derive(Debug, Clone)]
pub struct Sequences {
    seed: u64,
    batch: usize,
    data: Data,
    split: Split,
    tokenizer: Tokenizer,
    recordings: Recordings,
}

impl Sequences {
    /// The sequences of a configuration: `batch` of them at once.
    pub fn new(seed: u64, batch: usize, data: &Data, tokenizer: Tokenizer) -> Self {
        let (data, split, recordings) = (data.clone(), Split::Train, Recordings::default());
        Self { seed, batch, data, split, tokenizer, recordings }
    }

    /// The same with recorded walks among them, as many as the configuration says.
    #[must_use]
    pub fn with(self, recordings: Recordings) -> Self {
        Self { recordings, ..self }
    }

    /// The same from worlds that are never learned from, to measure with, and without recordings.
    #[must_use]
    pub fn held_out(self) -> Self {
        Self { split: Split::HeldOut, recordings: Recordings::default(), ..self }
    }

    /// The batch of a step; the same for the same configuration and step.
    pub fn batch(&self, step: u64) -> Result<Batch, DataError> {
        let tokens = self.batch * self.data.sequence;
        let mut batch = Batch {
            inputs: Vec::with_capacity(tokens),
            targets: Vec::with_capacity(tokens),
            weights: Vec::with_capacity(tokens),
            domains: Vec::with_capacity(self.batch),
        };
        let first = step.wrapping_mul(self.batch as u64);
        let numbers = (0..self.batch as u64).into_par_iter();
        let rows = numbers.map(|index| self.row(first.wrapping_add(index)));
        for row in rows.collect::<Result<Vec<_>, _>>()? {
            batch.inputs.extend(row.inputs());
            batch.targets.extend(row.targets());
            batch.weights.extend(row.weights());
            batch.domains.push(row.domain());
        }
        Ok(batch)
    }

    /// A sequence.
    pub fn row(&self, number: u64) -> Result<Row, DataError> {
        self.row_and_refused(number).map(|(row, _)| row)
    }

    /// A sequence, and the domains of the worlds that were passed over for it, having no room.
    pub fn row_and_refused(&self, number: u64) -> Result<(Row, Vec<Domain>), DataError> {
        if let Some(row) = self.recorded(number)? {
            return Ok((row, Vec::new()));
        }
        let purpose = format!("sequence {}", self.seed);
        let mut refused = Vec::new();
        for attempt in 0..ATTEMPTS {
            let random = Seed::new(number.wrapping_mul(ATTEMPTS).wrapping_add(attempt), &purpose);
            let teller = Teller::draw(&self.data, self.split, random)?;
            let domain = teller.domain();
            match Row::fill(teller, &self.tokenizer, self.data.sequence)? {
                Some(row) => return Ok((row, refused)),
                None => refused.push(domain),
            }
        }
        Err(DataError::Room(self.data.sequence))
    }

    /// A sequence of recorded walks, where one is to be.
    fn recorded(&self, number: u64) -> Result<Option<Row>, DataError> {
        let mut random = Seed::new(number, &format!("recordings {}", self.seed));
        let early = (number / self.batch as u64) < self.data.recorded_from;
        if early || teller::fraction(&mut random) >= self.data.recordings {
            return Ok(None);
        }
        Ok(self.recordings.row(random, &self.tokenizer, self.data.sequence)?)
    }

    /// The batches from a step on, made on a thread of their own, which ends with the receiver or
    /// after an error.
    pub fn stream(self, from: u64) -> Receiver<(u64, Result<Batch, DataError>)> {
        let (sender, receiver) = sync_channel(AHEAD);
        thread::spawn(move || {
            for step in from.. {
                let batch = self.batch(step);
                let last = batch.is_err();
                if sender.send((step, batch)).is_err() || last {
                    break;
                }
            }
        });
        receiver
    }
}

#[cfg(test)]
mod tests;
