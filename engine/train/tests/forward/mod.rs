//! The decoder, written out as plainly as can be: the oracle of exports.

use diorama_train::{Config, export::Weights};

/// The logits after each token.
pub fn logits(weights: &Weights, config: &Config, tokens: &[u32]) -> Vec<Vec<f32>> {
    let shape = &config.model;
    let tensor = |name: &str| weights.get(&format!("{name}.weight")).unwrap();
    let norm = |x: &[f32], name: &str| {
        let mean = x.iter().map(|x| x * x).sum::<f32>() / x.len() as f32;
        let scale = 1.0 / (mean + shape.epsilon as f32).sqrt();
        x.iter().zip(tensor(name)).map(|(x, weight)| x * scale * weight).collect::<Vec<f32>>()
    };
    let multiply = |name: &str, x: &[f32]| -> Vec<f32> {
        let rows = tensor(name).chunks(x.len());
        rows.map(|row| row.iter().zip(x).map(|(w, x)| w * x).sum()).collect()
    };
    let head = shape.head();
    let mut keys = vec![Vec::new(); shape.layers];
    let mut values = vec![Vec::new(); shape.layers];
    let mut all = Vec::new();
    for (position, &token) in tokens.iter().enumerate() {
        let row = token as usize * shape.width..(token as usize + 1) * shape.width;
        let mut x = tensor("token_embd")[row].to_vec();
        for layer in 0..shape.layers {
            let part = |name: &str| format!("blk.{layer}.{name}");
            let normed = norm(&x, &part("attn_norm"));
            let mut query = multiply(&part("attn_q"), &normed);
            let mut key = multiply(&part("attn_k"), &normed);
            rotate(&mut query, position, head, shape.rope_base);
            rotate(&mut key, position, head, shape.rope_base);
            keys[layer].push(key);
            values[layer].push(multiply(&part("attn_v"), &normed));
            let shared = shape.heads / shape.kv_heads;
            let mixed: Vec<f32> = (0..shape.heads)
                .flat_map(|index| {
                    let kv = index / shared * head..(index / shared + 1) * head;
                    let query = &query[index * head..][..head];
                    attend(query, &keys[layer], &values[layer], kv)
                })
                .collect();
            add(&mut x, &multiply(&part("attn_output"), &mixed));
            let normed = norm(&x, &part("ffn_norm"));
            let gate = multiply(&part("ffn_gate"), &normed);
            let up = multiply(&part("ffn_up"), &normed);
            let hidden: Vec<f32> =
                gate.iter().zip(&up).map(|(gate, up)| gate / (1.0 + (-gate).exp()) * up).collect();
            add(&mut x, &multiply(&part("ffn_down"), &hidden));
        }
        all.push(multiply("token_embd", &norm(&x, "output_norm")));
    }
    all
}

fn add(x: &mut [f32], y: &[f32]) {
    x.iter_mut().zip(y).for_each(|(x, y)| *x += y);
}

/// Turns neighbouring elements of each head.
fn rotate(vector: &mut [f32], position: usize, head: usize, base: f64) {
    for vector in vector.chunks_mut(head) {
        for (pair, xy) in vector.chunks_mut(2).enumerate() {
            let angle = position as f64 * base.powf(-2.0 * pair as f64 / head as f64);
            let (sin, cos) = (angle.sin() as f32, angle.cos() as f32);
            (xy[0], xy[1]) = (xy[0] * cos - xy[1] * sin, xy[0] * sin + xy[1] * cos);
        }
    }
}

/// What one query head sees.
fn attend(
    query: &[f32],
    keys: &[Vec<f32>],
    values: &[Vec<f32>],
    kv: std::ops::Range<usize>,
) -> Vec<f32> {
    let scale = 1.0 / (query.len() as f32).sqrt();
    let score = |key: &Vec<f32>| {
        (query.iter().zip(&key[kv.clone()]).map(|(q, k)| q * k).sum::<f32>() * scale).exp()
    };
    let scores: Vec<f32> = keys.iter().map(score).collect();
    let total: f32 = scores.iter().sum();
    let mut mixed = vec![0.0; query.len()];
    for (score, value) in scores.iter().zip(values) {
        for (mixed, value) in mixed.iter_mut().zip(&value[kv.clone()]) {
            *mixed += score / total * value;
        }
    }
    mixed
}
