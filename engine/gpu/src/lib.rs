//! Runs a `diorama-model` decoder on the GPU, through wgpu and WGSL.
//!
//! [`GpuContext`] opens the GPU; [`GpuExecutor`] loads a model onto it and is a
//! [`diorama_model::Executor`]. Nothing beyond WebGPU's default limits and features is needed:
//! the same kernels run in every browser, natively on Vulkan, and on software adapters.
//!
//! At load the weights are streamed into aligned buffers ([`layout`], `weights`), the fastest
//! kernel variants are found by measuring (`tune`), and all dispatches of a pass are made with
//! their buffers bound (`plan`). A pass then is one small write of parameters and one submission.

mod attention;
mod buffers;
mod clock;
pub mod context;
pub mod executor;
mod kernels;
pub mod layout;
mod matrix;
mod model;
mod pace;
mod parameters;
mod pipelines;
mod plan;
mod readback;
mod repack;
mod rope;
mod sample;
mod source;
mod state;
mod tune;
mod weights;

#[cfg(test)]
mod tests;

pub use context::{AdapterFacts, GpuContext};
pub use executor::GpuExecutor;
pub use matrix::Family;
