//! What goes wrong is told, with a type.

mod common;

use common::tiny;
use diorama_gpu::GpuContext;
use diorama_model::{ExecuteError, Executor, Sampler, quant::TensorType};

#[test]
fn without_an_adapter() {
    let descriptor = wgpu::InstanceDescriptor {
        backends: wgpu::Backends::empty(),
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    };
    let opened = pollster::block_on(GpuContext::open(descriptor));
    assert!(matches!(opened, Err(ExecuteError::NoAdapter(_))), "{opened:?}");
}

#[test]
fn a_lost_device() {
    pollster::block_on(async {
        let file = tiny::file("llama", 1, |_| TensorType::Q8_0);
        let context = common::gpu().await;
        let mut gpu = common::on_gpu(&context, &file.as_slice(), 16).await.expect("loaded");
        gpu.feed(&[1, 2]).await.expect("fed");
        context.device().destroy();
        let drawn = gpu.draw(&Sampler::greedy(), 1).await;
        assert!(matches!(drawn, Err(ExecuteError::DeviceLost(_))), "{drawn:?}");
        let fed = gpu.feed(&[1]).await;
        assert!(matches!(fed, Err(ExecuteError::DeviceLost(_))), "{fed:?}");
        let logits = gpu.logits().await;
        assert!(matches!(logits, Err(ExecuteError::DeviceLost(_))), "{logits:?}");
    });
}

#[test]
fn more_than_the_gpu_allows() {
    pollster::block_on(async {
        let context = common::gpu_with(|limits| {
            limits.max_storage_buffer_binding_size = 1 << 16;
        })
        .await;
        let file = tiny::file("llama", 1, |_| TensorType::Q8_0);
        let loaded = common::on_gpu(&context, &file.as_slice(), 16).await;
        assert!(matches!(loaded, Err(ExecuteError::OutOfMemory(_))), "{loaded:?}");
    });
}

#[test]
fn tokens_that_do_not_fit() {
    pollster::block_on(async {
        let file = tiny::file("llama", 1, |_| TensorType::Q8_0);
        let mut gpu =
            common::on_gpu(&common::gpu().await, &file.as_slice(), 4).await.expect("loaded");
        assert_eq!(gpu.capacity(), 4);
        let full = ExecuteError::ContextFull { needed: 5, capacity: 4 };
        assert_eq!(gpu.feed(&[1; 5]).await, Err(full));
        assert_eq!(gpu.feed(&[301]).await, Err(ExecuteError::UnknownToken(301)));
        assert_eq!(gpu.feed(&[]).await, Err(ExecuteError::NothingFed));
        assert_eq!(gpu.cached(), 0);
    });
}
