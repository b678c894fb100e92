//! Tables of rotations: cosines and sines of large angles are imprecise on many GPUs, so they are
//! computed here, once.

use crate::{context::GpuContext, weights::load_vector};
use diorama_model::{ByteSource, ExecuteError, Gguf, decoder::Rope};

/// Positions computed at once.
const SLICE: u32 = 512;

/// A buffer of `[position][pair]` cosines and sines for `capacity` positions.
pub async fn turns(
    context: &GpuContext,
    gguf: &Gguf,
    source: &impl ByteSource,
    rope: &Rope,
    capacity: u32,
) -> Result<wgpu::Buffer, ExecuteError> {
    let factors = match &rope.factors {
        Some(name) => {
            let info = gguf.tensor(name).map_err(|e| ExecuteError::Model(e.to_string()))?;
            load_vector(source, info).await?
        }
        None => Vec::new(),
    };
    let frequencies = frequencies(rope, &factors);
    let position_bytes = frequencies.len() as u64 * 8;
    let bytes = position_bytes * u64::from(capacity);
    let buffer = context.guarded(|context| context.storage("rotations", bytes)).await??;
    for start in (0..capacity).step_by(SLICE as usize) {
        let positions = start..capacity.min(start + SLICE);
        let turns: Vec<[f32; 2]> = positions
            .flat_map(|position| {
                frequencies.iter().map(move |frequency| {
                    let (sine, cosine) = (f64::from(position) * frequency).sin_cos();
                    [cosine as f32, sine as f32]
                })
            })
            .collect();
        let bytes = bytemuck::cast_slice(&turns);
        context.queue().write_buffer(&buffer, u64::from(start) * position_bytes, bytes);
    }
    Ok(buffer)
}

/// Radians a position turns each pair: `base^(-2i/d)`, scaled, divided by the factor if any.
fn frequencies(rope: &Rope, factors: &[f32]) -> Vec<f64> {
    let dimensions = f64::from(rope.dimensions);
    (0..rope.dimensions / 2)
        .map(|i| {
            let exponent = -2.0 * f64::from(i) / dimensions;
            let factor = factors.get(i as usize).map_or(1.0, |factor| f64::from(*factor));
            f64::from(rope.base).powf(exponent) * f64::from(rope.position_scale) / factor
        })
        .collect()
}
