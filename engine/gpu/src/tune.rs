//! Choosing kernel variants by a short measurement: which one is fast differs between chips, and
//! more between chips and programs that play one, and names do not tell.

use crate::{
    clock::Moment,
    context::GpuContext,
    kernels::Kernels,
    matrix::{FEW, MatrixKernel, Store, Variant, Variants},
    model::Model,
    parameters::{MatrixShape, Parameters},
    pipelines::bind,
    state::{PHASE_STRIDE, Phase, State, stride},
    weights::{Matrix, Tile},
};
use diorama_model::ExecuteError;

/// Token rows with which prompt kernels are compared.
const PROMPT_ROWS: u32 = 32;
/// A measurement should take at least this long, in milliseconds.
const LONG_ENOUGH: f64 = 4.0;

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub struct Tuning {
    /// The fastest variants.
    pub variants: Variants,
    /// Milliseconds that a wait for the GPU takes when there is nothing to do.
    pub latency_ms: f64,
    /// Estimated milliseconds to decode a token.
    pub token_ms: f64,
    /// Estimated milliseconds a token of a prompt.
    pub prompt_token_ms: f64,
}

/// Compares the variants on a matrix of the model, its first layer's last.
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
    let (one, one_ms) =
        bench.fastest(&[Variant::Thread { pairs: 4, tokens: 1 }, Variant::Group(1)], 1).await?;
    let (few, _) = bench
        .fastest(&[Variant::Thread { pairs: 4, tokens: 4 }, Variant::Group(4)], FEW / 2)
        .await?;
    let (many, many_ms) = bench
        .fastest(&[Variant::Thread { pairs: 4, tokens: 4 }, Variant::Tile], PROMPT_ROWS)
        .await?;

    // Nearly all the time goes into matrices, in proportion to their size.
    let matrix = &layer.down.matrix;
    let share = model.weights() as f64 / (f64::from(matrix.rows) * f64::from(matrix.inputs));
    Ok(Tuning {
        variants: Variants { one, few, many },
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

    /// The fastest of `variants` for `rows` token rows, and the milliseconds of a dispatch.
    async fn fastest(
        &self,
        variants: &[Variant; 2],
        rows: u32,
    ) -> Result<(Variant, f64), ExecuteError> {
        let mut best: Option<(Variant, f64)> = None;
        let mut repeats = 1;
        for &variant in variants {
            let make = |_: &GpuContext| {
                self.kernels.matrices().kernel(self.matrix.tensor_type, Store::Plain, variant)
            };
            let kernel = self.context.guarded(make).await?;
            self.time(&kernel, rows, 1).await?; // compiles, fills caches
            let mut elapsed = self.time(&kernel, rows, repeats).await?;
            while elapsed < LONG_ENOUGH.max(self.latency_ms) && repeats < 256 {
                repeats *= 4;
                elapsed = self.time(&kernel, rows, repeats).await?;
            }
            let each = elapsed / f64::from(repeats);
            if best.is_none_or(|(_, least)| each < least) {
                best = Some((variant, each));
            }
        }
        best.ok_or_else(|| ExecuteError::Shader("no matrix kernel".to_owned()))
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
