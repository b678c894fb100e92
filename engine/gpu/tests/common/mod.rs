//! What the tests share.

#![allow(dead_code)] // each test file uses a part

pub mod tiny;

use diorama_gpu::{GpuContext, GpuExecutor};
use diorama_model::{ByteSource, Decoder, ExecuteError, Gguf, cpu::CpuExecutor};
use std::path::PathBuf;

/// The GPU; `mesa-vulkan-drivers` offers a software one.
pub async fn gpu() -> GpuContext {
    GpuContext::new().await.expect("a Vulkan driver, such as Debian's mesa-vulkan-drivers")
}

/// The GPU with WebGPU's default limits, as changed by `change`.
pub async fn gpu_with(change: impl FnOnce(&mut wgpu::Limits)) -> GpuContext {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let adapter = instance.request_adapter(&wgpu::RequestAdapterOptions::default()).await;
    let mut limits = wgpu::Limits::default();
    change(&mut limits);
    GpuContext::from_adapter(&adapter.expect("an adapter"), limits).await.expect("a device")
}

/// The model in `source` on the GPU.
pub async fn on_gpu(
    context: &GpuContext,
    source: &impl ByteSource,
    capacity: usize,
) -> Result<GpuExecutor, ExecuteError> {
    let file = Gguf::read(source).await.expect("a readable file");
    let decoder = Decoder::from_gguf(&file).expect("a known model");
    GpuExecutor::load(context, source, &file, decoder, capacity, |_, _| {}).await
}

/// The model in `source` on the CPU.
pub async fn on_cpu(source: &impl ByteSource, capacity: usize) -> CpuExecutor {
    let file = Gguf::read(source).await.expect("a readable file");
    let decoder = Decoder::from_gguf(&file).expect("a known model");
    CpuExecutor::load(source, &file, decoder, capacity, |_, _| {}).await.expect("a loadable model")
}

/// The test model's file.
pub fn smollm2() -> PathBuf {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let cache = variable("DIORAMA_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|path| path.join("diorama")))
        .or_else(|| variable("HOME").map(|path| path.join(".cache/diorama")))
        .expect("a home folder");
    let path = cache.join("models/SmolLM2-135M-Instruct.Q4_1.gguf");
    assert!(path.exists(), "{} is missing: run `cargo xtask setup`", path.display());
    path
}
