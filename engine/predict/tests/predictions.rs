//! Predictions of models that know nothing.

mod common;

use common::{Notes, TINY, World, executor, file, head, predictor};
use diorama_model::{Executor, Sampler, Sampling, cpu::CpuExecutor};
use diorama_predict::{
    Branch, End, Language, Options, Outcome, PredictError, Prediction, Predictor, Step, Told, Work,
};
use diorama_world::{
    Action, Control, Dialect, Domain, Edit, Scenario,
    delta::{Context, Flaw, context::Marker, grammar::BitSet, parse, typed},
};
use pollster::block_on;

fn sampled(seed: u64, max_tokens: usize) -> Options {
    let sampling = Sampling { temperature: 1.0, seed, ..Sampling::default() };
    Options { sampler: Sampler::new(sampling).expect("numbers in order"), max_tokens }
}

/// What is predicted after an action at the end of some steps.
fn ask(
    predictor: &mut Predictor<CpuExecutor>,
    branch: Branch<'_>,
    action: &Action,
    options: &Options,
    notes: &mut Notes,
) -> Result<Prediction, PredictError> {
    block_on(predictor.predict(&branch, action, options, notes))
}

/// What is predicted after the action of the walk that follows some steps.
fn predict(
    predictor: &mut Predictor<CpuExecutor>,
    world: &World,
    steps: &[Step],
    options: &Options,
) -> Prediction {
    let (branch, action) = (world.with(steps), world.action(steps.len()));
    ask(predictor, branch, action, options, &mut Notes::default()).expect("a prediction")
}

/// But for what it cost.
fn content(prediction: &Prediction) -> Prediction {
    Prediction { work: Work::default(), ..prediction.clone() }
}

#[test]
fn whatever_a_model_writes_can_be_carried_out() {
    let (mut complete, mut sets) = (0, 0);
    for domain in Domain::ALL {
        let world = World::new(domain, 11, 3);
        let before = Context::new(domain, &world.controls, &world.facts, &world.first);
        let before = before.expect("facts in order");
        let typed = typed(world.action(0));
        for seed in 0..6 {
            let mut predictor = predictor(seed, 8192);
            let prediction = predict(&mut predictor, &world, &[], &sampled(seed, 300));
            let lines = prediction.lines.iter().map(|line| format!("{}\n", line.text));
            assert_eq!(lines.collect::<String>(), prediction.delta);
            if prediction.end == End::Complete {
                complete += 1;
                assert_eq!(prediction.problems, [], "{domain}: {}", prediction.delta);
                let read = parse(&prediction.delta, before.state(), &typed);
                assert_eq!(read.expect("a delta").1, prediction.state);
            } else {
                assert_eq!(prediction.end, End::MaxTokens);
                assert!(prediction.problems.iter().all(|problem| problem.flaw == Flaw::End));
            }
            let sure = prediction.nodes();
            assert_eq!(sure.len(), prediction.screen().nodes.len());
            sets += sure.into_iter().flatten().count();
        }
    }
    assert!(complete > 10 && sets > 10, "{complete} of 42 are complete, {sets} nodes are told");
}

/// Decodes as plainly as can be: each token is fed alone, chosen or not.
fn plainly(seed: u64, world: &World, options: &Options) -> (String, f64) {
    let file = file(TINY, seed, |_| ());
    let mut executor = executor(&file, 8192);
    let language = Language::from_gguf(&head(&file)).expect("it speaks delta");
    let mut context = Context::new(world.domain, &world.controls, &world.facts, &world.first)
        .expect("facts in order");
    context.act(world.action(0)).expect("an action that can be done");
    let mut acceptor = context.acceptor();
    let mut tokens = Vec::new();
    language.encode(context.segments(), &mut tokens);
    for &token in &tokens {
        block_on(executor.feed(&[token])).expect("fed");
    }
    let (mut text, mut log) = (Vec::new(), 0.0);
    let mut mask = BitSet::new();
    for _ in 0..options.max_tokens {
        language.trie().mask(&acceptor, &mut mask);
        let stop = language.marker(Marker::Do)[0];
        if acceptor.may_end() {
            mask.insert(stop);
        }
        let mut logits = block_on(executor.logits()).expect("logits");
        for (id, logit) in (0..).zip(&mut logits) {
            if !mask.contains(id) {
                *logit = f32::NEG_INFINITY;
            }
        }
        let token = options.sampler.choose(&logits, tokens.len() as u64);
        let sum: f64 = logits.iter().map(|&logit| f64::from(logit).exp()).sum();
        log += f64::from(logits[token as usize]) - sum.ln();
        if token == stop {
            break;
        }
        let bytes = language.tokenizer().token_bytes(token);
        assert!(bytes.iter().all(|&byte| acceptor.accept(byte)));
        text.extend_from_slice(bytes);
        tokens.push(token);
        block_on(executor.feed(&[token])).expect("fed");
    }
    (String::from_utf8_lossy(&text).into_owned(), log)
}

