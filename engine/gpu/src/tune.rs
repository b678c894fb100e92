//! Choosing kernel variants by a short measurement: which one is fast differs between chips, and
//! more between chips and programs that play one, and names do not tell.

use crate::{
    clock::Moment,
    context::GpuContext,
    kernels::Kernels,
    matrix::{Family, MatrixKernel, Store, Variant},
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
const LONG_ENOUGH: f64 = 8.0;
/// Measurements of each of two kernels at most.
const TRIES: u32 = 4;
/// So many times as fast is plainly faster.
const PLAIN: f64 = 3.0;

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub struct Tuning {
    /// The fastest family of variants, or the one that was asked for.
    pub family: Family,
    /// Milliseconds that a wait for the GPU takes when there is nothing to do.
    pub latency_ms: f64,
    /// Estimated milliseconds to decode a token.
    pub token_ms: f64,
    /// Estimated milliseconds a token of a prompt.
    pub prompt_token_ms: f64,
}

/// Compares the families of variants on a matrix of the model, its first layer's last. `asked` is
/// taken instead of the faster.
///
/// One row decides for all: a device on which invocations do best alone (a CPU) does so with many
/// rows too, and compiling a kernel takes longer than running it.
pub async fn tune(
    context: &GpuContext,
    kernels: &Kernels<'_>,
    state: &State,
    model: &Model,
    asked: Option<Family>,
) -> Result<Tuning, ExecuteError> {
    let Some(layer) = model.layers.first() else {
        return Err(ExecuteError::Model("a model without layers".to_owned()));
    };
    context.finished().await?;
    let begin = Moment::now();
    context.finished().await?;
    let latency_ms = begin.elapsed_ms();

    let bench = Bench::new(context, kernels, state, &layer.down.matrix, latency_ms).await?;
    let (family, one_ms) = match asked {
        Some(family) => {
            let kernel = bench.kernel(family.variants().one).await?;
            (family, bench.measure(&kernel, 1).await?.1)
        }
        None => bench.faster(Family::Threads, Family::Groups).await?,
    };
    let kernel = bench.kernel(family.variants().many).await?;
    let (_, many_ms) = bench.measure(&kernel, PROMPT_ROWS).await?;

    // Nearly all the time goes into matrices, in proportion to their size.
    let matrix = &layer.down.matrix;
    let share = model.weights() as f64 / (f64::from(matrix.rows) * f64::from(matrix.inputs));
    Ok(Tuning {
        family,
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

    /// The faster of two families and its milliseconds for a dispatch with one row. Unless the
    /// difference is plain at once, each has several tries and the best counts: other programs
    /// may be at work.
    async fn faster(&self, a: Family, b: Family) -> Result<(Family, f64), ExecuteError> {
        let kernels = (self.kernel(a.variants().one).await?, self.kernel(b.variants().one).await?);
        self.time(&kernels.1, 1, 1).await?; // compiles, fills caches
        let (repeats, _) = self.measure(&kernels.0, 1).await?;
        let mut least = (f64::INFINITY, f64::INFINITY);
        for _ in 0..TRIES {
            least.0 = least.0.min(self.time(&kernels.0, 1, repeats).await?);
            least.1 = least.1.min(self.time(&kernels.1, 1, repeats).await?);
            if least.0 > PLAIN * least.1 || least.1 > PLAIN * least.0 {
                break;
            }
        }
        let (family, elapsed) = if least.0 <= least.1 { (a, least.0) } else { (b, least.1) };
        Ok((family, self.each(elapsed, repeats)))
    }

    /// How often to repeat a dispatch of `kernel` to time it well, and milliseconds for each.
    async fn measure(&self, kernel: &MatrixKernel, rows: u32) -> Result<(u32, f64), ExecuteError> {
        self.time(kernel, rows, 1).await?; // compiles, fills caches
        let mut repeats = 4;
        loop {
            let elapsed = self.time(kernel, rows, repeats).await?;
            if elapsed > LONG_ENOUGH.max(2.0 * self.latency_ms) || repeats >= MOST_REPEATS {
                return Ok((repeats, self.each(elapsed, repeats)));
            }
            repeats *= 4;
        }
    }

    /// Milliseconds of one of `repeats` dispatches that took `elapsed` with the wait.
    fn each(&self, elapsed: f64, repeats: u32) -> f64 {
        (elapsed - self.latency_ms).max(0.1 * elapsed) / f64::from(repeats)
    }

    async fn kernel(&self, variant: Variant) -> Result<MatrixKernel, ExecuteError> {
        let make = |_: &GpuContext| {
            self.kernels.matrices().kernel(self.matrix.tensor_type, Store::Plain, variant)
        };
        self.context.guarded(make).await
    }

    /// Milliseconds of `repeats` dispatches and the wait for them.
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
        Ok(begin.elapsed_ms().max(0.01))
    }
}
