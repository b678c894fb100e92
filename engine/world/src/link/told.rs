//! States told as deltas, or, where no delta can, as keyframes.

use crate::{
    Scenario,
    delta::{self, DeltaError, Keyframe, State},
};

/// What every keyframe begins with, and no line of a delta.
const KEYFRAME: &str = "world ";

/// A state of a scenario as a keyframe.
pub(super) fn keyframe(scenario: &Scenario, state: &State) -> String {
    let (domain, controls) = (scenario.domain, scenario.controls.clone());
    Keyframe { domain, controls, state: state.clone() }.print()
}

/// Tells what comes after a state; `typed` are the texts of the action between them.
pub(super) fn tell(scenario: &Scenario, before: &State, after: &State, typed: &[String]) -> String {
    match delta::diff(before, after.facts(), &after.frame().screen()) {
        Some(delta) => delta.print_to(before, after.facts(), typed),
        None => keyframe(scenario, after),
    }
}

/// Reads what [`tell`] wrote. Nodes of the state are numbered anew, as those of all states in links.
pub(super) fn hear(text: &str, before: &State, typed: &[String]) -> Result<State, DeltaError> {
    if text.starts_with(KEYFRAME) {
        return Keyframe::parse(text).map(|keyframe| keyframe.state);
    }
    delta::parse(text, before, typed).map(|(_, next)| next.renumbered())
}
