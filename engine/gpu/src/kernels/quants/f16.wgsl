fn quants8(block: u32, part: u32) -> Eight {
    let at = block * 16u + part * 4u;
    return Eight(
        vec4(unpack2x16float(quants[at]), unpack2x16float(quants[at + 1u])),
        vec4(unpack2x16float(quants[at + 2u]), unpack2x16float(quants[at + 3u])),
    );
}
