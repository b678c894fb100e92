//! The tensors of the model, by their names in GGUF files.

use super::ExportError;
use crate::config::Shape;
use std::collections::BTreeMap;

/// What a tensor is for: tensors of one part are stored alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Rows by token, also the head: the model has no `output.weight`.
    Embedding,
    /// Factors of a norm; always F32.
    Norm,
    /// Of attention, to the query heads.
    Query,
    /// Of attention, to the key heads.
    Key,
    /// Of attention, to the value heads.
    Value,
    /// Of attention, back to the width.
    Output,
    /// Of the feed-forward part, to what goes through `SiLU`.
    Gate,
    /// Of the feed-forward part, to what is multiplied with it.
    Up,
    /// Of the feed-forward part, back to the width.
    Down,
}

impl Part {
    /// All parts that are matrices.
    pub const MATRICES: [Self; 8] = [
        Self::Embedding,
        Self::Query,
        Self::Key,
        Self::Value,
        Self::Output,
        Self::Gate,
        Self::Up,
        Self::Down,
    ];

    /// Its name in plans.
    pub fn name(self) -> &'static str {
        match self {
            Self::Embedding => "embedding",
            Self::Norm => "norm",
            Self::Query => "query",
            Self::Key => "key",
            Self::Value => "value",
            Self::Output => "output",
            Self::Gate => "gate",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// A tensor of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor {
    /// Its name in the file.
    pub name: String,
    /// What it is for.
    pub part: Part,
    /// Its sizes, fastest-varying first: `[inputs, outputs]` for a matrix.
    pub sizes: Vec<u64>,
}

impl Tensor {
    /// Numbers in it.
    pub fn elements(&self) -> usize {
        self.sizes.iter().product::<u64>() as usize
    }
}

/// All tensors of a model, in the order of the file.
pub fn tensors(shape: &Shape, vocabulary: usize) -> Vec<Tensor> {
    let tensor = |name: String, part, sizes: &[usize]| Tensor {
        name: format!("{name}.weight"),
        part,
        sizes: sizes.iter().map(|&size| size as u64).collect(),
    };
    let &Shape { width, hidden, .. } = shape;
    let keys = shape.kv_heads * shape.head();
    let block = |layer| {
        [
            ("attn_norm", Part::Norm, &[width][..]),
            ("attn_q", Part::Query, &[width, width]),
            ("attn_k", Part::Key, &[width, keys]),
            ("attn_v", Part::Value, &[width, keys]),
            ("attn_output", Part::Output, &[width, width]),
            ("ffn_norm", Part::Norm, &[width]),
            ("ffn_gate", Part::Gate, &[width, hidden]),
            ("ffn_up", Part::Up, &[width, hidden]),
            ("ffn_down", Part::Down, &[hidden, width]),
        ]
        .map(|(name, part, sizes)| tensor(format!("blk.{layer}.{name}"), part, sizes))
    };
    let mut all = vec![tensor("token_embd".to_owned(), Part::Embedding, &[width, vocabulary])];
    all.extend((0..shape.layers).flat_map(block));
    all.push(tensor("output_norm".to_owned(), Part::Norm, &[width]));
    all
}

/// The weights of a model: the numbers of each of its [`tensors`] by name.
///
/// A matrix is stored row by row, `[outputs][inputs]`: the weights of one output stand together.
/// (The trained [`Decoder`](crate::decoder::Decoder) has `[inputs][outputs]`, and some matrices side
/// by side.) The embedding is `[vocabulary][width]`. Query and key rows stand as they are: the heads one after the other, and
/// in a head elements `2i` and `2i + 1` rotate together by `position * rope_base^(-2i / head)`, so
/// that `(x, y)` becomes `(x cos - y sin, x sin + y cos)`. This is what `llama` files mean, here
/// and in llama.cpp; models trained with rotating halves have their rows permuted when they are
/// converted, ours need not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights(BTreeMap<String, Vec<f32>>);

impl Weights {
    /// The numbers of a tensor.
    pub fn get(&self, name: &str) -> Result<&[f32], ExportError> {
        let found = self.0.get(name).ok_or_else(|| ExportError::Missing(name.to_owned()))?;
        Ok(found)
    }

    /// Checks that the weights are those of `tensors`, and numbers.
    pub(super) fn check(&self, tensors: &[Tensor]) -> Result<(), ExportError> {
        for tensor in tensors {
            let (numbers, expected) = (self.get(&tensor.name)?, tensor.elements());
            let (name, found) = (tensor.name.clone(), numbers.len());
            if found != expected {
                return Err(ExportError::Length { name, expected, found });
            }
            if !numbers.iter().all(|x| x.is_finite()) {
                return Err(ExportError::NotFinite(name));
            }
        }
        match self.0.keys().find(|&name| tensors.iter().all(|tensor| tensor.name != *name)) {
            Some(name) => Err(ExportError::Unknown(name.clone())),
            None => Ok(()),
        }
    }
}

impl FromIterator<(String, Vec<f32>)> for Weights {
    fn from_iter<T: IntoIterator<Item = (String, Vec<f32>)>>(tensors: T) -> Self {
        Self(tensors.into_iter().collect())
    }
}

impl IntoIterator for Weights {
    type Item = (String, Vec<f32>);
    type IntoIter = std::collections::btree_map::IntoIter<String, Vec<f32>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
