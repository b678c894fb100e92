//! The weights of a decoder, read from a file.

use super::{
    inputs::Inputs,
    lanes::{Backend, LANES},
    matrix::Matrix,
    memory::filled,
    pack::Packer,
    rotation::Rotation,
};
use crate::{
    ByteSource, Decoder, ExecuteError, Gguf,
    decoder::{Activation, Attention, Block, FeedForward, Linear, Mixer, Norm, Rope},
    gguf::{TensorError, TensorInfo},
    quant,
};

/// Bytes that are read at once.
const SLICE: u64 = 1 << 20;

/// A matrix with its bias.
#[derive(Debug)]
pub struct Projection {
    matrix: Matrix,
    bias: Option<Vec<f32>>,
}

impl Projection {
    /// Length of what comes out.
    pub fn outputs(&self) -> usize {
        self.matrix.rows()
    }

    /// `out[i] = W inputs[i] + b`
    pub fn apply(&self, backend: Backend, inputs: &Inputs, out: &mut [f32]) {
        self.matrix.multiply(backend, inputs, out);
        if let Some(bias) = &self.bias {
            for out in out.chunks_exact_mut(bias.len()) {
                out.iter_mut().zip(bias).for_each(|(out, bias)| *out += bias);
            }
        }
    }
}

/// Weights of a norm.
#[derive(Debug)]
pub struct NormWeights {
    /// As wide as what is normed.
    pub weight: Vec<f32>,
    /// Added to the mean square.
    pub epsilon: f32,
}

/// Weights of an attention part.
#[derive(Debug)]
pub struct AttentionWeights {
    /// Sizes, scale and window.
    pub description: Attention,
    pub query: Projection,
    pub key: Projection,
    pub value: Projection,
    pub output: Projection,
    pub query_norm: Option<NormWeights>,
    pub key_norm: Option<NormWeights>,
    /// Which of the model's rotations.
    pub rotation: usize,
}

/// Weights of a feed-forward part.
#[derive(Debug)]
pub struct GatedWeights {
    pub gate: Projection,
    pub up: Projection,
    pub down: Projection,
    pub activation: Activation,
}

/// Weights of a layer.
#[derive(Debug)]
pub struct Layer {
    pub mixer_norm: NormWeights,
    pub mixer: AttentionWeights,
    pub mixer_post_norm: Option<NormWeights>,
    pub feed_forward_norm: NormWeights,
    pub feed_forward: GatedWeights,
    pub feed_forward_post_norm: Option<NormWeights>,
}

/// All weights of a decoder.
#[derive(Debug)]
pub struct Model {
    pub embedding: Matrix,
    pub layers: Vec<Layer>,
    pub rotations: Vec<Rotation>,
    pub final_norm: NormWeights,
    /// `None` when the embedding serves as head.
    pub head: Option<Projection>,
}

impl Model {
    /// Reads the tensors that `decoder` names, each packed as it comes: besides the model only a
    /// slice of the file is in memory. `progress` is told the bytes done and the bytes in all.
    pub async fn load(
        source: &impl ByteSource,
        file: &Gguf,
        decoder: &Decoder,
        progress: impl FnMut(u64, u64),
    ) -> Result<Self, ExecuteError> {
        let total = file.tensors.values().map(|tensor| tensor.length).sum();
        let mut loader = Loader { source, file, done: 0, total, progress };
        let mut rotations = Vec::new();
        let mut layers = Vec::new();
        let embedding =
            loader.matrix(&decoder.embedding.weight, decoder.vocabulary, decoder.width).await?;
        for block in &decoder.blocks {
            layers.push(loader.layer(block, &mut rotations).await?);
        }
        let final_norm = loader.norm(&decoder.final_norm).await?;
        let shared = decoder.head.weight == decoder.embedding.weight && decoder.head.bias.is_none();
        let head = if shared { None } else { Some(loader.projection(&decoder.head).await?) };
        // A file may have tensors that the description does not need.
        loader.finish();
        Ok(Self { embedding, layers, rotations, final_norm, head })
    }

    /// Logits of normed vectors.
    pub fn logits(&self, backend: Backend, inputs: &Inputs, out: &mut [f32]) {
        match &self.head {
            Some(head) => head.apply(backend, inputs, out),
            None => self.embedding.multiply(backend, inputs, out),
        }
    }
}

struct Loader<'a, S, P> {
    source: &'a S,
    file: &'a Gguf,
    done: u64,
    total: u64,
    progress: P,
}

