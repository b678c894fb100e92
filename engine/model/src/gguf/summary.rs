//! What a model is, in a few numbers.

use super::Gguf;
use crate::quant::TensorType;
use std::{cmp::Reverse, collections::BTreeMap};

/// How much of a model is stored as one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The storage type.
    pub tensor_type: TensorType,
    /// Number of tensors.
    pub tensors: u64,
    /// Number of parameters.
    pub parameters: u64,
    /// Their bytes in the file.
    pub bytes: u64,
}

impl Gguf {
    /// Number of parameters: the elements of all tensors.
    pub fn parameters(&self) -> u64 {
        self.shares().iter().map(|share| share.parameters).sum()
    }

    /// The storage types and how much is stored as each, the largest part first.
    pub fn shares(&self) -> Vec<Share> {
        self.shares_of(|_| true)
    }

    /// The type most of the layers are stored as: what people call the model's quantization. The
    /// token embedding and the head are often stored better, and in small models outweigh the rest.
    pub fn main_type(&self) -> Option<TensorType> {
        let layers = self.shares_of(|name| name.starts_with("blk."));
        layers.first().map(|share| share.tensor_type)
    }

    fn shares_of(&self, part: impl Fn(&str) -> bool) -> Vec<Share> {
        let mut shares = BTreeMap::new();
        for (_, info) in self.tensors.iter().filter(|(name, _)| part(name)) {
            let tensor_type = info.tensor_type;
            let none = Share { tensor_type, tensors: 0, parameters: 0, bytes: 0 };
            let share = shares.entry(tensor_type).or_insert(none);
            // No overflow: tensors lie apart within the file, and no type has more than two
            // elements a byte.
            share.tensors += 1;
            share.parameters += info.elements();
            share.bytes += info.length;
        }
        let mut shares: Vec<_> = shares.into_values().collect();
        shares.sort_by_key(|share| Reverse(share.parameters));
        shares
    }
}
