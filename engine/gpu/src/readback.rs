//! Waiting for the GPU and reading its answers.

use crate::context::GpuContext;
use diorama_model::ExecuteError;
use std::{
    future::poll_fn,
    sync::{Arc, Mutex, PoisonError},
    task::{Poll, Waker},
};

/// A value that a callback will deliver.
struct Promise<T>(Mutex<(Option<T>, Option<Waker>)>);

impl<T> Promise<T> {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new((None, None))))
    }

    fn deliver(&self, value: T) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.0 = Some(value);
        if let Some(waker) = state.1.take() {
            waker.wake();
        }
    }

    async fn wait(&self) -> T {
        poll_fn(|task| {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(value) = state.0.take() {
                return Poll::Ready(value);
            }
            state.1 = Some(task.waker().clone());
            Poll::Pending
        })
        .await
    }
}

impl GpuContext {
    /// Waits until everything submitted so far has run.
    pub async fn finished(&self) -> Result<(), ExecuteError> {
        self.check()?;
        let promise = Promise::new();
        let done = Arc::clone(&promise);
        self.queue().on_submitted_work_done(move || done.deliver(()));
        self.drive()?;
        promise.wait().await;
        self.check()
    }

    /// Reads `bytes` bytes from `offset` of `buffer`, both multiples of 4, after everything
    /// submitted so far. `staging` must be at least as long, and mappable.
    pub async fn read(
        &self,
        buffer: &wgpu::Buffer,
        offset: u64,
        bytes: u64,
        staging: &wgpu::Buffer,
    ) -> Result<Vec<u8>, ExecuteError> {
        self.check()?;
        let mut encoder =
            self.device().create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_buffer_to_buffer(buffer, offset, staging, 0, bytes);
        self.queue().submit([encoder.finish()]);
        let promise = Promise::new();
        let mapped = Arc::clone(&promise);
        staging.map_async(wgpu::MapMode::Read, 0..bytes, move |result| mapped.deliver(result));
        self.drive()?;
        let result = promise.wait().await;
        self.check()?;
        result.map_err(|error| ExecuteError::DeviceLost(error.to_string()))?;
        let data = staging
            .get_mapped_range(0..bytes)
            .map_err(|error| ExecuteError::DeviceLost(error.to_string()))?
            .to_vec();
        staging.unmap();
        Ok(data)
    }

    /// A buffer to read through.
    pub fn staging(&self, bytes: u64) -> wgpu::Buffer {
        self.device().create_buffer(&wgpu::BufferDescriptor {
            label: Some("staging"),
            size: bytes.next_multiple_of(4),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        })
    }

    /// Natively someone must drive the device for callbacks to come; a browser does it itself.
    fn drive(&self) -> Result<(), ExecuteError> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Err(error) = self.device().poll(wgpu::PollType::wait_indefinitely()) {
            self.check()?;
            return Err(ExecuteError::DeviceLost(error.to_string()));
        }
        self.check()
    }
}
