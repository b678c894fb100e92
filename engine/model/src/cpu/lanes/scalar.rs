//! Eight lanes in plain Rust.

use super::{LANES, Lanes};
use half::{bf16, f16};
use std::array::from_fn;

/// Arrays of eight.
#[derive(Debug, Clone, Copy)]
pub struct Scalar;

impl Lanes for Scalar {
    type F32 = [f32; LANES];
    type I32 = [i32; LANES];
    type Pairs = [[i16; 2]; LANES];
    type Nibbles = [[u16; 2]; LANES];

    #[inline(always)]
    fn splat(self, x: f32) -> Self::F32 {
        [x; LANES]
    }

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> Self::F32 {
        *from
    }

    #[inline(always)]
    fn load_f16(self, from: &[f16; LANES]) -> Self::F32 {
        from.map(f16::to_f32)
    }

    #[inline(always)]
    fn load_bf16(self, from: &[bf16; LANES]) -> Self::F32 {
        from.map(bf16::to_f32)
    }

    #[inline(always)]
    fn store(self, x: Self::F32, to: &mut [f32; LANES]) {
        *to = x;
    }

    #[inline(always)]
    fn add(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        from_fn(|i| a[i] + b[i])
    }

    #[inline(always)]
    fn sub(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        from_fn(|i| a[i] - b[i])
    }

    #[inline(always)]
    fn mul(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        from_fn(|i| a[i] * b[i])
    }

    #[inline(always)]
    fn div(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        from_fn(|i| a[i] / b[i])
    }

    #[inline(always)]
    fn min(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        from_fn(|i| a[i].min(b[i]))
    }

    #[inline(always)]
    fn max(self, a: Self::F32, b: Self::F32) -> Self::F32 {
        from_fn(|i| a[i].max(b[i]))
    }

    #[inline(always)]
    fn zero(self) -> Self::I32 {
        [0; LANES]
    }

    #[inline(always)]
    fn add_i32(self, a: Self::I32, b: Self::I32) -> Self::I32 {
        from_fn(|i| a[i].wrapping_add(b[i]))
    }

    #[inline(always)]
    fn round(self, x: Self::F32) -> Self::I32 {
        x.map(|x| x.round_ties_even() as i32)
    }

    #[inline(always)]
    fn to_f32(self, x: Self::I32) -> Self::F32 {
        x.map(|x| x as f32)
    }

    #[inline(always)]
    fn power_of_two(self, n: Self::I32) -> Self::F32 {
        n.map(|n| f32::from_bits((n.wrapping_add(127) << 23).cast_unsigned()))
    }

    #[inline(always)]
    fn store_i32(self, x: Self::I32, to: &mut [i32; LANES]) {
        *to = x;
    }

    #[inline(always)]
    fn splat_pair(self, pair: i32) -> Self::Pairs {
        [[pair as i16, (pair >> 16) as i16]; LANES]
    }

    #[inline(always)]
    fn load_bytes(self, from: &[i8; 2 * LANES]) -> Self::Pairs {
        from_fn(|i| [from[2 * i].into(), from[2 * i + 1].into()])
    }

    #[inline(always)]
    fn load_nibbles(self, from: &[u8; 4 * LANES]) -> Self::Nibbles {
        let word = |i: usize| u16::from_le_bytes([from[2 * i], from[2 * i + 1]]);
        from_fn(|i| [word(2 * i), word(2 * i + 1)])
    }

    #[inline(always)]
    fn nibbles<const J: i32>(self, from: Self::Nibbles) -> Self::Pairs {
        from.map(|words| words.map(|word| (word >> (4 * J) & 15).cast_signed()))
    }

    #[inline(always)]
    fn dot(self, a: Self::Pairs, b: Self::Pairs) -> Self::I32 {
        from_fn(|i| {
            let product = |j: usize| i32::from(a[i][j]) * i32::from(b[i][j]);
            product(0).wrapping_add(product(1))
        })
    }
}
