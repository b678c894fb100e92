//! The kernels that are not matrix products, each compiled once.

use crate::{
    attention::{self, Attend, Heads},
    context::GpuContext,
    matrix::{MatrixLibrary, weights_source},
    pipelines::{Access, bindings, compile},
    source::{Source, plain},
};
use diorama_model::{
    decoder::{Activation, RopePairs},
    quant::TensorType,
};
use std::{cell::RefCell, collections::HashMap};

/// A pipeline and its bindings.
pub type Bound = (wgpu::ComputePipeline, wgpu::BindGroupLayout);

/// Compiles kernels as they are asked for.
#[derive(Debug)]
pub struct Kernels<'a> {
    context: &'a GpuContext,
    matrices: MatrixLibrary<'a>,
    compiled: RefCell<HashMap<String, Bound>>,
}

use Access::{Read, Shape, Write};

impl<'a> Kernels<'a> {
    /// None compiled yet.
    pub fn new(context: &'a GpuContext) -> Self {
        Self { context, matrices: MatrixLibrary::new(context), compiled: RefCell::default() }
    }

    /// The matrix products.
    pub fn matrices(&self) -> &MatrixLibrary<'a> {
        &self.matrices
    }

    /// Looks up embeddings: shape, tokens, quants, scales, x.
    pub fn embed(&self, tensor_type: TensorType) -> Bound {
        let accesses = [Shape, Read, Read, Read, Write];
        self.kernel(format!("embed {tensor_type}"), &accesses, || {
            weights_source(tensor_type).part(include_str!("kernels/embed.wgsl"))
        })
    }

    /// Adds to the residual stream and norms it: shape, x, y, post weight, weight, h.
    pub fn norm(&self, add: bool, post: bool) -> Bound {
        let accesses = [Shape, Write, Read, Read, Read, Write];
        self.kernel(format!("norm, add {add}, post {post}"), &accesses, || {
            plain().flag("ADD", add).flag("POST", post).part(include_str!("kernels/norm.wgsl"))
        })
    }

    /// Norms and rotates heads, fills the cache: shape, qkv, turns, norm weights, q, keys, values.
    pub fn rotate(&self, query_normed: bool, key_normed: bool, pairs: RopePairs) -> Bound {
        let accesses = [Shape, Read, Read, Read, Read, Write, Write, Write];
        let label = format!("rotate {pairs:?}, query norm {query_normed}, key norm {key_normed}");
        self.kernel(label, &accesses, || {
            plain()
                .flag("QUERY_NORMED", query_normed)
                .flag("KEY_NORMED", key_normed)
                .flag("HALVES", pairs == RopePairs::Halves)
                .part(include_str!("kernels/rotate.wgsl"))
        })
    }

    /// Attends: shape, q, keys, values, out.
    pub fn attention(&self, variant: Attend, heads: Heads) -> Bound {
        let label = format!("attention, {variant:?}, {heads:?}");
        self.kernel(label, &attention::ACCESSES, || variant.source(heads))
    }

    /// Joins gate and up: shape, both, out.
    pub fn gate(&self, activation: Activation) -> Bound {
        self.kernel(format!("gate {activation:?}"), &[Shape, Read, Write], || {
            let name = match activation {
                Activation::Silu => "fn activation(v: f32) -> f32 { return silu(v); }",
                Activation::GeluTanh => "fn activation(v: f32) -> f32 { return gelu(v); }",
            };
            plain()
                .part(include_str!("kernels/activations.wgsl"))
                .part(name)
                .part(include_str!("kernels/gate.wgsl"))
        })
    }

    /// The best candidates of each chunk: shape, logits, candidates, best.
    pub fn top(&self, from_logits: bool, kept: u32) -> Bound {
        let accesses = [Shape, Read, Read, Write];
        self.kernel(format!("top {kept}, from logits {from_logits}"), &accesses, || {
            plain()
                .number("KEPT", kept)
                .flag("LOGITS", from_logits)
                .part(include_str!("kernels/top.wgsl"))
        })
    }

    /// Chooses a token from the best candidates: best, tokens.
    pub fn choose(&self, kept: u32) -> Bound {
        self.kernel(format!("choose of {kept}"), &[Read, Write], || {
            plain().number("KEPT", kept).part(include_str!("kernels/choose.wgsl"))
        })
    }

    fn kernel(&self, label: String, accesses: &[Access], source: impl FnOnce() -> Source) -> Bound {
        let mut compiled = self.compiled.borrow_mut();
        if let Some(found) = compiled.get(&label) {
            return found.clone();
        }
        let layout = bindings(self.context, &label, accesses);
        let pipeline = compile(self.context, &label, &source(), &layout);
        compiled.insert(label, (pipeline.clone(), layout.clone()));
        (pipeline, layout)
    }
}
