//! The CPU executor's promises, on the tiny models.

#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

use diorama_model::{
    Decoder, ExecuteError, Executor, Gguf, Sampler, Sampling,
    cpu::{Backend, CpuExecutor},
};
use pollster::block_on;

const LLAMA: &[u8] = include_bytes!("golden/llama.gguf");
const GEMMA3: &[u8] = include_bytes!("golden/gemma3.gguf");

fn load(model: &[u8], context: usize) -> Result<CpuExecutor, ExecuteError> {
    block_on(async {
        let file = Gguf::read(&model).await.unwrap();
        let decoder = Decoder::from_gguf(&file).unwrap();
        CpuExecutor::load(&model, &file, decoder, context, |_, _| ()).await
    })
}

/// A sequence longer than a batch and than Gemma's window.
fn sequence() -> Vec<u32> {
    (0..70).map(|i| 3 + i * 29 % 285).collect()
}

fn bits(logits: &[f32]) -> Vec<u32> {
    logits.iter().map(|logit| logit.to_bits()).collect()
}

/// Logits after the sequence, fed in pieces of some length.
fn logits(executor: &mut CpuExecutor, piece: usize) -> Vec<u32> {
    executor.truncate(0);
    for tokens in sequence().chunks(piece) {
        block_on(executor.feed(tokens)).unwrap();
    }
    bits(&block_on(executor.logits()).unwrap())
}

#[test]
fn batches_and_instructions_do_not_change_a_bit() {
    for model in [LLAMA, GEMMA3] {
        let mut executor = load(model, 70).unwrap();
        executor.set_backend(Backend::Scalar);
        let expected = logits(&mut executor, 1);
        for backend in Backend::all() {
            executor.set_backend(backend);
            for piece in [1, 2, 3, 5, 32, 33, 70] {
                let found = logits(&mut executor, piece);
                assert_eq!(found, expected, "{} in pieces of {piece}", backend.name());
            }
        }
    }
}

#[test]
fn truncation_forgets_what_is_cut() {
    for model in [LLAMA, GEMMA3] {
        let mut executor = load(model, 100).unwrap();
        let expected = logits(&mut executor, 70);
        executor.truncate(31);
        assert_eq!(executor.cached(), 31);
        assert_eq!(block_on(executor.logits()), Err(ExecuteError::NothingFed));
        block_on(executor.feed(&[7; 60])).unwrap();
        executor.truncate(31);
        block_on(executor.feed(&sequence()[31..])).unwrap();
        assert_eq!(bits(&block_on(executor.logits()).unwrap()), expected);
        executor.truncate(1000);
        assert_eq!(executor.cached(), 70, "there is no more to keep");
    }
}

#[test]
fn feeding_greedily_tells_the_best_token_after_each() {
    let mut executor = load(GEMMA3, 70).unwrap();
    let greedy = block_on(executor.feed_greedy(&sequence())).unwrap();
    let last = bits(&block_on(executor.logits()).unwrap());
    executor.truncate(0);
    for (token, expected) in sequence().iter().zip(greedy) {
        block_on(executor.feed(&[*token])).unwrap();
        let logits = block_on(executor.logits()).unwrap();
        let best = (0..).zip(&logits).max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
        assert_eq!(best.0, expected);
    }
    assert_eq!(bits(&block_on(executor.logits()).unwrap()), last);
}

#[test]
fn draws_are_the_same_in_chains_of_any_length() {
    let sampling = Sampling { temperature: 1.0, seed: 7, ..Sampling::default() };
    let sampler = Sampler::new(sampling).unwrap();
    let mut executor = load(LLAMA, 40).unwrap();
    block_on(executor.feed(&[1, 5, 9])).unwrap();
    let once = block_on(executor.draw(&sampler, 20)).unwrap();
    assert_eq!(executor.cached(), 23);
    executor.truncate(0);
    block_on(executor.feed(&[1, 5, 9])).unwrap();
    let mut pieces = block_on(executor.draw(&sampler, 6)).unwrap();
    pieces.extend(block_on(executor.draw(&sampler, 14)).unwrap());
    assert_eq!(once, pieces);
    let rest = block_on(executor.draw(&sampler, 100)).unwrap();
    assert_eq!(rest.len(), 17, "as many as the context holds");
}

#[test]
fn mistakes_are_errors() {
    let mut executor = load(LLAMA, 4).unwrap();
    assert_eq!(block_on(executor.logits()), Err(ExecuteError::NothingFed));
    assert_eq!(block_on(executor.feed(&[])), Err(ExecuteError::NothingFed));
    assert_eq!(block_on(executor.feed(&[3, 288])), Err(ExecuteError::UnknownToken(288)));
    let full = ExecuteError::ContextFull { needed: 5, capacity: 4 };
    assert_eq!(block_on(executor.feed(&[3; 5])), Err(full.clone()));
    assert_eq!(executor.cached(), 0, "what cannot be fed changes nothing");
    block_on(executor.feed(&[3; 4])).unwrap();
    assert_eq!(block_on(executor.feed(&[3])), Err(full));
}

#[test]
fn a_context_ends_where_the_training_did() {
    assert_eq!(load(LLAMA, usize::MAX).unwrap().capacity(), 4096);
}

#[test]
fn a_file_that_ends_early_is_an_error() {
    let file = block_on(Gguf::read(&LLAMA)).unwrap();
    let decoder = Decoder::from_gguf(&file).unwrap();
    let cut = &LLAMA[..LLAMA.len() / 2];
    let error = block_on(CpuExecutor::load(&cut, &file, decoder, 8, |_, _| ())).unwrap_err();
    assert!(matches!(error, ExecuteError::Source(_)), "{error}");
}

#[test]
fn loading_reports_progress_to_the_end() {
    let file = block_on(Gguf::read(&LLAMA)).unwrap();
    let decoder = Decoder::from_gguf(&file).unwrap();
    let mut steps = Vec::new();
    let load =
        CpuExecutor::load(&LLAMA, &file, decoder, 8, |done, total| steps.push((done, total)));
    block_on(load).unwrap();
    assert!(steps.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 == pair[1].1));
    let &(done, total) = steps.last().unwrap();
    assert_eq!(done, total);
}
