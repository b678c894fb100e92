fn scale_offset(block: u32, half: u32) -> vec2<f32> {
    return vec2(1.0, 0.0);
}
