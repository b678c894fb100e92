fn quants8(block: u32, part: u32) -> Eight {
    let at = block * 32u + part * 8u;
    return Eight(
        bitcast<vec4<f32>>(vec4(quants[at], quants[at + 1u], quants[at + 2u], quants[at + 3u])),
        bitcast<vec4<f32>>(vec4(quants[at + 4u], quants[at + 5u], quants[at + 6u], quants[at + 7u])),
    );
}
