// Causal grouped-query attention over the cache, with a running softmax (Milakov and Gimelshein
// 2018); see `AttentionShape`. One workgroup a query head and token row. Keys come in chunks: an
// invocation first weighs one key, then adds up DIMENSIONS elements of the values.
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
@group(0) @binding(4) var<storage, read> values: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;

const LANES = 64u;
const QUADS = HEAD_WIDTH / 4u;
const LOWEST = -3.0e38;
var<workgroup> query: array<vec4<f32>, QUADS>;
var<workgroup> weights: array<f32, LANES>;

@compute @workgroup_size(64)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let head = group.x;
    let kv_head = head / (shape.heads / shape.kv_heads);
    let end = parameters.start + group.y + 1u;
    let begin = end - min(end, shape.window);

    for (var i = lane; i < QUADS; i += LANES) {
        query[i] = q[group.y * (shape.q_stride / 4u) + head * QUADS + i] * shape.scale;
    }
    workgroupBarrier();

    var peak = LOWEST;
    var total = 0.0;
    // repeat DIMENSIONS as d
    var sum_$d = 0.0;
    let element_$d = min(lane + $du * LANES, HEAD_WIDTH - 1u);
    // end d
    for (var chunk = begin; chunk < end; chunk += LANES) {
        var score = LOWEST;
        if (chunk + lane < end) {
            let key = ((chunk + lane) * shape.kv_heads + kv_head) * QUADS;
            score = 0.0;
            for (var i = 0u; i < QUADS; i++) {
                score += dot(query[i], keys[key + i]);
            }
        }
        weights[lane] = score;
        workgroupBarrier();
        let count = min(LANES, end - chunk);
        var new_peak = peak;
        for (var i = 0u; i < count; i++) {
            new_peak = max(new_peak, weights[i]);
        }
        workgroupBarrier();
        weights[lane] = exp(score - new_peak);
        workgroupBarrier();
        let fade = exp(peak - new_peak);
        peak = new_peak;
        total *= fade;
        // repeat DIMENSIONS as d
        sum_$d *= fade;
        // end d
        for (var i = 0u; i < count; i++) {
            let weight = weights[i];
            total += weight;
            let value = ((chunk + i) * shape.kv_heads + kv_head) * HEAD_WIDTH;
            // repeat DIMENSIONS as d
            sum_$d += weight * values[value + element_$d];
            // end d
        }
        workgroupBarrier();
    }

    let to = group.y * shape.q_stride + head * HEAD_WIDTH;
    // repeat DIMENSIONS as d
    if (lane + $du * LANES < HEAD_WIDTH) {
        out[to + element_$d] = sum_$d / total;
    }
    // end d
}
