//! Sessions over a made-up model: logits are a hash of the whole sequence, so that any mistake in
//! what the cache holds shows in what comes after.

use super::{End, Flow, Generation, Observer, Request, Session};
use crate::decoder::{Decoder, Embedding, Linear, Norm};
use crate::{ExecuteError, Executor, Sampler, Sampling};
use proptest::prelude::*;

const VOCABULARY: u32 = 12;
const STOP: u32 = 3;

/// Keeps the sequence; refuses token 11.
#[derive(Debug)]
struct Fake {
    decoder: Decoder,
    sequence: Vec<u32>,
    /// The sequence was cut and nothing fed since.
    stale: bool,
    fed: usize,
    capacity: usize,
    chain: usize,
    batch: usize,
}

impl Fake {
    fn new(capacity: usize, chain: usize, batch: usize) -> Self {
        let linear = Linear { weight: String::new(), bias: None, inputs: 1, outputs: VOCABULARY };
        let decoder = Decoder {
            architecture: "fake".into(),
            vocabulary: VOCABULARY,
            width: 1,
            context: 1024,
            embedding: Embedding { weight: String::new(), scale: 1.0 },
            blocks: Vec::new(),
            final_norm: Norm { weight: String::new(), epsilon: 0.0 },
            head: linear,
        };
        Self { decoder, sequence: vec![9], stale: true, fed: 0, capacity, chain, batch }
    }
}

impl Executor for Fake {
    fn decoder(&self) -> &Decoder {
        &self.decoder
    }
    fn device(&self) -> &'static str {
        "fake"
    }
    fn capacity(&self) -> usize {
        self.capacity
    }
    fn cached(&self) -> usize {
        self.sequence.len()
    }
    fn chain(&self) -> usize {
        self.chain
    }
    fn batch(&self) -> usize {
        self.batch
    }
    fn truncate(&mut self, length: usize) {
        self.sequence.truncate(length);
        self.stale = true;
    }
    async fn feed(&mut self, tokens: &[u32]) -> Result<(), ExecuteError> {
        assert!(!tokens.is_empty() && self.sequence.len() + tokens.len() <= self.capacity);
        self.sequence.extend_from_slice(tokens);
        self.fed += tokens.len();
        self.stale = false;
        match tokens.iter().find(|&&token| token >= VOCABULARY - 1) {
            Some(&token) => Err(ExecuteError::UnknownToken(token)),
            None => Ok(()),
        }
    }
    async fn feed_greedy(&mut self, _: &[u32]) -> Result<Vec<u32>, ExecuteError> {
        unreachable!("sessions do not draft")
    }
    async fn logits(&mut self) -> Result<Vec<f32>, ExecuteError> {
        if self.stale {
            return Err(ExecuteError::NothingFed);
        }
        let hash = self
            .sequence
            .iter()
            .fold(17u32, |hash, &token| (hash ^ token).wrapping_mul(0x9e37_79b1).rotate_left(13));
        let logit = |id: u32| hash.wrapping_mul(2 * id + 1).rotate_left(7) % 1000;
        Ok((0..VOCABULARY - 1).map(|id| logit(id) as f32 / 200.0).collect())
    }
    async fn draw(&mut self, sampler: &Sampler, count: usize) -> Result<Vec<u32>, ExecuteError> {
        let mut drawn = Vec::new();
        for _ in 0..count.min(self.capacity - self.sequence.len()) {
            let token = sampler.choose(&self.logits().await?, self.sequence.len() as u64);
            self.feed(&[token]).await?;
            drawn.push(token);
        }
        Ok(drawn)
    }
}

/// Writes down what it is told; says stop after so many calls.
#[derive(Debug, Default)]
struct Notes {
    reading: Vec<(usize, usize)>,
    wrote: Vec<u32>,
    calls_left: Option<usize>,
    clock: std::cell::Cell<f64>,
}