#[test]
fn tokens_without_alternative_change_nothing() {
    let mut forced = 0;
    for seed in 0..21 {
        let world = World::new(Domain::ALL[seed as usize % 7], seed, 1);
        let options = sampled(seed, 200);
        let prediction = predict(&mut predictor(seed, 8192), &world, &[], &options);
        let (text, log) = plainly(seed, &world, &options);
        assert!(text.starts_with(&prediction.delta));
        if prediction.end == End::Complete {
            assert_eq!(text, prediction.delta);
            let logs = prediction.lines.iter().map(|line| f64::from(line.log));
            let found = logs.sum::<f64>() + f64::from(prediction.end_log);
            assert!((found - log).abs() < 1e-3 * (1.0 + log.abs()), "{found} and {log}");
        }
        forced += prediction.work.forced;
    }
    assert!(forced > 20, "{forced} tokens had no alternative");
}

/// Going on, undo, forks, other worlds: the same as from a fresh start.
#[test]
fn history_does_not_matter() {
    let worlds = [World::new(Domain::Android, 3, 8), World::new(Domain::Os, 4, 8)];
    // Room for a step or two only, so that sequences begin anew on the way.
    let capacity = 6000;
    let mut kept = predictor(5, capacity);
    let (mut reused, mut read) = (0, 0);
    for (world, steps, seed) in
        [(0, 0, 1), (0, 1, 2), (0, 2, 3), (0, 6, 4), (0, 5, 4), (1, 2, 5), (1, 3, 6), (0, 7, 7)]
    {
        let world: &World = &worlds[world];
        let options = sampled(seed, 40);
        let steps = &world.steps[..steps];
        let prediction = predict(&mut kept, world, steps, &options);
        let fresh = predict(&mut predictor(5, capacity), world, steps, &options);
        assert_eq!(content(&prediction), content(&fresh));
        assert_eq!(fresh.work.reused, 0);
        assert_eq!(prediction.work.reused + prediction.work.read, fresh.work.read);
        reused += prediction.work.reused;
        read += prediction.work.read;
    }
    assert!(reused * 2 > read, "{reused} tokens were reused, {read} were read");
}

/// A model that goes on from its own deltas is where it said it was, also after the sequence began
/// anew; a walk that is read from texts gets there, too.
#[test]
fn a_model_goes_on_from_its_own_deltas() {
    for dialect in [Dialect::AndroidPhone, Dialect::WebPlaywright] {
        let scenario = diorama_truth::scenario(dialect, 3, Vec::new());
        let mut predictor = predictor(8, 4000);
        let mut told: Vec<(String, String, String)> = Vec::new();
        for seed in 0..8 {
            let steps = told.iter().map(|(action, observation, delta)| Told::Action {
                action,
                observation,
                delta: Some(delta),
            });
            let walk = predictor.walk(&scenario, None, steps).expect("a walk");
            let action = dialect.spell(&Action::Wait, &scenario.first_screen().expect("a screen"));
            let action = action.expect("every dialect can wait");
            let branch = walk.branch();
            let done = walk.action(&action).expect("it can be done");
            let options = sampled(seed, 60);
            let prediction = ask(&mut predictor, branch, &done, &options, &mut Notes::default());
            let prediction = prediction.expect("a prediction");
            let observation = walk.observation(&prediction);
            told.push((action, observation, prediction.delta.clone()));
            let steps = told.iter().map(|(action, observation, delta)| Told::Action {
                action,
                observation,
                delta: Some(delta),
            });
            let after = predictor.walk(&scenario, None, steps).expect("a walk");
            assert!(after.state().same(&prediction.state));
        }
    }
}

