// What changes from pass to pass; `Parameters` in parameters.rs.
struct Parameters {
    start: u32,       // position of the first row; for sampling: where ids are written
    rows: u32,        // token rows in this pass
    source_row: u32,  // first row to read, where only some rows go on (head, sampling)
    top_k: u32,
    temperature: f32,
    top_p: f32,
    min_p: f32,
    chance: f32,      // uniform in [0, 1)
}
@group(0) @binding(0) var<uniform> parameters: Parameters;
