//! What makes a control.

use super::{Effect, Event, Keeps};
use crate::Domain;

/// A named control: everything there is to it.
#[derive(Debug)]
pub struct Definition {
    /// Name: lower-case words with hyphens.
    pub name: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Where it can change something.
    pub domains: &'static [Domain],
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// The table that it needs in the facts, where it remembers something.
    pub keeps: Option<&'static Keeps>,
    /// The literal text for a prompt, from the parameters' values.
    pub text: fn(&[i64]) -> String,
    /// What becomes of an event, from the parameters' values.
    pub rule: fn(&Event<'_>, &[i64]) -> Option<Effect>,
}

/// A parameter: a whole number in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Name: a lower-case word.
    pub name: &'static str,
    /// What it says, for people: "every n-th request".
    pub title: &'static str,
    /// Value where none is given.
    pub usual: i64,
    /// Smallest value.
    pub least: i64,
    /// Largest value.
    pub most: i64,
}
