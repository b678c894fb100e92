// Looks up the embeddings of the tokens at positions `start ..`; see `EmbedShape`.
// A big table lies in several buffers: one dispatch each, which leaves the other tokens alone.
struct Shape {
    blocks: u32,      // blocks of 32 weights in a row
    first_token: u32, // token id of the first row here
    rows: u32,
    x_stride: u32,    // vec4s from one token row of x to the next
    scale: f32,
}
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> tokens: array<u32>;
@group(0) @binding(5) var<storage, read_write> x: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let eight = id.x;
    let token = tokens[parameters.start + id.y];
    if (eight >= shape.blocks * 4u || token < shape.first_token
        || token - shape.first_token >= shape.rows) {
        return;
    }
    let block = (token - shape.first_token) * shape.blocks + (eight >> 2u);
    let part = eight & 3u;
    let scale = scale_offset(block, part >> 1u);
    let q = quants8(block, part);
    let at = id.y * shape.x_stride + eight * 2u;
    x[at] = (q.a * scale.x + scale.y) * shape.scale;
    x[at + 1u] = (q.b * scale.x + scale.y) * shape.scale;
}
