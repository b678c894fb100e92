//! One pass of a batch of tokens through all layers.

use super::{
    attention::{Attend, scores_room},
    cache::Cache,
    elementwise::{Gate, Normalize},
    inputs::Inputs,
    lanes::Backend,
    memory::filled,
    model::{AttentionWeights, GatedWeights, Model, NormWeights},
    rotation::Angles,
};
use crate::{
    Decoder, ExecuteError,
    decoder::{FeedForward, Mixer},
};

/// Tokens that go through the layers together: a multiple of the tiles of products.
pub const BATCH: usize = 48;

/// The caches, and room for what flows between the weights.
#[derive(Debug)]
pub struct State {
    caches: Vec<Cache>,
    /// For each of the model's rotations.
    angles: Vec<Angles>,
    inputs: Inputs,
    /// The residual stream: `[token][width]`.
    stream: Vec<f32>,
    /// What a part adds to the stream; also what is normed before it.
    part: Vec<f32>,
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
    mixed: Vec<f32>,
    gate: Vec<f32>,
    up: Vec<f32>,
    scores: Vec<f32>,
}

/// Widest vectors of a decoder.
struct Widths {
    queries: u32,
    keys: u32,
    hidden: u32,
}

impl Widths {
    fn of(decoder: &Decoder) -> Self {
        let mut widths = Self { queries: 0, keys: 0, hidden: 0 };
        for block in &decoder.blocks {
            let Mixer::Attention(attention) = &block.mixer;
            let FeedForward::Gated { up, .. } = &block.feed_forward;
            widths.queries = widths.queries.max(attention.query.outputs);
            widths.keys = widths.keys.max(attention.key.outputs);
            widths.hidden = widths.hidden.max(up.outputs);
        }
        widths
    }
}

impl State {
    /// Room for a context of `capacity` tokens.
    pub fn new(decoder: &Decoder, model: &Model, capacity: usize) -> Result<Self, ExecuteError> {
        let widths = Widths::of(decoder);
        let widest = decoder.width.max(widths.queries).max(widths.hidden);
        let room = |width: u32| filled(0.0, u64::from(width) * BATCH as u64, "activations");
        let cache = |layer: &super::model::Layer| {
            let attention = &layer.mixer.description;
            Cache::new(capacity, attention.kv_heads as usize, attention.head_width as usize)
        };
        Ok(Self {
            caches: model.layers.iter().map(cache).collect::<Result<_, _>>()?,
            angles: vec![Angles::default(); model.rotations.len()],
            inputs: Inputs::new(widest as usize, BATCH)?,
            stream: room(decoder.width)?,
            part: room(decoder.width)?,
            queries: room(widths.queries)?,
            keys: room(widths.keys)?,
            values: room(widths.keys)?,
            mixed: room(widths.queries)?,
            gate: room(widths.hidden)?,
            up: room(widths.hidden)?,
            scores: filled(0.0, scores_room(capacity) as u64, "scores")?,
        })
    }
}

/// A model at work.
pub struct Pass<'a> {
    /// The description.
    pub decoder: &'a Decoder,
    /// The weights.
    pub model: &'a Model,
    /// The instructions.
    pub backend: Backend,
    /// Caches and room.
    pub state: &'a mut State,
    /// Position of the first token.
    pub first: usize,
    /// Number of tokens, at most [`BATCH`].
    pub count: usize,
}

