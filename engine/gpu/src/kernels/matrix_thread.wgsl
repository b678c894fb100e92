// One invocation computes two rows for TOKENS tokens: what a CPU playing GPU likes best.

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let pair = id.x;
    let token = id.y * TOKENS;
    if (pair * 2u >= shape.rows) {
        return;
    }
    let last = parameters.rows - 1u;
    // repeat TOKENS
    var sum_# = vec2(0.0);
    let from_# = min(token + #u, last) * shape.x_stride;
    // end
    let first = pair * 2u * shape.blocks;
    let second = min(pair * 2u + 1u, shape.rows - 1u) * shape.blocks;
    for (var block = 0u; block < shape.blocks; block++) {
        for (var half = 0u; half < 2u; half++) {
            let scale_1 = scale_offset(first + block, half);
            let scale_2 = scale_offset(second + block, half);
            for (var part = 2u * half; part < 2u * half + 2u; part++) {
                let q_1 = quants8(first + block, part);
                let q_2 = quants8(second + block, part);
                let a_1 = q_1.a * scale_1.x + scale_1.y;
                let b_1 = q_1.b * scale_1.x + scale_1.y;
                let a_2 = q_2.a * scale_2.x + scale_2.y;
                let b_2 = q_2.b * scale_2.x + scale_2.y;
                let at = block * 8u + part * 2u;
                // repeat TOKENS
                let xa_# = x[from_# + at];
                let xb_# = x[from_# + at + 1u];
                sum_# += vec2(dot(a_1, xa_#) + dot(b_1, xb_#), dot(a_2, xa_#) + dot(b_2, xb_#));
                // end
            }
        }
    }
    // repeat TOKENS
    if (token + #u <= last) {
        store(token + #u, pair, sum_#);
    }
    // end
}
