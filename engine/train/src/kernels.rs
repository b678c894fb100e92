//! Operations of a decoder in one piece each, with their derivatives, for burn's processor backend.
//!
//! burn composes normalisation, attention, the gate and the loss of a dozen operations that each
//! write a tensor of their own; on two cores a step spends most of its time on memory. In one piece
//! they make a step several times as fast (ARCHITECTURE.md has the numbers). libtorch has kernels of its
//! own for them. On any other backend, and as the yardstick in tests, the compositions in [`plain`] do the
//! same.

mod attention;
mod differentiable;
mod entropy;
mod gate;
mod matrix;
mod norm;
pub mod plain;
mod rope;
mod simd;
#[cfg(test)]
mod tests;
#[cfg(feature = "torch")]
mod torch;

pub use rope::Rotation;

use burn::tensor::{Int, Tensor};
use differentiable::{differentiable, parts};

/// Heads of an attention layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    /// Query heads.
    pub queries: usize,
    /// Key and value heads, a divisor of the query heads.
    pub keys: usize,
    /// Numbers in a head.
    pub size: usize,
}

/// Root-mean-square normalisation of the rows of `x` `[rows, width]`, times `weight` `[width]`.
pub fn norm(x: Tensor<2>, weight: Tensor<1>, epsilon: f32) -> Tensor<2> {
    if let (Some(x), Some(weight)) = (parts(&x), parts(&weight)) {
        return differentiable(norm::Norm { epsilon }, [x, weight]);
    }
    #[cfg(feature = "torch")]
    if let Some(normed) = torch::norm(&x, &weight, epsilon) {
        return normed;
    }
    plain::norm(x, weight, epsilon)
}

/// Causal attention over sequences of the length of `rotation`, queries and keys rotated by their
/// positions. `mixed` `[rows, (queries + 2 keys) size]`: each row's queries, keys and values; the
/// rows of a sequence stand together. Gives `[rows, queries size]`.
pub fn attention(mixed: Tensor<2>, heads: Heads, rotation: &Rotation) -> Tensor<2> {
    if let Some(mixed) = parts(&mixed) {
        let rotation = rotation.clone();
        return differentiable(attention::Attention { heads, rotation }, [mixed]);
    }
    #[cfg(feature = "torch")]
    if let Some(attended) = torch::attention(&mixed, heads, rotation) {
        return attended;
    }
    plain::attention(mixed, heads, rotation)
}

/// `silu(gate) * up` of rows that hold both, `[rows, 2 hidden]`. Gives `[rows, hidden]`.
pub fn gate(both: Tensor<2>) -> Tensor<2> {
    if let Some(both) = parts(&both) {
        return differentiable(gate::Gate, [both]);
    }
    #[cfg(feature = "torch")]
    if let Some(gated) = torch::gate(&both) {
        return gated;
    }
    plain::gate(both)
}

/// The mean cross entropy, in nats, of rows of logits `[rows, vocabulary]` and the tokens that
/// should have come `[rows]`.
pub fn entropy(logits: Tensor<2>, targets: &[i32]) -> Tensor<1> {
    if let Some(logits) = parts(&logits) {
        return differentiable(entropy::Entropy { targets: targets.into() }, [logits]);
    }
    #[cfg(feature = "torch")]
    if let Some(loss) = torch::entropy(&logits, targets) {
        return loss;
    }
    let targets = Tensor::<1, Int>::from_data(targets, &logits.device());
    plain::entropy(logits, targets)
}
