fn quants8(block: u32, part: u32) -> Eight {
    let word = quants[block * 5u + part];
    let high = quants[block * 5u + 4u] >> (8u * part);
    let low_a = (vec4(word) >> vec4(0u, 4u, 8u, 12u)) & vec4(15u);
    let low_b = (vec4(word) >> vec4(16u, 20u, 24u, 28u)) & vec4(15u);
    let high_a = ((vec4(high) >> vec4(0u, 1u, 2u, 3u)) & vec4(1u)) << vec4(4u);
    let high_b = ((vec4(high) >> vec4(4u, 5u, 6u, 7u)) & vec4(1u)) << vec4(4u);
    return Eight(vec4<f32>(low_a | high_a), vec4<f32>(low_b | high_b));
}
