//! Tiny models of every architecture against the CPU executor.

mod common;

use common::tiny;
use diorama_gpu::GpuExecutor;
use diorama_model::{
    ExecuteError, Executor, Sampler, Sampling, cpu::CpuExecutor, quant::TensorType,
};

/// The same model on both.
async fn both(file: &[u8], capacity: usize) -> (GpuExecutor, CpuExecutor) {
    let context = common::gpu().await;
    let gpu = common::on_gpu(&context, &file, capacity).await.expect("a loaded model");
    (gpu, common::on_cpu(&file, capacity).await)
}

fn tokens(count: u32) -> Vec<u32> {
    (0..count).map(|i| (i * 97 + 13) % tiny::VOCABULARY as u32).collect()
}

async fn assert_same_logits(gpu: &mut GpuExecutor, cpu: &mut CpuExecutor, what: &str) {
    let gpu = gpu.logits().await.expect("logits");
    let cpu = cpu.logits().await.expect("logits");
    assert_eq!(gpu.len(), cpu.len(), "{what}");
    let scale = cpu.iter().fold(0.0, |most, x| x.abs().max(most));
    assert!(scale > 0.1, "{what}: the model says nothing");
    for (i, (g, c)) in gpu.iter().zip(&cpu).enumerate() {
        assert!((g - c).abs() < 2e-3 * scale, "{what}: logit {i} is {g}, on the CPU {c}");
    }
}

/// Feeds 1, 2, 5, 16 and 33 tokens: every kernel variant, and a context longer than a chunk.
fn check(file: &[u8], what: &str) {
    pollster::block_on(async {
        let (mut gpu, mut cpu) = both(file, 128).await;
        let tokens = tokens(57);
        let mut rest = tokens.as_slice();
        for count in [1, 2, 5, 16, 33] {
            let (piece, others) = rest.split_at(count);
            rest = others;
            gpu.feed(piece).await.expect("fed");
            cpu.feed(piece).await.expect("fed");
            assert_same_logits(&mut gpu, &mut cpu, &format!("{what}, {count} tokens")).await;
        }
    });
}

#[test]
fn llama_in_four_bits() {
    check(&tiny::file("llama", 2, |_| TensorType::Q4_1), "llama");
}

#[test]
fn qwen2_with_values_of_another_type() {
    let types = |name: &str| {
        if name.contains("attn_v") { TensorType::Q8_0 } else { TensorType::Q5_0 }
    };
    check(&tiny::file("qwen2", 2, types), "qwen2");
}

#[test]
fn qwen3_with_gate_and_up_of_different_types() {
    let types = |name: &str| match name {
        _ if name.contains("gate") => TensorType::Q4_0,
        _ if name.contains("up") => TensorType::F16,
        _ => TensorType::Q5_1,
    };
    check(&tiny::file("qwen3", 2, types), "qwen3");
}

#[test]
fn gemma3_with_local_and_global_layers() {
    check(&tiny::file("gemma3", 7, |_| TensorType::BF16), "gemma3");
}

#[test]
fn after_truncation_all_is_as_fresh() {
    pollster::block_on(async {
        let file = tiny::file("llama", 2, |_| TensorType::Q8_0);
        let (mut gpu, mut cpu) = both(&file, 64).await;
        let tokens = tokens(30);
        gpu.feed(&tokens).await.expect("fed");
        gpu.truncate(11);
        assert_eq!(gpu.cached(), 11);
        assert_eq!(gpu.logits().await, Err(ExecuteError::NothingFed));
        assert_eq!(gpu.draw(&Sampler::greedy(), 1).await, Err(ExecuteError::NothingFed));
        gpu.feed(&[5, 6]).await.expect("fed");
        cpu.feed(&[&tokens[..11], &[5, 6]].concat()).await.expect("fed");
        assert_same_logits(&mut gpu, &mut cpu, "truncated").await;
    });
}

#[test]
fn a_draft_is_checked_token_by_token() {
    pollster::block_on(async {
        let file = tiny::file("llama", 2, |_| TensorType::F32);
        let (mut gpu, mut cpu) = both(&file, 64).await;
        let tokens = tokens(21);
        let likely = gpu.feed_greedy(&tokens).await.expect("fed");
        assert_eq!(likely, cpu.feed_greedy(&tokens).await.expect("fed"));
        assert_same_logits(&mut gpu, &mut cpu, "after a draft").await;
        let sampler = Sampler::greedy();
        let next = gpu.draw(&sampler, 1).await.expect("drawn");
        assert_eq!(next, cpu.draw(&sampler, 1).await.expect("drawn"));
        assert_eq!(next[0], likely[20]);
    });
}

#[test]
fn draws_are_the_cpus_in_chains_of_any_length() {
    let samplings = [
        Sampling::default(),
        Sampling { temperature: 0.7, top_k: 40, top_p: 0.9, min_p: 0.02, seed: 3 },
        Sampling { temperature: 1.5, top_k: 64, top_p: 1.0, min_p: 0.0, seed: 4 },
        Sampling { temperature: 1.0, top_k: 0, top_p: 0.95, min_p: 0.0, seed: 5 },
    ];
    pollster::block_on(async {
        let file = tiny::file("llama", 2, |_| TensorType::F32);
        let (mut gpu, mut cpu) = both(&file, 64).await;
        for sampling in samplings {
            let sampler = Sampler::new(sampling).expect("valid numbers");
            gpu.truncate(0);
            cpu.truncate(0);
            gpu.feed(&[1, 2, 3]).await.expect("fed");
            cpu.feed(&[1, 2, 3]).await.expect("fed");
            let one_by_one = cpu.draw(&sampler, 20).await.expect("drawn");
            let mut chained = gpu.draw(&sampler, 7).await.expect("drawn");
            chained.extend(gpu.draw(&sampler, 1).await.expect("drawn"));
            chained.extend(gpu.draw(&sampler, 12).await.expect("drawn"));
            assert_eq!(chained, one_by_one, "{sampling:?}");
            assert_eq!(gpu.cached(), 23);
        }
        gpu.truncate(3);
        gpu.feed(&[9]).await.expect("fed");
        assert_eq!(gpu.draw(&Sampler::greedy(), 100).await.expect("drawn").len(), 60);
        assert!(gpu.draw(&Sampler::greedy(), 1).await.expect("nothing drawn").is_empty());
    });
}
