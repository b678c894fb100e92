// The rows alternate: gate, up.
fn store(token: u32, pair: u32, results: vec2<f32>) {
    let at = token * shape.y_stride + shape.y_offset + shape.first_row / 2u + pair;
    y[at] = gelu(results.x) * results.y;
}
