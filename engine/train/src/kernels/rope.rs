//! Rotary position encoding (Su et al. 2021, arXiv 2104.09864), in adjacent pairs as the `llama`
//! architecture of GGUF has it.

use burn::tensor::{Device, Tensor, TensorData};
use std::sync::{Arc, Mutex, PoisonError};

/// The rotations of a head at each position of a sequence.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// Cosine and sine of each pair of numbers, for each position.
    pub(super) angles: Arc<[(f32, f32)]>,
    /// Pairs of numbers in a head.
    pub(super) pairs: usize,
    /// The angles as a tensor, where one was last asked for.
    table: Arc<Mutex<Option<Tensor<3>>>>,
}

/// Which way to turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As the encoding says.
    Forth,
    /// The other way, as derivatives go.
    Back,
}

impl Rotation {
    /// For heads of `size` numbers and sequences of `length` positions.
    pub fn new(size: usize, length: usize, base: f64) -> Self {
        let pairs = size / 2;
        let angle = |position: usize, pair: usize| {
            let angle = position as f64 * base.powf(-2.0 * pair as f64 / size as f64);
            (angle.cos() as f32, angle.sin() as f32)
        };
        let angles = (0..length).flat_map(|at| (0..pairs).map(move |pair| angle(at, pair)));
        Self { angles: angles.collect(), pairs, table: Arc::default() }
    }

    /// The cosine and the sine of each pair at each position, `[length, pairs, 2]`, on a device. It is kept:
    /// a copy from the processor's memory would make a GPU wait in each layer.
    pub(super) fn table(&self, device: &Device) -> Tensor<3> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |on: Device| on == *device && on.is_autodiff() == device.is_autodiff();
        if let Some(table) = table.as_ref().filter(|table| fits(table.device())) {
            return table.clone();
        }
        let angles: Vec<f32> = self.angles.iter().flat_map(|&(cos, sin)| [cos, sin]).collect();
        let data = TensorData::new(angles, [self.length(), self.pairs, 2]);
        table.insert(Tensor::from_data(data, device)).clone()
    }

    /// Positions.
    pub fn length(&self) -> usize {
        self.angles.len() / self.pairs.max(1)
    }

    /// Turns a head at a position, and scales it.
    #[inline(always)]
    #[allow(clippy::inline_always)] // it is called from loops that are compiled for other processors
    pub(super) fn turn(&self, to: &mut [f32], from: &[f32], position: usize, way: Way, scale: f32) {
        let angles = &self.angles[position * self.pairs..][..self.pairs];
        let sign = if way == Way::Forth { scale } else { -scale };
        let pairs = to.as_chunks_mut::<2>().0.iter_mut().zip(from.as_chunks::<2>().0);
        for ((to, [a, b]), (cos, sin)) in pairs.zip(angles) {
            let (cos, sin) = (cos * scale, sin * sign);
            *to = [a * cos - b * sin, a * sin + b * cos];
        }
    }
}
