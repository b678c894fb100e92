// The upper half of an f32.
fn brain_floats(low: u32, high: u32) -> vec4<f32> {
    return bitcast<vec4<f32>>(vec4(low << 16u, low & 0xffff0000u, high << 16u, high & 0xffff0000u));
}

fn quants8(block: u32, part: u32) -> Eight {
    let at = block * 16u + part * 4u;
    return Eight(
        brain_floats(quants[at], quants[at + 1u]),
        brain_floats(quants[at + 2u], quants[at + 3u]),
    );
}
