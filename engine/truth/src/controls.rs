//! Which controls are in force in a world whose controls are left to its seed.

use crate::Seed;
use diorama_world::{
    Control, Domain,
    control::{self, Definition, Named},
};

/// Highest value that is drawn for a parameter: a control that acts once in nine times is hardly seen.
const HIGHEST: i64 = 4;

/// Controls for the world of a seed: none in a quarter of the worlds, else one or two of those that
/// change something in the domain.
pub fn controls(domain: Domain, seed: u64) -> Vec<Control> {
    let mut random = Seed::new(seed, "controls");
    let count = if seed.is_multiple_of(4) { 0 } else { 1 + random.below(2) };
    draw(domain, count, &mut random)
}

/// Some different controls of those that change something in the domain.
pub(crate) fn draw(domain: Domain, count: usize, random: &mut Seed) -> Vec<Control> {
    let all: Vec<_> = control::of(domain).collect();
    let drawn = random.some(count, all.len());
    drawn.into_iter().filter_map(|i| with_values(all[i], random).map(Control::Named)).collect()
}

/// A control with values for its parameters.
pub(crate) fn with_values(definition: &Definition, random: &mut Seed) -> Option<Named> {
    let values = definition.parameters.iter();
    let values = values.map(|p| (p.name, random.between(p.least, p.most.min(HIGHEST))));
    Named::new(definition.name, values).ok()
}
