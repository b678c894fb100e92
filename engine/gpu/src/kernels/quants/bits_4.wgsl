fn quants8(block: u32, part: u32) -> Eight {
    let word = quants[block * 4u + part];
    return Eight(
        vec4<f32>((vec4(word) >> vec4(0u, 4u, 8u, 12u)) & vec4(15u)),
        vec4<f32>((vec4(word) >> vec4(16u, 20u, 24u, 28u)) & vec4(15u)),
    );
}
