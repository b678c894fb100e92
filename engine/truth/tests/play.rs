//! Reference environments as agents play them, and how other worlds are scored against them.

use diorama_truth::{Graded, NoReference, Reference, Seed, first, scenario, score, suggest};
use diorama_world::{
    Action, Domain, Play, Scenario,
    action::ActionError,
    metrics::Ratio,
    play::{MAX_OFFERS, Path, Seen, Shown, offers},
};
use std::{collections::BTreeSet, rc::Rc};

fn world(domain: Domain, seed: u64) -> Rc<Scenario> {
    Rc::new(scenario(domain.dialects()[0], seed, Vec::new()))
}

/// Walks as an agent without a plan does.
fn wander<P: Play>(world: &mut P, steps: usize, seed: u64) {
    let mut seed = Seed::new(seed, "agent");
    for _ in 0..steps {
        let action = suggest(world.path().scenario(), world.observe(), &mut seed);
        pollster::block_on(world.step(&action)).expect("what was suggested can be done");
    }
}

fn observations(path: &Path) -> Vec<&str> {
    path.steps().iter().map(|step| step.seen.observation.as_str()).collect()
}

#[test]
fn a_world_begins_as_its_scenario_says_and_gets_somewhere() {
    for domain in Domain::ALL {
        let scenario = world(domain, 3);
        let mut world = Reference::open(Rc::clone(&scenario)).expect("a reference");
        assert_eq!(world.observe().observation, scenario.first, "{domain}");
        assert!(first(&scenario).is_some(), "{domain}");
        wander(&mut world, 40, 1);
        let seen: BTreeSet<&str> = observations(world.path()).into_iter().collect();
        assert!(seen.len() > 5, "{domain}: only {} screens", seen.len());
        assert!(world.score().is_none());
    }
}

/// A fork goes on as the walk did, and leaves it alone.
#[test]
fn forks_go_on_from_where_they_began() {
    for domain in Domain::ALL {
        let mut world = Reference::open(world(domain, 5)).expect("a reference");
        wander(&mut world, 20, 2);
        let path = world.path().clone();
        let mut fork = world.fork(8);
        assert_eq!(fork.path().steps().len(), 8);
        for step in &path.steps()[8..] {
            let seen = pollster::block_on(fork.step(&step.action)).expect("it can be done");
            assert_eq!(*seen, *step.seen, "{domain}");
        }
        wander(&mut fork, 5, 3);
        assert_eq!(observations(world.path()), observations(&path));
        assert_eq!(world.fork(99).observe(), world.observe());
        world.reset();
        assert_eq!((world.observe(), world.path().steps().len()), (path.start(), 0));
    }
}

