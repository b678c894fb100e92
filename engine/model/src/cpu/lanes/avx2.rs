//! Eight lanes in a 256-bit register (x86-64 with AVX2 and F16C).
#![allow(unsafe_code)] // Intrinsics: a value of `Avx2` proves that the processor has them.

use super::{Kernel, LANES, Lanes};
use half::{bf16, f16};
#[allow(clippy::wildcard_imports)] // Intrinsics carry their prefix.
use std::arch::x86_64::*;

/// Proof that the processor has AVX2 and F16C: only [`Avx2::detect`] makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Avx2(());

impl Avx2 {
    /// Looks for the instructions.
    pub fn detect() -> Option<Self> {
        (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("f16c")).then_some(Self(()))
    }

    /// Runs a kernel, compiled with the instructions.
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[target_feature(enable = "avx2,f16c")]
        fn inner<K: Kernel>(lanes: Avx2, kernel: K) -> K::Output {
            kernel.run(lanes)
        }
        // SAFETY: `self` proves the features.
        unsafe { inner(self, kernel) }
    }
}

/// One intrinsic that touches no memory.
macro_rules! intrinsic {
    ($call:expr) => {
        // SAFETY: an `Avx2` proves the features.
        unsafe { $call }
    };
}

impl Lanes for Avx2 {
    type F32 = __m256;
    type I32 = __m256i;
    type Pairs = __m256i;
    type Nibbles = __m256i;

    #[inline(always)]
    fn splat(self, x: f32) -> __m256 {
        intrinsic!(_mm256_set1_ps(x))
    }

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> __m256 {
        // SAFETY: reads the 32 bytes of the array, at any alignment; `self` proves the features.
        unsafe { _mm256_loadu_ps(from.as_ptr()) }
    }

    #[inline(always)]
    fn load_f16(self, from: &[f16; LANES]) -> __m256 {
        // SAFETY: reads the 16 bytes of the array, at any alignment; `self` proves the features.
        unsafe { _mm256_cvtph_ps(_mm_loadu_si128(from.as_ptr().cast())) }
    }

    #[inline(always)]
    fn load_bf16(self, from: &[bf16; LANES]) -> __m256 {
        // SAFETY: reads the 16 bytes of the array, at any alignment; `self` proves the features.
        unsafe {
            let words = _mm256_cvtepu16_epi32(_mm_loadu_si128(from.as_ptr().cast()));
            _mm256_castsi256_ps(_mm256_slli_epi32::<16>(words))
        }
    }

    #[inline(always)]
    fn store(self, x: __m256, to: &mut [f32; LANES]) {
        // SAFETY: writes the 32 bytes of the array, at any alignment; `self` proves the features.
        unsafe { _mm256_storeu_ps(to.as_mut_ptr(), x) }
    }

    #[inline(always)]
    fn add(self, a: __m256, b: __m256) -> __m256 {
        intrinsic!(_mm256_add_ps(a, b))
    }

    #[inline(always)]
    fn sub(self, a: __m256, b: __m256) -> __m256 {
        intrinsic!(_mm256_sub_ps(a, b))
    }

    #[inline(always)]
    fn mul(self, a: __m256, b: __m256) -> __m256 {
        intrinsic!(_mm256_mul_ps(a, b))
    }

    #[inline(always)]
    fn div(self, a: __m256, b: __m256) -> __m256 {
        intrinsic!(_mm256_div_ps(a, b))
    }

    #[inline(always)]
    fn min(self, a: __m256, b: __m256) -> __m256 {
        intrinsic!(_mm256_min_ps(a, b))
    }

    #[inline(always)]
    fn max(self, a: __m256, b: __m256) -> __m256 {
        intrinsic!(_mm256_max_ps(a, b))
    }

    #[inline(always)]
    fn zero(self) -> __m256i {
        intrinsic!(_mm256_setzero_si256())
    }

    #[inline(always)]
    fn add_i32(self, a: __m256i, b: __m256i) -> __m256i {
        intrinsic!(_mm256_add_epi32(a, b))
    }

    #[inline(always)]
    fn round(self, x: __m256) -> __m256i {
        // In the default rounding mode, which Rust guarantees.
        intrinsic!(_mm256_cvtps_epi32(x))
    }

    #[inline(always)]
    fn to_f32(self, x: __m256i) -> __m256 {
        intrinsic!(_mm256_cvtepi32_ps(x))
    }

    #[inline(always)]
    fn power_of_two(self, n: __m256i) -> __m256 {
        intrinsic!(_mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_add_epi32(
            n,
            _mm256_set1_epi32(127)
        ))))
    }

    #[inline(always)]
    fn store_i32(self, x: __m256i, to: &mut [i32; LANES]) {
        // SAFETY: writes the 32 bytes of the array, at any alignment; `self` proves the features.
        unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), x) }
    }

    #[inline(always)]
    fn splat_pair(self, pair: i32) -> __m256i {
        intrinsic!(_mm256_set1_epi32(pair))
    }

    #[inline(always)]
    fn load_bytes(self, from: &[i8; 2 * LANES]) -> __m256i {
        // SAFETY: reads the 16 bytes of the array, at any alignment; `self` proves the features.
        unsafe { _mm256_cvtepi8_epi16(_mm_loadu_si128(from.as_ptr().cast())) }
    }

    #[inline(always)]
    fn load_nibbles(self, from: &[u8; 4 * LANES]) -> __m256i {
        // SAFETY: reads the 32 bytes of the array, at any alignment; `self` proves the features.
        unsafe { _mm256_loadu_si256(from.as_ptr().cast()) }
    }

    #[inline(always)]
    fn nibbles<const J: i32>(self, from: __m256i) -> __m256i {
        intrinsic!({
            let mask = _mm256_set1_epi16(15);
            match J {
                0 => _mm256_and_si256(from, mask),
                1 => _mm256_and_si256(_mm256_srli_epi16::<4>(from), mask),
                2 => _mm256_and_si256(_mm256_srli_epi16::<8>(from), mask),
                _ => _mm256_srli_epi16::<12>(from),
            }
        })
    }

    #[inline(always)]
    fn dot(self, a: __m256i, b: __m256i) -> __m256i {
        intrinsic!(_mm256_madd_epi16(a, b))
    }
}
