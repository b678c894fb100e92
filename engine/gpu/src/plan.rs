//! The dispatches of a pass, made once at load from the decoder's description.

use crate::{
    attention::Heads,
    context::GpuContext,
    kernels::Kernels,
    matrix::{MatrixKernels, Store, Variants},
    model::{GateUp, Layer, Model, Projection},
    parameters::{
        AttentionShape, EmbedShape, GateShape, MatrixShape, NormShape, RotateShape, TopShape,
    },
    pipelines::bind,
    state::{PHASE_STRIDE, Phase, State, attention, stride},
    weights::Matrix,
};
use bytemuck::Pod;
use diorama_model::{
    Decoder, ExecuteError,
    decoder::{Attention, Block, FeedForward, Norm, Rope},
};
use std::rc::Rc;

/// A kernel with its buffers bound.
#[derive(Debug)]
pub struct Dispatch {
    kernel: Kernel,
    bindings: wgpu::BindGroup,
}

#[derive(Debug)]
enum Kernel {
    /// So many workgroups for each token row.
    Rows { pipeline: wgpu::ComputePipeline, groups: u32 },
    /// A product with a matrix of `rows` rows.
    Matrix { kernels: Rc<MatrixKernels>, rows: u32 },
}

/// Records `dispatches` for `rows` token rows with the parameters of `phase`.
pub fn record(pass: &mut wgpu::ComputePass<'_>, dispatches: &[Dispatch], phase: Phase, rows: u32) {
    let offset = (phase as u64 * PHASE_STRIDE) as u32;
    for dispatch in dispatches {
        pass.set_bind_group(0, &dispatch.bindings, &[offset]);
        match &dispatch.kernel {
            Kernel::Rows { pipeline, groups } => {
                pass.set_pipeline(pipeline);
                pass.dispatch_workgroups(*groups, rows, 1);
            }
            Kernel::Matrix { kernels, rows: matrix_rows } => {
                kernels.for_tokens(rows).dispatch(pass, *matrix_rows, rows);
            }
        }
    }
}

/// All dispatches there are.
#[derive(Debug)]
pub struct Plan {
    /// Embedding and layers.
    pub body: Vec<Dispatch>,
    /// Final norm and logits.
    pub head: Vec<Dispatch>,
    /// The most likely token of each row of logits.
    pub arg_max: Vec<Dispatch>,
    /// A token drawn from the most likely ones of a row of logits.
    pub top_k: Vec<Dispatch>,
}

/// What is yet to be added to the residual stream.
enum Pending<'a> {
    Nothing,
    Sublayer(Option<(&'a Norm, &'a wgpu::Buffer)>),
}

/// Makes a [`Plan`].
pub struct Planner<'a> {
    pub context: &'a GpuContext,
    pub kernels: &'a Kernels<'a>,
    pub variants: Variants,
    pub state: &'a State,
    /// The rotations of every kind of rotary embedding in the model.
    pub turns: &'a [(Rope, wgpu::Buffer)],
}

