//! A real model, token by token, against the CPU executor.

#![allow(clippy::print_stdout)] // where the executors part is worth knowing

mod common;

use diorama_model::{Executor, Gguf, Sampler, Tokenizer, source::FileSource, tokenizer::Special};
use std::path::Path;

/// Tokens written for each prompt.
const COUNT: usize = 48;
/// Logits closer than this may change places.
const TIE: f32 = 0.2;

/// The texts that every executor is tried with.
fn prompts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/tests/prompts.json");
    let json = std::fs::read_to_string(path).expect("the prompts");
    let prompts: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let prompts = prompts.as_array().expect("a list");
    prompts.iter().map(|prompt| prompt["text"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn greedy_tokens_are_the_cpus() {
    pollster::block_on(async {
        let source = FileSource::open(common::smollm2()).expect("a readable model");
        let tokenizer =
            Tokenizer::from_gguf(&Gguf::read(&source).await.expect("a model")).expect("tokens");
        let context = common::gpu().await;
        let mut gpu = common::on_gpu(&context, &source, 256).await.expect("a loaded model");
        let mut cpu = common::on_cpu(&source, 256).await;
        assert_eq!(gpu.dispatches_per_token(), 30 * 8 + 6);
        let greedy = Sampler::greedy();
        let prompts = prompts();
        assert_eq!(prompts.len(), 5);
        for prompt in prompts {
            let mut tokens = tokenizer.encode_prompt(&prompt, Special::Parse);
            gpu.truncate(0);
            cpu.truncate(0);
            gpu.feed(&tokens).await.expect("fed");
            cpu.feed(&tokens).await.expect("fed");
            let end = tokens.len() + COUNT;
            tokens.extend(cpu.draw(&greedy, COUNT).await.expect("drawn"));
            while gpu.cached() < end {
                let start = gpu.cached();
                let drawn = gpu.draw(&greedy, end - start).await.expect("drawn");
                let Some(i) = drawn.iter().zip(&tokens[start..]).position(|(a, b)| a != b) else {
                    break;
                };
                // They part: near a tie that is fair, and they go on as the CPU did.
                let (place, other) = (start + i, drawn[i]);
                cpu.truncate(place - 1);
                cpu.feed(&tokens[place - 1..place]).await.expect("fed");
                let logits = cpu.logits().await.expect("logits");
                let gap = logits[tokens[place] as usize] - logits[other as usize];
                println!("{prompt:?}: token {place} is {other}, not {} by {gap}", tokens[place]);
                assert!(gap < TIE);
                gpu.truncate(place);
                gpu.feed(&tokens[place..=place]).await.expect("fed");
            }
        }
    });
}
