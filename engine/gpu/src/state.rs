//! The buffers that change while a model runs.

use crate::context::GpuContext;
use crate::matrix::FEW;
use crate::parameters::Parameters;
use diorama_model::{
    Decoder, ExecuteError,
    decoder::{Attention, Block, FeedForward, Mixer},
};

/// Token rows in one pass at most.
pub const MAX_ROWS: u32 = 128;
/// Rows of logits in one pass at most.
pub const MAX_LOGIT_ROWS: u32 = FEW;
/// Bytes between the parameters of the phases of a pass: WebGPU's default alignment.
pub const PHASE_STRIDE: u64 = 256;

/// A part of a pass with parameters of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Choosing a token from the logits.
    Choose = 0,
    /// Embedding and layers.
    Body = 1,
    /// Final norm and head.
    Head = 2,
}

/// Numbers a token row takes in a buffer: whole blocks, so that kernels can read eight at a time.
/// What is filled up stays zero.
pub fn stride(width: u32) -> u32 {
    width.next_multiple_of(32)
}

/// Widths of the buffers between kernels: the largest over all layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths {
    /// Residual stream.
    pub residual: u32,
    /// Query, key and value heads together.
    pub qkv: u32,
    /// Query heads.
    pub query: u32,
    /// Hidden width of the feed-forward part.
    pub hidden: u32,
    /// Logits.
    pub vocabulary: u32,
}

impl Widths {
    /// The widths `decoder` needs.
    pub fn of(decoder: &Decoder) -> Self {
        let most = |width: fn(&Block) -> u32| decoder.blocks.iter().map(width).max().unwrap_or(1);
        Self {
            residual: decoder.width,
            qkv: most(|block| {
                let a = attention(block);
                a.query.outputs + a.key.outputs + a.value.outputs
            }),
            query: most(|block| attention(block).query.outputs),
            hidden: most(|block| {
                let FeedForward::Gated { gate, .. } = &block.feed_forward;
                gate.outputs
            }),
            vocabulary: decoder.vocabulary,
        }
    }
}

/// The attention of a layer.
pub fn attention(block: &Block) -> &Attention {
    let Mixer::Attention(attention) = &block.mixer;
    attention
}

/// Keys and values of a layer: `[position][kv head][head width]`, f32 (exact, and simple).
#[derive(Debug)]
pub struct Cache {
    pub keys: wgpu::Buffer,
    pub values: wgpu::Buffer,
}

/// The buffers between kernels; each holds [`MAX_ROWS`] token rows of the [`Widths`].
#[derive(Debug)]
pub struct State {
    pub widths: Widths,
    pub parameters: wgpu::Buffer,
    /// Ids by position; then [`MAX_LOGIT_ROWS`] more for the arg-max after each row of a draft.
    pub tokens: wgpu::Buffer,
    pub residual: wgpu::Buffer,
    pub normed: wgpu::Buffer,
    /// A sublayer's result, not yet added to the residual stream.
    pub added: wgpu::Buffer,
    pub qkv: wgpu::Buffer,
    pub query: wgpu::Buffer,
    pub mixed: wgpu::Buffer,
    /// Gate and up, where they could not be fused.
    pub gate_up: wgpu::Buffer,
    pub hidden: wgpu::Buffer,
    /// [`MAX_LOGIT_ROWS`] rows.
    pub logits: wgpu::Buffer,
    pub caches: Vec<Cache>,
}

impl State {
    /// Makes the buffers for `capacity` positions.
    pub fn new(
        context: &GpuContext,
        decoder: &Decoder,
        capacity: u32,
    ) -> Result<Self, ExecuteError> {
        let widths = Widths::of(decoder);
        let rows = |what: &str, width: u32, rows: u32| {
            context.storage(what, u64::from(stride(width)) * u64::from(rows) * 4)
        };
        let caches = decoder.blocks.iter().map(|block| {
            let bytes = cache_row_bytes(attention(block)) * u64::from(capacity);
            Ok(Cache {
                keys: context.storage("the key cache", bytes)?,
                values: context.storage("the value cache", bytes)?,
            })
        });
        Ok(Self {
            widths,
            parameters: context.device().create_buffer(&wgpu::BufferDescriptor {
                label: Some("parameters"),
                size: 3 * PHASE_STRIDE,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }),
            tokens: context.storage("token ids", u64::from(capacity + MAX_LOGIT_ROWS) * 4)?,
            residual: rows("the residual stream", widths.residual, MAX_ROWS)?,
            normed: rows("the normed stream", widths.residual, MAX_ROWS)?,
            added: rows("a sublayer's result", widths.residual, MAX_ROWS)?,
            qkv: rows("queries, keys and values", widths.qkv, MAX_ROWS)?,
            query: rows("queries", widths.query, MAX_ROWS)?,
            mixed: rows("attention's result", widths.query, MAX_ROWS)?,
            gate_up: rows("gate and up", widths.hidden * 2, MAX_ROWS)?,
            hidden: rows("the hidden layer", widths.hidden, MAX_ROWS)?,
            logits: rows("logits", widths.vocabulary, MAX_LOGIT_ROWS)?,
            caches: caches.collect::<Result<_, ExecuteError>>()?,
        })
    }

    /// Sets the parameters of `phase` for what is submitted next.
    pub fn set(&self, context: &GpuContext, phase: Phase, parameters: &Parameters) {
        let offset = phase as u64 * PHASE_STRIDE;
        context.queue().write_buffer(&self.parameters, offset, bytemuck::bytes_of(parameters));
    }
}

/// Bytes of the keys (or values) of one position.
pub fn cache_row_bytes(attention: &Attention) -> u64 {
    u64::from(attention.kv_heads) * u64::from(attention.head_width) * 4
}
