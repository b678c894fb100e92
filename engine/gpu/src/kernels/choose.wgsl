// Writes the token chosen from each row of the best candidates to position `start ..`.
// One candidate a row is the arg-max. Of more, the one that `chance` falls on is chosen, under
// temperature, top-k, top-p and min-p in the order of `diorama_model::sampling`.
@group(0) @binding(1) var<storage, read> best: array<vec2<u32>>;
@group(0) @binding(2) var<storage, read_write> tokens: array<u32>;

fn logit(i: u32) -> f32 {
    return bitcast<f32>(best[i].x);
}

const LOWEST = -3.0e38;
const LEAST_WEIGHT = 1.0 / 16777216.0;

// The place among the KEPT best from `row` of the one that `chance` falls on.
fn draw(row: u32) -> u32 {
    var weights: array<f32, KEPT>;
    let least = max(parameters.min_p, LEAST_WEIGHT);
    var count = 0u;
    var total = 0.0;
    while (count < min(parameters.top_k, KEPT) && logit(row + count) > LOWEST) {
        let weight = exp((logit(row + count) - logit(row)) / parameters.temperature);
        if (weight < least) {
            break;
        }
        weights[count] = weight;
        total += weight;
        count++;
    }
    let enough = parameters.top_p * total;
    total = 0.0;
    for (var i = 0u; i < count; i++) {
        total += weights[i];
        if (total >= enough) {
            count = i + 1u;
        }
    }
    let goal = parameters.chance * total;
    var sum = 0.0;
    for (var i = 0u; i < count; i++) {
        sum += weights[i];
        if (sum > goal) {
            return i;
        }
    }
    return 0u;
}

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) group: vec3<u32>) {
    let row = group.y * KEPT;
    var place = 0u;
    if (KEPT > 1u) {
        place = draw(row);
    }
    tokens[parameters.start + group.y] = best[row + place].y;
}
