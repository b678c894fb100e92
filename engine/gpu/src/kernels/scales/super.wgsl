fn scale_offset(block: u32, half: u32) -> vec2<f32> {
    let at = (block >> 3u) * 5u;
    let inner = block & 7u;
    let factors = unpack2x16float(scales[at]);
    let bytes = scales[at + 1u + (inner >> 1u)] >> (16u * (inner & 1u));
    return vec2(factors.x * f32(bytes & 255u), -factors.y * f32((bytes >> 8u) & 255u));
}
