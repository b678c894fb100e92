//! What the page is built with: the worlds in it and the default model beside it.

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

/// The worlds in the page, in the order they are offered.
pub const WORLDS: &[Bundled] = include!(concat!(env!("OUT_DIR"), "/worlds.rs"));
