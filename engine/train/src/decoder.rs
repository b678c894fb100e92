//! The decoder that is trained, as a burn module.
//!
//! The `llama` architecture as GGUF means it: normalised by root mean square before each part,
//! rotary positions in adjacent pairs, grouped queries, a gated feed-forward part, and an embedding
//! that is also the output matrix. Matrices are `[inputs, outputs]`; those that read the same input
//! are one: queries, keys and values; gate and up.

pub(crate) mod wiring;

use crate::{
    config::Shape,
    kernels::{Heads, Rotation, attention, gate, norm},
};
use burn::{
    module::{Initializer, Module, Param},
    tensor::{Device, Int, Tensor},
};

/// Spread of the first weights; those that add to the stream are smaller by the root of their number.
const SPREAD: f64 = 0.02;

/// A decoder.
#[derive(Module, Debug)]
pub struct Decoder {
    /// `[vocabulary, width]`, also the output matrix.
    pub embedding: Param<Tensor<2>>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// `[width]`.
    pub norm: Param<Tensor<1>>,
}

/// A block: attention, then the feed-forward part.
#[derive(Module, Debug)]
pub struct Block {
    /// `[width]`.
    pub attention_norm: Param<Tensor<1>>,
    /// Queries, keys and values, `[width, width + 2 kv_heads head]`.
    pub mixed: Param<Tensor<2>>,
    /// `[width, width]`.
    pub output: Param<Tensor<2>>,
    /// `[width]`.
    pub feed_norm: Param<Tensor<1>>,
    /// Gate and up, `[width, 2 hidden]`.
    pub both: Param<Tensor<2>>,
    /// `[hidden, width]`.
    pub down: Param<Tensor<2>>,
}

/// What a decoder's blocks share and does not learn.
#[derive(Debug, Clone)]
pub struct Frame {
    heads: Heads,
    rotation: Rotation,
    epsilon: f32,
}

impl Frame {
    /// For sequences of `length` tokens.
    pub fn new(shape: &Shape, length: usize) -> Self {
        let size = shape.head();
        Self {
            heads: Heads { queries: shape.heads, keys: shape.kv_heads, size },
            rotation: Rotation::new(size, length, shape.rope_base),
            epsilon: shape.epsilon as f32,
        }
    }
}

impl Decoder {
    /// A decoder that knows nothing yet.
    pub fn new(shape: &Shape, vocabulary: usize, device: &Device) -> Self {
        let (width, hidden) = (shape.width, shape.hidden);
        let matrix = |inputs: usize, outputs: usize, std: f64| {
            Initializer::Normal { mean: 0.0, std }.init([inputs, outputs], device)
        };
        let ones = || Initializer::Ones.init([width], device);
        let adding = SPREAD / (2.0 * shape.layers as f64).sqrt();
        let mixed = width + 2 * shape.kv_heads * shape.head();
        let block = |_| Block {
            attention_norm: ones(),
            mixed: matrix(width, mixed, SPREAD),
            output: matrix(width, width, adding),
            feed_norm: ones(),
            both: matrix(width, 2 * hidden, SPREAD),
            down: matrix(hidden, width, adding),
        };
        let mut decoder = Self {
            embedding: matrix(vocabulary, width, SPREAD),
            blocks: (0..shape.layers).map(block).collect(),
            norm: ones(),
        };
        if shape.wired {
            wiring::wire(&mut decoder, shape);
        }
        decoder
    }

    /// The logits `[wanted, vocabulary]` after the tokens at the rows `wanted` of `inputs`, which
    /// holds sequences of the frame's length one after the other.
    pub fn forward(
        &self,
        frame: &Frame,
        inputs: Tensor<1, Int>,
        wanted: Tensor<1, Int>,
    ) -> Tensor<2> {
        let embedding = self.embedding.val();
        let mut stream = embedding.clone().select(0, inputs);
        for block in &self.blocks {
            stream = block.forward(frame, stream);
        }
        let last = norm(stream.select(0, wanted), self.norm.val(), frame.epsilon);
        last.matmul(embedding.transpose())
    }
}

impl Block {
    fn forward(&self, frame: &Frame, stream: Tensor<2>) -> Tensor<2> {
        let x = norm(stream.clone(), self.attention_norm.val(), frame.epsilon);
        let attended = attention(x.matmul(self.mixed.val()), frame.heads, &frame.rotation);
        let stream = stream + attended.matmul(self.output.val());
        let x = norm(stream.clone(), self.feed_norm.val(), frame.epsilon);
        stream + gate(x.matmul(self.both.val())).matmul(self.down.val())
    }
}