impl Notes {
    fn flow(&mut self) -> Flow {
        match &mut self.calls_left {
            Some(0) => Flow::Stop,
            Some(left) => {
                *left -= 1;
                Flow::Continue
            }
            None => Flow::Continue,
        }
    }
}

impl Observer for Notes {
    fn now_ms(&self) -> f64 {
        self.clock.set(self.clock.get() + 10.0);
        self.clock.get()
    }
    async fn reading(&mut self, done: usize, total: usize) -> Flow {
        self.reading.push((done, total));
        self.flow()
    }
    async fn wrote(&mut self, tokens: &[u32]) -> Flow {
        self.wrote.extend_from_slice(tokens);
        self.flow()
    }
}

fn sampler() -> Sampler {
    let sampling = Sampling { temperature: 1.0, top_k: 8, seed: 5, ..Sampling::default() };
    Sampler::new(sampling).unwrap()
}

fn run(
    session: &mut Session<Fake>,
    prompt: &[u32],
    max_tokens: usize,
    notes: &mut Notes,
) -> Result<Generation, ExecuteError> {
    let request = Request { prompt, sampler: sampler(), stop: &[STOP], max_tokens };
    let result = pollster::block_on(session.generate(request, notes));
    assert_eq!(session.cached, session.executor.sequence, "the session knows its cache");
    result
}

fn fresh(prompt: &[u32], max_tokens: usize) -> Generation {
    run(&mut Session::new(Fake::new(64, 1, 64)), prompt, max_tokens, &mut Notes::default()).unwrap()
}

#[test]
fn reads_in_pieces_and_tells_what_it_wrote() {
    let mut session = Session::new(Fake::new(64, 4, 3));
    let mut notes = Notes::default();
    let prompt = [1, 2, 4, 5, 6, 7, 8];
    let result = run(&mut session, &prompt, 6, &mut notes).unwrap();
    assert_eq!(notes.reading, [(0, 7), (3, 7), (6, 7), (7, 7)]);
    assert_eq!(notes.wrote, result.tokens);
    assert_eq!((result.reused, result.read), (0, 7));
    assert!(result.read_ms > 0.0 && result.write_ms > 0.0);
}

#[test]
fn a_shared_beginning_is_not_read_again() {
    let mut session = Session::new(Fake::new(64, 1, 64));
    run(&mut session, &[1, 2, 4, 5], 0, &mut Notes::default()).unwrap();
    let fed = session.executor.fed;
    let result = run(&mut session, &[1, 2, 4, 6, 7], 0, &mut Notes::default()).unwrap();
    assert_eq!((result.reused, result.read), (3, 2));
    assert_eq!(session.executor.fed - fed, 2);
}

#[test]
fn a_prompt_wholly_cached_feeds_its_last_token_again() {
    let mut session = Session::new(Fake::new(64, 4, 64));
    let first = run(&mut session, &[1, 2, 4], 5, &mut Notes::default()).unwrap();
    let again = run(&mut session, &[1, 2, 4], 5, &mut Notes::default()).unwrap();
    assert_eq!((again.reused, again.read), (2, 1));
    assert_eq!(again.tokens, first.tokens);
}

#[test]
fn a_stop_token_ends_and_the_overshoot_is_cut() {
    // A prompt after which a stop token comes soon.
    let prompt = (0..100)
        .map(|n| [n % 11, n / 11, 4])
        .find(|prompt| matches!(fresh(prompt, 20).end, End::StopToken(_)))
        .unwrap();
    let single = fresh(&prompt, 20);
    let mut session = Session::new(Fake::new(64, 16, 64));
    let result = run(&mut session, &prompt, 20, &mut Notes::default()).unwrap();
    assert_eq!(result.end, End::StopToken(STOP));
    assert_eq!(result.tokens, single.tokens);
    let expected = [prompt.as_slice(), &result.tokens, &[STOP]].concat();
    assert_eq!(session.cached(), expected);
}

