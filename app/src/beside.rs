//! What the page is built with: the list of worlds beside it, the first of them, and the default model
//! beside it.

use diorama_world::Domain;
use std::borrow::Cow;

/// The default model: a file that lies beside the page, known when the page is built, so that what
/// a server or a cache gives instead of it is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultModel {
    /// File name in `models/`.
    pub file: &'static str,
    /// Length in bytes.
    pub bytes: u64,
    /// sha256, lower-case hex.
    pub sha256: &'static str,
}

/// The default model; `None` in a page that was built without one.
#[allow(clippy::unreadable_literal)] // nobody reads its length
pub const DEFAULT_MODEL: Option<DefaultModel> =
    include!(concat!(env!("OUT_DIR"), "/default_model.rs"));

/// What is said of a world before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Identifier.
    pub id: Cow<'static, str>,
    /// Name for people.
    pub title: Cow<'static, str>,
    /// One sentence on what there is to see.
    pub summary: Cow<'static, str>,
    /// Kind of environment.
    pub domain: Domain,
    /// Steps of its recording; 0 where there is none.
    pub steps: usize,
    /// What an agent would be asked to do.
    pub task: Cow<'static, str>,
    /// The controls in force: their names, or what they say.
    pub controls: Cow<'static, [Cow<'static, str>]>,
    /// Whether a reference environment plays it.
    pub reference: bool,
    /// Whether a keyframe of its start lies beside it.
    pub keyframe: bool,
    /// Whether it comes with the page.
    pub built_in: bool,
}

/// How far the default model's probabilities are off on average, as its model card says: the expected
/// calibration error, 0 to 1.
pub const CALIBRATION_ERROR: Option<f32> = include!(concat!(env!("OUT_DIR"), "/calibration.rs"));

/// A world in the page, as its files have it.
#[derive(Debug, Clone, Copy)]
pub struct Bundled {
    /// The scenario, in JSON.
    pub scenario: &'static str,
    /// A recorded walk, in JSON.
    pub trace: Option<&'static str>,
    /// The start as a keyframe of `delta`, where the first observation does not say all of it.
    pub keyframe: Option<&'static str>,
}

/// The worlds beside the page, in the order they are offered, and all of the first: it is there
/// before anything is fetched.
pub const WORLDS: (&[Card], Bundled) = include!(concat!(env!("OUT_DIR"), "/worlds.rs"));
