//! Which worlds may be learned from, and which are kept to measure on.
//!
//! Seeds are parted for good: even ones are for training, odd ones are held out. Besides, some
//! controls are never in force in a training world that has a certain app, so that what a model
//! makes of the two together shows whether it understood the control.

use crate::{Seed, controls, facts};
use diorama_world::{Control, Domain, Facts, control};

/// Seeds that a world is looked for in.
const ATTEMPTS: u64 = 64;

/// What a seed is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// To learn from.
    Train,
    /// To measure on.
    HeldOut,
}

impl Split {
    /// The `n`th seed of the split.
    pub fn seed(self, n: u64) -> u64 {
        (n << 1) | u64::from(self == Self::HeldOut)
    }

    /// What a seed is for.
    pub fn of(seed: u64) -> Self {
        if seed.is_multiple_of(2) { Self::Train } else { Self::HeldOut }
    }
}

/// A control and an app that training worlds never have together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Where.
    pub domain: Domain,
    /// Name of the control.
    pub control: &'static str,
    /// Name of the app, as in the table `apps`.
    pub app: &'static str,
}

/// The pairs that are held out. Each control is met with other apps, each app with other controls.
pub const PAIRS: [Pair; 6] = [
    Pair { domain: Domain::Android, control: "disk-full", app: "notes" },
    Pair { domain: Domain::Android, control: "offline", app: "messages" },
    Pair { domain: Domain::Web, control: "disk-full", app: "forum" },
    Pair { domain: Domain::Web, control: "slow-network", app: "tracker" },
    Pair { domain: Domain::Os, control: "read-only", app: "settings" },
    Pair { domain: Domain::Os, control: "disk-full", app: "terminal" },
];

impl Pair {
    /// Whether the control is in force where the app is.
    pub fn is_in(&self, domain: Domain, facts: &Facts, controls: &[Control]) -> bool {
        let named = |control: &Control| control.named().map(|named| named.definition().name);
        self.domain == domain
            && controls.iter().any(|control| named(control) == Some(self.control))
            && has_app(facts, self.app)
    }
}

/// What is in force in a held-out world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Plain,
    /// Controls, as in training worlds.
    Controlled,
    /// The control of a held-out pair whose app is there.
    Pair,
}

/// A world of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The seed of its facts.
    pub seed: u64,
    /// What is in force.
    pub controls: Vec<Control>,
}

/// The `n`th world to learn from; with controls in force if it is `controlled`.
pub fn train(domain: Domain, controlled: bool, n: u64) -> Drawn {
    if controlled { draw_controlled(Split::Train, domain, n) } else { plain(Split::Train, n) }
}

/// The `n`th held-out world of a kind; none where the domain has no pairs and one is asked for.
pub fn held_out(domain: Domain, kind: Kind, n: u64) -> Option<Drawn> {
    match kind {
        Kind::Plain => Some(plain(Split::HeldOut, n)),
        Kind::Controlled => Some(draw_controlled(Split::HeldOut, domain, n)),
        Kind::Pair => draw_pair(domain, n),
    }
}

fn plain(split: Split, n: u64) -> Drawn {
    Drawn { seed: split.seed(n.wrapping_mul(ATTEMPTS)), controls: Vec::new() }
}

/// The seeds that the `n`th world is looked for in.
fn seeds(split: Split, n: u64) -> impl Iterator<Item = u64> {
    let first = n.wrapping_mul(ATTEMPTS);
    (0..ATTEMPTS).map(move |attempt| split.seed(first.wrapping_add(attempt)))
}

/// One or two controls, and a world that they make no held-out pair with. The controls are drawn
/// first, so that one of a pair comes as often as the others.
fn draw_controlled(split: Split, domain: Domain, n: u64) -> Drawn {
    let mut random = Seed::new(split.seed(n), "controls");
    let count = 1 + random.below(2);
    let mut controls = controls::draw(domain, count, &mut random);
    let held = |facts: &Facts, controls: &[Control]| {
        PAIRS.iter().any(|pair| pair.is_in(domain, facts, controls))
    };
    // Two controls may leave no world; with none in force the first will do.
    let seed = loop {
        match seeds(split, n).find(|&seed| !held(&facts(domain, seed), &controls)) {
            Some(seed) => break seed,
            None => controls.pop(),
        };
    };
    Drawn { seed, controls }
}

