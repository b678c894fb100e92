//! A decoder's weights on the GPU, grouped as the kernels want them.

use crate::{
    context::GpuContext,
    weights::{Matrix, Order, load_vector},
};
use diorama_model::{
    ByteSource, Decoder, ExecuteError, Gguf,
    decoder::{Attention, Block, FeedForward, Linear, Mixer, Norm},
    gguf::TensorInfo,
};

/// All weights of a model.
#[derive(Debug)]
pub struct Model {
    pub embedding: Matrix,
    /// `None`: the embedding serves.
    pub head: Option<Matrix>,
    pub head_bias: Option<wgpu::Buffer>,
    pub final_norm: wgpu::Buffer,
    pub layers: Vec<Layer>,
}

impl Model {
    /// Number of weights that decoding one token reads.
    pub fn weights(&self) -> u64 {
        let count = |matrix: &Matrix| u64::from(matrix.rows) * u64::from(matrix.inputs);
        let layers = self.layers.iter().flat_map(|layer| {
            let gate_up = match &layer.gate_up {
                GateUp::Fused(projection) => std::slice::from_ref(projection),
                GateUp::Split(projections) => projections,
            };
            let others = [&layer.output, &layer.down];
            layer.qkv.iter().chain(gate_up).chain(others).map(|projection| &projection.matrix)
        });
        layers.chain([self.head.as_ref().unwrap_or(&self.embedding)]).map(count).sum()
    }
}

/// The weights of one layer.
#[derive(Debug)]
pub struct Layer {
    pub mixer_norm: wgpu::Buffer,
    pub mixer_post_norm: Option<wgpu::Buffer>,
    /// Query, key and value rows, in as few matrices as their types allow.
    pub qkv: Vec<Projection>,
    pub query_norm: Option<wgpu::Buffer>,
    pub key_norm: Option<wgpu::Buffer>,
    pub output: Projection,
    pub feed_forward_norm: wgpu::Buffer,
    pub feed_forward_post_norm: Option<wgpu::Buffer>,
    pub gate_up: GateUp,
    pub down: Projection,
}

/// A matrix, its bias, and where its results go in a token row.
#[derive(Debug)]
pub struct Projection {
    pub matrix: Matrix,
    pub bias: Option<wgpu::Buffer>,
    pub offset: u32,
}

/// The first half of the feed-forward part.
#[derive(Debug)]
pub enum GateUp {
    /// Rows of gate and up in turn: one kernel computes, activates and multiplies.
    Fused(Projection),
    /// Their types differ or they have a bias: gate, then up; a second kernel joins them.
    Split(Vec<Projection>),
}

/// Loads a model, slice by slice.
pub struct Loader<'a, S, P> {
    context: &'a GpuContext,
    source: &'a S,
    file: &'a Gguf,
    /// Called with the bytes of weights read so far and the bytes in all.
    progress: P,
    loaded: u64,
    total: u64,
}

impl<'a, S: ByteSource, P: FnMut(u64, u64)> Loader<'a, S, P> {
    /// Nothing loaded yet.
    pub fn new(context: &'a GpuContext, source: &'a S, file: &'a Gguf, progress: P) -> Self {
        // What no layer names (a few rotation factors at most) is too small to matter.
        let total = file.tensors.values().map(|tensor| tensor.length).sum();
        Self { context, source, file, progress, loaded: 0, total }
    }

    /// Loads everything `decoder` names.
    pub async fn model(&mut self, decoder: &Decoder) -> Result<Model, ExecuteError> {
        (self.progress)(0, self.total);
        let embedding = self.matrix(&[&decoder.embedding.weight], Order::Joined).await?;
        let head = if decoder.head.weight == decoder.embedding.weight {
            None
        } else {
            Some(self.matrix(&[&decoder.head.weight], Order::Joined).await?)
        };
        let head_bias = self.bias(&[&decoder.head]).await?;
        let final_norm = self.norm(&decoder.final_norm).await?;
        let mut layers = Vec::new();
        for block in &decoder.blocks {
            layers.push(self.layer(block).await?);
        }
        (self.progress)(self.total, self.total);
        Ok(Model { embedding, head, head_bias, final_norm, layers })
    }

