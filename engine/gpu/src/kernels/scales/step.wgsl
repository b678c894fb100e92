fn scale_offset(block: u32, half: u32) -> vec2<f32> {
    let pair = unpack2x16float(scales[block >> 1u]);
    let d = select(pair.x, pair.y, (block & 1u) == 1u);
    return vec2(d, -d * f32(ZERO));
}