fn draw_pair(domain: Domain, n: u64) -> Option<Drawn> {
    let pairs: Vec<&Pair> = PAIRS.iter().filter(|pair| pair.domain == domain).collect();
    let pair = pairs.get((n % pairs.len().max(1) as u64) as usize)?;
    let definition = control::of(domain).find(|definition| definition.name == pair.control)?;
    let mut random = Seed::new(Split::HeldOut.seed(n), "pair");
    let control = Control::Named(controls::with_values(definition, &mut random)?);
    let seed = seeds(Split::HeldOut, n).find(|&seed| has_app(&facts(domain, seed), pair.app))?;
    Some(Drawn { seed, controls: vec![control] })
}

fn has_app(facts: &Facts, app: &str) -> bool {
    let rows = facts.table("apps").map(diorama_world::facts::Table::rows).unwrap_or_default();
    rows.iter().any(|row| row.cells[0].text() == app)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open;

    const DRAWN: [Domain; 3] = [Domain::Android, Domain::Web, Domain::Os];

    #[test]
    fn the_splits_share_no_seed() {
        for n in (0..2000).chain([u64::MAX, u64::MAX / 2]) {
            assert_eq!(Split::of(Split::Train.seed(n)), Split::Train);
            assert_eq!(Split::of(Split::HeldOut.seed(n)), Split::HeldOut);
            for domain in Domain::ALL {
                let train = train(domain, n % 2 == 0, n);
                assert_eq!(Split::of(train.seed), Split::Train);
                let held = held_out(domain, Kind::Controlled, n).expect("there is one");
                assert_eq!(Split::of(held.seed), Split::HeldOut);
            }
        }
    }

    #[test]
    fn training_worlds_have_no_held_out_pair_and_meet_both_halves() {
        for pair in PAIRS {
            let (mut controls, mut apps) = (0, 0);
            for n in 0..2000 {
                let Drawn { seed, controls: drawn } = train(pair.domain, true, n);
                assert!(!drawn.is_empty(), "{pair:?}: world {n} has no controls");
                let facts = facts(pair.domain, seed);
                assert!(!pair.is_in(pair.domain, &facts, &drawn), "{pair:?}: world {n}");
                let name = |control: &Control| {
                    control.named().is_some_and(|named| named.definition().name == pair.control)
                };
                controls += usize::from(drawn.iter().any(name));
                apps += usize::from(has_app(&facts, pair.app));
            }
            assert!(controls > 150, "{pair:?}: its control is in {controls} of 2000 worlds");
            assert!(apps > 500, "{pair:?}: its app is in {apps} of 2000 worlds");
        }
    }

    #[test]
    fn held_out_pairs_are_in_force_and_change_something() {
        for domain in DRAWN {
            let worlds: Vec<Drawn> =
                (0..40).filter_map(|n| held_out(domain, Kind::Pair, n)).collect();
            assert_eq!(worlds.len(), 40);
            for pair in PAIRS.iter().filter(|pair| pair.domain == domain) {
                let here: Vec<&Drawn> = worlds
                    .iter()
                    .filter(|world| pair.is_in(domain, &facts(domain, world.seed), &world.controls))
                    .collect();
                assert_eq!(here.len(), 20, "{pair:?}");
                assert!(here.iter().any(|world| changes(domain, world)), "{pair:?}");
            }
        }
        assert_eq!(held_out(Domain::Search, Kind::Pair, 0), None);
    }

    /// Whether the same actions lead elsewhere without the controls.
    fn changes(domain: Domain, world: &Drawn) -> bool {
        let mut walk = crate::Walk::new(domain, world.seed, &[]);
        let mut other = open(domain, facts(domain, world.seed), &world.controls);
        (0..200).any(|_| {
            let action = walk.suggest();
            walk.step(&action);
            other.step(&action);
            walk.environment().screen() != other.screen()
        })
    }
}