#[test]
fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let mut world = Reference::open(world(Domain::Android, 1)).expect("a reference");
    let before = world.observe().clone();
    let refusal = pollster::block_on(world.step(r#"{"action_type":"click","index":900}"#));
    assert_eq!(refusal.err(), Some(ActionError::NoSuchNode("900".to_owned())));
    assert_eq!((world.observe(), world.path().steps().len()), (&before, 0));
}

/// What is offered can be done, says what the screen has, and does not end the walk.
#[test]
fn offers_can_be_done() {
    for domain in Domain::ALL {
        for dialect in domain.dialects() {
            let scenario = Rc::new(scenario(*dialect, 2, Vec::new()));
            let mut world = Reference::open(scenario).expect("a reference");
            for round in 0..10 {
                let seen = world.observe();
                let offers = offers(*dialect, &seen.screen);
                assert!(!offers.is_empty() && offers.len() <= MAX_OFFERS, "{dialect}");
                let read = |text| dialect.read_action(text, &seen.screen).expect("an action");
                let actions: Vec<Action> = offers.iter().map(|text| read(text)).collect();
                assert!(!actions.iter().any(Action::ends), "{dialect}: {offers:?}");
                let clickable = |(_, node): &(usize, &diorama_world::Node)| {
                    node.states.clickable && !node.states.disabled
                };
                let hit: BTreeSet<usize> = actions.iter().flat_map(Action::targets).collect();
                let nodes = seen.screen.nodes.iter().enumerate().filter(clickable);
                let offered = nodes.clone().filter(|(at, _)| hit.contains(at)).count();
                // Some are hidden behind windows and cannot be pointed at.
                assert!(
                    offered * 2 >= nodes.count(),
                    "{dialect}: {offers:?}\n{}",
                    seen.observation
                );
                let next = offers[round % offers.len()].clone();
                pollster::block_on(world.step(&next)).expect("an offer can be done");
            }
        }
    }
}

/// A world that shows some of what the true one does, as a model might.
struct Told {
    path: Path,
    truth: Reference,
    /// Whether a step is told truly, by its number; else it shows what was there before.
    honest: Rc<dyn Fn(usize) -> bool>,
}

impl Play for Told {
    type Error = ActionError;

    fn path(&self) -> &Path {
        &self.path
    }

    async fn step(&mut self, action: &str) -> Result<&Seen, ActionError> {
        let mut seen = self.truth.step(action).await?.clone();
        if !(self.honest)(self.path.steps().len()) {
            seen = self.path.here().clone();
        }
        Ok(self.path.push(action, seen))
    }

    fn fork(&self, steps: usize) -> Self {
        let honest = Rc::clone(&self.honest);
        Self { path: self.path.until(steps), truth: self.truth.fork(steps), honest }
    }
}

fn told(honest: impl Fn(usize) -> bool + 'static) -> Graded<Told> {
    let scenario = world(Domain::Android, 7);
    let truth = Reference::open(Rc::clone(&scenario)).expect("a reference");
    let path = Path::new(scenario, truth.observe().clone());
    Graded::new(Told { path, truth, honest: Rc::new(honest) }).expect("a reference")
}

/// Walks as the reference environment suggests, whatever is told.
fn follow(world: &mut Graded<Told>) {
    let mut truth = Reference::open(world.path().shared_scenario()).expect("a reference");
    wander(&mut truth, 30, 4);
    for step in truth.path().steps() {
        pollster::block_on(world.step(&step.action)).expect("the truth can do it");
    }
}

#[test]
fn the_truth_is_right_and_copying_is_not() {
    let mut right = told(|_| true);
    follow(&mut right);
    let score = right.score().expect("a score");
    let all = Ratio { right: 30, of: 30 };
    assert_eq!((score.exact.predictor, score.world), (all, all));
    assert!(score.changed.right > 0 && score.changed.right == score.changed.of);

    let mut copy = told(|_| false);
    follow(&mut copy);
    let copied = copy.score().expect("a score");
    assert_eq!(copied.exact.copy, score.exact.copy);
    assert!(score.exact.copy.right < 30 && copied.exact.predictor.right < 30);
    assert!(copied.changed.right < copied.changed.of);
    assert!(copied.world.right <= copied.exact.predictor.right);

    // A fork has the score of its own steps.
    let half = right.fork(10).score().expect("a score");
    assert_eq!(half.exact.predictor, Ratio { right: 10, of: 10 });
}

/// One wrong step is wrong, and the next right one is right again.
#[test]
fn a_slip_counts_once() {
    let mut right = told(|_| true);
    follow(&mut right);
    let seen = observations(right.path());
    let changes = (1..seen.len()).find(|&step| seen[step] != seen[step - 1]);
    let slip = changes.expect("something changes");
    let mut told = told(move |step| step != slip);
    follow(&mut told);
    let score = told.score().expect("a score");
    assert_eq!((score.exact.predictor.right, score.world.right), (29, 29));
}

#[test]
fn without_a_reference_there_is_no_score() {
    let mut scenario = (*world(Domain::Web, 1)).clone();
    scenario.reference = None;
    let scenario = Rc::new(scenario);
    assert!(matches!(Reference::open(Rc::clone(&scenario)), Err(NoReference)));
    let shown = Shown { observation: "", facts: None, whole: true };
    assert_eq!(score(scenario, [("WAIT", shown)]).err(), Some(NoReference));
}
