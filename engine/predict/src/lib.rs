//! Predicting steps with a small model that speaks the `delta` protocol: the same code in the page's
//! worker and in the command. No DOM, no clock, no files, no randomness but a seed's.
//!
//! ```text
//! Protocol::of(&file)?                          which protocol a model file speaks
//! Predictor::new(&file, executor)?              its vocabulary, the grammar's tree of tokens, a session
//! predictor.prepare(&branch, …).await?          reads the world before anybody acts (optional)
//! predictor.predict(&branch, &action, …).await? a Prediction: the next state and how sure it is
//! ```
//!
//! A [`Branch`] is all that led here: the world, and each step with its action and [`Outcome`]. A
//! step that a model told is kept as the delta that it wrote, so that its facts and the numbers of
//! its nodes are the model's own; any other step (a recording, the reference environment, a person's
//! edit) as what was seen. A prediction is a function of the branch, the action, the options and the
//! model: going on, undo, forks and a fresh start give the same; what differs is how much has to be
//! read again. [`Predictor::walk`] makes a branch
//! of a scenario and its timeline's texts. Nodes are numbered anew where a sequence begins anew, so a
//! delta means something in its branch only: keep the text, and let the predictor read it.
//!
//! The model writes under the grammar of [`delta`](diorama_world::delta::grammar): only tokens after
//! which some delta can follow that can be carried out. Where there is one such token only it is
//! taken without asking the model, and several of them go through the model together with the next
//! one that has to be asked for.
//!
//! # Probabilities
//!
//! The probability of a token is the model's, among the tokens that the grammar allows there, at
//! temperature 1, whatever the temperature it was drawn with; a token without alternative has 1.
//! [`Prediction::probability`] is the product over all tokens of the step, the one that ends it among
//! them: what the model gives the whole delta, in this spelling. It is what calibration is measured
//! on. A [`Line`] has the product of the tokens that begin in it: how sure it is given what stands
//! before it. The lines' probabilities and that of the [end](Prediction::end_probability) multiply to
//! that of the step.
//!
//! [`Predicted`] is a world that agents play ([`diorama_world::Play`]) on top of it.

mod branch;
mod decode;
mod language;
mod play;
mod prediction;
mod predictor;
mod protocol;
mod thread;
mod walk;

pub use branch::{Branch, Outcome, Step};
pub use decode::Options;
pub use language::{Language, OpenError};
pub use play::{PlayError, Predicted};
pub use prediction::{Draft, End, Line, Observer, Prediction, Work};
pub use predictor::{PredictError, Predictor};
pub use protocol::{Protocol, ProtocolError};
pub use walk::{Told, Walk, WalkError};

pub use diorama_model::session::Flow;
