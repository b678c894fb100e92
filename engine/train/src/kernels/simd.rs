//! Loops as wide as the processor is.

/// Runs a loop compiled for the widest vectors there are. What it calls must be inlined into it.
#[inline]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// `e^x`, within 2 units in the last place where the result is a normal number; 0 below -87.
///
/// The C library's takes one number at a time. `2^n` is made of its exponent, the fraction by a
/// polynomial (Taylor's, of degree 6 on ±ln 2 / 2).
#[inline(always)]
#[allow(clippy::inline_always)] // it is called from loops that are compiled for other processors
pub fn exp(x: f32) -> f32 {
    // Added to a number, it leaves the nearest integer in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    const LN_2: f32 = 0.693_359_4;
    const LN_2_REST: f32 = -2.121_944_4e-4;
    let clamped = x.clamp(-87.0, 88.0);
    let shifted = clamped.mul_add(std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let f = n.mul_add(-LN_2_REST, n.mul_add(-LN_2, clamped));
    let mut y = 1.0 / 720.0;
    for c in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        y = f.mul_add(y, c);
    }
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    if x < -87.0 { 0.0 } else { y * power }
}

/// The sum of products, in sixteen sums that are added in the end.
#[inline(always)]
#[allow(clippy::inline_always)] // as above
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    let (a, a_rest) = a.as_chunks::<16>();
    let (b, b_rest) = b.as_chunks::<16>();
    for (a, b) in a.iter().zip(b) {
        for i in 0..16 {
            sums[i] = a[i].mul_add(b[i], sums[i]);
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}
