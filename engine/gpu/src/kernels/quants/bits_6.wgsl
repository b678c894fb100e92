fn quants8(block: u32, part: u32) -> Eight {
    let word = quants[block * 6u + part];
    let high = quants[block * 6u + 4u + (part >> 1u)] >> (16u * (part & 1u));
    let low_a = (vec4(word) >> vec4(0u, 4u, 8u, 12u)) & vec4(15u);
    let low_b = (vec4(word) >> vec4(16u, 20u, 24u, 28u)) & vec4(15u);
    let high_a = ((vec4(high) >> vec4(0u, 2u, 4u, 6u)) & vec4(3u)) << vec4(4u);
    let high_b = ((vec4(high) >> vec4(8u, 10u, 12u, 14u)) & vec4(3u)) << vec4(4u);
    return Eight(vec4<f32>(low_a | high_a), vec4<f32>(low_b | high_b));
}
