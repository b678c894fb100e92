// Norms (where the model does) and rotates the query and key heads, and puts keys and values into
// the cache at positions `start ..`; see `RotateShape`. One workgroup a head and token row: first
// the query heads, then the key heads, then the value heads.
// QUERY_NORMED, KEY_NORMED: whether heads are normed. HALVES: pairs are (i, i + d/2), else (2i, 2i + 1).
struct Shape {
    heads: u32,
    kv_heads: u32,
    head_width: u32,
    pairs: u32,         // pairs that rotate
    qkv_stride: u32,    // numbers from one token row of qkv to the next
    q_stride: u32,      // and of q
    query_epsilon: f32,
    key_epsilon: f32,
}
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> qkv: array<f32>;
@group(0) @binding(3) var<storage, read> turns: array<vec2<f32>>; // cosine, sine: [position][pair]
@group(0) @binding(4) var<storage, read> query_weight: array<f32>;
@group(0) @binding(5) var<storage, read> key_weight: array<f32>;
@group(0) @binding(6) var<storage, read_write> q: array<f32>;
@group(0) @binding(7) var<storage, read_write> keys: array<f32>;   // [position][kv head][width]
@group(0) @binding(8) var<storage, read_write> values: array<f32>; // [position][kv head][width]

const LANES = 32u;
var<workgroup> partial: array<f32, LANES>;

fn squares_of(lane: u32, from_: u32) -> f32 {
    var squares = 0.0;
    for (var i = lane; i < shape.head_width; i += LANES) {
        squares += qkv[from_ + i] * qkv[from_ + i];
    }
    partial[lane] = squares;
    for (var width = LANES / 2u; width > 0u; width /= 2u) {
        workgroupBarrier();
        if (lane < width) {
            partial[lane] += partial[lane + width];
        }
    }
    workgroupBarrier();
    return partial[0];
}

@compute @workgroup_size(32)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let width = shape.head_width;
    let from_ = group.y * shape.qkv_stride + group.x * width;
    let position = parameters.start + group.y;
    let in_cache = position * shape.kv_heads * width;
    let is_query = group.x < shape.heads;

    let is_key = !is_query && group.x < shape.heads + shape.kv_heads;
    let normed = (QUERY_NORMED && is_query) || (KEY_NORMED && is_key);

    var inverse = 1.0;
    if (normed) {
        let epsilon = select(shape.key_epsilon, shape.query_epsilon, is_query);
        inverse = inverseSqrt(squares_of(lane, from_) / f32(width) + epsilon);
    }
    if (!is_query && !is_key) {
        let to = in_cache + (group.x - shape.heads - shape.kv_heads) * width;
        for (var i = lane; i < width; i += LANES) {
            values[to + i] = qkv[from_ + i];
        }
        return;
    }

    // Elements in rotating pairs, then the rest, which stay as they are.
    for (var p = lane; p < width - shape.pairs; p += LANES) {
        var i = p + shape.pairs;
        var j = i;
        if (p < shape.pairs) {
            i = select(2u * p, p, HALVES);
            j = select(2u * p + 1u, p + shape.pairs, HALVES);
        }
        var a = qkv[from_ + i];
        var b = qkv[from_ + j];
        if (normed) {
            if (is_query) {
                a *= inverse * query_weight[i];
                b *= inverse * query_weight[j];
            } else {
                a *= inverse * key_weight[i];
                b *= inverse * key_weight[j];
            }
        }
        if (p < shape.pairs) {
            let turn = turns[position * shape.pairs + p];
            let turned = vec2(a * turn.x - b * turn.y, a * turn.y + b * turn.x);
            a = turned.x;
            b = turned.y;
        }
        if (is_query) {
            let to = group.y * shape.q_stride + group.x * width;
            q[to + i] = a;
            q[to + j] = b;
        } else {
            let to = in_cache + (group.x - shape.heads) * width;
            keys[to + i] = a;
            keys[to + j] = b;
        }
    }
}
