//! Worlds as agents play them: reset, observe, step, fork, score.
//!
//! [`Play`] is what every such world can do, whoever says what comes next: a reference environment
//! (`diorama_truth::Reference`), a model that writes what changes (`diorama_predict::Predicted`), or
//! one that writes whole observations. An agent sees texts and answers with texts, both in the
//! dialect of the scenario:
//!
//! ```
//! # use diorama_world::play::{Play, offers};
//! # async fn random<P: Play>(mut world: P, steps: usize, mut pick: impl FnMut(usize) -> usize)
//! #     -> Result<P, P::Error> {
//! world.reset();
//! for _ in 0..steps {
//!     let offers = offers(world.path().scenario().dialect, &world.observe().screen);
//!     let action = &offers[pick(offers.len())];
//!     world.step(action).await?;
//! }
//! # Ok(world) }
//! ```

mod offer;
mod path;
mod score;

use crate::{Facts, Screen};

pub use offer::{MAX_OFFERS, offers};
pub use path::{Done, Path};
pub use score::{Score, Shown};

/// A world that is stepped through.
///
/// Stepping is asynchronous as models are; futures need not be `Send`.
#[allow(async_fn_in_trait)] // see above: no `Send` bound is wanted
pub trait Play: Sized {
    /// Why a step can fail. The world is then as it was before the step.
    type Error: std::error::Error + Send + Sync + 'static;

    /// The world, what was done in it, and what was to be seen.
    fn path(&self) -> &Path;

    /// Does an action, spelled as the scenario's dialect spells it, and shows what follows.
    async fn step(&mut self, action: &str) -> Result<&Seen, Self::Error>;

    /// Another walk, which goes on from where this one was after so many of its steps; from here if
    /// there were not so many. Neither of the two notices the other, and what predicts is not copied.
    #[must_use]
    fn fork(&self, steps: usize) -> Self;

    /// How the walk compares with what truly follows the same actions, where there is a reference
    /// environment to ask.
    fn score(&self) -> Option<Score> {
        None
    }

    /// Goes back to the start.
    fn reset(&mut self) {
        *self = self.fork(0);
    }

    /// What is to be seen now.
    fn observe(&self) -> &Seen {
        self.path().here()
    }
}

/// What a world shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The observation in the scenario's dialect.
    pub observation: String,
    /// The same as a screen, with the dialect's references: what actions point at.
    pub screen: Screen,
    /// The hidden state, where the predictor keeps one.
    pub facts: Option<Facts>,
    /// How likely the predictor takes the step that led here to be, where it says.
    pub sure: Option<f32>,
    /// Whether the predictor came to an end; else this is the part that it wrote.
    pub whole: bool,
}
