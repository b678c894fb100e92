//! The same operations composed of burn's own: for other backends, and to compare with.

use super::{Heads, Rotation};
use burn::tensor::{Bool, Int, Tensor, activation};

/// Positions whose queries are taken together: what comes after the last of them is not computed.
const BLOCK: usize = 512;

/// See [`norm`](super::norm).
pub fn norm(x: Tensor<2>, weight: Tensor<1>, epsilon: f32) -> Tensor<2> {
    let scale = (x.clone().square().mean_dim(1) + epsilon).sqrt().recip();
    x * scale * weight.unsqueeze()
}

/// See [`attention`](super::attention).
pub fn attention(mixed: Tensor<2>, heads: Heads, rotation: &Rotation) -> Tensor<2> {
    let ([rows, _], length) = (mixed.dims(), rotation.length());
    let Heads { queries, keys, size } = heads;
    let (batch, shared) = (rows / length, queries / keys);
    let device = mixed.device();
    let split = mixed.reshape([batch, length, queries + 2 * keys, size]).swap_dims(1, 2);
    let part = |from: usize, count: usize| split.clone().narrow(1, from, count);
    let turned = rotate(part(0, queries + keys), rotation);
    let q = turned.clone().narrow(1, 0, queries) * (size as f64).sqrt().recip();
    let k = turned.narrow(1, queries, keys).swap_dims(2, 3);
    let v = part(queries + keys, keys);
    let attend = |start: usize| {
        let count = BLOCK.min(length - start);
        let seen = start + count;
        let q = q.clone().narrow(2, start, count).reshape([batch, keys, shared * count, size]);
        let scores = q.matmul(k.clone().narrow(3, 0, seen));
        let scores = scores.reshape([batch, queries, count, seen]);
        let hidden = Tensor::<2, Bool>::tril_mask([count, seen], start as i64, &device);
        let scores = scores.mask_fill(hidden.unsqueeze::<4>(), f32::NEG_INFINITY);
        let weights = activation::softmax(scores, 3).reshape([batch, keys, shared * count, seen]);
        weights.matmul(v.clone().narrow(2, 0, seen)).reshape([batch, queries, count, size])
    };
    let output = Tensor::cat((0..length).step_by(BLOCK).map(attend).collect(), 2);
    output.swap_dims(1, 2).reshape([rows, queries * size])
}

/// Turns the adjacent pairs of `x` `[batch, heads, length, size]`.
fn rotate(x: Tensor<4>, rotation: &Rotation) -> Tensor<4> {
    let [batch, heads, length, size] = x.dims();
    let table = rotation.table(&x.device()).reshape([1, 1, length, size / 2, 2]);
    let (cos, sin) = (table.clone().narrow(4, 0, 1), table.narrow(4, 1, 1));
    let pairs = x.reshape([batch, heads, length, size / 2, 2]);
    let (a, b) = (pairs.clone().narrow(4, 0, 1), pairs.narrow(4, 1, 1));
    let turned = [a.clone() * cos.clone() - b.clone() * sin.clone(), a * sin + b * cos];
    Tensor::cat(turned.to_vec(), 4).reshape([batch, heads, length, size])
}

/// See [`gate`](super::gate).
pub fn gate(both: Tensor<2>) -> Tensor<2> {
    let hidden = both.dims()[1] / 2;
    activation::silu(both.clone().narrow(1, 0, hidden)) * both.narrow(1, hidden, hidden)
}

/// See [`entropy`](super::entropy).
pub fn entropy(logits: Tensor<2>, targets: Tensor<1, Int>) -> Tensor<1> {
    let rows = targets.dims()[0];
    activation::log_softmax(logits, 1).gather(1, targets.reshape([rows, 1])).mean().neg()
}
