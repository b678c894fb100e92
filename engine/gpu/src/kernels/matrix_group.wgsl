// A workgroup computes four rows for TOKENS tokens: its invocations share out the inputs, so that
// neighbours read neighbouring words, and add up at the end.

const LANES = 64u;
var<workgroup> partial: array<vec4<f32>, LANES * TOKENS>;

@compute @workgroup_size(64)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let row = group.x * 4u;
    let token = group.y * TOKENS;
    let last_row = shape.rows - 1u;
    let last = parameters.rows - 1u;
    let starts = min(vec4(row) + vec4(0u, 1u, 2u, 3u), vec4(last_row)) * shape.blocks;
    // repeat TOKENS as t
    var sum_$t = vec4(0.0);
    let from_$t = min(token + $tu, last) * shape.x_stride;
    // end t
    for (var eight = lane; eight < shape.blocks * 4u; eight += LANES) {
        let block = eight >> 2u;
        let part = eight & 3u;
        // repeat TOKENS as t
        let xa_$t = x[from_$t + eight * 2u];
        let xb_$t = x[from_$t + eight * 2u + 1u];
        // end t
        for (var r = 0u; r < 4u; r++) {
            let at = starts[r] + block;
            let scale = scale_offset(at, part >> 1u);
            let q = quants8(at, part);
            let a = q.a * scale.x + scale.y;
            let b = q.b * scale.x + scale.y;
            // repeat TOKENS as t
            sum_$t[r] += dot(a, xa_$t) + dot(b, xb_$t);
            // end t
        }
    }
    // repeat TOKENS as t
    partial[$tu * LANES + lane] = sum_$t;
    // end t
    for (var width = LANES / 2u; width > 0u; width /= 2u) {
        workgroupBarrier();
        if (lane < width) {
            // repeat TOKENS as t
            partial[$tu * LANES + lane] += partial[$tu * LANES + lane + width];
            // end t
        }
    }
    workgroupBarrier();
    // Two pairs of rows for every token: one invocation each.
    let t = lane >> 1u;
    if (t < TOKENS && token + t <= last) {
        let sums = partial[t * LANES];
        let pair = group.x * 2u + (lane & 1u);
        if (pair * 2u < shape.rows) {
            store(token + t, pair, select(sums.xy, sums.zw, (lane & 1u) == 1u));
        }
    }
}
