// The KEPT best of each chunk of 1024 candidates, best first (equal ones: lowest id first); see
// `TopShape`. LOGITS: candidates are the logits, their ids their places; else they are the best of
// earlier chunks. Run again on its own output until one chunk is left.
struct Shape {
    count: u32,    // candidates in a row
    stride: u32,   // numbers from one row of candidates to the next
    chunks: u32,   // of a row
}
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> logits: array<f32>;
@group(0) @binding(3) var<storage, read> candidates: array<vec2<u32>>; // bits of the logit, id
@group(0) @binding(4) var<storage, read_write> best: array<vec2<u32>>;

const CHUNK = 1024u;
const LANES = 256u;
const LOWEST = -3.0e38;
var<workgroup> values: array<f32, CHUNK>;
var<workgroup> ids: array<u32, CHUNK>;

fn before(a: u32, b: u32) -> bool {
    return values[a] > values[b] || (values[a] == values[b] && ids[a] < ids[b]);
}

fn swap(a: u32, b: u32) {
    let value = values[a];
    let id = ids[a];
    values[a] = values[b];
    ids[a] = ids[b];
    values[b] = value;
    ids[b] = id;
}

// Bitonic: sorts all of the chunk.
fn sort(lane: u32) {
    for (var size = 2u; size <= CHUNK; size *= 2u) {
        for (var step = size / 2u; step > 0u; step /= 2u) {
            for (var i = lane; i < CHUNK / 2u; i += LANES) {
                let a = 2u * i - (i & (step - 1u));
                let b = a + step;
                let upward = (a & size) == 0u;
                if (before(b, a) == upward) {
                    swap(a, b);
                }
            }
            workgroupBarrier();
        }
    }
}

// Tournament: brings the best to the front.
fn find_best(lane: u32) {
    for (var width = CHUNK / 2u; width > 0u; width /= 2u) {
        for (var i = lane; i < width; i += LANES) {
            if (before(i + width, i)) {
                swap(i, i + width);
            }
        }
        workgroupBarrier();
    }
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let row = group.y + select(0u, parameters.source_row, LOGITS);
    for (var i = lane; i < CHUNK; i += LANES) {
        let at = group.x * CHUNK + i;
        var value = LOWEST;
        var id = 0xffffffffu;
        if (at < shape.count) {
            if (LOGITS) {
                // What is not finite is never better than what is.
                let logit = logits[row * shape.stride + at];
                value = select(LOWEST, logit, abs(logit) < -LOWEST);
                id = at;
            } else {
                let candidate = candidates[row * shape.stride + at];
                value = bitcast<f32>(candidate.x);
                id = candidate.y;
            }
        }
        values[i] = value;
        ids[i] = id;
    }
    workgroupBarrier();
    if (KEPT == 1u) {
        find_best(lane);
    } else {
        sort(lane);
    }
    if (lane < KEPT) {
        let to = (group.y * shape.chunks + group.x) * KEPT + lane;
        best[to] = vec2(bitcast<u32>(values[lane]), ids[lane]);
    }
}
