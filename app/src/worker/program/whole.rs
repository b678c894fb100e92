//! The program that runs every model.

use super::{Prepared, Program, on_cpu, progress};
use crate::{
    protocol::{ExecutorChoice, ExecutorKind, Gpu, Protocol},
    worker::{card::Head, chat::Chat, executor::AnyExecutor, find::Found},
};
use diorama_gpu::{GpuContext, GpuExecutor};
use diorama_model::ExecuteError;

/// All models, on the CPU or the GPU.
#[derive(Debug)]
pub enum Whole {}

impl Program for Whole {
    type Executor = AnyExecutor;
    type Writer = Chat;

    fn suits(_: Protocol, _: ExecutorChoice, _: &Gpu) -> bool {
        true
    }

    async fn prepare(
        head: &Head,
        found: &Found,
        gpu: &Gpu,
        choice: ExecutorChoice,
        context: u32,
    ) -> Result<Prepared<AnyExecutor>, ExecuteError> {
        let kind = ExecutorKind::Gpu;
        let note = match (choice, gpu) {
            (ExecutorChoice::Cpu, _) => None,
            (ExecutorChoice::Gpu, _) => {
                let executor = on_gpu(head, found, context).await?;
                return Ok(Prepared { executor, kind, note: None });
            }
            (ExecutorChoice::Auto, Gpu::Hardware(_)) => match on_gpu(head, found, context).await {
                Ok(executor) => return Ok(Prepared { executor, kind, note: None }),
                // The bytes are to blame, not the GPU.
                Err(error @ ExecuteError::Source(_)) => return Err(error),
                Err(error) => Some(format!("The GPU failed ({error}); the model runs on the CPU.")),
            },
            (ExecutorChoice::Auto, Gpu::Software(_)) => {
                Some("This browser has only a software GPU; the CPU is faster.".into())
            }
            (ExecutorChoice::Auto, Gpu::Missing { reason }) => {
                Some(format!("{reason} The model runs on the CPU."))
            }
        };
        let executor = AnyExecutor::Cpu(Box::new(on_cpu(head, found, context).await?));
        Ok(Prepared { executor, kind: ExecutorKind::Cpu, note })
    }
}

async fn on_gpu(head: &Head, found: &Found, context: u32) -> Result<AnyExecutor, ExecuteError> {
    let gpu = GpuContext::new().await?;
    let decoder = head.decoder.clone();
    let (bytes, context) = (&found.bytes, context as usize);
    let loaded = GpuExecutor::load(&gpu, bytes, &head.gguf, decoder, context, progress()).await;
    if loaded.is_err() {
        gpu.device().destroy();
    }
    loaded.map(|executor| AnyExecutor::Gpu(Box::new(executor)))
}