#[test]
fn the_context_fills_up() {
    let mut session = Session::new(Fake::new(6, 4, 64));
    let request =
        Request { prompt: &[1, 2, 4], sampler: Sampler::greedy(), stop: &[], max_tokens: 50 };
    let result = pollster::block_on(session.generate(request, &mut Notes::default())).unwrap();
    assert_eq!(result.end, End::ContextFull);
    assert_eq!(result.tokens.len(), 3);
    let error = run(&mut session, &[1; 7], 1, &mut Notes::default()).unwrap_err();
    assert_eq!(error, ExecuteError::ContextFull { needed: 7, capacity: 6 });
    assert_eq!(session.cached().len(), 6, "a refusal changes nothing");
}

#[test]
fn the_observer_can_stop_anywhere() {
    for calls in 0..8 {
        let mut session = Session::new(Fake::new(64, 2, 2));
        let mut notes = Notes { calls_left: Some(calls), ..Notes::default() };
        let result = run(&mut session, &[1, 2, 4, 5, 6], 40, &mut notes).unwrap();
        if !matches!(result.end, End::StopToken(_)) {
            assert_eq!(result.end, End::Stopped);
            assert_eq!(notes.reading.len() + notes.wrote.len().div_ceil(2), calls + 1);
        }
        let after = run(&mut session, &[1, 2, 4, 5, 6], 40, &mut Notes::default()).unwrap();
        assert_eq!(after.tokens, fresh(&[1, 2, 4, 5, 6], 40).tokens);
    }
}

#[test]
fn an_error_empties_the_cache() {
    let mut session = Session::new(Fake::new(64, 1, 2));
    let error = run(&mut session, &[1, 2, 4, 11], 5, &mut Notes::default()).unwrap_err();
    assert_eq!(error, ExecuteError::UnknownToken(11));
    assert!(session.cached().is_empty());
    assert_eq!(run(&mut session, &[], 5, &mut Notes::default()), Err(ExecuteError::NothingFed));
    let after = run(&mut session, &[1, 2, 4], 5, &mut Notes::default()).unwrap();
    assert_eq!(after.tokens, fresh(&[1, 2, 4], 5).tokens);
}

/// A generation whose future is dropped while the model runs.
#[test]
fn a_dropped_generation_leaves_no_trace() {
    let mut session = Session::new(Fake::new(64, 1, 64));
    run(&mut session, &[1, 2, 4, 5], 0, &mut Notes::default()).unwrap();
    // What such a future leaves: tokens in the executor that the session has not heard of.
    session.executor.sequence.extend([7, 7, 7]);
    let after = run(&mut session, &[1, 2, 4, 5], 9, &mut Notes::default()).unwrap();
    assert_eq!(after.tokens, fresh(&[1, 2, 4, 5], 9).tokens);
}

proptest! {
    /// Whatever was generated before, stopped or not, in pieces of any size: the same tokens as
    /// from a fresh session.
    #[test]
    fn history_does_not_matter(
        chain in 1usize..6,
        batch in 1usize..6,
        calls in proptest::collection::vec(
            (
                proptest::collection::vec(0u32..3, 1..10),
                0usize..12,
                proptest::option::of(0usize..8),
            ),
            1..8,
        ),
    ) {
        let mut session = Session::new(Fake::new(64, chain, batch));
        for (prompt, max_tokens, calls_left) in calls {
            let mut notes = Notes { calls_left, ..Notes::default() };
            let result = run(&mut session, &prompt, max_tokens, &mut notes).unwrap();
            let expected = fresh(&prompt, max_tokens);
            prop_assert_eq!(&notes.wrote, &result.tokens);
            if result.end == End::Stopped {
                prop_assert!(expected.tokens.starts_with(&result.tokens));
            } else {
                prop_assert_eq!(result.tokens, expected.tokens);
                prop_assert_eq!(result.end, expected.end);
            }
        }
    }
}
