//! Which controls are in force in a world whose controls are left to its seed.

use crate::Seed;
use diorama_world::{
    Control, Domain,
    control::{self, Named},
};

/// Highest value that is drawn for a parameter: a control that acts once in nine times is hardly seen.
const HIGHEST: i64 = 4;

/// Controls for the world of a seed: none in a quarter of the worlds, else one or two of those that
/// change something in the domain.
pub fn controls(domain: Domain, seed: u64) -> Vec<Control> {
    let mut random = Seed::new(seed, "controls");
    let all: Vec<_> = control::of(domain).collect();
    let count = if seed.is_multiple_of(4) { 0 } else { 1 + random.below(2) };
    let drawn = random.some(count, all.len()).into_iter().filter_map(|i| {
        let values = all[i].parameters.iter();
        let values = values.map(|p| (p.name, random.between(p.least, p.most.min(HIGHEST))));
        Named::new(all[i].name, values).ok().map(Control::Named)
    });
    drawn.collect()
}
