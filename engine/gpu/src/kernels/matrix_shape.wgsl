// y = W x + b for every token row; see `MatrixShape` in parameters.rs.
struct Shape {
    blocks: u32,    // blocks of 32 weights in a row of W
    rows: u32,      // rows of W
    x_stride: u32,  // vec4s from one token row of x to the next
    y_stride: u32,  // numbers from one token row of y to the next
    y_offset: u32,  // where in a token row of y the matrix begins
    first_row: u32, // row of the whole matrix that is the first here
    biased: u32,    // whether there is a b
}
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> bias: array<f32>;
@group(0) @binding(6) var<storage, read_write> y: array<f32>;
