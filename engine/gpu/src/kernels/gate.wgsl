// out = activation(gate) * up, where the two could not be one matrix; see `GateShape`.
struct Shape {
    width: u32,
    stride: u32,      // numbers from one token row of gate_up to the next
    out_stride: u32,
}
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> gate_up: array<f32>; // a token row: gate, then up
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if (id.x < shape.width) {
        let at = id.y * shape.stride + id.x;
        out[id.y * shape.out_stride + id.x] = activation(gate_up[at]) * gate_up[at + shape.width];
    }
}
