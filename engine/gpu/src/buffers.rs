//! Making buffers within the device's limits, and submitting passes.

use crate::context::GpuContext;
use bytemuck::Pod;
use diorama_model::ExecuteError;

impl GpuContext {
    /// A zeroed storage buffer of at least `bytes` bytes, that kernels can read and write.
    ///
    /// Fails with `OutOfMemory` when no kernel could see all of it; `what` says to people what it
    /// was for. What the device itself refuses is reported where the caller
    /// [guards](GpuContext::guarded).
    pub fn storage(&self, what: &str, bytes: u64) -> Result<wgpu::Buffer, ExecuteError> {
        let facts = self.facts();
        let limit = facts.max_binding.min(facts.max_buffer);
        if bytes > limit {
            return Err(ExecuteError::OutOfMemory(format!(
                "{what} takes {bytes} bytes, and the GPU allows {limit} in one piece"
            )));
        }
        Ok(self.device().create_buffer(&wgpu::BufferDescriptor {
            label: Some(what),
            size: bytes.next_multiple_of(16).max(16),
            usage: wgpu::BufferUsages::STORAGE
                | wgpu::BufferUsages::COPY_DST
                | wgpu::BufferUsages::COPY_SRC,
            mapped_at_creation: false,
        }))
    }

    /// A storage buffer that holds `values`.
    pub fn storage_of<T: Pod>(
        &self,
        what: &str,
        values: &[T],
    ) -> Result<wgpu::Buffer, ExecuteError> {
        let buffer = self.storage(what, size_of_val(values) as u64)?;
        self.queue().write_buffer(&buffer, 0, bytemuck::cast_slice(values));
        Ok(buffer)
    }

    /// A uniform buffer that holds `value`.
    pub fn uniform<T: Pod>(&self, value: &T) -> wgpu::Buffer {
        let buffer = self.device().create_buffer(&wgpu::BufferDescriptor {
            label: Some("shape"),
            size: (size_of::<T>() as u64).next_multiple_of(16),
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        self.queue().write_buffer(&buffer, 0, bytemuck::bytes_of(value));
        buffer
    }

    /// Records one compute pass and submits it.
    pub fn submit(&self, record: impl FnOnce(&mut wgpu::ComputePass<'_>)) {
        let descriptor = wgpu::CommandEncoderDescriptor::default();
        let mut encoder = self.device().create_command_encoder(&descriptor);
        record(&mut encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default()));
        self.queue().submit([encoder.finish()]);
    }
}
