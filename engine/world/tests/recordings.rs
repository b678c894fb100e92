//! What real programs showed and what was done to them keeps the dialects honest.

mod common;

use common::recordings;
use diorama_world::{Dialect, Domain, Role, action::Action};
use std::collections::BTreeSet;

#[test]
fn observations_print_back() {
    for walk in recordings() {
        let dialect = walk.scenario.dialect;
        for (step, text) in walk.observations().enumerate() {
            let screen = dialect
                .parse(text, false)
                .unwrap_or_else(|e| panic!("{}, step {step}: {e}", walk.path.display()));
            assert_eq!(dialect.print(&screen), text, "{}, step {step}", walk.path.display());
        }
    }
}

#[test]
fn walks_can_be_walked() {
    for walk in recordings() {
        let checked = walk.trace.check(&walk.scenario);
        checked.unwrap_or_else(|e| panic!("{}: {e}", walk.path.display()));
    }
}

/// An action that was read is spelled so that it reads the same again.
#[test]
fn actions_spell_back() {
    let mut typed = 0;
    for walk in recordings() {
        let dialect = walk.scenario.dialect;
        for (step, screen) in walk.trace.steps.iter().zip(walk.screens()) {
            let place = format!("{}: {}", walk.path.display(), step.action);
            let action = dialect
                .read_action(&step.action, &screen)
                .unwrap_or_else(|e| panic!("{place}: {e}"));
            let spelled =
                dialect.spell(&action, &screen).unwrap_or_else(|e| panic!("{place}: {e}"));
            let again = dialect.read_action(&spelled, &screen);
            assert_eq!(again.as_ref(), Ok(&action), "{place}");
            typed += usize::from(!matches!(action, Action::Raw { .. }));
        }
    }
    assert!(typed > 0);
}

/// A click in the middle of an element is for an element with this middle.
#[test]
fn clicks_hit_what_they_are_aimed_at() {
    let mut clicks = 0;
    for walk in recordings() {
        for (step, screen) in walk.trace.steps.iter().zip(walk.screens()) {
            let read = walk.scenario.dialect.read_action(&step.action, &screen);
            let Ok(Action::Click { node } | Action::DoubleClick { node }) = read else { continue };
            let Some(bounds) = screen.nodes[node].bounds else { continue };
            let (x, y) = bounds.center();
            let place = format!("{}: {}", walk.path.display(), step.action);
            assert!(step.action.contains(&format!("({x}, {y})")), "{place} hits {bounds:?}");
            clicks += 1;
        }
    }
    assert!(clicks > 0);
}

/// What the programs print is what we print: hardly any element is spelled in a way of its own.
#[test]
fn real_spellings_are_canonical() {
    let (mut odd, mut all) = (Vec::new(), 0);
    for walk in recordings() {
        for text in walk.observations() {
            let screen = walk.scenario.dialect.parse(text, false).expect("tested above");
            all += screen.nodes.len();
            odd.extend(screen.nodes.into_iter().filter_map(|node| node.spelling));
        }
    }
    assert!(odd.len() * 100 < all, "{} of {all}: {:#?}", odd.len(), &odd[..odd.len().min(20)]);
}

/// What a real screen says survives being taken out of its dialect and dressed in it again.
#[test]
fn dressing_keeps_what_is_said() {
    for walk in recordings() {
        let dialect = walk.scenario.dialect;
        for (step, screen) in walk.screens().iter().enumerate() {
            let canonical = screen.canonical();
            let printed = dialect.print(&dialect.dress(&canonical));
            let again = dialect.parse(&printed, false).map(|screen| screen.canonical());
            assert_eq!(again, Ok(canonical), "{}, step {step}", walk.path.display());
        }
    }
}

/// The kinds that say nothing of what an element is for.
fn plain_group(dialect: Dialect, kind: &str) -> bool {
    match dialect {
        Dialect::WebPlaywright => matches!(kind, "generic" | "group" | "rowgroup"),
        _ => false,
    }
}

#[test]
fn kinds_have_roles() {
    let mut unknown = BTreeSet::new();
    for walk in recordings() {
        let dialect = walk.scenario.dialect;
        for node in walk.screens().into_iter().flat_map(|screen| screen.nodes) {
            if node.role == Role::Group && !plain_group(dialect, &node.kind) {
                unknown.insert((walk.scenario.domain, node.kind));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn some_walks_are_held_out() {
    let recordings = recordings();
    for domain in [Domain::Web, Domain::Os, Domain::Terminal] {
        let of_domain = || recordings.iter().filter(|walk| walk.scenario.domain == domain);
        assert!(of_domain().any(common::Walk::held_out));
        let train = of_domain().filter(|walk| !walk.held_out()).count();
        assert!(train > of_domain().count() / 2, "{domain:?}: {train}");
    }
}