/// After an edit a prediction is that of a world which begins there, whatever led to it.
#[test]
fn an_edit_begins_anew() {
    let scenario = diorama_truth::scenario(Dialect::AndroidPhone, 3, Vec::new());
    let before = Edit { facts: scenario.facts.clone(), controls: Vec::new() };
    let mut facts = before.facts.clone();
    let row = facts.tables[0].rows()[0].number;
    assert!(facts.tables[0].set(row, 1, "Something else".into()));
    let controls = vec![Control::read("flaky-api:every=2").expect("a control")];
    let edit = Edit::new(&before, facts, controls).expect("an edit in order");
    let edited =
        Scenario { facts: edit.facts.clone(), controls: edit.controls.clone(), ..scenario.clone() };
    let screen = scenario.first_screen().expect("a screen");
    let wait = scenario.dialect.spell(&Action::Wait, &screen).expect("every dialect can wait");
    let mut predictor = predictor(8, 4000);
    let seen = |action| Told::Action { action, observation: &scenario.first, delta: None };
    // What a stranger recorded may be spelled as no dialect here does.
    let led = [seen(wait.as_str()), seen("tap(99999)"), Told::Edit(&edit)];
    let options = sampled(3, 60);
    let mut told = Vec::new();
    for (scenario, led) in [(&scenario, &led[..]), (&edited, &[])] {
        let walk = predictor.walk(scenario, None, led.iter().copied()).expect("a walk");
        assert!(walk.branch().steps.is_empty());
        assert_eq!(walk.state().facts(), &edit.facts);
        let action = walk.action(&wait).expect("it can be done");
        let branch = walk.branch();
        let prediction = ask(&mut predictor, branch, &action, &options, &mut Notes::default());
        told.push(content(&prediction.expect("a prediction")));
    }
    assert_eq!(told[0], told[1]);
}

#[test]
fn a_prepared_branch_has_only_the_action_to_read() {
    let world = World::new(Domain::Web, 5, 3);
    let mut predictor = predictor(2, 8192);
    let (branch, mut notes) = (world.branch(2), Notes::default());
    let work = block_on(predictor.prepare(&branch, &mut notes)).expect("prepared");
    let work = work.expect("not stopped");
    assert!(work.read > 100);
    let prediction = predict(&mut predictor, &world, &world.steps[..2], &sampled(1, 5));
    assert!(prediction.work.reused >= work.read - 1 && prediction.work.read < 60);
}

#[test]
fn the_observer_can_stop_anywhere() {
    let world = World::new(Domain::Android, 6, 1);
    let whole = predict(&mut predictor(4, 8192), &world, &[], &sampled(1, 30));
    let mut predictor = predictor(4, 8192);
    for calls in 0..60 {
        let mut notes = Notes { calls_left: Some(calls), ..Notes::default() };
        let options = sampled(1, 30);
        let (branch, action) = (world.branch(0), world.action(0));
        let prediction = ask(&mut predictor, branch, action, &options, &mut notes);
        let prediction = prediction.expect("a prediction");
        assert!(whole.delta.starts_with(&prediction.delta));
        let longest = notes.drafts.last().map_or("", String::as_str);
        assert!(longest.starts_with(&prediction.delta));
        if prediction.end != End::Stopped {
            assert_eq!(content(&prediction), content(&whole));
        }
    }
}

#[test]
fn what_cannot_be_predicted_is_refused() {
    let world = World::new(Domain::Android, 6, 1);
    let mut small = predictor(4, 64);
    let predict = |predictor: &mut Predictor<CpuExecutor>, action| {
        let mut notes = Notes::default();
        ask(predictor, world.branch(0), action, &Options::default(), &mut notes)
            .map(|prediction| prediction.delta)
    };
    let refusal = predict(&mut small, world.action(0));
    assert!(matches!(refusal, Err(PredictError::TooLong { capacity: 64, .. })), "{refusal:?}");
    let nowhere = Action::Click { node: 4000 };
    let refusal = predict(&mut predictor(4, 8192), &nowhere);
    assert!(matches!(refusal, Err(PredictError::Action(_))), "{refusal:?}");
}

/// A recorded step whose action has no spelling still says where the world is.
#[test]
fn a_step_that_cannot_be_told_begins_anew() {
    let world = World::new(Domain::Android, 6, 2);
    let Outcome::Seen { facts, screen } = world.steps[0].outcome.clone() else {
        panic!("a true walk is seen");
    };
    let odd = Action::Click { node: 4000 };
    let steps = [Step {
        action: odd,
        outcome: Outcome::Seen { facts: facts.clone(), screen: screen.clone() },
    }];
    let options = sampled(3, 20);
    let found = predict(&mut predictor(4, 8192), &world, &steps, &options);
    let there =
        World { facts: facts.expect("facts"), first: screen, ..World::new(Domain::Android, 6, 2) };
    let (mut fresh, mut notes) = (predictor(4, 8192), Notes::default());
    let fresh = ask(&mut fresh, there.with(&[]), world.action(1), &options, &mut notes);
    assert_eq!(content(&found), content(&fresh.expect("a prediction")));
}