impl<'a, S: ByteSource, P: FnMut(u64, u64)> Loader<'a, S, P> {
    async fn layer(
        &mut self,
        block: &Block,
        rotations: &mut Vec<Rotation>,
    ) -> Result<Layer, ExecuteError> {
        let Mixer::Attention(attention) = &block.mixer;
        let FeedForward::Gated { gate, up, down, activation } = &block.feed_forward;
        Ok(Layer {
            mixer_norm: self.norm(&block.mixer_norm).await?,
            mixer: self.attention(attention, rotations).await?,
            mixer_post_norm: self.optional_norm(block.mixer_post_norm.as_ref()).await?,
            feed_forward_norm: self.norm(&block.feed_forward_norm).await?,
            feed_forward: GatedWeights {
                gate: self.projection(gate).await?,
                up: self.projection(up).await?,
                down: self.projection(down).await?,
                activation: *activation,
            },
            feed_forward_post_norm: self
                .optional_norm(block.feed_forward_post_norm.as_ref())
                .await?,
        })
    }

    async fn attention(
        &mut self,
        attention: &Attention,
        rotations: &mut Vec<Rotation>,
    ) -> Result<AttentionWeights, ExecuteError> {
        Ok(AttentionWeights {
            description: attention.clone(),
            query: self.projection(&attention.query).await?,
            key: self.projection(&attention.key).await?,
            value: self.projection(&attention.value).await?,
            output: self.projection(&attention.output).await?,
            query_norm: self.optional_norm(attention.query_norm.as_ref()).await?,
            key_norm: self.optional_norm(attention.key_norm.as_ref()).await?,
            rotation: self.rotation(&attention.rope, rotations).await?,
        })
    }

    /// The index of a rotation, which is made when it is the first of its kind.
    async fn rotation(
        &mut self,
        rope: &Rope,
        rotations: &mut Vec<Rotation>,
    ) -> Result<usize, ExecuteError> {
        if let Some(index) = rotations.iter().position(|known| known.description == *rope) {
            return Ok(index);
        }
        let factors = match &rope.factors {
            Some(name) => Some(self.vector(name).await?),
            None => None,
        };
        rotations.push(Rotation::new(rope, factors.as_deref()));
        Ok(rotations.len() - 1)
    }

    async fn projection(&mut self, linear: &Linear) -> Result<Projection, ExecuteError> {
        let matrix = self.matrix(&linear.weight, linear.outputs, linear.inputs).await?;
        let bias = match &linear.bias {
            Some(name) => Some(self.vector(name).await?),
            None => None,
        };
        Ok(Projection { matrix, bias })
    }

    async fn optional_norm(
        &mut self,
        norm: Option<&Norm>,
    ) -> Result<Option<NormWeights>, ExecuteError> {
        match norm {
            Some(norm) => Ok(Some(self.norm(norm).await?)),
            None => Ok(None),
        }
    }

    async fn norm(&mut self, norm: &Norm) -> Result<NormWeights, ExecuteError> {
        Ok(NormWeights { weight: self.vector(&norm.weight).await?, epsilon: norm.epsilon })
    }

    /// A tensor of few numbers.
    async fn vector(&mut self, name: &str) -> Result<Vec<f32>, ExecuteError> {
        let tensor = self.tensor(name)?;
        let bytes = tensor.read(self.source).await.map_err(unread)?;
        let mut numbers = filled(0.0, tensor.elements(), "weights")?;
        quant::dequantize(tensor.tensor_type, &bytes, &mut numbers)
            .map_err(|error| ExecuteError::Model(error.to_string()))?;
        self.advance(tensor.length);
        Ok(numbers)
    }

    /// A tensor of many numbers, slice by slice.
    async fn matrix(&mut self, name: &str, rows: u32, inputs: u32) -> Result<Matrix, ExecuteError> {
        let tensor = self.tensor(name)?;
        if tensor.rows() != u64::from(rows) || tensor.row_elements() != u64::from(inputs) {
            return Err(ExecuteError::Model(format!("tensor `{name}` is not {rows} × {inputs}")));
        }
        let mut packer = Packer::new(tensor.tensor_type, rows as usize, inputs as usize)?;
        let row_bytes = tensor.row_bytes();
        let step = (SLICE / row_bytes.max(1)).max(1).next_multiple_of(LANES as u64);
        let mut row = 0;
        while row < tensor.rows() {
            let end = (row + step).min(tensor.rows());
            let bytes = tensor.read_rows(self.source, row..end).await.map_err(unread)?;
            for group in bytes.chunks(LANES * row_bytes as usize) {
                packer.push(group, row_bytes as usize);
            }
            self.advance(bytes.len() as u64);
            row = end;
        }
        Ok(packer.finish())
    }

    fn tensor(&self, name: &str) -> Result<&'a TensorInfo, ExecuteError> {
        self.file.tensor(name).map_err(|error| ExecuteError::Model(error.to_string()))
    }

    fn advance(&mut self, bytes: u64) {
        self.done += bytes;
        (self.progress)(self.done, self.total);
    }

    fn finish(mut self) {
        (self.progress)(self.total, self.total);
    }
}

fn unread(error: TensorError) -> ExecuteError {
    match error {
        TensorError::Source(error) => ExecuteError::Source(error),
        TensorError::TooLarge(_) => ExecuteError::OutOfMemory(error.to_string()),
        TensorError::NoSuchRows { .. } => ExecuteError::Model(error.to_string()),
    }
}