impl Planner<'_> {
    /// The plan for `decoder` with the weights of `model`.
    pub fn plan(&self, decoder: &Decoder, model: &Model) -> Result<Plan, ExecuteError> {
        let mut body = self.embed(decoder, &model.embedding);
        let mut pending = Pending::Nothing;
        for ((block, layer), cache) in decoder.blocks.iter().zip(&model.layers).zip(0..) {
            body.push(self.norm(&pending, &block.mixer_norm, &layer.mixer_norm));
            self.attention(&mut body, attention(block), layer, cache)?;
            pending = Pending::Sublayer(
                block.mixer_post_norm.as_ref().zip(layer.mixer_post_norm.as_ref()),
            );
            body.push(self.norm(&pending, &block.feed_forward_norm, &layer.feed_forward_norm));
            self.feed_forward(&mut body, block, layer);
            pending = Pending::Sublayer(
                block.feed_forward_post_norm.as_ref().zip(layer.feed_forward_post_norm.as_ref()),
            );
        }
        let mut head = vec![self.norm(&pending, &decoder.final_norm, &model.final_norm)];
        let state = self.state;
        self.product(
            &mut head,
            (model.head.as_ref().unwrap_or(&model.embedding), model.head_bias.as_ref(), 0),
            (&state.normed, stride(decoder.width)),
            (&state.logits, stride(decoder.vocabulary)),
            Store::Plain,
        );
        Ok(Plan {
            body,
            head,
            arg_max: self.choose(decoder.vocabulary, 1)?,
            top_k: self.choose(decoder.vocabulary, crate::sample::MAX_TOP_K)?,
        })
    }

    fn embed(&self, decoder: &Decoder, embedding: &Matrix) -> Vec<Dispatch> {
        let kernel = self.kernels.embed(embedding.tensor_type);
        let tiles = embedding.tiles.iter().map(|tile| {
            let shape = EmbedShape {
                blocks: embedding.blocks(),
                first_token: tile.first_row,
                rows: tile.rows,
                x_stride: stride(decoder.width) / 4,
                scale: decoder.embedding.scale,
            };
            let state = self.state;
            let buffers = [&state.tokens, &tile.quants, &tile.scales, &state.residual];
            self.rows(&kernel, &shape, &buffers, (embedding.blocks() * 4).div_ceil(64))
        });
        tiles.collect()
    }

    fn norm(&self, pending: &Pending<'_>, norm: &Norm, weight: &wgpu::Buffer) -> Dispatch {
        let (add, post) = match pending {
            Pending::Nothing => (false, None),
            Pending::Sublayer(post) => (true, post.as_ref()),
        };
        let state = self.state;
        let shape = NormShape {
            width: state.widths.residual,
            stride: stride(state.widths.residual),
            epsilon: norm.epsilon,
            post_epsilon: post.map_or(0.0, |(norm, _)| norm.epsilon),
        };
        let post_weight = post.map_or(weight, |(_, weight)| weight);
        let buffers = [&state.residual, &state.added, post_weight, weight, &state.normed];
        self.rows(&self.kernels.norm(add, post.is_some()), &shape, &buffers, 1)
    }

    fn attention(
        &self,
        to: &mut Vec<Dispatch>,
        attention: &Attention,
        layer: &Layer,
        cache: usize,
    ) -> Result<(), ExecuteError> {
        let state = self.state;
        let (qkv_stride, q_stride) = (stride(state.widths.qkv), stride(state.widths.query));
        let normed = (&state.normed, stride(state.widths.residual));
        for projection in &layer.qkv {
            self.project(to, projection, normed, (&state.qkv, qkv_stride));
        }

        let Attention { heads, kv_heads, head_width, rope, .. } = attention;
        if head_width % 4 != 0 || rope.dimensions > *head_width {
            return Err(ExecuteError::Model(format!("attention heads of width {head_width}")));
        }
        let cache = &state.caches[cache];
        let rotate = RotateShape {
            heads: *heads,
            kv_heads: *kv_heads,
            head_width: *head_width,
            pairs: rope.dimensions / 2,
            qkv_stride,
            q_stride,
            query_epsilon: attention.query_norm.as_ref().map_or(0.0, |norm| norm.epsilon),
            key_epsilon: attention.key_norm.as_ref().map_or(0.0, |norm| norm.epsilon),
        };
        let turns = self.turns.iter().find(|(other, _)| other == rope).map(|(_, buffer)| buffer);
        let turns = turns.ok_or_else(|| ExecuteError::Model("a rotation without table".into()))?;
        let norms = (layer.query_norm.as_ref(), layer.key_norm.as_ref());
        let kernel = self.kernels.rotate(norms.0.is_some(), norms.1.is_some(), rope.pairs);
        let buffers = [
            &state.qkv,
            turns,
            // Not read where there is no norm.
            norms.0.unwrap_or(turns),
            norms.1.unwrap_or(turns),
            &state.query,
            &cache.keys,
            &cache.values,
        ];
        to.push(self.rows(&kernel, &rotate, &buffers, heads + 2 * kv_heads));

        let shape = AttentionShape {
            heads: *heads,
            kv_heads: *kv_heads,
            window: attention.window.unwrap_or(u32::MAX),
            q_stride,
            scale: attention.scale,
        };
        let buffers = [&state.query, &cache.keys, &cache.values, &state.mixed];
        let divided = Heads { shared: heads / kv_heads, width: *head_width };
        let attend = self.variants.attend.fitting(divided);
        let kernel = self.kernels.attention(attend, divided);
        to.push(self.rows(&kernel, &shape, &buffers, heads / attend.together(divided)));
        let added = (&state.added, stride(state.widths.residual));
        self.project(to, &layer.output, (&state.mixed, q_stride), added);
        Ok(())
    }

    fn feed_forward(&self, to: &mut Vec<Dispatch>, block: &Block, layer: &Layer) {
        let FeedForward::Gated { gate, activation, .. } = &block.feed_forward;
        let state = self.state;
        let hidden = (&state.hidden, stride(state.widths.hidden));
        let residual_stride = stride(state.widths.residual);
        let normed = (&state.normed, residual_stride);
        match &layer.gate_up {
            GateUp::Fused(Projection { matrix, bias, offset }) => {
                let matrix = (matrix, bias.as_ref(), *offset);
                self.product(to, matrix, normed, hidden, Store::Gated((*activation).into()));
            }
            GateUp::Split(projections) => {
                let gate_up = (&state.gate_up, stride(state.widths.hidden * 2));
                for projection in projections {
                    self.project(to, projection, normed, gate_up);
                }
                let shape =
                    GateShape { width: gate.outputs, stride: gate_up.1, out_stride: hidden.1 };
                let kernel = self.kernels.gate(*activation);
                let groups = gate.outputs.div_ceil(64);
                to.push(self.rows(&kernel, &shape, &[gate_up.0, hidden.0], groups));
            }
        }
        self.project(to, &layer.down, hidden, (&state.added, residual_stride));
    }

    fn project(
        &self,
        to: &mut Vec<Dispatch>,
        projection: &Projection,
        x: (&wgpu::Buffer, u32),
        y: (&wgpu::Buffer, u32),
    ) {
        let Projection { matrix, bias, offset } = projection;
        self.product(to, (matrix, bias.as_ref(), *offset), x, y, Store::Plain);
    }

    /// `y = W x + b`, one dispatch a tile. `x` and `y` are buffers with their strides.
    fn product(
        &self,
        to: &mut Vec<Dispatch>,
        (matrix, bias, offset): (&Matrix, Option<&wgpu::Buffer>, u32),
        (x, x_stride): (&wgpu::Buffer, u32),
        (y, y_stride): (&wgpu::Buffer, u32),
        store: Store,
    ) {
        let library = self.kernels.matrices();
        let kernels = library.kernels(matrix.tensor_type, store, self.variants);
        for tile in &matrix.tiles {
            let shape = MatrixShape {
                blocks: matrix.blocks(),
                rows: tile.rows,
                x_stride: x_stride / 4,
                y_stride,
                y_offset: offset,
                first_row: tile.first_row,
                biased: u32::from(bias.is_some()),
            };
            // Without a bias any buffer that is only read will do.
            let bias = bias.unwrap_or(&tile.scales);
            let shape = self.context.uniform(&shape);
            let buffers = [&shape, x, &tile.quants, &tile.scales, bias, y];
            to.push(Dispatch {
                kernel: Kernel::Matrix { kernels: Rc::clone(&kernels), rows: tile.rows },
                bindings: bind(self.context, &library.layout, &self.state.parameters, &buffers),
            });
        }
    }

    /// Reduces the logits chunk by chunk to the `kept` best, then chooses one.
    fn choose(&self, vocabulary: u32, kept: u32) -> Result<Vec<Dispatch>, ExecuteError> {
        const CHUNK: u32 = 1024;
        let state = self.state;
        let rows = u64::from(if kept == 1 { crate::state::MAX_LOGIT_ROWS } else { 1 });
        let mut dispatches = Vec::new();
        let mut count = vocabulary;
        let mut input: Option<wgpu::Buffer> = None;
        let best = loop {
            let chunks = count.div_ceil(CHUNK);
            let bytes = rows * u64::from(chunks * kept) * 8;
            let best = self.context.storage("candidates", bytes)?;
            let is_first = input.is_none();
            let row = if is_first { stride(vocabulary) } else { count };
            let shape = TopShape { count, stride: row, chunks };
            let candidates = input.as_ref().unwrap_or(&state.logits);
            let buffers = [&state.logits, candidates, &best];
            dispatches.push(self.rows(&self.kernels.top(is_first, kept), &shape, &buffers, chunks));
            if chunks == 1 {
                break best;
            }
            count = chunks * kept;
            input = Some(best);
        };
        let kernel = self.kernels.choose(kept);
        dispatches.push(Dispatch {
            kernel: Kernel::Rows { pipeline: kernel.0.clone(), groups: 1 },
            bindings: bind(self.context, &kernel.1, &state.parameters, &[&best, &state.tokens]),
        });
        Ok(dispatches)
    }

    fn rows<T: Pod>(
        &self,
        kernel: &(wgpu::ComputePipeline, wgpu::BindGroupLayout),
        shape: &T,
        buffers: &[&wgpu::Buffer],
        groups: u32,
    ) -> Dispatch {
        let shape = self.context.uniform(shape);
        let mut all = vec![&shape];
        all.extend(buffers);
        Dispatch {
            kernel: Kernel::Rows { pipeline: kernel.0.clone(), groups },
            bindings: bind(self.context, &kernel.1, &self.state.parameters, &all),
        }
    }
}