    async fn layer(&mut self, block: &Block) -> Result<Layer, ExecuteError> {
        let Mixer::Attention(attention) = &block.mixer;
        let FeedForward::Gated { gate, up, down, .. } = &block.feed_forward;
        let Attention { query, key, value, .. } = attention;
        Ok(Layer {
            mixer_norm: self.norm(&block.mixer_norm).await?,
            mixer_post_norm: self.optional_norm(block.mixer_post_norm.as_ref()).await?,
            qkv: self.joined(&[query, key, value]).await?,
            query_norm: self.optional_norm(attention.query_norm.as_ref()).await?,
            key_norm: self.optional_norm(attention.key_norm.as_ref()).await?,
            output: self.projection(&[&attention.output], 0).await?,
            feed_forward_norm: self.norm(&block.feed_forward_norm).await?,
            feed_forward_post_norm: self
                .optional_norm(block.feed_forward_post_norm.as_ref())
                .await?,
            gate_up: self.gate_up(gate, up).await?,
            down: self.projection(&[down], 0).await?,
        })
    }

    async fn gate_up(&mut self, gate: &Linear, up: &Linear) -> Result<GateUp, ExecuteError> {
        let biased = gate.bias.is_some() || up.bias.is_some();
        if biased || self.info(&gate.weight)?.tensor_type != self.info(&up.weight)?.tensor_type {
            return Ok(GateUp::Split(self.joined(&[gate, up]).await?));
        }
        let matrix = self.matrix(&[&gate.weight, &up.weight], Order::Alternating).await?;
        Ok(GateUp::Fused(Projection { matrix, bias: None, offset: 0 }))
    }

    /// Loads `linears`, whose results follow one another, joining neighbours of one type.
    async fn joined(&mut self, linears: &[&Linear]) -> Result<Vec<Projection>, ExecuteError> {
        let mut projections = Vec::new();
        let mut offset = 0;
        let mut rest = linears;
        while let Some(first) = rest.first() {
            let tensor_type = self.info(&first.weight)?.tensor_type;
            let mut count = 1;
            // Rows are joined at an even row: see `Matrix::load`.
            while count < rest.len()
                && self.info(&rest[count].weight)?.tensor_type == tensor_type
                && rest[count - 1].outputs.is_multiple_of(2)
            {
                count += 1;
            }
            let (group, others) = rest.split_at(count);
            projections.push(self.projection(group, offset).await?);
            offset += group.iter().map(|linear| linear.outputs).sum::<u32>();
            rest = others;
        }
        Ok(projections)
    }

    async fn projection(
        &mut self,
        linears: &[&Linear],
        offset: u32,
    ) -> Result<Projection, ExecuteError> {
        let names: Vec<&str> = linears.iter().map(|linear| linear.weight.as_str()).collect();
        let matrix = self.matrix(&names, Order::Joined).await?;
        Ok(Projection { matrix, bias: self.bias(linears).await?, offset })
    }

    async fn matrix(&mut self, names: &[&str], order: Order) -> Result<Matrix, ExecuteError> {
        let tensors = names.iter().map(|name| self.info(name)).collect::<Result<Vec<_>, _>>()?;
        let (loaded, total, progress) = (&mut self.loaded, self.total, &mut self.progress);
        let mut progress = |bytes| {
            *loaded += bytes;
            progress(*loaded, total);
        };
        Matrix::load(self.context, self.source, &tensors, order, &mut progress).await
    }

    /// The biases of `linears`, zeros for those without; `None` when none has one.
    async fn bias(&mut self, linears: &[&Linear]) -> Result<Option<wgpu::Buffer>, ExecuteError> {
        if linears.iter().all(|linear| linear.bias.is_none()) {
            return Ok(None);
        }
        let mut values = Vec::new();
        for linear in linears {
            match &linear.bias {
                Some(name) => values.extend(load_vector(self.source, self.info(name)?).await?),
                None => values.resize(values.len() + linear.outputs as usize, 0.0),
            }
        }
        Ok(Some(self.context.guarded(|context| context.storage_of("bias", &values)).await??))
    }

    async fn norm(&mut self, norm: &Norm) -> Result<wgpu::Buffer, ExecuteError> {
        let values = load_vector(self.source, self.info(&norm.weight)?).await?;
        self.context.guarded(|context| context.storage_of("norm", &values)).await?
    }

    async fn optional_norm(
        &mut self,
        norm: Option<&Norm>,
    ) -> Result<Option<wgpu::Buffer>, ExecuteError> {
        Ok(match norm {
            Some(norm) => Some(self.norm(norm).await?),
            None => None,
        })
    }

    fn info(&self, name: &str) -> Result<&'a TensorInfo, ExecuteError> {
        self.file.tensor(name).map_err(|error| ExecuteError::Model(error.to_string()))
    }
}
