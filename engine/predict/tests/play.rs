//! Worlds that a model predicts, as agents play them.

mod common;

use diorama_model::cpu::CpuExecutor;
use diorama_predict::{Options, PlayError, Predicted, Told};
use diorama_truth::{Graded, Seed, first, scenario, suggest};
use diorama_world::{Dialect, Play, Scenario, action::ActionError};
use std::{cell::RefCell, rc::Rc};

const OPTIONS: fn() -> Options = || Options { max_tokens: 96, ..Options::default() };

fn world() -> Rc<Scenario> {
    Rc::new(scenario(Dialect::AndroidJson, 4, Vec::new()))
}

fn opened(scenario: &Rc<Scenario>) -> Predicted<CpuExecutor> {
    let model = Rc::new(RefCell::new(common::predictor(2, 4096)));
    let screen = first(scenario);
    Predicted::begin(model, OPTIONS(), Rc::clone(scenario), screen.as_ref())
        .expect("an observation")
}

/// Steps, and what was done.
fn wander(world: &mut Predicted<CpuExecutor>, steps: usize, seed: u64) {
    let mut seed = Seed::new(seed, "agent");
    for _ in 0..steps {
        let action = suggest(world.path().scenario(), world.observe(), &mut seed);
        pollster::block_on(world.step(&action)).expect("a prediction");
    }
}

/// A step shows what a prediction on the same branch shows.
#[test]
fn a_step_is_a_prediction() {
    let scenario = world();
    let mut world = opened(&scenario);
    assert_eq!(world.observe().observation, scenario.first);
    let mut model = common::predictor(2, 4096);
    let mut deltas: Vec<(String, String)> = Vec::new();
    let mut seed = Seed::new(1, "agent");
    for _ in 0..4 {
        let action = suggest(&scenario, world.observe(), &mut seed);
        let screen = first(&scenario);
        let told = deltas.iter().map(|(action, delta)| Told::Action {
            action,
            observation: "",
            delta: Some(delta),
        });
        let walk = model.walk(&scenario, screen.as_ref(), told).unwrap();
        let read = walk.action(&action).unwrap();
        let mut notes = common::Notes::default();
        let (branch, options) = (walk.branch(), OPTIONS());
        let asked = model.predict(&branch, &read, &options, &mut notes);
        let prediction = pollster::block_on(asked).unwrap();
        let expected = walk.observation(&prediction);
        let seen = pollster::block_on(world.step(&action)).expect("a prediction");
        assert_eq!(seen.observation, expected);
        assert_eq!(seen.facts.as_ref(), Some(prediction.facts()));
        assert_eq!(seen.sure, Some(prediction.probability()));
        deltas.push((action, prediction.delta));
    }
}

/// Forks show what the walk would have shown, in whatever order they are stepped, and the walk does
/// not notice them.
#[test]
fn forks_do_not_notice_each_other() {
    let scenario = world();
    let mut world = opened(&scenario);
    wander(&mut world, 6, 1);
    let path = world.path().clone();
    let (mut one, mut two) = (world.fork(2), world.fork(2));
    for step in &path.steps()[2..] {
        assert_eq!(*pollster::block_on(one.step(&step.action)).unwrap(), *step.seen);
        wander(&mut two, 1, 9);
    }
    assert_eq!((one.path().steps().len(), two.path().steps().len()), (6, 6));
    assert_eq!(world.path().steps().len(), 6);
    world.reset();
    assert_eq!(world.observe(), path.start());
    wander(&mut world, 6, 1);
    assert_eq!(world.observe(), path.here());
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let scenario = world();
    let mut world = opened(&scenario);
    wander(&mut world, 1, 1);
    let before = world.observe().clone();
    let refusal = pollster::block_on(world.step(r#"{"action_type":"click","index":900}"#));
    let missing = PlayError::Action(ActionError::NoSuchNode("900".to_owned()));
    assert_eq!(refusal.err(), Some(missing));
    assert_eq!((world.observe(), world.path().steps().len()), (&before, 1));
}

/// A model of random weights is seldom right; the score says so, of its steps and no others.
#[test]
fn a_model_is_scored() {
    let scenario = world();
    let mut world = opened(&scenario);
    wander(&mut world, 5, 1);
    let score = Graded::new(world).unwrap().score().unwrap();
    assert_eq!((score.exact.predictor.of, score.world.of), (5, 5));
    assert!(score.exact.predictor.right <= 4);
}
