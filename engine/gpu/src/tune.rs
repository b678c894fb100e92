//! Choosing kernel variants by a short measurement: which one is fast differs between chips, and
//! more between chips and programs that play one, and names do not tell.

use crate::{
    clock::Moment,
    context::GpuContext,
    kernels::Kernels,
    matrix::{MatrixKernel, Store, Variant, Variants},
    model::Model,
    parameters::{MatrixShape, Parameters},
    pipelines::bind,
    state::{PHASE_STRIDE, Phase, State, stride},
    weights::{Matrix, Tile},
};
use diorama_model::ExecuteError;

/// Token rows with which reading a prompt is timed.
const PROMPT_ROWS: u32 = 32;
/// Dispatches in a measurement at most.
const MOST_REPEATS: u32 = 256;
/// A measurement should take at least this long, in milliseconds.
const LONG_ENOUGH: f64 = 4.0;

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub struct Tuning {
    /// The fastest family of variants.
    pub variants: Variants,
    /// Milliseconds that a wait for the GPU takes when there is nothing to do.
    pub latency_ms: f64,
    /// Estimated milliseconds to decode a token.
    pub token_ms: f64,
    /// Estimated milliseconds a token of a prompt.
    pub prompt_token_ms: f64,
}

/// Compares the families of variants on a matrix of the model, its first layer's last.
///
/// One row decides for all: a device on which invocations do best alone (a CPU) does so with many
/// rows too, and compiling a kernel takes longer than running it.
pub async fn tune(
    context: &GpuContext,
    kernels: &Kernels<'_>,
    state: &State,
    model: &Model,
) -> Result<Tuning, ExecuteError> {
    let Some(layer) = model.layers.first() else {
        return Err(ExecuteError::Model("a model without layers".to_owned()));
    };
    context.finished().await?;
    let begin = Moment::now();
    context.finished().await?;
    let latency_ms = begin.elapsed_ms();

    let bench = Bench::new(context, kernels, state, &layer.down.matrix, latency_ms).await?;
    let families = [Variants::THREADS, Variants::GROUPS];
    let mut best: Option<(Variants, f64)> = None;
    for variants in families {
        let ms = bench.measure(variants.one, 1).await?;
        if best.is_none_or(|(_, least)| ms < least) {
            best = Some((variants, ms));
        }
    }
    let Some((variants, one_ms)) = best else {
        return Err(ExecuteError::Shader("no matrix kernel".to_owned()));
    };
    let many_ms = bench.measure(variants.many, PROMPT_ROWS).await?;

    // Nearly all the time goes into matrices, in proportion to their size.
    let matrix = &layer.down.matrix;
    let share = model.weights() as f64 / (f64::from(matrix.rows) * f64::from(matrix.inputs));
    Ok(Tuning {
        variants,
        latency_ms,
        token_ms: one_ms * share,
        prompt_token_ms: many_ms * share / f64::from(PROMPT_ROWS),
    })
}

struct Bench<'a> {
    context: &'a GpuContext,
    kernels: &'a Kernels<'a>,
    state: &'a State,
    matrix: &'a Matrix,
    /// Rows of the matrix's first tile.
    rows: u32,
    bindings: wgpu::BindGroup,
    latency_ms: f64,
}

impl<'a> Bench<'a> {
    async fn new(
        context: &'a GpuContext,
        kernels: &'a Kernels<'a>,
        state: &'a State,
        matrix: &'a Matrix,
        latency_ms: f64,
    ) -> Result<Self, ExecuteError> {
        let Some(tile) = matrix.tiles.first() else {
            return Err(ExecuteError::Model("a matrix without rows".to_owned()));
        };
        let shape = MatrixShape {
            blocks: matrix.blocks(),
            rows: tile.rows,
            x_stride: stride(state.widths.hidden) / 4,
            y_stride: stride(state.widths.residual),
            y_offset: 0,
            first_row: 0,
            biased: 0,
        };
        let make = |context: &GpuContext| {
            let shape = context.uniform(&shape);
            let Tile { quants, scales, .. } = tile;
            let buffers = [&shape, &state.hidden, quants, scales, scales, &state.added];
            bind(context, &kernels.matrices().layout, &state.parameters, &buffers)
        };
        let bindings = context.guarded(make).await?;
        Ok(Self { context, kernels, state, matrix, rows: tile.rows, bindings, latency_ms })
    }

    /// Milliseconds of a dispatch of `variant` for `rows` token rows.
    async fn measure(&self, variant: Variant, rows: u32) -> Result<f64, ExecuteError> {
        let make = |_: &GpuContext| {
            self.kernels.matrices().kernel(self.matrix.tensor_type, Store::Plain, variant)
        };
        let kernel = self.context.guarded(make).await?;
        self.time(&kernel, rows, 1).await?; // compiles, fills caches
        let mut repeats = 4;
        loop {
            let elapsed = self.time(&kernel, rows, repeats).await?;
            if elapsed > LONG_ENOUGH.max(self.latency_ms) || repeats >= MOST_REPEATS {
                return Ok(elapsed / f64::from(repeats));
            }
            repeats *= 4;
        }
    }

    /// Milliseconds of `repeats` dispatches, without the wait itself.
    async fn time(
        &self,
        kernel: &MatrixKernel,
        rows: u32,
        repeats: u32,
    ) -> Result<f64, ExecuteError> {
        let parameters = Parameters { rows, ..Parameters::default() };
        self.state.set(self.context, Phase::Body, &parameters);
        let begin = Moment::now();
        self.context.submit(|pass| {
            pass.set_bind_group(0, &self.bindings, &[(Phase::Body as u64 * PHASE_STRIDE) as u32]);
            for _ in 0..repeats {
                kernel.dispatch(pass, self.rows, rows);
            }
        });
        self.context.finished().await?;
        Ok((begin.elapsed_ms() - self.latency_ms).max(0.01))
    }
}
