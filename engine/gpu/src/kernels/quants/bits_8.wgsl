// Shifted to the top and back, so that the sign is kept.
fn signed_bytes(word: u32) -> vec4<f32> {
    return vec4<f32>(bitcast<vec4<i32>>(vec4(word) << vec4(24u, 16u, 8u, 0u)) >> vec4(24u));
}

fn quants8(block: u32, part: u32) -> Eight {
    let at = block * 8u + part * 2u;
    return Eight(signed_bytes(quants[at]), signed_bytes(quants[at + 1u]));
}
