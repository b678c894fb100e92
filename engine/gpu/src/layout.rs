//! How weights lie on the GPU, and how they get there from GGUF's blocks.
//!
//! A matrix is rows of blocks of 32 weights. Its quantized numbers ("quants") and its scales lie in
//! two arrays of 32-bit words, so that every read is aligned (GGUF's 18- or 210-byte blocks are not):
//!
//! | quants | words a block | weight `8k + i` of the block |
//! | --- | --- | --- |
//! | 4 bits | 4 | nibble `i` of word `k` |
//! | 5 bits | 5 | and bit `8k + i` of word 4 |
//! | 6 bits | 6 | and 2 bits from bit `2 (8k + i)` of words 4 and 5 |
//! | 8 bits, signed | 8 | byte `i` of words `2k`, `2k + 1` |
//! | F16, BF16 | 16 | half-word `8k + i` |
//! | F32 | 32 | word `8k + i` |
//!
//! Scales keep the file's own precision, so that a weight comes out as `quant * scale + offset`
//! with `scale` and `offset` computed in f32, just as the CPU computes them: the K types' product
//! of an f16 and a 6-bit integer would not fit in an f16.

use diorama_model::quant::TensorType;

/// Weights in a block.
pub const BLOCK: usize = 32;

/// How quantized numbers are turned into weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scales {
    /// None: the numbers are the weights.
    None,
    /// f16 `d` a block: `(q - zero) d`.
    Step {
        /// The quant that stands for 0.
        zero: u32,
    },
    /// f16 `d`, `m` a block: `q d + m`.
    StepMinimum,
    /// For 8 blocks: f16 `d`, `e`; then u8 `s`, `m` a block: `q d s - e m`.
    Super,
    /// For 8 blocks: f16 `d`, 16 bits unused; then i8 `s` for each 16 weights: `(q - 32) d s`.
    SuperSigned,
}

/// The layout of a tensor type on the GPU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// 32-bit words of quants a block.
    pub words: u32,
    /// How they become weights.
    pub scales: Scales,
    /// WGSL: `fn quants8(block: u32, part: u32) -> Eight`, eight quants as f32.
    pub quants_source: &'static str,
    /// WGSL: `fn scale_offset(block: u32, half: u32) -> vec2<f32>` for 16 weights.
    pub scales_source: &'static str,
}

impl Layout {
    /// The layout for tensors of `tensor_type`.
    pub fn of(tensor_type: TensorType) -> Self {
        const STEP: &str = include_str!("kernels/scales/step.wgsl");
        const STEP_MINIMUM: &str = include_str!("kernels/scales/step_minimum.wgsl");
        const SUPER: &str = include_str!("kernels/scales/super.wgsl");
        const SUPER_SIGNED: &str = include_str!("kernels/scales/super_signed.wgsl");
        const NONE: &str = include_str!("kernels/scales/none.wgsl");
        const BITS_4: &str = include_str!("kernels/quants/bits_4.wgsl");
        const BITS_5: &str = include_str!("kernels/quants/bits_5.wgsl");
        const BITS_6: &str = include_str!("kernels/quants/bits_6.wgsl");
        const BITS_8: &str = include_str!("kernels/quants/bits_8.wgsl");
        const F16: &str = include_str!("kernels/quants/f16.wgsl");
        const BF16: &str = include_str!("kernels/quants/bf16.wgsl");
        const F32: &str = include_str!("kernels/quants/f32.wgsl");

        let (words, quants_source, scales) = match tensor_type {
            TensorType::F32 => (32, F32, Scales::None),
            TensorType::F16 => (16, F16, Scales::None),
            TensorType::BF16 => (16, BF16, Scales::None),
            TensorType::Q4_0 => (4, BITS_4, Scales::Step { zero: 8 }),
            TensorType::Q4_1 => (4, BITS_4, Scales::StepMinimum),
            TensorType::Q5_0 => (5, BITS_5, Scales::Step { zero: 16 }),
            TensorType::Q5_1 => (5, BITS_5, Scales::StepMinimum),
            TensorType::Q8_0 => (8, BITS_8, Scales::Step { zero: 0 }),
            TensorType::Q4_K => (4, BITS_4, Scales::Super),
            TensorType::Q5_K => (5, BITS_5, Scales::Super),
            TensorType::Q6_K => (6, BITS_6, Scales::SuperSigned),
        };
        let scales_source = match scales {
            Scales::None => NONE,
            Scales::Step { .. } => STEP,
            Scales::StepMinimum => STEP_MINIMUM,
            Scales::Super => SUPER,
            Scales::SuperSigned => SUPER_SIGNED,
        };
        Self { words, scales, quants_source, scales_source }
    }

    /// The quant that stands for 0, for the WGSL constant `ZERO`.
    pub fn zero(&self) -> u32 {
        match self.scales {
            Scales::Step { zero } => zero,
            _ => 0,
        }
    }

    /// Blocks on the GPU for a row of `inputs` weights; the last is filled up with zeros.
    pub fn blocks(&self, inputs: u32) -> u32 {
        inputs.div_ceil(BLOCK as u32)
    }

    /// Bytes of quants for `blocks` blocks.
    pub fn quants_bytes(&self, blocks: u64) -> u64 {
        blocks * u64::from(self.words) * 4
    }

    /// Bytes of scales for `blocks` blocks, a multiple of 4.
    pub fn scales_bytes(&self, blocks: u64) -> u64 {
        let halves = match self.scales {
            Scales::None => 0,
            Scales::Step { .. } => blocks,
            Scales::StepMinimum => blocks * 2,
            Scales::Super | Scales::SuperSigned => blocks.div_ceil(8) * 10,
        };
        halves.div_ceil(2) * 4
    }
}
