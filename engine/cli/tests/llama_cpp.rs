//! The default model in llama.cpp: it predicts held-out steps of all domains in the same words as
//! both executors.

#![allow(clippy::print_stdout)] // where they part is worth seeing
#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

#[path = "../../train/tests/llama/mod.rs"]
mod llama;

use diorama_gpu::{GpuContext, GpuExecutor};
use llama::{Golden, TIE};
use std::path::Path;

/// Walks in each of the seven domains.
const WALKS: u64 = 4;
/// Steps at least; some keyframes are longer than what the model can read.
const STEPS: usize = 20;

/// Steps that the GPU executor predicts too, the shortest: a software GPU takes seconds for each.
const ON_GPU: usize = STEPS;

#[test]
fn the_default_model_writes_the_same_in_llama_cpp() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut golden = Golden::ask(&folder.join("../../web/models/diorama-default.gguf"), WALKS);
    assert!(golden.prompts.len() >= STEPS, "{} steps", golden.prompts.len());
    pollster::block_on(async {
        golden.agrees_with(golden.on_cpu().await, TIE).await;
        golden.prompts.truncate(ON_GPU);
        let (decoder, capacity) = (golden.decoder(), golden.capacity());
        let gpu = GpuContext::new().await.unwrap();
        let Golden { source, file, .. } = &golden;
        let gpu = GpuExecutor::load(&gpu, source, file, decoder, capacity, |_, _| ()).await;
        golden.agrees_with(gpu.unwrap(), TIE).await;
    });
}
