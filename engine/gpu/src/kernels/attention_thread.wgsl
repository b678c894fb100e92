// Causal grouped-query attention over the cache, with a running softmax (Milakov and Gimelshein
// 2018); see `AttentionShape`. One workgroup a token row and QUERIES query heads that share their
// keys and values. On a CPU playing GPU every read and every barrier is dear: so an invocation takes
// every LANES-th position by itself, each number read serves all the heads, and what the invocations
// found is joined once.
struct Shape {
    heads: u32,
    kv_heads: u32,
    window: u32,     // sees this many positions, itself included
    q_stride: u32,   // numbers from one token row of q and out to the next
    scale: f32,
}
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> q: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> keys: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> values: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> out: array<vec4<f32>>;

const LOWEST = -3.0e38;
const RESULTS = QUERIES * QUADS;
var<workgroup> peaks: array<f32, QUERIES * LANES>;
var<workgroup> totals: array<f32, QUERIES * LANES>;
var<workgroup> sums: array<vec4<f32>, RESULTS * LANES>;

@compute @workgroup_size(LANES)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let first_head = group.x * QUERIES;
    let kv_head = first_head / (shape.heads / shape.kv_heads);
    let end = parameters.start + group.y + 1u;
    let begin = end - min(end, shape.window);
    let row = group.y * (shape.q_stride / 4u) + first_head * QUADS;

    // repeat QUERIES as h
    var peak_$h = LOWEST;
    var total_$h = 0.0;
    // repeat QUADS as d
    let query_$h_$d = q[row + $hu * QUADS + $du] * shape.scale;
    var sum_$h_$d = vec4(0.0);
    // end d
    // end h
    for (var position = begin + lane; position < end; position += LANES) {
        let from_ = (position * shape.kv_heads + kv_head) * QUADS;
        // repeat QUERIES as h
        var score_$h = 0.0;
        // end h
        // repeat QUADS as d
        let key_$d = keys[from_ + $du];
        // repeat QUERIES as h
        score_$h += dot(query_$h_$d, key_$d);
        // end h
        // end d
        // repeat QUERIES as h
        let new_peak_$h = max(peak_$h, score_$h);
        let fade_$h = exp(peak_$h - new_peak_$h);
        let weight_$h = exp(score_$h - new_peak_$h);
        peak_$h = new_peak_$h;
        total_$h = total_$h * fade_$h + weight_$h;
        // end h
        // repeat QUADS as d
        let value_$d = values[from_ + $du];
        // repeat QUERIES as h
        sum_$h_$d = sum_$h_$d * fade_$h + value_$d * weight_$h;
        // end h
        // end d
    }
    // repeat QUERIES as h
    peaks[$hu * LANES + lane] = peak_$h;
    totals[$hu * LANES + lane] = total_$h;
    // repeat QUADS as d
    sums[($hu * QUADS + $du) * LANES + lane] = sum_$h_$d;
    // end d
    // end h
    workgroupBarrier();

    for (var result = lane; result < RESULTS; result += LANES) {
        let from_ = result / QUADS * LANES;
        var peak = LOWEST;
        for (var i = 0u; i < LANES; i++) {
            peak = max(peak, peaks[from_ + i]);
        }
        var total = 0.0;
        var sum = vec4(0.0);
        for (var i = 0u; i < LANES; i++) {
            let weight = exp(peaks[from_ + i] - peak);
            total += weight * totals[from_ + i];
            sum += weight * sums[result * LANES + i];
        }
        out[row + result] = sum / total;
    }
}
