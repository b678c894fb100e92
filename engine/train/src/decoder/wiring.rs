//! A first block pair that copies from the beginning.
//!
//! Predicting a world is mostly looking things up: a row of a table, the screen that was here before.
//! That takes two heads in a row: one tells each token what stood before it, the next looks for
//! tokens that stood after what is here now and repeats them (Elhage et al. 2021, Olsson et al. 2022,
//! arXiv 2209.11895). From random weights the pair came late: after 2,700 batches of 4,096 tokens a
//! launcher that stood three times in the context was still not repeated. Fixing one half makes the
//! other come soon (Singh et al. 2024, arXiv 2404.07129); so both are wired before the training
//! begins, and free to change in it.
//!
//! Of a token's state, number 0 is the same for all tokens; the next numbers are its identity; the
//! last are left empty for the identities of the one and the two tokens before.

use super::Decoder;
use crate::config::Shape;
use burn::{
    module::Param,
    tensor::{Tensor, TensorData},
};

/// Tokens that are looked back.
const BACK: usize = 2;
/// Spread of the embedding, about that at the end of the training: what is wired keeps its place
/// beside it.
const EMBEDDING: f64 = 0.2;
/// First weight of the last normalisation: so large an embedding would be too sure of itself.
const LAST: f32 = 0.15;
/// The number that all tokens share, in spreads of the others.
const SHARED: f64 = 5.0;
/// How much higher the logit of the token before is than those of its neighbours.
const SHARPNESS: f64 = 6.0;
/// What the identity is multiplied by to make keys and queries that are compared.
const ATTENTION: f32 = 3.0;
/// How much larger than the embedding what is copied is.
const COPY: f64 = 8.0;
/// Turns less than this from one place to the next do not hide that two tokens are the same,
/// wherever in a context they are. In radians.
const SLOW: f64 = 0.0011;

/// Whether a shape has room for the pair.
pub(crate) fn fits(shape: &Shape) -> bool {
    let Shape { layers, width, heads, kv_heads, .. } = *shape;
    layers >= 2 && heads / kv_heads >= BACK && width >= (2 + BACK) * shape.head()
}

/// Wires the first two blocks of a decoder of a shape that fits.
pub(super) fn wire(decoder: &mut Decoder, shape: &Shape) {
    let (size, width) = (shape.head(), shape.width);
    let slot = |back: usize| width - back * size;
    let (key, value) = (width, width + shape.kv_heads * size);
    let empty = slot(BACK);
    change(&mut decoder.embedding, |_, row| {
        row[0] = 0.0;
        row[empty..].fill(0.0);
        // All of one length, so that the normalisation leaves the shared number the same for all.
        let length = row.iter().map(|number| number * number).sum::<f32>().sqrt();
        let factor = EMBEDDING as f32 * ((empty - 1) as f32).sqrt() / length;
        for number in row.iter_mut() {
            *number *= factor;
        }
        row[0] = (SHARED * EMBEDDING) as f32;
    });
    let device = decoder.norm.val().device();
    decoder.norm = Param::from_tensor(Tensor::full([width], LAST, &device));
    let mean_square = (SHARED * SHARED + (empty - 1) as f64) / width as f64;
    let scale = mean_square.sqrt();

    // The first block: query heads that turn back by one and two places, keys that are all the same,
    // values that are identities, which go to the empty places.
    let weight = weight(shape) * scale / SHARED;
    let block = &mut decoder.blocks[0];
    change(&mut block.mixed, |input, row| {
        let here = if input == 0 { weight } else { 0.0 };
        for (head, query) in row[..BACK * size].chunks_exact_mut(size).enumerate() {
            turned(query, here, -(head as f64 + 1.0), shape.rope_base);
        }
        turned(&mut row[key..key + size], here, 0.0, shape.rope_base);
        identity(&mut row[value..value + size], input, 1, 1.0);
    });
    change(&mut block.output, |input, row| {
        if input < BACK * size {
            let back = input / size + 1;
            row.fill(0.0);
            row[slot(back) + input % size] = (EMBEDDING * scale) as f32;
        }
    });

    // The second: queries are what is here and what was before; keys are what was before and before
    // that; what stood there is repeated. Half of the numbers for each, and only those that the
    // rotation leaves alone.
    let quick = angles(size, shape.rope_base).filter(|angle| *angle > SLOW).count() * 2;
    let half = (size - quick) / 2;
    let block = &mut decoder.blocks[1];
    change(&mut block.mixed, |input, row| {
        for (at, first, then) in [(0, 1, slot(1)), (key, slot(1), slot(2))] {
            let head = &mut row[at..at + size];
            head.fill(0.0);
            identity(&mut head[quick..quick + half], input, first, ATTENTION);
            identity(&mut head[quick + half..], input, then, ATTENTION);
        }
        identity(&mut row[value..value + size], input, 1 + size, 1.0);
    });
    change(&mut block.output, |input, row| {
        if input < size {
            row.fill(0.0);
            row[1 + size + input] = (COPY * EMBEDDING) as f32;
        }
    });
}

