// Eight neighbouring weights of a row.
struct Eight { a: vec4<f32>, b: vec4<f32> }

@group(0) @binding(3) var<storage, read> quants: array<u32>;
@group(0) @binding(4) var<storage, read> scales: array<u32>;
