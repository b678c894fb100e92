//! Products with numbers stored as floating point: dense weights, cached keys and values.

use super::lanes::{LANES, Lanes};
use half::{bf16, f16};

/// A stored number.
pub trait Element: Copy {
    /// Reads eight.
    fn load<L: Lanes>(lanes: L, from: &[Self; LANES]) -> L::F32;
}

impl Element for f32 {
    #[inline(always)]
    fn load<L: Lanes>(lanes: L, from: &[Self; LANES]) -> L::F32 {
        lanes.load(from)
    }
}

impl Element for f16 {
    #[inline(always)]
    fn load<L: Lanes>(lanes: L, from: &[Self; LANES]) -> L::F32 {
        lanes.load_f16(from)
    }
}

impl Element for bf16 {
    #[inline(always)]
    fn load<L: Lanes>(lanes: L, from: &[Self; LANES]) -> L::F32 {
        lanes.load_bf16(from)
    }
}

/// Eight rows times `T` vectors: `rows[k][r]` is element `k` of row `r`, and each vector has as
/// many elements as a row.
///
/// Each sum runs in two chains, over the even and the odd `k`, whatever `T` is: two chains keep
/// the adders busy, and a vector's result does not depend on what it is computed with.
#[inline(always)]
pub fn tile<L: Lanes, E: Element, const T: usize>(
    lanes: L,
    rows: &[[E; LANES]],
    vectors: [&[f32]; T],
) -> [L::F32; T] {
    let mut even = [lanes.splat(0.0); T];
    let mut odd = even;
    let (two, last) = rows.as_chunks::<2>();
    let vectors = vectors.map(|vector| &vector[..rows.len()]);
    let twos = vectors.map(|vector| &vector.as_chunks::<2>().0[..two.len()]);
    for (k, [first, second]) in two.iter().enumerate() {
        let (first, second) = (E::load(lanes, first), E::load(lanes, second));
        for t in 0..T {
            let [x, y] = twos[t][k];
            even[t] = lanes.add(even[t], lanes.mul(first, lanes.splat(x)));
            odd[t] = lanes.add(odd[t], lanes.mul(second, lanes.splat(y)));
        }
    }
    if let [last] = last {
        let last = E::load(lanes, last);
        for t in 0..T {
            let x = vectors[t][rows.len() - 1];
            even[t] = lanes.add(even[t], lanes.mul(last, lanes.splat(x)));
        }
    }
    std::array::from_fn(|t| lanes.add(even[t], odd[t]))
}