/// What the shared number is multiplied by for keys and queries that look back.
fn weight(shape: &Shape) -> f64 {
    // What a logit loses one place away: the turned pairs do not quite match.
    let lost: f64 = angles(shape.head(), shape.rope_base).map(|angle| 1.0 - angle.cos()).sum();
    (SHARPNESS * (shape.head() as f64).sqrt() / lost).sqrt()
}

/// By what each pair of numbers is turned from one place to the next.
fn angles(size: usize, base: f64) -> impl Iterator<Item = f64> {
    (0..size / 2).map(move |pair| base.powf(-2.0 * pair as f64 / size as f64))
}

fn turned(head: &mut [f32], length: f64, places: f64, base: f64) {
    let angles = angles(head.len(), base);
    for ([a, b], angle) in head.as_chunks_mut::<2>().0.iter_mut().zip(angles) {
        // What distance leaves alone says nothing of places.
        let length = if angle > SLOW { length } else { 0.0 };
        *a = (length * (angle * places).cos()) as f32;
        *b = (length * (angle * places).sin()) as f32;
    }
}

/// The row `input` of a matrix that takes the numbers from `first` on as they are.
fn identity(row: &mut [f32], input: usize, first: usize, factor: f32) {
    row.fill(0.0);
    if let Some(number) = input.checked_sub(first).and_then(|at| row.get_mut(at)) {
        *number = factor;
    }
}

/// Changes a matrix row by row.
fn change(matrix: &mut Param<Tensor<2>>, mut edit: impl FnMut(usize, &mut [f32])) {
    let values = matrix.val();
    let ([rows, columns], device) = (values.dims(), values.device());
    let mut numbers: Vec<f32> = values.into_data().try_to_vec().unwrap_or_default();
    numbers.chunks_exact_mut(columns).enumerate().for_each(|(row, numbers)| edit(row, numbers));
    let data = TensorData::new(numbers, [rows, columns]);
    *matrix = Param::from_tensor(Tensor::from_data(data, &device));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decoder::Frame;
    use burn::tensor::{Device, Int};

    /// Tokens of the vocabulary, and tokens until they come again.
    const VOCABULARY: usize = 512;
    const PERIOD: usize = 200;

    fn shape(wired: bool) -> Shape {
        Shape {
            layers: 3,
            width: 192,
            heads: 6,
            kv_heads: 2,
            hidden: 512,
            rope_base: 1e8,
            wired,
            epsilon: 1e-5,
        }
    }

    /// The share of tokens that an untrained decoder expects when it reads random ones a second time,
    /// leaving aside the token that is there, which tied embeddings make likely.
    fn repeated(wired: bool) -> f64 {
        let device = Device::flex();
        device.seed(3);
        let decoder = Decoder::new(&shape(wired), VOCABULARY, &device);
        let tokens: Vec<i32> = (0..2 * PERIOD).map(|at| (at % PERIOD * 167 % 509) as i32).collect();
        let inputs = Tensor::<1, Int>::from_data(tokens.as_slice(), &device);
        let wanted: Vec<i32> = (PERIOD as i32 + 2..2 * PERIOD as i32 - 1).collect();
        let rows = Tensor::<1, Int>::from_data(wanted.as_slice(), &device);
        let frame = Frame::new(&shape(wired), tokens.len());
        let logits = decoder.forward(&frame, inputs, rows);
        let logits: Vec<f32> = logits.into_data().try_to_vec().unwrap();
        let right = wanted.iter().zip(logits.chunks_exact(VOCABULARY)).filter(|(at, logits)| {
            let (here, next) = (tokens[**at as usize], tokens[**at as usize + 1]);
            let others = (0..VOCABULARY).filter(|token| *token != here as usize);
            others.max_by(|a, b| logits[*a].total_cmp(&logits[*b])) == Some(next as usize)
        });
        right.count() as f64 / wanted.len() as f64
    }

    #[test]
    fn what_came_before_is_repeated() {
        let (with, without) = (repeated(true), repeated(false));
        assert!(with > 0.9 && without < 0.1, "{with} with the pair, {without} without");
    }
}
