// A workgroup computes a tile of 64 rows by 32 tokens. Each block of 32 inputs is brought into
// shared memory once, dequantized; every invocation then adds up 4 rows by 2 tokens.

const ROWS = 64u;
const TOKENS_TILE = 32u;
const DEPTH = 32u;
// One spare number a line keeps neighbours in different banks.
const ROW_LINE = ROWS + 1u;
const TOKEN_LINE = TOKENS_TILE + 1u;
var<workgroup> weights: array<f32, DEPTH * ROW_LINE>;
var<workgroup> inputs: array<f32, DEPTH * TOKEN_LINE>;

fn put_weights(at: u32, v: vec4<f32>) {
    weights[at] = v.x;
    weights[at + ROW_LINE] = v.y;
    weights[at + 2u * ROW_LINE] = v.z;
    weights[at + 3u * ROW_LINE] = v.w;
}

fn put_inputs(at: u32, v: vec4<f32>) {
    inputs[at] = v.x;
    inputs[at + TOKEN_LINE] = v.y;
    inputs[at + 2u * TOKEN_LINE] = v.z;
    inputs[at + 3u * TOKEN_LINE] = v.w;
}

@compute @workgroup_size(256)
fn main(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(local_invocation_index) lane: u32,
) {
    let first_row = group.x * ROWS;
    let first_token = group.y * TOKENS_TILE;
    let last_row = shape.rows - 1u;
    let last = parameters.rows - 1u;

    // What this invocation brings in: eight weights of a row, four inputs of a token.
    let load_row = lane >> 2u;
    let part = lane & 3u;
    let row_blocks = min(first_row + load_row, last_row) * shape.blocks;
    let load_token = lane >> 3u;
    let quarter = lane & 7u;
    let x_from = min(first_token + load_token, last) * shape.x_stride + quarter;

    // What it computes.
    let tile_row = (lane & 15u) * 4u;
    let tile_token = (lane >> 4u) * 2u;
    var sum_0 = vec4(0.0);
    var sum_1 = vec4(0.0);

    for (var block = 0u; block < shape.blocks; block++) {
        let scale = scale_offset(row_blocks + block, part >> 1u);
        let q = quants8(row_blocks + block, part);
        put_weights(part * 8u * ROW_LINE + load_row, q.a * scale.x + scale.y);
        put_weights((part * 8u + 4u) * ROW_LINE + load_row, q.b * scale.x + scale.y);
        put_inputs(quarter * 4u * TOKEN_LINE + load_token, x[x_from + block * 8u]);
        workgroupBarrier();
        for (var k = 0u; k < DEPTH; k++) {
            let w = k * ROW_LINE + tile_row;
            let row_weights = vec4(weights[w], weights[w + 1u], weights[w + 2u], weights[w + 3u]);
            let t = k * TOKEN_LINE + tile_token;
            sum_0 += row_weights * inputs[t];
            sum_1 += row_weights * inputs[t + 1u];
        }
        workgroupBarrier();
    }

    let pair = (first_row + tile_row) / 2u;
    let token = first_token + tile_token;
    for (var p = 0u; p < 2u; p++) {
        if ((pair + p) * 2u < shape.rows) {
            if (token <= last) {
                store(token, pair + p, select(sum_0.xy, sum_0.zw, p == 1u));
            }
            if (token + 1u <= last) {
                store(token + 1u, pair + p, select(sum_1.xy, sum_1.zw, p == 1u));
            }
        }
    }
}
