//! Recordings of real programs and the walks that come with the page, as predictions of them are
//! told and measured: deltas, actions in the `delta` protocol, metrics.

mod common;

use diorama_world::{
    delta::{self, Keyframe, State},
    metrics::{Case, Group, Metrics, Predicted},
};

#[test]
fn keyframes_read_back() {
    for walk in common::all() {
        let (domain, controls) = (walk.scenario.domain, &walk.scenario.controls);
        for screen in walk.screens() {
            let state = State::new(walk.scenario.facts.clone(), &screen).expect("small facts");
            let keyframe = Keyframe { domain, controls: controls.clone(), state };
            let text = keyframe.print();
            assert_eq!(Keyframe::parse(&text).as_ref(), Ok(&keyframe), "{text}");
        }
    }
}

/// A delta leads from each screen to the next, also when it is told as text.
#[test]
fn deltas_lead_to_the_next_screen() {
    for walk in common::all() {
        let (screens, facts) = (walk.screens(), &walk.scenario.facts);
        let mut before = State::new(facts.clone(), &screens[0]).expect("small facts");
        for (i, step) in walk.trace.steps.iter().enumerate() {
            let place = format!("{}, step {}", walk.path.display(), i + 1);
            let action = walk.scenario.dialect.read_action(&step.action, &screens[i]);
            let typed = delta::typed(&action.expect("tested elsewhere"));
            let after = &screens[i + 1];
            let change = delta::diff(&before, facts, after).expect("the facts stay");
            let next = delta::apply(&before, &change).expect("it was made for this state");
            assert_eq!(next.frame().screen(), after.canonical(), "{place}");
            let text = change.print(&before, &typed);
            assert_eq!(delta::parse(&text, &before, &typed), Ok((change, next.clone())), "{place}");
            before = next;
        }
    }
}

/// The spelling of actions in the `delta` protocol says what the dialect's says.
#[test]
fn actions_read_back() {
    for walk in common::all() {
        for (step, screen) in walk.trace.steps.iter().zip(walk.screens()) {
            let action = walk.scenario.dialect.read_action(&step.action, &screen);
            let action = action.expect("tested elsewhere");
            let state = State::new(walk.scenario.facts.clone(), &screen).expect("small facts");
            let text = delta::spell_action(&action, state.frame()).expect("its target is there");
            let read = delta::read_action(&text, state.frame());
            assert_eq!(read, Ok(action), "{}: {text}", walk.path.display());
        }
    }
}

/// Who predicts what came is always right; the copy is right where nothing changed.
#[test]
fn the_truth_scores_full_marks() {
    for walk in common::all() {
        let (domain, controls) = (walk.scenario.domain, &walk.scenario.controls);
        let mut metrics = Metrics::default();
        let mut unchanged = 0;
        for pair in walk.screens().windows(2) {
            let [previous, truth] = [&pair[0], &pair[1]];
            let predicted = Predicted::Valid(truth);
            metrics.add(&Case {
                domain,
                controls,
                previous,
                truth,
                predicted,
                facts: None,
                groups: &[],
            });
            unchanged += u64::from(previous.canonical() == truth.canonical());
        }
        let Some(counts) = metrics.group(domain, &Group::All) else { continue };
        let (truth, copy) = (&counts.predictor, &counts.copy);
        let place = walk.path.display();
        for (name, ratio) in [
            ("valid", truth.valid),
            ("exact", truth.exact),
            ("precision", truth.precision),
            ("recall", truth.recall),
            ("retention", truth.retention),
        ] {
            assert_eq!(ratio.right, ratio.of, "{place}: {name}");
        }
        assert_eq!((copy.exact.right, copy.exact.of), (unchanged, truth.exact.of), "{place}");
    }
}
