//! Token ids equal llama.cpp's on real vocabularies, for texts chosen to be hard.

#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

mod common;

use common::{cached, test_model};
use diorama_model::gguf::{Gguf, Value};
use diorama_model::tokenizer::{Special, Tokenizer};
use std::collections::BTreeMap;
use std::time::Instant;

#[derive(serde::Deserialize)]
struct Golden {
    /// The ids of each text without parsing special tokens.
    plain: Vec<Vec<u32>>,
    /// The ids with parsing, for the texts where they differ.
    parsed: BTreeMap<usize, Vec<u32>>,
}

fn texts() -> Vec<String> {
    serde_json::from_str(include_str!("golden/tokenization-texts.json")).unwrap()
}

/// The file that a golden entry is about: `smollm2`, a vocabulary's name, or a vocabulary's name
/// and the pre-tokenizer to put in.
fn gguf(name: &str) -> Gguf {
    let (file, pre) = name.split_once(' ').map_or((name, None), |(file, pre)| (file, Some(pre)));
    let source =
        if file == "smollm2" { test_model() } else { cached(&format!("tokenizers/{file}.gguf")) };
    let mut gguf = pollster::block_on(Gguf::read(&source)).unwrap();
    if let Some(pre) = pre {
        gguf.metadata.insert("tokenizer.ggml.pre".into(), Value::String(pre.into()));
    }
    gguf
}

fn check(name: &str) {
    let mut goldens: BTreeMap<String, Golden> =
        serde_json::from_str(include_str!("golden/tokenization.json")).unwrap();
    let golden = goldens.remove(name).unwrap();
    let tokenizer = Tokenizer::from_gguf(&gguf(name)).unwrap();
    let texts = texts();
    assert_eq!(golden.plain.len(), texts.len());
    let mut wrong = Vec::new();
    for (index, (text, expected)) in texts.iter().zip(&golden.plain).enumerate() {
        let plain = tokenizer.encode(text, Special::Plain);
        if &plain != expected {
            wrong.push(format!("{text:?}\n  is   {plain:?}\n  not  {expected:?}"));
        }
        let parsed = tokenizer.encode(text, Special::Parse);
        let expected = golden.parsed.get(&index).unwrap_or(expected);
        if &parsed != expected {
            wrong.push(format!("parsed {text:?}\n  is   {parsed:?}\n  not  {expected:?}"));
        }
        let back = tokenizer.decode(&plain);
        // Sentence pieces cannot tell their mark from a space.
        let marks_lost = text.contains('\u{2581}') && back == text.replace('\u{2581}', " ");
        if &back != text && !marks_lost {
            wrong.push(format!("{text:?} comes back as {back:?}"));
        }
        let mut stream = tokenizer.detokenizer();
        let streamed = stream.push_all(&plain) + &stream.finish();
        if streamed != back && streamed != format!(" {back}") {
            wrong.push(format!("{text:?} streams as {streamed:?}"));
        }
        let shielded = tokenizer.encode(&tokenizer.shield(text), Special::Parse);
        if shielded != plain {
            wrong.push(format!("{text:?} shielded\n  is   {shielded:?}\n  not  {plain:?}"));
        }
    }
    assert!(wrong.is_empty(), "{name}: {} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn smollm2() {
    check("smollm2");
}

#[test]
fn gpt2() {
    check("gpt2");
}

#[test]
fn gpt2_with_the_default_pre_tokenizer() {
    check("gpt2 default");
}

#[test]
fn llama2() {
    check("llama2");
}

#[test]
fn llama3() {
    check("llama3");
}

#[test]
fn qwen2() {
    check("qwen2");
}

#[test]
fn qwen3() {
    check("qwen3");
}

#[test]
fn qwen3_with_the_qwen35_pre_tokenizer() {
    check("qwen3 qwen35");
}

#[test]
fn gemma3() {
    check("gemma3");
}

#[test]
fn stop_tokens_are_found() {
    let stops = |name| {
        let tokenizer = Tokenizer::from_gguf(&gguf(name)).unwrap();
        let stops = tokenizer.stop_tokens().iter();
        stops.map(|&token| tokenizer.token_name(token)).collect::<Vec<_>>()
    };
    assert_eq!(stops("gpt2"), ["<|endoftext|>"]);
    assert_eq!(stops("llama2"), ["</s>"]);
    assert!(stops("smollm2").contains(&"<|im_end|>".to_owned()));
    assert!(stops("qwen3").contains(&"<|im_end|>".to_owned()));
    assert!(stops("llama3").contains(&"<|eot_id|>".to_owned()));
    assert!(stops("gemma3").contains(&"<end_of_turn>".to_owned()));
}

/// Long texts take time in proportion: words, one endless word, a screenful of brackets.
#[test]
fn long_texts_are_quick() {
    let words = texts().concat().repeat(16);
    for name in ["smollm2", "gemma3"] {
        let tokenizer = Tokenizer::from_gguf(&gguf(name)).unwrap();
        for text in [&words, &"ab".repeat(50_000), &"<".repeat(100_000), &" ".repeat(100_000)] {
            let start = Instant::now();
            let tokens = tokenizer.encode(text, Special::Parse);
            let time = start.elapsed();
            // A hundred times what it takes, and far below what anything quadratic takes.
            let (bytes, tokens) = (text.len(), tokens.len());
            assert!(time.as_secs() < 5, "{name}: {bytes} bytes, {tokens} tokens in {time:?}");
        }
    }
}
