fn scale_offset(block: u32, half: u32) -> vec2<f32> {
    let at = (block >> 3u) * 5u;
    let inner = (block & 7u) * 2u + half;
    let byte = scales[at + 1u + (inner >> 2u)] << (24u - 8u * (inner & 3u));
    let d = unpack2x16float(scales[at]).x * f32(bitcast<i32>(byte) >> 24u);
    return vec2(d, -32.0 * d);
}
