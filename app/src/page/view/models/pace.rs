//! How fast a model is, in words.

use super::super::numbers::{bytes, rate, seconds};
use crate::page::say::say_with;
use crate::page::state::pace::{Measured, Pace};
use crate::protocol::ExecutorKind;

/// How fast the last steps were: `0.2 s a step, 55 tokens/s`.
pub fn pace(pace: Pace) -> String {
    let rate = rate(pace.rate).map(|rate| format!(", {rate}")).unwrap_or_default();
    say_with("{1} a step{2}", &[&seconds(pace.step), &rate])
}

/// What was measured of a model on this device.
pub fn measured(it: &Measured) -> String {
    let place = match it.executor {
        ExecutorKind::Gpu => "GPU",
        ExecutorKind::Cpu => "CPU",
    };
    say_with("Here: {1} on the {2}, {3} of memory", &[&pace(it.pace), &place, &bytes(it.memory)])
}
