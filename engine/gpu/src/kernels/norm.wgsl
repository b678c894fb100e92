// x += post(y), then h = norm(x): the residual stream between two sublayers; see `NormShape`.
// ADD: whether there is a y. POST: whether it is normed first (Gemma).
// One workgroup a token row.
struct Shape {
    width: u32,
    stride: u32,        // numbers from one token row to the next, of x, y and h
    epsilon: f32,
    post_epsilon: f32,
}
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read_write> x: array<f32>;
@group(0) @binding(3) var<storage, read> y: array<f32>;
@group(0) @binding(4) var<storage, read> post_weight: array<f32>;
@group(0) @binding(5) var<storage, read> weight: array<f32>;
@group(0) @binding(6) var<storage, read_write> h: array<f32>;

const LANES = 64u;
var<workgroup> partial: array<f32, LANES>;

// 1 / root mean square of what the invocations found, for all of them.
fn inverse_rms(lane: u32, squares: f32, epsilon: f32) -> f32 {
    partial[lane] = squares;
    for (var width = LANES / 2u; width > 0u; width /= 2u) {
        workgroupBarrier();
        if (lane < width) {
            partial[lane] += partial[lane + width];
        }
    }
    workgroupBarrier();
    let sum = partial[0];
    workgroupBarrier();
    return inverseSqrt(sum / f32(shape.width) + epsilon);
}

@compute @workgroup_size(64)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let source = (parameters.source_row + group.y) * shape.stride;
    var post = 1.0;
    if (POST) {
        var squares = 0.0;
        for (var i = lane; i < shape.width; i += LANES) {
            squares += y[source + i] * y[source + i];
        }
        post = inverse_rms(lane, squares, shape.post_epsilon);
    }
    var squares = 0.0;
    for (var i = lane; i < shape.width; i += LANES) {
        var value = x[source + i];
        if (ADD) {
            var added = y[source + i];
            if (POST) {
                added *= post * post_weight[i];
            }
            value += added;
            x[source + i] = value;
        }
        squares += value * value;
    }
    let inverse = inverse_rms(lane, squares, shape.epsilon);
    let to = group.y * shape.stride;
    for (var i = lane; i < shape.width; i += LANES) {
        h[to + i] = x[source + i] * inverse * weight[i];
    }
}
