// One invocation computes PAIRS pairs of rows for TOKENS tokens. On a CPU playing GPU every read
// is dear, however near the data: so each number read serves several sums.

@compute @workgroup_size(LANES)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let pair = id.x * PAIRS;
    let token = id.y * TOKENS;
    if (pair * 2u >= shape.rows) {
        return;
    }
    let last_row = shape.rows - 1u;
    let last_token = parameters.rows - 1u;
    // repeat PAIRS as p
    let first_$p = min((pair + $pu) * 2u, last_row) * shape.blocks;
    let second_$p = min((pair + $pu) * 2u + 1u, last_row) * shape.blocks;
    // repeat TOKENS as t
    var sum_$p_$t = vec2(0.0);
    // end t
    // end p
    // repeat TOKENS as t
    let from_$t = min(token + $tu, last_token) * shape.x_stride;
    // end t
    for (var block = 0u; block < shape.blocks; block++) {
        for (var half = 0u; half < 2u; half++) {
            // repeat PAIRS as p
            let scale_1_$p = scale_offset(first_$p + block, half);
            let scale_2_$p = scale_offset(second_$p + block, half);
            // end p
            for (var part = 2u * half; part < 2u * half + 2u; part++) {
                let at = block * 8u + part * 2u;
                // repeat TOKENS as t
                let xa_$t = x[from_$t + at];
                let xb_$t = x[from_$t + at + 1u];
                // end t
                // repeat PAIRS as p
                let q_1_$p = quants8(first_$p + block, part);
                let q_2_$p = quants8(second_$p + block, part);
                let a_1_$p = q_1_$p.a * scale_1_$p.x + scale_1_$p.y;
                let b_1_$p = q_1_$p.b * scale_1_$p.x + scale_1_$p.y;
                let a_2_$p = q_2_$p.a * scale_2_$p.x + scale_2_$p.y;
                let b_2_$p = q_2_$p.b * scale_2_$p.x + scale_2_$p.y;
                // repeat TOKENS as t
                sum_$p_$t += vec2(
                    dot(a_1_$p, xa_$t) + dot(b_1_$p, xb_$t),
                    dot(a_2_$p, xa_$t) + dot(b_2_$p, xb_$t),
                );
                // end t
                // end p
            }
        }
    }
    // repeat TOKENS as t
    if (token + $tu <= last_token) {
        // repeat PAIRS as p
        if ((pair + $pu) * 2u < shape.rows) {
            store(token + $tu, pair + $pu, sum_$p_$t);
        }
        // end p
    }
    // end t
}
