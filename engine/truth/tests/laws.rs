//! What holds in every environment, whatever is done, under every control.
//!
//! A million steps in all; `DIORAMA_STEPS` asks for another number.

use diorama_truth::{Walk, controls};
use diorama_world::{
    Action, Control, Domain, Facts, Screen,
    delta::{self, State},
};
use std::{
    collections::HashMap,
    fmt::{self, Write},
    hash::{DefaultHasher, Hasher},
};

/// Steps in each world.
const LENGTH: usize = 100;

/// Steps in all domains together.
fn steps() -> usize {
    let asked = std::env::var("DIORAMA_STEPS").ok().and_then(|steps| steps.parse().ok());
    asked.unwrap_or(1_000_000)
}

/// Worlds with no control, with one, and with two.
fn worlds(domain: Domain) -> impl Iterator<Item = (u64, Vec<Control>)> {
    (0..).map(move |seed| (seed, controls(domain, seed)))
}

#[test]
fn the_same_seed_gives_the_same_walk() {
    for domain in Domain::ALL {
        for (seed, controls) in worlds(domain).take(20) {
            let run = || {
                let mut walk = Walk::new(domain, seed, &controls);
                let step = |walk: &mut Walk| {
                    let action = walk.suggest();
                    walk.step(&action);
                    (
                        action,
                        walk.environment().screen().clone(),
                        walk.environment().facts().clone(),
                    )
                };
                (0..50).map(|_| step(&mut walk)).collect::<Vec<_>>()
            };
            assert_eq!(run(), run());
        }
    }
}

#[test]
fn android() {
    laws(Domain::Android);
}

#[test]
fn web() {
    laws(Domain::Web);
}

#[test]
fn os() {
    laws(Domain::Os);
}

#[test]
fn mcp() {
    laws(Domain::Mcp);
}

#[test]
fn search() {
    laws(Domain::Search);
}

#[test]
fn terminal() {
    laws(Domain::Terminal);
}

#[test]
fn swe() {
    laws(Domain::Swe);
}

/// Walks through many worlds of a domain and checks the laws on each step.
fn laws(domain: Domain) {
    let mut memory = Memory::default();
    let (mut changed, mut all) = (0, 0);
    let count = steps().div_ceil(LENGTH * Domain::ALL.len());
    for (seed, controls) in worlds(domain).take(count) {
        let mut walk = Walk::new(domain, seed, &controls);
        let mut state = state(&walk);
        for step in 0..LENGTH {
            let at = Moment { domain, seed, step, controls: &controls };
            let before = (walk.environment().facts().clone(), walk.environment().screen().clone());
            let action = walk.suggest();
            walk.step(&action);
            well_formed(&walk);
            memory.remembers(&at, (&before.0, &before.1), &action, &walk);
            state = delta_is_exact(&at, &state, &action, &walk);
            all += 1;
            changed += usize::from(*walk.environment().screen() != before.1);
        }
    }
    // Walks get somewhere: most steps change something, some do not.
    let share = changed * 100 / all;
    assert!((40..97).contains(&share), "{domain}: {share} % of the steps change the screen");
    assert!(memory.again > 20, "{domain}: only {} states came twice", memory.again);
}

/// Which step of which walk.
struct Moment<'a> {
    domain: Domain,
    seed: u64,
    step: usize,
    controls: &'a [Control],
}

impl fmt::Display for Moment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { domain, seed, step, controls } = self;
        let controls: Vec<String> = controls.iter().map(Control::text).collect();
        write!(f, "{domain}, seed {seed}, step {step} ({})", controls.join(" "))
    }
}

fn state(walk: &Walk) -> State {
    let at = walk.environment();
    State::new(at.facts().clone(), at.screen()).expect("facts in order")
}

/// Parents come first, and facts stay within their limits.
fn well_formed(walk: &Walk) {
    let screen = walk.environment().screen();
    assert!(!screen.nodes.is_empty());
    for (i, node) in screen.nodes.iter().enumerate() {
        assert!(node.parent.is_none_or(|parent| parent < i));
    }
    walk.environment().facts().check().expect("facts in order");
}

/// There is a delta to what follows; it leads exactly there, and so does what is read of its text.
fn delta_is_exact(at: &Moment<'_>, before: &State, action: &Action, walk: &Walk) -> State {
    let after = state(walk);
    let environment = walk.environment();
    let delta = delta::diff(before, environment.facts(), environment.screen());
    let delta = delta.unwrap_or_else(|| panic!("{at}: {action:?} makes what no delta can"));
    let applied = delta::apply(before, &delta).expect("a delta that was just made");
    assert!(applied.same(&after), "{at}: {delta:?} leads elsewhere");
    let typed = delta::typed(action);
    let text = delta.print(before, &typed);
    let read = delta::parse(&text, before, &typed);
    let (_, read) = read.unwrap_or_else(|error| panic!("{at}: {error}:\n{text}"));
    assert!(read.same(&after), "{at}: another state was read of\n{text}");
    applied
}

/// Facts, controls, screen and action determine what comes next: a world has no other memory.
#[derive(Default)]
struct Memory {
    /// What followed what, as hashes.
    seen: HashMap<u64, (u64, String)>,
    /// How often something came again.
    again: usize,
}

impl Memory {
    fn remembers(
        &mut self,
        at: &Moment<'_>,
        (facts, screen): (&Facts, &Screen),
        action: &Action,
        walk: &Walk,
    ) {
        let before = hash(format_args!("{facts:?}{screen:?}{:?}{action:?}", at.controls));
        let after = walk.environment();
        let after = hash(format_args!("{:?}{:?}", after.facts(), after.screen()));
        if let Some((known, first)) = self.seen.get(&before) {
            self.again += 1;
            assert!(*known == after, "{action:?} leads elsewhere than in {first}: {at}");
        } else {
            self.seen.insert(before, (after, format!("seed {} step {}", at.seed, at.step)));
        }
    }
}

/// Hashes what would be written.
fn hash(text: fmt::Arguments<'_>) -> u64 {
    struct Into(DefaultHasher);
    impl Write for Into {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut hasher = Into(DefaultHasher::new());
    hasher.write_fmt(text).expect("hashing cannot fail");
    hasher.0.finish()
}
