fn scale_offset(block: u32, half: u32) -> vec2<f32> {
    return unpack2x16float(scales[block]);
}
