//! Rotary positions.

use crate::decoder::{Rope, RopePairs};

/// How fast each pair of a head turns.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// What it was made from.
    pub description: Rope,
    /// Radians a position, for each pair.
    speeds: Vec<f64>,
}

/// Cosine and sine of each pair at some positions.
#[derive(Debug, Clone, Default)]
pub struct Angles(Vec<(f32, f32)>);

impl Rotation {
    /// From the description and the tensor of factors that it names, if any.
    pub fn new(rope: &Rope, factors: Option<&[f32]>) -> Self {
        let speeds = (0..rope.dimensions as usize / 2)
            .map(|pair| {
                let exponent = -2.0 * pair as f64 / f64::from(rope.dimensions);
                let factor = factors.map_or(1.0, |factors| f64::from(factors[pair]));
                f64::from(rope.base).powf(exponent) * f64::from(rope.position_scale) / factor
            })
            .collect();
        Self { description: rope.clone(), speeds }
    }

    /// The angles at `count` positions from `first`, in place of what `angles` held.
    pub fn angles(&self, first: usize, count: usize, angles: &mut Angles) {
        angles.0.clear();
        angles.0.extend((first..first + count).flat_map(|position| {
            self.speeds.iter().map(move |speed| {
                let (sin, cos) = (position as f64 * speed).sin_cos();
                (cos as f32, sin as f32)
            })
        }));
    }

    /// Turns the heads of each position; `vectors` has `width` elements for each position of
    /// `angles`, a whole number of heads.
    pub fn turn(&self, angles: &Angles, vectors: &mut [f32], width: usize, head_width: usize) {
        let pairs = self.speeds.len();
        for (vector, angles) in vectors.chunks_exact_mut(width).zip(angles.0.chunks_exact(pairs)) {
            for head in vector.chunks_exact_mut(head_width) {
                let rotated = &mut head[..2 * pairs];
                match self.description.pairs {
                    RopePairs::Adjacent => {
                        for ([x, y], angle) in rotated.as_chunks_mut().0.iter_mut().zip(angles) {
                            turn(x, y, *angle);
                        }
                    }
                    RopePairs::Halves => {
                        let (first, second) = rotated.split_at_mut(pairs);
                        for ((x, y), angle) in first.iter_mut().zip(second).zip(angles) {
                            turn(x, y, *angle);
                        }
                    }
                }
            }
        }
    }
}

fn turn(x: &mut f32, y: &mut f32, (cos, sin): (f32, f32)) {
    (*x, *y) = (*x * cos - *y * sin, *x * sin + *y * cos);
}
