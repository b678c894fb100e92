//! The key/value cache of one layer.

use super::{lanes::LANES, memory::filled};
use crate::ExecuteError;

/// Keys and values of the positions seen, laid out so that both uses in attention are products
/// of eight interleaved rows with a vector: keys eight positions side by side, values eight
/// elements side by side.
#[derive(Debug)]
pub struct Cache {
    capacity: usize,
    head_width: usize,
    /// `[kv_head][position / 8][element]` of eight positions.
    keys: Vec<[f32; LANES]>,
    /// `[kv_head][element / 8][position]` of eight elements.
    values: Vec<[f32; LANES]>,
}

impl Cache {
    /// Room for `capacity` positions.
    pub fn new(capacity: usize, kv_heads: usize, head_width: usize) -> Result<Self, ExecuteError> {
        let size = |groups: usize, length: usize| {
            (kv_heads as u64).saturating_mul(groups as u64).saturating_mul(length as u64)
        };
        let keys = size(capacity.div_ceil(LANES), head_width);
        let values = size(head_width.div_ceil(LANES), capacity);
        Ok(Self {
            capacity,
            head_width,
            keys: filled([0.0; LANES], keys, "keys")?,
            values: filled([0.0; LANES], values, "values")?,
        })
    }

    /// Writes the keys and values of all heads at `position`.
    pub fn write(&mut self, position: usize, keys: &[f32], values: &[f32]) {
        let (row, lane) = (position / LANES, position % LANES);
        let rows = self.capacity.div_ceil(LANES);
        for (head, keys) in keys.chunks_exact(self.head_width).enumerate() {
            let row = &mut self.keys[(head * rows + row) * self.head_width..];
            row.iter_mut().zip(keys).for_each(|(eight, key)| eight[lane] = *key);
        }
        let groups = self.head_width.div_ceil(LANES);
        for (head, values) in values.chunks_exact(self.head_width).enumerate() {
            for (group, values) in values.chunks(LANES).enumerate() {
                let eight = &mut self.values[(head * groups + group) * self.capacity + position];
                eight[..values.len()].copy_from_slice(values);
            }
        }
    }

    /// Keys of the eight positions from `8 * row`, element by element.
    #[inline(always)]
    pub fn keys(&self, head: usize, row: usize) -> &[[f32; LANES]] {
        let rows = self.capacity.div_ceil(LANES);
        &self.keys[(head * rows + row) * self.head_width..][..self.head_width]
    }

    /// Elements `8 * group` to `8 * group + 7` of the values from position `first` to `end`.
    #[inline(always)]
    pub fn values(&self, head: usize, group: usize, first: usize, end: usize) -> &[[f32; LANES]] {
        let groups = self.head_width.div_ceil(LANES);
        &self.values[(head * groups + group) * self.capacity..][first..end]
    }
}
