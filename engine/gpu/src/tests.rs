//! Kernels against plain arithmetic on what `dequantize` gives. Whole models: `tests/`.

mod attention;
mod choose;
mod matrix;

use crate::{GpuContext, parameters::Parameters};
use diorama_model::ExecuteError;

/// A device with WebGPU's default limits, as changed by `change`.
async fn context(change: impl FnOnce(&mut wgpu::Limits)) -> GpuContext {
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
    let adapter = instance
        .request_adapter(&wgpu::RequestAdapterOptions::default())
        .await
        .expect("a Vulkan driver, such as Debian's mesa-vulkan-drivers");
    let mut limits = wgpu::Limits::default();
    change(&mut limits);
    GpuContext::from_adapter(&adapter, limits).await.expect("a device")
}

/// A uniform buffer with a pass's parameters.
fn parameters(context: &GpuContext, parameters: Parameters) -> wgpu::Buffer {
    context.uniform(&parameters)
}

/// All of a buffer.
async fn read<T: bytemuck::Pod>(context: &GpuContext, buffer: &wgpu::Buffer) -> Vec<T> {
    let staging = context.staging(buffer.size());
    let bytes = context.read(buffer, 0, buffer.size(), &staging).await.expect("read back");
    bytemuck::pod_collect_to_vec(&bytes)
}

/// Numbers in [-1, 1): Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 32) as u32
    }

    fn next(&mut self) -> f32 {
        (self.bits() >> 8) as f32 / (1 << 23) as f32 - 1.0
    }
}

#[test]
fn a_kernel_that_does_not_compile_is_an_error() {
    use crate::{
        pipelines::{Access, bindings, compile},
        source::Source,
    };
    pollster::block_on(async {
        let context = context(|_| {}).await;
        let layout = bindings(&context, "broken", &[Access::Write]);
        let source = Source::default().part("@compute @workgroup_size(1) fn main() { oops }");
        let made = context.guarded(|context| compile(context, "broken", &source, &layout)).await;
        assert!(matches!(made, Err(ExecuteError::Shader(_))), "{made:?}");
        // The error was told; the device is still good.
        assert_eq!(context.check(), Ok(()));
    });
}
