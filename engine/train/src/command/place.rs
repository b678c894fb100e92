//! What a decoder is trained on.

use anyhow::{Result, bail};
use burn::tensor::Device;
use clap::ValueEnum;

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// The processor, with kernels of our own.
    Cpu,
    /// A GPU that wgpu reaches (Vulkan, Metal, DirectX); needs `--features gpu`.
    Gpu,
}

impl Place {
    /// The device; an error if this program was built without what drives it.
    pub fn device(self) -> Result<Device> {
        match self {
            Self::Cpu => Ok(Device::flex()),
            #[cfg(feature = "gpu")]
            Self::Gpu => Ok(Device::wgpu(burn::tensor::DeviceKind::DefaultDevice)),
            #[cfg(not(feature = "gpu"))]
            Self::Gpu => bail!("built without GPUs: build with `--features gpu`"),
        }
    }
}
