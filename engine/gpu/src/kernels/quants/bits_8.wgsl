// Bytes are masked out where they stand and scaled down, all of it exact. Shifting each by an amount of
// its own would be plainer, but SwiftShader does such shifts lane by lane. The highest byte brings its
// sign along; the others are made unsigned, 128 too large, by turning their signs over.
fn signed_bytes(word: u32) -> vec4<f32> {
    let turned = vec4(bitcast<i32>(word ^ 0x00808080u));
    let bytes = turned & vec4(0xff, 0xff00, 0xff0000, -0x1000000);
    let units = vec4(1.0, 1.0 / 256.0, 1.0 / 65536.0, 1.0 / 16777216.0);
    return vec4<f32>(bytes) * units - vec4(128.0, 128.0, 128.0, 0.0);
}

fn quants8(block: u32, part: u32) -> Eight {
    let at = block * 8u + part * 2u;
    return Eight(signed_bytes(quants[at]), signed_bytes(quants[at + 1u]));
}
