//! What holds in every environment, whatever is done.

use diorama_truth::{Seed, Walk};
use diorama_world::{Action, Control, Domain, Facts, Screen, control};
use std::collections::HashMap;

/// A law is checked on so many steps a domain; `DIORAMA_STEPS` asks for more.
fn steps() -> usize {
    std::env::var("DIORAMA_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(20_000)
}

/// Walks of every domain, with each control alone, with some together, and with none.
fn walks(domain: Domain) -> impl Iterator<Item = (u64, Vec<Control>)> {
    (0..).map(move |seed: u64| {
        let mut random = Seed::new(seed, "controls");
        let all: Vec<_> = control::of(domain).collect();
        let count = if seed.is_multiple_of(4) { 0 } else { 1 + random.below(2) };
        let controls = random.some(count, all.len()).into_iter().map(|i| {
            let definition = all[i];
            let values = definition
                .parameters
                .iter()
                .map(|p| (p.name, random.between(p.least, p.most.min(4))));
            Control::Named(control::Named::new(definition.name, values).expect("in range"))
        });
        (seed, controls.collect())
    })
}

/// Calls `check` with each step of many walks: before, action, after.
fn each_step(domain: Domain, mut check: impl FnMut(&Walk, &Action, (&Facts, &Screen), &[Control])) {
    const LENGTH: usize = 100;
    for (seed, controls) in walks(domain).take(steps().div_ceil(LENGTH)) {
        let mut walk = Walk::new(domain, seed, &controls).expect("every domain has an environment");
        for _ in 0..LENGTH {
            let before = (walk.environment().facts().clone(), walk.environment().screen().clone());
            let action = walk.suggest();
            walk.step(&action);
            check(&walk, &action, (&before.0, &before.1), &controls);
        }
    }
}

const DOMAINS: [Domain; 7] = [
    Domain::Android,
    Domain::Web,
    Domain::Os,
    Domain::Terminal,
    Domain::Mcp,
    Domain::Search,
    Domain::Swe,
];

#[test]
fn the_same_seed_gives_the_same_walk() {
    for domain in DOMAINS {
        for (seed, controls) in walks(domain).take(20) {
            let run = || {
                let mut walk = Walk::new(domain, seed, &controls).expect("an environment");
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

/// Facts, controls, screen and action determine what comes next: a world has no other memory.
#[test]
fn worlds_have_no_hidden_memory() {
    for domain in DOMAINS {
        let mut seen: HashMap<String, (u64, String)> = HashMap::new();
        let (mut again, mut number) = (0, 0);
        each_step(domain, |walk, action, (facts, screen), controls| {
            number += 1;
            let before = format!("{facts:?}{screen:?}{controls:?}{action:?}");
            let after =
                format!("{:?}{:?}", walk.environment().facts(), walk.environment().screen());
            if let Some((first, known)) = seen.get(&before) {
                again += 1;
                let differs = known.bytes().zip(after.bytes()).position(|(a, b)| a != b);
                let from = differs.unwrap_or(0).saturating_sub(200);
                assert!(
                    known == &after,
                    "{domain:?}, steps {first} and {number}, {controls:?}: {action:?} leads to\n\
                     {:.400}\nand to\n{:.400}\nfrom {screen:?}\n{facts:?}",
                    &known[from..],
                    &after[from..],
                );
            } else {
                seen.insert(before, (number, after));
            }
        });
        assert!(again > 20, "{domain:?}: only {again} states came twice");
    }
}

/// Trees are well formed: parents come first, and facts stay within their limits.
#[test]
fn screens_and_facts_are_well_formed() {
    for domain in DOMAINS {
        each_step(domain, |walk, _, _, _| {
            let screen = walk.environment().screen();
            assert!(!screen.nodes.is_empty());
            for (i, node) in screen.nodes.iter().enumerate() {
                assert!(node.parent.is_none_or(|parent| parent < i));
            }
            walk.environment().facts().check().expect("facts in order");
        });
    }
}

/// Walks get somewhere: most steps change something, some do not.
#[test]
fn walks_are_lively() {
    for domain in DOMAINS {
        let (mut changed, mut all) = (0, 0);
        each_step(domain, |walk, _, (_, screen), _| {
            all += 1;
            changed += usize::from(walk.environment().screen() != screen);
        });
        let share = changed * 100 / all;
        assert!((40..95).contains(&share), "{domain:?}: {share} % of the steps change the screen");
    }
}
