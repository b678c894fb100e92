// Results of the rows 2 pair and 2 pair + 1.
fn store(token: u32, pair: u32, results: vec2<f32>) {
    let row = shape.first_row + pair * 2u;
    let at = token * shape.y_stride + shape.y_offset + row;
    let both = pair * 2u + 1u < shape.rows;
    var sum = results;
    if (shape.biased != 0u) {
        sum += vec2(bias[row], bias[row + select(0u, 1u, both)]);
    }
    y[at] = sum.x;
    if (both) {
        y[at + 1u] = sum.y;
    }
}
