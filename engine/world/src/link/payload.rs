//! The payload: what a link holds, as JSON. The module page says what the fields mean.

use super::{By, Protocol};
use crate::{Control, screen::Bounds};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::{Map, Value};

/// All of it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Payload {
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub world: Option<Named>,
    #[serde(rename = "s", skip_serializing_if = "Map::is_empty")]
    pub scenario: Map<String, Value>,
    #[serde(rename = "k", skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(rename = "m", skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    #[serde(rename = "h", skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(rename = "p", skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f32>,
    #[serde(rename = "tk", skip_serializing_if = "Option::is_none")]
    pub top_k: Option<u32>,
    #[serde(rename = "tp", skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f32>,
    #[serde(rename = "mp", skip_serializing_if = "Option::is_none")]
    pub min_p: Option<f32>,
    #[serde(rename = "r", skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    #[serde(rename = "x", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Shown>,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    #[serde(rename = "_", skip_serializing)]
    pub later: Option<IgnoredAny>,
}

/// A built-in world: its identifier and its fingerprint.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Named(pub String, pub String);

/// A step.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Shown {
    #[serde(rename = "a")]
    pub action: String,
    #[serde(rename = "d", skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
    #[serde(rename = "w", skip_serializing_if = "Option::is_none")]
    pub windows: Option<Vec<Rectangle>>,
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(rename = "b", skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    pub edit: Option<Edited>,
    #[serde(rename = "_", skip_serializing)]
    pub later: Option<IgnoredAny>,
}

/// An edit: what differs from what was so.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Edited {
    #[serde(rename = "f", skip_serializing_if = "Option::is_none")]
    pub facts: Option<String>,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    pub controls: Option<Vec<Control>>,
    #[serde(rename = "_", skip_serializing)]
    pub later: Option<IgnoredAny>,
}

/// Where a window is: left, top, width, height.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Rectangle(i32, i32, i32, i32);

/// Largest number in a [`Rectangle`]: beyond every desktop, and sums stay small.
const MAX_PIXEL: i32 = 1 << 16;

impl Rectangle {
    /// The rectangle, if it can be on a desktop.
    pub fn bounds(self) -> Option<Bounds> {
        let Self(x, y, width, height) = self;
        let size = 0..=MAX_PIXEL;
        let (place, size) = (-MAX_PIXEL..=MAX_PIXEL, size);
        let good = place.contains(&x) && place.contains(&y);
        let good = good && size.contains(&width) && size.contains(&height);
        good.then_some(Bounds { x, y, width, height })
    }
}

impl From<Bounds> for Rectangle {
    fn from(Bounds { x, y, width, height }: Bounds) -> Self {
        Self(x, y, width, height)
    }
}

/// A setting, unless it is the usual one.
pub(super) fn unusual<T: PartialEq>(value: T, usual: &T) -> Option<T> {
    (value != *usual).then_some(value)
}
