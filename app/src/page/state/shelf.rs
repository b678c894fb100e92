//! The models that can be had: beside the page, stored, elsewhere.

use super::Effect;
use crate::page::say::say;
use crate::protocol::{FailureKind, ModelCard, ModelSource, Stage};
use serde::{Deserialize, Serialize};

/// A model beside the page, as `models/index.json` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Name for people.
    pub name: String,
    /// File name in `models/`.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// sha256, lower-case hex.
    pub sha256: Option<String>,
    /// Licence.
    pub license: Option<String>,
    /// What it is good for, in a sentence.
    pub summary: Option<String>,
}

/// The models that can be had, and the one being looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shelf {
    /// The models beside the page.
    pub beside: Beside,
    /// The model being looked at.
    pub look: Option<Look>,
    /// What went wrong with the last look or load.
    pub failure: Option<Failure>,
}

/// The models beside the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Beside {
    /// Nobody asked yet.
    #[default]
    Unasked,
    /// The list is on its way.
    Asked,
    /// The list.
    Here(Vec<Offer>),
    /// There is none; a sentence says why.
    None(String),
}

/// A model being looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Where it comes from.
    pub source: ModelSource,
    /// What it is, once known.
    pub card: Option<ModelCard>,
}

/// What went wrong with a look or a load.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What kind of failure.
    pub kind: FailureKind,
    /// What happened, in a sentence.
    pub message: String,
    /// What was to be loaded, if it was a load.
    pub source: Option<ModelSource>,
}

impl Failure {
    /// What a person can do about it, in a sentence; the default model is not of their choosing.
    pub fn advice(&self, default: bool) -> &'static str {
        match self.kind {
            FailureKind::BadModel | FailureKind::HashMismatch if default => say(
                "Reload the page; if that does not help, its model on the server is not its own.",
            ),
            FailureKind::Network => {
                say("What came so far is kept. Try again when the connection is back.")
            }
            FailureKind::BadModel => say("Choose a GGUF file of a supported architecture."),
            FailureKind::HashMismatch => say("Delete the stored copy and download it again."),
            FailureKind::StorageFull => say("Delete a stored model, or choose a smaller one."),
            FailureKind::Storage => say("Load it again, or read it from a file where it lies."),
            FailureKind::OutOfMemory => say("Choose a smaller model, or run it on the CPU."),
            FailureKind::DeviceLost | FailureKind::Gpu => say("Run it on the CPU, or try again."),
            FailureKind::ContextFull => say("Go back a few steps; a shorter branch fits."),
            FailureKind::Cancelled => say("What came so far is kept for a resume."),
            FailureKind::NoModel => say("Load a model first."),
            FailureKind::Protocol => say("Reload the page."),
        }
    }
}

impl Shelf {
    /// Asks for the models beside the page, once.
    pub(super) fn ask_beside(&mut self) -> Vec<Effect> {
        match self.beside {
            Beside::Unasked | Beside::None(_) => {
                self.beside = Beside::Asked;
                vec![Effect::FetchBeside]
            }
            Beside::Asked | Beside::Here(_) => Vec::new(),
        }
    }

    pub(super) fn beside_came(&mut self, offers: Result<Vec<Offer>, String>) -> Vec<Effect> {
        self.beside = match offers {
            Ok(offers) => Beside::Here(offers),
            Err(why) => Beside::None(why),
        };
        Vec::new()
    }

    pub(super) fn look_at(&mut self, source: ModelSource) {
        self.failure = None;
        self.look = Some(Look { source, card: None });
    }

    pub(super) fn inspected(&mut self, source: ModelSource, card: ModelCard) {
        if self.look.as_ref().is_some_and(|look| look.source == source) {
            self.look = Some(Look { source, card: Some(card) });
        }
    }

    pub(super) fn failed(
        &mut self,
        kind: FailureKind,
        message: String,
        source: Option<ModelSource>,
    ) {
        // A card that came stays, so that the load can be tried again.
        if self.look.as_ref().is_some_and(|look| look.card.is_none()) {
            self.look = None;
        }
        self.failure = Some(Failure { kind, message, source });
    }

    pub(super) fn forget(&mut self) -> Vec<Effect> {
        self.look = None;
        self.failure = None;
        Vec::new()
    }
}

/// How far a load is, how fast it goes and how long it will take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meter {
    /// What is happening.
    pub stage: Stage,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Bytes a second, smoothed; `None` until two readings are in.
    pub rate: Option<f64>,
    /// When the rate was last measured, in milliseconds, and the bytes done then.
    measured: (f64, u64),
}

impl Meter {
    /// The meter after a reading at `now` milliseconds.
    pub(super) fn tick(
        before: Option<&Self>,
        stage: Stage,
        done: u64,
        total: u64,
        now: f64,
    ) -> Self {
        let fresh = Self { stage, done, total, rate: None, measured: (now, done) };
        let Some(before) = before.filter(|before| before.stage == stage && done >= before.done)
        else {
            return fresh;
        };
        let (then, had) = before.measured;
        let elapsed = now - then;
        if elapsed < 250.0 {
            return Self { rate: before.rate, measured: before.measured, ..fresh };
        }
        let instant = done.saturating_sub(had) as f64 * 1000.0 / elapsed;
        // Half of a new reading every quarter of a second: steady, yet it follows a stall.
        let rate = before.rate.map_or(instant, |rate| 0.5 * rate + 0.5 * instant);
        Self { rate: Some(rate), ..fresh }
    }

    /// Seconds that remain at this rate.
    pub fn remaining(&self) -> Option<f64> {
        let rate = self.rate.filter(|rate| *rate > 0.0)?;
        Some(self.total.saturating_sub(self.done) as f64 / rate)
    }

    /// The part done, 0 to 1.
    pub fn part(&self) -> f64 {
        if self.total == 0 { 0.0 } else { (self.done as f64 / self.total as f64).min(1.0) }
    }
}