impl Pass<'_> {
    /// Sends known tokens through all layers and writes their keys and values to the cache.
    pub fn layers(&mut self, tokens: &[u32]) {
        let model = self.model;
        let width = self.decoder.width as usize;
        for (token, stream) in tokens.iter().zip(self.state.stream.chunks_exact_mut(width)) {
            model.embedding.read_row(*token as usize, stream);
            for x in stream {
                *x *= self.decoder.embedding.scale;
            }
        }
        for (rotation, angles) in model.rotations.iter().zip(&mut self.state.angles) {
            rotation.angles(self.first, self.count, angles);
        }
        for (index, layer) in model.layers.iter().enumerate() {
            self.normed(&layer.mixer_norm);
            self.attention(index, &layer.mixer);
            self.add_part(layer.mixer_post_norm.as_ref());
            self.normed(&layer.feed_forward_norm);
            self.gated(&layer.feed_forward);
            self.add_part(layer.feed_forward_post_norm.as_ref());
        }
    }

    /// Logits after the tokens from `from` to `to` of the batch, of which there are at most
    /// as many as `out` has room for.
    pub fn logits(&mut self, from: usize, to: usize, out: &mut [f32]) {
        let width = self.decoder.width as usize;
        let part = &mut self.state.part[..(to - from) * width];
        part.copy_from_slice(&self.state.stream[from * width..to * width]);
        let NormWeights { weight, epsilon } = &self.model.final_norm;
        self.backend.run(Normalize { vectors: part, weight, epsilon: *epsilon });
        self.state.inputs.set(self.backend, part, width);
        let out = &mut out[..(to - from) * self.decoder.vocabulary as usize];
        self.model.logits(self.backend, &self.state.inputs, out);
    }

    /// Takes the normed stream as input of the next projections.
    fn normed(&mut self, norm: &NormWeights) {
        let width = self.decoder.width as usize;
        let part = &mut self.state.part[..self.count * width];
        part.copy_from_slice(&self.state.stream[..self.count * width]);
        self.backend.run(Normalize { vectors: part, weight: &norm.weight, epsilon: norm.epsilon });
        self.state.inputs.set(self.backend, part, width);
    }

    /// Adds what a part computed to the stream.
    fn add_part(&mut self, norm: Option<&NormWeights>) {
        let length = self.count * self.decoder.width as usize;
        let part = &mut self.state.part[..length];
        if let Some(NormWeights { weight, epsilon }) = norm {
            self.backend.run(Normalize { vectors: part, weight, epsilon: *epsilon });
        }
        self.state.stream.iter_mut().zip(part).for_each(|(x, part)| *x += *part);
    }

    fn attention(&mut self, layer: usize, weights: &AttentionWeights) {
        let (backend, count) = (self.backend, self.count);
        let attention = &weights.description;
        let head_width = attention.head_width as usize;
        let query_width = attention.query.outputs as usize;
        let key_width = attention.key.outputs as usize;
        let State { caches, angles, inputs, part, queries, keys, values, mixed, scores, .. } =
            &mut *self.state;
        let queries = &mut queries[..count * query_width];
        let keys = &mut keys[..count * key_width];
        let values = &mut values[..count * key_width];
        let mixed = &mut mixed[..count * query_width];

        weights.query.apply(backend, inputs, queries);
        weights.key.apply(backend, inputs, keys);
        weights.value.apply(backend, inputs, values);
        let rotation = &self.model.rotations[weights.rotation];
        let angles = &angles[weights.rotation];
        for (vectors, width, norm) in [
            (&mut *queries, query_width, &weights.query_norm),
            (&mut *keys, key_width, &weights.key_norm),
        ] {
            if let Some(NormWeights { weight, epsilon }) = norm {
                backend.run(Normalize { vectors, weight, epsilon: *epsilon });
            }
            rotation.turn(angles, vectors, width, head_width);
        }
        let cache = &mut caches[layer];
        let vectors = keys.chunks_exact(key_width).zip(values.chunks_exact(key_width));
        for (token, (keys, values)) in vectors.enumerate() {
            cache.write(self.first + token, keys, values);
        }
        let first = self.first;
        backend.run(Attend { attention, cache, first, queries, out: mixed, scores });
        inputs.set(backend, mixed, query_width);
        weights.output.apply(backend, inputs, &mut part[..count * self.decoder.width as usize]);
    }

    fn gated(&mut self, weights: &GatedWeights) {
        let (backend, count) = (self.backend, self.count);
        let hidden = weights.up.outputs();
        let State { inputs, gate, up, part, .. } = &mut *self.state;
        let gate = &mut gate[..count * hidden];
        let up = &mut up[..count * hidden];
        weights.gate.apply(backend, inputs, gate);
        weights.up.apply(backend, inputs, up);
        backend.run(Gate { gates: gate, ups: up, activation: weights.activation });
        inputs.set(backend, gate, hidden);
        weights.down.apply(backend, inputs, &mut part[..count * self.decoder.width as usize]);
    }
}
