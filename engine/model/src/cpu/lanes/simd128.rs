//! Eight lanes in two 128-bit WebAssembly registers.
#![allow(unsafe_code)] // Loads and stores through pointers to whole arrays.

use super::{LANES, Lanes};
use half::{bf16, f16};
#[allow(clippy::wildcard_imports)] // Intrinsics carry their prefix.
use std::arch::wasm32::*;

/// WebAssembly SIMD; a module that has it runs only where it is.
#[derive(Debug, Clone, Copy)]
pub struct Simd128;

/// Lanes 0 to 3, then 4 to 7.
#[derive(Debug, Clone, Copy)]
pub struct Two(v128, v128);

impl Two {
    #[inline(always)]
    fn map(self, f: impl Fn(v128) -> v128) -> Self {
        Self(f(self.0), f(self.1))
    }

    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(v128, v128) -> v128) -> Self {
        Self(f(self.0, other.0), f(self.1, other.1))
    }

    #[inline(always)]
    fn both(x: v128) -> Self {
        Self(x, x)
    }

    /// Reads 32 bytes.
    #[inline(always)]
    fn load<T>(from: &T) -> Self {
        const { assert!(size_of::<T>() == 32) };
        let from: *const v128 = std::ptr::from_ref(from).cast();
        // SAFETY: `T` has 32 bytes; WebAssembly loads at any alignment.
        unsafe { Self(v128_load(from), v128_load(from.add(1))) }
    }

    /// Writes 32 bytes.
    #[inline(always)]
    fn store<T: bytemuck::Pod>(self, to: &mut T) {
        const { assert!(size_of::<T>() == 32) };
        let to: *mut v128 = std::ptr::from_mut(to).cast();
        // SAFETY: `T` has 32 bytes, which may be any; WebAssembly stores at any alignment.
        unsafe {
            v128_store(to, self.0);
            v128_store(to.add(1), self.1);
        }
    }
}

/// Reads 16 bytes.
#[inline(always)]
fn load_one<T>(from: &T) -> v128 {
    const { assert!(size_of::<T>() == 16) };
    // SAFETY: `T` has 16 bytes; WebAssembly loads at any alignment.
    unsafe { v128_load(std::ptr::from_ref(from).cast()) }
}

impl Lanes for Simd128 {
    type F32 = Two;
    type I32 = Two;
    type Pairs = Two;
    type Nibbles = Two;

    #[inline(always)]
    fn splat(self, x: f32) -> Two {
        Two::both(f32x4_splat(x))
    }

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> Two {
        Two::load(from)
    }

    #[inline(always)]
    fn load_f16(self, from: &[f16; LANES]) -> Two {
        // Exponent and fraction move to their places in an f32; the exponents' biases differ by
        // 112. The multiplication also normalizes what was subnormal.
        let widen = |words: v128| {
            let magnitude = i32x4_shl(v128_and(words, i32x4_splat(0x7fff)), 13);
            let scale = f32x4_splat(f32::from_bits((127 + 112) << 23));
            let sign = i32x4_shl(v128_and(words, i32x4_splat(0x8000)), 16);
            v128_or(f32x4_mul(magnitude, scale), sign)
        };
        let words = load_one(from);
        Two(u32x4_extend_low_u16x8(words), u32x4_extend_high_u16x8(words)).map(widen)
    }

    #[inline(always)]
    fn load_bf16(self, from: &[bf16; LANES]) -> Two {
        let words = load_one(from);
        Two(u32x4_extend_low_u16x8(words), u32x4_extend_high_u16x8(words))
            .map(|words| i32x4_shl(words, 16))
    }

    #[inline(always)]
    fn store(self, x: Two, to: &mut [f32; LANES]) {
        x.store(to);
    }

    #[inline(always)]
    fn add(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| f32x4_add(a, b))
    }

    #[inline(always)]
    fn sub(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| f32x4_sub(a, b))
    }

    #[inline(always)]
    fn mul(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| f32x4_mul(a, b))
    }

    #[inline(always)]
    fn div(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| f32x4_div(a, b))
    }

    #[inline(always)]
    fn min(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| f32x4_pmin(a, b))
    }

    #[inline(always)]
    fn max(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| f32x4_pmax(a, b))
    }

    #[inline(always)]
    fn zero(self) -> Two {
        Two::both(i32x4_splat(0))
    }

    #[inline(always)]
    fn add_i32(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| i32x4_add(a, b))
    }

    #[inline(always)]
    fn round(self, x: Two) -> Two {
        x.map(|x| i32x4_trunc_sat_f32x4(f32x4_nearest(x)))
    }

    #[inline(always)]
    fn to_f32(self, x: Two) -> Two {
        x.map(|x| f32x4_convert_i32x4(x))
    }

    #[inline(always)]
    fn power_of_two(self, n: Two) -> Two {
        n.map(|n| i32x4_shl(i32x4_add(n, i32x4_splat(127)), 23))
    }

    #[inline(always)]
    fn store_i32(self, x: Two, to: &mut [i32; LANES]) {
        x.store(to);
    }

    #[inline(always)]
    fn splat_pair(self, pair: i32) -> Two {
        Two::both(i32x4_splat(pair))
    }

    #[inline(always)]
    fn load_bytes(self, from: &[i8; 2 * LANES]) -> Two {
        let bytes = load_one(from);
        Two(i16x8_extend_low_i8x16(bytes), i16x8_extend_high_i8x16(bytes))
    }

    #[inline(always)]
    fn load_nibbles(self, from: &[u8; 4 * LANES]) -> Two {
        Two::load(from)
    }

    #[inline(always)]
    fn nibbles<const J: i32>(self, from: Two) -> Two {
        let shifted = from.map(|x| u16x8_shr(x, 4 * J as u32));
        if J == 3 { shifted } else { shifted.map(|x| v128_and(x, i16x8_splat(15))) }
    }

    #[inline(always)]
    fn dot(self, a: Two, b: Two) -> Two {
        a.zip(b, |a, b| i32x4_dot_i16x8(a, b))
    }
}
