//! Numbers that kernels read from uniform buffers. Each mirrors the `struct` of the same purpose
//! in the kernel's WGSL; all fields are 4 bytes, so that the layouts agree.

use bytemuck::{Pod, Zeroable};

/// What changes from pass to pass: `kernels/parameters.wgsl`.
#[derive(Debug, Clone, Copy, Default, Pod, Zeroable)]
#[repr(C)]
pub struct Parameters {
    /// Position of the first row; for sampling, where ids are written.
    pub start: u32,
    /// Token rows.
    pub rows: u32,
    /// First row to read, where only some go on.
    pub source_row: u32,
    /// As in `Sampling`.
    pub top_k: u32,
    /// As in `Sampling`.
    pub temperature: f32,
    /// As in `Sampling`.
    pub top_p: f32,
    /// As in `Sampling`.
    pub min_p: f32,
    /// The random number of the position, in [0, 1).
    pub chance: f32,
}

/// `kernels/matrix_shape.wgsl`.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct MatrixShape {
    pub blocks: u32,
    pub rows: u32,
    pub x_stride: u32,
    pub y_stride: u32,
    pub y_offset: u32,
    pub first_row: u32,
    pub biased: u32,
}

/// `kernels/embed.wgsl`.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct EmbedShape {
    pub blocks: u32,
    pub first_token: u32,
    pub rows: u32,
    pub x_stride: u32,
    pub scale: f32,
}

/// `kernels/norm.wgsl`.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct NormShape {
    pub width: u32,
    pub stride: u32,
    pub epsilon: f32,
    pub post_epsilon: f32,
}

/// `kernels/rotate.wgsl`.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct RotateShape {
    pub heads: u32,
    pub kv_heads: u32,
    pub head_width: u32,
    pub pairs: u32,
    pub qkv_stride: u32,
    pub q_stride: u32,
    pub query_epsilon: f32,
    pub key_epsilon: f32,
}

/// `kernels/attention_thread.wgsl` and `kernels/attention_group.wgsl`.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct AttentionShape {
    pub heads: u32,
    pub kv_heads: u32,
    pub window: u32,
    pub q_stride: u32,
    pub scale: f32,
}

/// `kernels/gate.wgsl`.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct GateShape {
    pub width: u32,
    pub stride: u32,
    pub out_stride: u32,
}

/// `kernels/top.wgsl`.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub struct TopShape {
    pub count: u32,
    pub stride: u32,
    pub chunks: u32,
}
