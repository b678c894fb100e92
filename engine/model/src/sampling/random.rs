//! Random numbers from a counter.

/// `pcg4d` of Jarzynski and Olano, "Hash Functions for GPU Rendering" (JCGT 9(3), 2020), its
/// first word: a hash of four words in wrapping 32-bit arithmetic, the same in Rust and in WGSL.
pub(super) fn hash(words: [u32; 4]) -> u32 {
    let mut v = words.map(|word| word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    mix(&mut v);
    v = v.map(|word| word ^ (word >> 16));
    mix(&mut v);
    v[0]
}

/// Lets every word of `v` depend on every other.
fn mix(v: &mut [u32; 4]) {
    for (to, a, b) in [(0, 1, 3), (1, 2, 0), (2, 0, 1), (3, 1, 2)] {
        v[to] = v[to].wrapping_add(v[a].wrapping_mul(v[b]));
    }
}
