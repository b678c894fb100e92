//! How fast a model is, in words.

use super::super::numbers::{bytes, rate, seconds};
use crate::page::state::pace::{Measured, Pace};
use crate::protocol::ExecutorKind;

/// How fast the last steps were: `0.2 s a step, 55 tokens/s`.
pub fn pace(pace: Pace) -> String {
    let rate = rate(pace.rate).map(|rate| format!(", {rate}")).unwrap_or_default();
    format!("{} a step{rate}", seconds(pace.step))
}

/// What was measured of a model on this device.
pub fn measured(it: &Measured) -> String {
    let place = match it.executor {
        ExecutorKind::Gpu => "GPU",
        ExecutorKind::Cpu => "CPU",
    };
    format!("Here: {} on the {place}, {} of memory", pace(it.pace), bytes(it.memory))
}
