//! Tiny models of all architectures and tensor types against llama.cpp;
//! `golden/tiny_models.py` and `golden/llama_cpp.py` made them.

#![allow(clippy::print_stdout)] // the numbers are worth seeing
#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

mod logits;

use diorama_model::{
    Decoder, Executor, Gguf,
    cpu::CpuExecutor,
    decoder::{Activation, Attention, FeedForward, Mixer, RopePairs},
};
use logits::{Candidate, difference, log_probabilities};
use serde::Deserialize;

/// A model file and what llama.cpp makes of it.
struct Golden {
    name: &'static str,
    model: &'static [u8],
    answers: &'static str,
}

macro_rules! golden {
    ($name:literal) => {
        Golden {
            name: $name,
            model: include_bytes!(concat!("golden/", $name, ".gguf")),
            answers: include_str!(concat!("golden/", $name, ".json")),
        }
    };
}

const LLAMA: Golden = golden!("llama");
const QWEN2: Golden = golden!("qwen2");
const QWEN3: Golden = golden!("qwen3");
const GEMMA3: Golden = golden!("gemma3");

/// What the log probabilities may differ by on average: llama.cpp rounds a little, too.
const TOLERANCE: f32 = 0.01;

/// A sequence, and llama.cpp's best tokens after each of its tokens.
#[derive(Deserialize)]
struct Answers {
    tokens: Vec<u32>,
    best: Vec<Vec<Candidate>>,
}

/// Reads the sequence with a decoder that is described as in the file, then altered. Gives the
/// mean over the tokens of the greatest difference of a log probability from llama.cpp's.
fn mean_difference(golden: &Golden, alter: impl FnOnce(&mut Decoder)) -> f32 {
    let answers: Answers = serde_json::from_str(golden.answers).unwrap();
    assert_eq!(answers.tokens.len(), 40);
    pollster::block_on(async {
        let file = Gguf::read(&golden.model).await.unwrap();
        let mut decoder = Decoder::from_gguf(&file).unwrap();
        alter(&mut decoder);
        let load = CpuExecutor::load(&golden.model, &file, decoder, 40, |_, _| ());
        let mut executor = load.await.unwrap();
        let mut sum = 0.0;
        for (token, theirs) in answers.tokens.iter().zip(&answers.best) {
            executor.feed(&[*token]).await.unwrap();
            let ours = log_probabilities(&executor.logits().await.unwrap());
            sum += difference(&ours, theirs);
        }
        sum / answers.tokens.len() as f32
    })
}

#[test]
fn tiny_models_compute_what_llama_cpp_computes() {
    for golden in [LLAMA, QWEN2, QWEN3, GEMMA3] {
        let difference = mean_difference(&golden, |_| ());
        println!("{}: log probabilities differ by {difference}", golden.name);
        assert!(difference < TOLERANCE, "{}", golden.name);
    }
}

fn attentions(decoder: &mut Decoder) -> impl Iterator<Item = &mut Attention> {
    decoder.blocks.iter_mut().map(|block| {
        let Mixer::Attention(attention) = &mut block.mixer;
        attention
    })
}

/// The comparison sees each part of each architecture: with any of them wrong it fails.
#[test]
fn wrong_descriptions_compute_something_else() {
    type Alteration = (&'static str, fn(&mut Decoder));
    fn each(decoder: &mut Decoder, alter: fn(&mut Attention)) {
        attentions(decoder).for_each(alter);
    }
    let all: [Alteration; 5] = [
        ("order of pairs", |decoder| {
            each(decoder, |attention| {
                attention.rope.pairs = match attention.rope.pairs {
                    RopePairs::Adjacent => RopePairs::Halves,
                    RopePairs::Halves => RopePairs::Adjacent,
                }
            });
        }),
        ("base", |decoder| each(decoder, |attention| attention.rope.base *= 1.5)),
        ("scale", |decoder| each(decoder, |attention| attention.scale *= 1.1)),
        ("embedding", |decoder| decoder.embedding.scale *= 1.1),
        ("activation", |decoder| {
            for block in &mut decoder.blocks {
                let FeedForward::Gated { activation, .. } = &mut block.feed_forward;
                *activation = match activation {
                    Activation::Silu => Activation::GeluTanh,
                    Activation::GeluTanh => Activation::Silu,
                };
            }
        }),
    ];
    let context_extension: Alteration = ("context extension", |decoder| {
        each(decoder, |attention| attention.rope.position_scale = 1.0);
    });
    let head_norms: [Alteration; 2] = [
        ("query norm", |decoder| each(decoder, |attention| attention.query_norm = None)),
        ("key norm", |decoder| each(decoder, |attention| attention.key_norm = None)),
    ];
    let biases: [Alteration; 3] = [
        ("query bias", |decoder| each(decoder, |attention| attention.query.bias = None)),
        ("key bias", |decoder| each(decoder, |attention| attention.key.bias = None)),
        ("value bias", |decoder| each(decoder, |attention| attention.value.bias = None)),
    ];
    let llama: [Alteration; 2] = [
        ("output bias", |decoder| each(decoder, |attention| attention.output.bias = None)),
        ("frequency factors", |decoder| each(decoder, |attention| attention.rope.factors = None)),
    ];
    let gemma: [Alteration; 6] = [
        ("wider window", |decoder| {
            each(decoder, |attention| attention.window = attention.window.map(|n| n + 1));
        }),
        ("narrower window", |decoder| {
            each(decoder, |attention| attention.window = attention.window.map(|n| n - 1));
        }),
        ("global layer", |decoder| each(decoder, |attention| attention.window = Some(8))),
        ("local frequencies", |decoder| {
            each(decoder, |attention| attention.rope.base = 1_000_000.0);
        }),
        ("norm after the mixer", |decoder| {
            decoder.blocks.iter_mut().for_each(|block| block.mixer_post_norm = None);
        }),
        ("norm after the feed-forward part", |decoder| {
            decoder.blocks.iter_mut().for_each(|block| block.feed_forward_post_norm = None);
        }),
    ];
    let alterations: [(Golden, Vec<Alteration>); 4] = [
        (LLAMA, [&all[..], &biases, &llama, &[context_extension]].concat()),
        (QWEN2, [&all[..], &biases].concat()),
        (QWEN3, [&all[..], &head_norms].concat()),
        (GEMMA3, [&all[..], &head_norms, &gemma, &[context_extension]].concat()),
    ];
    for (golden, alterations) in alterations {
        for (what, alter) in alterations {
            let difference = mean_difference(&golden, alter);
            println!("{} with a wrong {what}: {difference}", golden.name);
            assert!(difference > 2.0 * TOLERANCE, "{} with a wrong {what}", golden.name);
        }
    }
}
