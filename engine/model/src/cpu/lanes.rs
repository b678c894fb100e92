//! Eight lanes of numbers: the vocabulary that every kernel is written in, once.
//!
//! A kernel is generic over [`Lanes`]; [`Backend::run`] picks the instructions: AVX2 where the
//! processor has it, WebAssembly's 128-bit SIMD (two registers for eight lanes), or plain Rust.
//! All of them do the same operations in the same order, without fused multiply-add, so a model
//! writes the same text everywhere, bit for bit; plain Rust is the oracle of the others.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

use half::{bf16, f16};

/// Number of lanes, and of matrix rows that are computed together.
pub const LANES: usize = 8;

/// Operations on eight lanes.
pub trait Lanes: Copy {
    /// Eight `f32`.
    type F32: Copy;
    /// Eight `i32`.
    type I32: Copy;
    /// Eight pairs of `i16`.
    type Pairs: Copy;
    /// Eight times eight codes of 4 bits.
    type Nibbles: Copy;

    /// The same number in all lanes.
    fn splat(self, x: f32) -> Self::F32;
    /// Reads eight numbers.
    fn load(self, from: &[f32; LANES]) -> Self::F32;
    /// Reads and widens eight half-precision numbers; finite ones only.
    fn load_f16(self, from: &[f16; LANES]) -> Self::F32;
    /// Reads and widens eight brain floats.
    fn load_bf16(self, from: &[bf16; LANES]) -> Self::F32;
    /// Writes eight numbers.
    fn store(self, x: Self::F32, to: &mut [f32; LANES]);
    /// `a + b`
    fn add(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// `a - b`
    fn sub(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// `a * b`
    fn mul(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// `a / b`
    fn div(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// The smaller; numbers only.
    fn min(self, a: Self::F32, b: Self::F32) -> Self::F32;
    /// The larger; numbers only.
    fn max(self, a: Self::F32, b: Self::F32) -> Self::F32;

    /// Eight zeros.
    fn zero(self) -> Self::I32;
    /// `a + b`, wrapping.
    fn add_i32(self, a: Self::I32, b: Self::I32) -> Self::I32;
    /// To the nearest whole number, ties to even; within `i32`.
    fn round(self, x: Self::F32) -> Self::I32;
    /// To floating point.
    fn to_f32(self, x: Self::I32) -> Self::F32;
    /// `2^n` for `n` from -126 to 127.
    fn power_of_two(self, n: Self::I32) -> Self::F32;
    /// Writes eight whole numbers.
    fn store_i32(self, x: Self::I32, to: &mut [i32; LANES]);

    /// The same pair in all lanes: the first in the low half of `pair`.
    fn splat_pair(self, pair: i32) -> Self::Pairs;
    /// Reads eight pairs of bytes.
    fn load_bytes(self, from: &[i8; 2 * LANES]) -> Self::Pairs;
    /// Reads eight times eight 4-bit codes; bits `4j..` of the 16-bit number `2 * lane + i` are
    /// code `2j + i` of the lane.
    fn load_nibbles(self, from: &[u8; 4 * LANES]) -> Self::Nibbles;
    /// The codes `2 * J` and `2 * J + 1` of each lane; `J` from 0 to 3.
    fn nibbles<const J: i32>(self, from: Self::Nibbles) -> Self::Pairs;
    /// `a.0 * b.0 + a.1 * b.1` in each lane.
    fn dot(self, a: Self::Pairs, b: Self::Pairs) -> Self::I32;
}

/// The sum of all lanes, in a fixed order.
#[inline(always)]
pub fn sum<L: Lanes>(lanes: L, x: L::F32) -> f32 {
    let mut values = [0.0; LANES];
    lanes.store(x, &mut values);
    let [a, b, c, d, e, f, g, h] = values;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// The largest of all lanes.
#[inline(always)]
pub fn largest<L: Lanes>(lanes: L, x: L::F32) -> f32 {
    let mut values = [0.0; LANES];
    lanes.store(x, &mut values);
    values.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// `e^x` with a relative error below 2e-7; outside -87 to 88 it stays at the value there.
#[inline(always)]
pub fn exp<L: Lanes>(lanes: L, x: L::F32) -> L::F32 {
    // ln 2 in two parts: n * HIGH is exact for the n that occur (Cody and Waite 1980).
    const LN2_HIGH: f32 = 0.693_359_4;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    // Taylor's coefficients 1/k!; |r| <= ln 2 / 2 leaves a remainder of 1e-8.
    const COEFFICIENTS: [f32; 7] =
        [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0];
    let x = lanes.min(lanes.max(x, lanes.splat(-87.0)), lanes.splat(88.0));
    let n = lanes.round(lanes.mul(x, lanes.splat(std::f32::consts::LOG2_E)));
    let whole = lanes.to_f32(n);
    let r = lanes.sub(x, lanes.mul(whole, lanes.splat(LN2_HIGH)));
    let r = lanes.sub(r, lanes.mul(whole, lanes.splat(LN2_LOW)));
    let mut sum = lanes.splat(COEFFICIENTS[0]);
    for coefficient in &COEFFICIENTS[1..] {
        sum = lanes.add(lanes.mul(sum, r), lanes.splat(*coefficient));
    }
    let sum = lanes.add(lanes.mul(sum, r), lanes.splat(1.0));
    lanes.mul(sum, lanes.power_of_two(n))
}

/// Something to compute with lanes.
pub trait Kernel {
    /// What comes out.
    type Output;
    /// Computes it. Implementations are `#[inline(always)]`, so that they are compiled for the
    /// instructions of the backend that calls them.
    fn run<L: Lanes>(self, lanes: L) -> Self::Output;
}

/// The instructions to compute with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Plain Rust.
    Scalar,
    /// 256-bit x86 SIMD.
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    /// 128-bit WebAssembly SIMD.
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    Simd128,
}

impl Backend {
    /// All backends that run here, the best last.
    pub fn all() -> Vec<Self> {
        let backends = [
            Some(Self::Scalar),
            #[cfg(target_arch = "x86_64")]
            avx2::Avx2::detect().map(Self::Avx2),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Some(Self::Simd128),
        ];
        backends.into_iter().flatten().collect()
    }

    /// The best backend here.
    pub fn best() -> Self {
        Self::all().pop().unwrap_or(Self::Scalar)
    }

    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => "AVX2",
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Self::Simd128 => "WebAssembly SIMD",
        }
    }

    /// Runs a kernel with these instructions.
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        match self {
            Self::Scalar => kernel.run(scalar::Scalar),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(avx2) => avx2.run(kernel),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Self::Simd128 => kernel.run(simd128::Simd128),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Exp<'a>(&'a mut [f32; LANES]);

    impl Kernel for Exp<'_> {
        type Output = ();

        #[inline(always)]
        fn run<L: Lanes>(self, lanes: L) {
            lanes.store(exp(lanes, lanes.load(self.0)), self.0);
        }
    }

    #[test]
    fn exp_is_accurate_on_all_backends() {
        for backend in Backend::all() {
            for step in -8700..8800 {
                let x = step as f32 / 100.0;
                let mut values = [x; LANES];
                backend.run(Exp(&mut values));
                let expected = f64::from(x).exp();
                let error = (f64::from(values[0]) - expected).abs() / expected;
                assert!(error < 2e-7, "{}: exp({x}) is {} wrong", backend.name(), error);
                let mut scalar = [x; LANES];
                Backend::Scalar.run(Exp(&mut scalar));
                assert_eq!(values.map(f32::to_bits), scalar.map(f32::to_bits));
            }
            let mut limits =
                [f32::NEG_INFINITY, f32::INFINITY, -1e30, 1e30, 0.0, -0.0, -87.0, 88.0];
            backend.run(Exp(&mut limits));
            assert!(limits.iter().all(|x| x.is_finite()), "{limits:?}");
            assert_eq!(limits[4..6], [1.0, 1.0]);
        }
    }
}
