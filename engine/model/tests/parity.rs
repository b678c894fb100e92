//! The CPU executor against llama.cpp; `golden/llama_cpp.py` made the goldens.

#![allow(clippy::print_stdout)] // where the two part is worth seeing
#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

mod common;
mod logits;

use common::test_model;
use diorama_model::{
    ByteSource, Decoder, Executor, Gguf, Tokenizer, cpu::CpuExecutor, tokenizer::Special,
};
use logits::{Candidate, difference, log_probabilities};
use serde::Deserialize;

/// Two logits closer than this may swap.
const TIE: f32 = 0.2;

/// One of `prompts.json`.
#[derive(Deserialize)]
struct Prompt {
    name: String,
    text: String,
}

/// What llama.cpp makes of a prompt.
#[derive(Deserialize)]
struct Greedy {
    name: String,
    prompt_tokens: Vec<u32>,
    /// Before each written token: the candidates, best first. The best was written.
    best: Vec<Vec<Candidate>>,
}

async fn load(source: &impl ByteSource, context: usize) -> CpuExecutor {
    let file = Gguf::read(source).await.unwrap();
    let decoder = Decoder::from_gguf(&file).unwrap();
    CpuExecutor::load(source, &file, decoder, context, |_, _| ()).await.unwrap()
}

/// Follows llama.cpp through its goldens. Where our best token is another than llama.cpp's, the
/// logits of the two must be closer than `tie`. Gives the greatest difference of the candidates'
/// log probabilities.
fn follow(goldens: &str, tie: f32) -> f32 {
    let goldens: Vec<Greedy> = serde_json::from_str(goldens).unwrap();
    assert_eq!(goldens.len(), 5);
    let mut most = 0.0_f32;
    pollster::block_on(async {
        let source = test_model();
        let mut executor = load(&source, 256).await;
        let tokenizer = Tokenizer::from_gguf(&Gguf::read(&source).await.unwrap()).unwrap();
        let prompts: Vec<Prompt> = serde_json::from_str(include_str!("prompts.json")).unwrap();
        for (golden, prompt) in goldens.iter().zip(prompts) {
            assert_eq!(golden.best.len(), 48);
            assert_eq!(golden.name, prompt.name);
            let tokens = tokenizer.encode_prompt(&prompt.text, Special::Parse);
            assert_eq!(tokens, golden.prompt_tokens, "{}", golden.name);
            executor.truncate(0);
            executor.feed(&golden.prompt_tokens).await.unwrap();
            for (step, theirs) in golden.best.iter().enumerate() {
                let logits = executor.logits().await.unwrap();
                let (token, _) = theirs[0];
                let best = (0..).zip(&logits).max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
                if best.0 != token {
                    let gap = best.1 - logits[token as usize];
                    println!("{}, token {step}: {} for {token} by {gap}", golden.name, best.0);
                    assert!(gap < tie);
                }
                most = most.max(difference(&log_probabilities(&logits), theirs));
                executor.feed(&[token]).await.unwrap();
            }
        }
    });
    println!("log probabilities differ by {most} at most");
    most
}

/// The test model writes the same 48 tokens as llama.cpp; the test prints where the best two are
/// so close that they part. llama.cpp rounds what it multiplies `Q4_1` weights with to 8 bits,
/// which moves log probabilities by 0.2 on average; see the next test.
#[test]
fn writes_what_llama_cpp_writes() {
    let most = follow(include_str!("golden/smollm2.json"), TIE);
    assert!(most < 1.0);
}

/// The same numbers stored as F32 leave llama.cpp nothing to round: no token differs.
#[test]
fn computes_what_llama_cpp_computes_without_rounding() {
    let most = follow(include_str!("golden/smollm2-f32.json"), 0.0);
    assert!(most < 0.05);
}
