//! Causal grouped-query attention over the cache.

use super::{
    cache::Cache,
    dense,
    lanes::{Kernel, LANES, Lanes, exp, largest, sum},
};
use crate::decoder::Attention;
use std::{array::from_fn, ops::Range};

/// Query heads that are computed together.
const TILE: usize = 2;

/// Attention of the queries of a batch, whose keys and values are in the cache already.
pub struct Attend<'a> {
    /// Sizes, scale and window.
    pub attention: &'a Attention,
    /// Keys and values.
    pub cache: &'a Cache,
    /// Position of the first query.
    pub first: usize,
    /// `[token][head][element]`.
    pub queries: &'a [f32],
    /// As `queries`.
    pub out: &'a mut [f32],
    /// Room for [`scores_room`] numbers.
    pub scores: &'a mut [f32],
}

/// Room for the scores of a tile, with a cache of `capacity` positions.
pub fn scores_room(capacity: usize) -> usize {
    TILE * capacity.next_multiple_of(LANES)
}

/// One head of one token.
#[derive(Clone, Copy)]
struct Query {
    token: usize,
    head: usize,
}

impl Kernel for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        let heads = self.attention.heads as usize;
        let shared = heads / self.attention.kv_heads as usize;
        let tokens = self.queries.len() / (heads * self.attention.head_width as usize);
        for kv_head in 0..self.attention.kv_heads as usize {
            // All queries that meet this key head, token by token.
            let query = |index: usize| Query {
                token: index / shared,
                head: kv_head * shared + index % shared,
            };
            let count = tokens * shared;
            for index in (0..count).step_by(TILE) {
                if index + TILE <= count {
                    self.tile::<L, TILE>(lanes, kv_head, from_fn(|t| query(index + t)));
                } else {
                    self.tile::<L, 1>(lanes, kv_head, [query(index)]);
                }
            }
        }
    }
}

impl Attend<'_> {
    /// The positions a token sees.
    fn seen(&self, token: usize) -> Range<usize> {
        let end = self.first + token + 1;
        let window = self.attention.window.map_or(end, |window| window as usize);
        end.saturating_sub(window)..end
    }

    fn element(&self, query: Query) -> usize {
        let Attention { heads, head_width, .. } = *self.attention;
        (query.token * heads as usize + query.head) * head_width as usize
    }

    /// `T` queries in the order of their tokens, which share a key head.
    #[inline(always)]
    fn tile<L: Lanes, const T: usize>(&mut self, lanes: L, kv_head: usize, queries: [Query; T]) {
        let head_width = self.attention.head_width as usize;
        let end = self.seen(queries[T - 1].token).end;
        // Whole groups of eight, so that a position is summed in the same lane and chain however
        // long the batch is; what a query does not see weighs nothing.
        let start = self.seen(queries[0].token).start / LANES * LANES;
        let room = (end - start).next_multiple_of(LANES);
        let vectors = queries.map(|query| &self.queries[self.element(query)..][..head_width]);
        for group in 0..room / LANES {
            let keys = self.cache.keys(kv_head, start / LANES + group);
            let scores = dense::tile::<L, f32, T>(lanes, keys, vectors);
            for (t, score) in scores.into_iter().enumerate() {
                let score = lanes.mul(score, lanes.splat(self.attention.scale));
                let to = &mut self.scores[t * room..][..room].as_chunks_mut().0[group];
                lanes.store(score, to);
            }
        }
        for (t, query) in queries.into_iter().enumerate() {
            let seen = self.seen(query.token);
            let scores = &mut self.scores[t * room..][..room];
            softmax(lanes, scores, seen.start - start..seen.end - start);
        }
        let weights: [&[f32]; T] = from_fn(|t| &self.scores[t * room..][..end - start]);
        for group in 0..head_width.div_ceil(LANES) {
            let values = self.cache.values(kv_head, group, start, end);
            let sums = dense::tile::<L, f32, T>(lanes, values, weights);
            for (query, sum) in queries.into_iter().zip(sums) {
                let mut eight = [0.0; LANES];
                lanes.store(sum, &mut eight);
                let width = LANES.min(head_width - group * LANES);
                let at = self.element(query) + group * LANES;
                self.out[at..at + width].copy_from_slice(&eight[..width]);
            }
        }
    }
}

/// Weights that sum to 1 over the scores `seen`; the others become 0. The length of `scores` is a
/// multiple of [`LANES`].
#[inline(always)]
fn softmax<L: Lanes>(lanes: L, scores: &mut [f32], seen: Range<usize>) {
    scores[..seen.start].fill(f32::NEG_INFINITY);
    scores[seen.end..].fill(f32::NEG_INFINITY);
    let (eights, _) = scores.as_chunks_mut::<LANES>();
    let mut most = lanes.splat(f32::NEG_INFINITY);
    for eight in eights.iter() {
        most = lanes.max(most, lanes.load(eight));
    }
    let most = lanes.splat(largest(lanes, most));
    for eight in eights.iter_mut() {
        lanes.store(exp(lanes, lanes.sub(lanes.load(eight), most)), eight);
    }
    scores[..seen.start].fill(0.0);
    scores[seen.end..].fill(0.0);
    let (eights, _) = scores.as_chunks_mut::<LANES>();
    let mut total = lanes.splat(0.0);
    for eight in eights.iter() {
        total = lanes.add(total, lanes.load(eight));
    }
    let share = lanes.splat(1.0 / sum(lanes, total));
    for eight in eights {
        lanes.store(lanes.mul(lanes.load(eight), share), eight);
    }
}
