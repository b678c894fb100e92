//! What happens to each vector alone: norms and gates.

use super::lanes::{Kernel, LANES, Lanes, exp, sum};
use crate::decoder::Activation;

/// `x / sqrt(mean(x²) + epsilon) * weight` for each vector of `weight`'s length, in place.
pub struct Normalize<'a> {
    /// Vectors, one after the other.
    pub vectors: &'a mut [f32],
    /// Weights.
    pub weight: &'a [f32],
    /// Added to the mean square.
    pub epsilon: f32,
}

impl Kernel for Normalize<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let width = self.weight.len();
        let (weights, last_weights) = self.weight.as_chunks::<LANES>();
        for vector in self.vectors.chunks_exact_mut(width) {
            let (eights, last) = vector.as_chunks_mut::<LANES>();
            let mut squares = lanes.splat(0.0);
            for eight in eights.iter() {
                let x = lanes.load(eight);
                squares = lanes.add(squares, lanes.mul(x, x));
            }
            let squares = sum(lanes, squares) + last.iter().map(|x| x * x).sum::<f32>();
            let factor = 1.0 / (squares / width as f32 + self.epsilon).sqrt();
            for (eight, weight) in eights.iter_mut().zip(weights) {
                let x = lanes.mul(lanes.load(eight), lanes.splat(factor));
                lanes.store(lanes.mul(x, lanes.load(weight)), eight);
            }
            for (x, weight) in last.iter_mut().zip(last_weights) {
                *x = *x * factor * weight;
            }
        }
    }
}

/// `gates = activation(gates) * ups`, element by element.
pub struct Gate<'a> {
    /// Gates, and the result.
    pub gates: &'a mut [f32],
    /// What passes; as long as `gates`.
    pub ups: &'a [f32],
    /// On the gates.
    pub activation: Activation,
}

impl Kernel for Gate<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let (gates, last_gates) = self.gates.as_chunks_mut::<LANES>();
        let (ups, last_ups) = self.ups.as_chunks::<LANES>();
        for (gate, up) in gates.iter_mut().zip(ups) {
            let opened = activate(lanes, self.activation, lanes.load(gate));
            lanes.store(lanes.mul(opened, lanes.load(up)), gate);
        }
        for (gate, up) in last_gates.iter_mut().zip(last_ups) {
            let mut opened = [0.0; LANES];
            lanes.store(activate(lanes, self.activation, lanes.splat(*gate)), &mut opened);
            *gate = opened[0] * up;
        }
    }
}

#[inline(always)]
fn activate<L: Lanes>(lanes: L, activation: Activation, x: L::F32) -> L::F32 {
    match activation {
        Activation::Silu => times_sigmoid(lanes, x, x),
        // x (1 + tanh u) / 2 is x sigmoid(2u), with u = sqrt(2/π) (x + 0.044715 x³).
        Activation::GeluTanh => {
            let cube = lanes.mul(lanes.mul(x, x), lanes.mul(x, lanes.splat(0.044_715)));
            let twice_u = lanes.mul(lanes.add(x, cube), lanes.splat(1.595_769));
            times_sigmoid(lanes, x, twice_u)
        }
    }
}

/// `x / (1 + e^-y)`
#[inline(always)]
fn times_sigmoid<L: Lanes>(lanes: L, x: L::F32, y: L::F32) -> L::F32 {
    let decay = exp(lanes, lanes.sub(lanes.splat(0.0), y));
    lanes.div(x, lanes.add(lanes.splat(1.0), decay))
}
