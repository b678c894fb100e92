//! What a decoder is trained on.

use anyhow::Result;
use burn::tensor::Device;
use clap::ValueEnum;

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// The processor, with kernels of our own.
    Cpu,
    /// A GPU that wgpu reaches (Vulkan, Metal, DirectX); needs `--features wgpu`.
    Wgpu,
    /// The first NVIDIA GPU, with libtorch; needs `--features torch`.
    Cuda,
    /// The processor, with libtorch: slow, to compare with; needs `--features torch`.
    TorchCpu,
}

impl Place {
    /// The device; an error if this program was built without what drives it.
    #[cfg_attr(feature = "torch", allow(deprecated))] // as in `kernels::torch`
    pub fn device(self) -> Result<Device> {
        match self {
            Self::Cpu => Ok(Device::flex()),
            #[cfg(feature = "wgpu")]
            Self::Wgpu => Ok(Device::wgpu(burn::tensor::DeviceKind::DefaultDevice)),
            #[cfg(not(feature = "wgpu"))]
            Self::Wgpu => anyhow::bail!("built without wgpu: build with `--features wgpu`"),
            #[cfg(feature = "torch")]
            Self::Cuda => Ok(Device::libtorch_cuda(0)),
            #[cfg(feature = "torch")]
            Self::TorchCpu => Ok(Device::libtorch()),
            #[cfg(not(feature = "torch"))]
            Self::Cuda | Self::TorchCpu => {
                anyhow::bail!("built without LibTorch: build with `--features torch`")
            }
        }
    }
}
