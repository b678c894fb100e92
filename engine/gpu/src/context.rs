//! The GPU: adapter, device, queue, and what goes wrong with them.

use diorama_model::ExecuteError;
use std::sync::{Arc, Mutex};

/// What an adapter is and offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdapterFacts {
    /// The adapter's name for people; some browsers hide it.
    pub name: String,
    /// Whether it is a program rather than a chip; then the CPU executor is usually faster.
    pub software: bool,
    /// Largest buffer, in bytes.
    pub max_buffer: u64,
    /// Largest part of a buffer a kernel may see, in bytes.
    pub max_binding: u64,
    /// Names of the optional features it has. Diorama needs none of them.
    pub features: Vec<String>,
}

/// A device with its queue. Everything the executor does on the GPU goes through it.
///
/// It asks for the adapter's own limits, since the defaults (128 MiB a binding) are small, but
/// works with the defaults.
#[derive(Debug, Clone)]
pub struct GpuContext {
    device: wgpu::Device,
    queue: wgpu::Queue,
    facts: AdapterFacts,
    failure: Arc<Mutex<Option<ExecuteError>>>,
}

impl GpuContext {
    /// Opens the most powerful adapter.
    pub async fn new() -> Result<Self, ExecuteError> {
        Self::open(wgpu::InstanceDescriptor::new_without_display_handle()).await
    }

    /// Opens the most powerful adapter of an instance made as described.
    pub async fn open(descriptor: wgpu::InstanceDescriptor) -> Result<Self, ExecuteError> {
        let instance = wgpu::Instance::new(descriptor);
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..wgpu::RequestAdapterOptions::default()
        };
        let adapter = instance
            .request_adapter(&options)
            .await
            .map_err(|error| ExecuteError::NoAdapter(error.to_string()))?;
        Self::from_adapter(&adapter, adapter.limits()).await
    }

    /// Opens a device on `adapter` with `limits`, which the adapter must offer.
    pub async fn from_adapter(
        adapter: &wgpu::Adapter,
        limits: wgpu::Limits,
    ) -> Result<Self, ExecuteError> {
        let info = adapter.get_info();
        let software = info.device_type == wgpu::DeviceType::Cpu;
        let facts = AdapterFacts {
            name: if info.name.is_empty() {
                String::from(if software { "software GPU" } else { "GPU" })
            } else {
                info.name
            },
            software,
            max_buffer: limits.max_buffer_size,
            max_binding: limits.max_storage_buffer_binding_size,
            features: adapter.features().iter_names().map(|(name, _)| name.to_owned()).collect(),
        };
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("diorama"),
            required_limits: limits,
            ..wgpu::DeviceDescriptor::default()
        };
        let (device, queue) = adapter
            .request_device(&descriptor)
            .await
            .map_err(|error| ExecuteError::NoAdapter(error.to_string()))?;

        let failure = Arc::new(Mutex::new(None));
        let lost = Arc::clone(&failure);
        device.set_device_lost_callback(move |reason, message| {
            let message = if message.is_empty() { format!("{reason:?}") } else { message };
            note(&lost, ExecuteError::DeviceLost(message));
        });
        let uncaptured = Arc::clone(&failure);
        device.on_uncaptured_error(Arc::new(move |error| note(&uncaptured, typed(&error))));
        Ok(Self { device, queue, facts, failure })
    }

    /// What the adapter is and offers.
    pub fn facts(&self) -> &AdapterFacts {
        &self.facts
    }

    /// The device.
    pub fn device(&self) -> &wgpu::Device {
        &self.device
    }

    /// The queue.
    pub fn queue(&self) -> &wgpu::Queue {
        &self.queue
    }

    /// Fails if the device was lost or an earlier command failed: from then on nothing that the
    /// GPU returns can be trusted, and the context must be opened anew.
    pub fn check(&self) -> Result<(), ExecuteError> {
        match &*self.failure.lock().unwrap_or_else(std::sync::PoisonError::into_inner) {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    /// Runs `make` and returns what it made, or the first error the GPU reports about it.
    pub async fn guarded<T>(&self, make: impl FnOnce(&Self) -> T) -> Result<T, ExecuteError> {
        self.check()?;
        // Innermost scope first: each catches its own kind.
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let internal = self.device.push_error_scope(wgpu::ErrorFilter::Internal);
        let validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let made = make(self);
        let (validation, internal, memory) = (validation.pop(), internal.pop(), memory.pop());
        let found = [memory.await, validation.await, internal.await];
        self.check()?;
        match found.iter().flatten().next() {
            Some(error) => Err(typed(error)),
            None => Ok(made),
        }
    }
}

/// Keeps the first failure; a lost device outranks whatever followed from it.
fn note(failure: &Mutex<Option<ExecuteError>>, error: ExecuteError) {
    let mut first = failure.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if first.is_none() || matches!(error, ExecuteError::DeviceLost(_)) {
        *first = Some(error);
    }
}

/// Validation errors are ours: a kernel or a binding is wrong.
fn typed(error: &wgpu::Error) -> ExecuteError {
    match error {
        wgpu::Error::OutOfMemory { .. } => ExecuteError::OutOfMemory(error.to_string()),
        wgpu::Error::Validation { .. } | wgpu::Error::Internal { .. } => {
            ExecuteError::Shader(error.to_string())
        }
    }
}
