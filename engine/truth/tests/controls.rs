//! Every control changes what happens, in every domain where it can: a table of control by domain,
//! with the step that comes out otherwise. Printed with `--show-output`.

#![allow(clippy::print_stdout)] // the table is for people

use diorama_truth::{Walk, facts, open};
use diorama_world::{
    Action, Control, Domain,
    control::{self, Named},
    diff::diff,
};

/// A step that a control changes.
struct Changed {
    seed: u64,
    step: usize,
    action: Action,
    without: String,
    with: String,
}

/// Walks the same actions with and without a control until the screens differ.
fn changed(domain: Domain, control: &Control) -> Option<Changed> {
    const WORLDS: u64 = 60;
    const LENGTH: usize = 120;
    (0..WORLDS).find_map(|seed| {
        let mut walk = Walk::new(domain, seed, &[]);
        let mut other = open(domain, facts(domain, seed), std::slice::from_ref(control));
        (0..LENGTH).find_map(|step| {
            let before = walk.environment().screen().clone();
            let action = walk.suggest();
            walk.step(&action);
            other.step(&action);
            let (without, with) = (walk.environment().screen(), other.screen());
            let told = |screen| diff(&before, screen).verdict().to_string();
            (without != with).then(|| Changed {
                seed,
                step,
                action,
                without: told(without),
                with: told(with),
            })
        })
    })
}

#[test]
fn every_control_changes_a_step_in_every_domain_where_it_can() {
    for definition in control::ALL {
        // As often as it can, so that walks meet it soon.
        let values = definition.parameters.iter().map(|p| (p.name, p.least));
        let control = Control::Named(Named::new(definition.name, values).expect("in range"));
        for &domain in definition.domains {
            let found = changed(domain, &control);
            let found =
                found.unwrap_or_else(|| panic!("{} changes nothing in {domain}", definition.name));
            let Changed { seed, step, action, without, with } = found;
            let action = format!("{action:.60?}");
            println!(
                "{:18} {domain:9} seed {seed:2} step {step:3}: {action:.60}: {without}; with it {with}",
                definition.name,
            );
        }
    }
}
