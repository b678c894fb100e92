//! The executor: a plan, its state, and how far it has come.

use crate::{
    clock::Moment,
    context::GpuContext,
    kernels::Kernels,
    matrix::Family,
    model::Loader,
    pace::Pace,
    parameters::Parameters,
    plan::{Plan, Planner, record},
    rope::turns,
    sample::{self, Choice},
    state::{MAX_LOGIT_ROWS, Phase, State, attention, cache_row_bytes, stride},
    tune::tune,
};
use diorama_model::{ByteSource, Decoder, ExecuteError, Executor, Gguf, Sampler, decoder::Rope};

/// Most tokens one [`draw`](Executor::draw) returns.
const MAX_DRAWN: usize = 64;

/// Runs a [`Decoder`] through WebGPU.
#[derive(Debug)]
pub struct GpuExecutor {
    context: GpuContext,
    decoder: Decoder,
    state: State,
    plan: Plan,
    pace: Pace,
    family: Family,
    capacity: usize,
    cached: usize,
    /// The row of the logits buffer that holds the next token's.
    logit_row: Option<u32>,
    /// To read ids through.
    staging: wgpu::Buffer,
}

impl GpuExecutor {
    /// Loads the weights that `decoder` names from `source`, whose head is `file`, and makes room
    /// for `capacity` tokens, or as many as the model and the GPU's limits allow.
    ///
    /// `progress` is told the bytes of weights read and the bytes in all.
    pub async fn load(
        context: &GpuContext,
        source: &impl ByteSource,
        file: &Gguf,
        decoder: Decoder,
        capacity: usize,
        progress: impl FnMut(u64, u64),
    ) -> Result<Self, ExecuteError> {
        Self::load_as(None, context, source, file, decoder, capacity, progress).await
    }

    /// [`load`](Self::load) with the kernels of a family whatever is faster, to compare them.
    pub async fn load_as(
        family: Option<Family>,
        context: &GpuContext,
        source: &impl ByteSource,
        file: &Gguf,
        decoder: Decoder,
        capacity: usize,
        progress: impl FnMut(u64, u64),
    ) -> Result<Self, ExecuteError> {
        let capacity = fitting_capacity(context, &decoder, capacity);
        let state = context.guarded(|context| State::new(context, &decoder, capacity)).await??;
        let mut loader = Loader::new(context, source, file, progress);
        let model = loader.model(&decoder).await?;
        let mut tables: Vec<(Rope, wgpu::Buffer)> = Vec::new();
        for block in &decoder.blocks {
            let rope = &attention(block).rope;
            if !tables.iter().any(|(other, _)| other == rope) {
                let table = turns(context, file, source, rope, capacity).await?;
                tables.push((rope.clone(), table));
            }
        }
        let kernels = context.guarded(|_| Kernels::new(context)).await?;
        let tuning = tune(context, &kernels, &state, &model, family).await?;
        let make = |context: &GpuContext| {
            let planner = Planner {
                context,
                kernels: &kernels,
                variants: tuning.family.variants(),
                state: &state,
                turns: &tables,
            };
            planner.plan(&decoder, &model)
        };
        let plan = context.guarded(make).await??;
        drop(kernels);
        Ok(Self {
            staging: context.staging(MAX_DRAWN as u64 * 4),
            context: context.clone(),
            pace: Pace::new(&tuning),
            family: tuning.family,
            capacity: capacity as usize,
            cached: 0,
            logit_row: None,
            decoder,
            state,
            plan,
        })
    }

    /// Dispatches for one decoded token, greedy sampling included.
    pub fn dispatches_per_token(&self) -> usize {
        self.plan.body.len() + self.plan.head.len() + self.plan.arg_max.len()
    }

    /// The kernels that it runs.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The device it runs on.
    pub fn context(&self) -> &GpuContext {
        &self.context
    }

    fn check_room(&self, tokens: usize) -> Result<(), ExecuteError> {
        let needed = self.cached + tokens;
        if needed > self.capacity {
            return Err(ExecuteError::ContextFull { needed, capacity: self.capacity });
        }
        Ok(())
    }

    fn check_tokens(&self, tokens: &[u32]) -> Result<(), ExecuteError> {
        if tokens.is_empty() {
            return Err(ExecuteError::NothingFed);
        }
        self.check_room(tokens.len())?;
        match tokens.iter().find(|&&token| token >= self.decoder.vocabulary) {
            Some(&token) => Err(ExecuteError::UnknownToken(token)),
            None => Ok(()),
        }
    }

    /// Submits a pass over `rows` tokens at the end of the cache, with the logits of the last
    /// `logit_rows`. With a choice the first token is chosen on the GPU.
    fn submit(&mut self, choice: Option<Choice>, rows: u32, logit_rows: u32) {
        let start = self.cached as u32;
        let body = Parameters { start, rows, ..Parameters::default() };
        let head =
            Parameters { source_row: rows - logit_rows, rows: logit_rows, ..Parameters::default() };
        self.state.set(&self.context, Phase::Body, &body);
        self.state.set(&self.context, Phase::Head, &head);
        let plan = &self.plan;
        self.context.submit(|pass| {
            match choice {
                Some(Choice::ArgMax) => record(pass, &plan.arg_max, Phase::Choose, 1),
                Some(Choice::TopK) => record(pass, &plan.top_k, Phase::Choose, 1),
                Some(Choice::Host) | None => {}
            }
            record(pass, &plan.body, Phase::Body, rows);
            if logit_rows > 0 {
                record(pass, &plan.head, Phase::Head, logit_rows);
            }
        });
        self.cached += rows as usize;
        self.logit_row = logit_rows.checked_sub(1);
    }

    /// Puts `tokens` where the next passes will look them up.
    fn put(&self, tokens: &[u32]) {
        let offset = self.cached as u64 * 4;
        self.context.queue().write_buffer(&self.state.tokens, offset, bytemuck::cast_slice(tokens));
    }

    /// Reads `count` ids from `position` of the token buffer.
    async fn read_ids(&self, position: usize, count: usize) -> Result<Vec<u32>, ExecuteError> {
        let (offset, bytes) = (position as u64 * 4, count as u64 * 4);
        let bytes = self.context.read(&self.state.tokens, offset, bytes, &self.staging).await?;
        Ok(bytes.as_chunks().0.iter().map(|id| u32::from_le_bytes(*id)).collect())
    }
}

impl Executor for GpuExecutor {
    fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    fn device(&self) -> &str {
        &self.context.facts().name
    }

    fn capacity(&self) -> usize {
        self.capacity
    }

    fn cached(&self) -> usize {
        self.cached
    }

    fn chain(&self) -> usize {
        self.pace.chain()
    }

    fn batch(&self) -> usize {
        self.pace.batch()
    }

    fn truncate(&mut self, length: usize) {
        if length < self.cached {
            self.cached = length;
            self.logit_row = None;
        }
    }

    async fn feed(&mut self, tokens: &[u32]) -> Result<(), ExecuteError> {
        self.context.check()?;
        self.check_tokens(tokens)?;
        let begin = Moment::now();
        self.put(tokens);
        let mut rest = tokens.len();
        while rest > 0 {
            let rows = rest.min(self.pace.rows());
            rest -= rows;
            self.submit(None, rows as u32, u32::from(rest == 0));
        }
        if self.pace.is_long(tokens.len()) {
            self.context.finished().await?;
            self.pace.fed(tokens.len(), begin.elapsed_ms());
        }
        self.context.check()
    }

    async fn feed_greedy(&mut self, tokens: &[u32]) -> Result<Vec<u32>, ExecuteError> {
        self.context.check()?;
        self.check_tokens(tokens)?;
        self.put(tokens);
        let mut likely = Vec::with_capacity(tokens.len());
        for piece in tokens.chunks(MAX_LOGIT_ROWS as usize) {
            let rows = piece.len() as u32;
            self.submit(None, rows, rows);
            let start = self.capacity as u32;
            let choose = Parameters { start, rows, ..Parameters::default() };
            self.state.set(&self.context, Phase::Choose, &choose);
            let plan = &self.plan;
            self.context.submit(|pass| record(pass, &plan.arg_max, Phase::Choose, rows));
            likely.extend(self.read_ids(self.capacity, piece.len()).await?);
        }
        Ok(likely)
    }

    async fn logits(&mut self) -> Result<Vec<f32>, ExecuteError> {
        let row = self.logit_row.ok_or(ExecuteError::NothingFed)?;
        let offset = u64::from(stride(self.decoder.vocabulary)) * u64::from(row) * 4;
        let bytes = u64::from(self.decoder.vocabulary) * 4;
        let staging = self.context.staging(bytes);
        let bytes = self.context.read(&self.state.logits, offset, bytes, &staging).await?;
        Ok(bytes.as_chunks().0.iter().map(|logit| f32::from_le_bytes(*logit)).collect())
    }

    async fn draw(&mut self, sampler: &Sampler, count: usize) -> Result<Vec<u32>, ExecuteError> {
        self.context.check()?;
        if self.logit_row.is_none() {
            return Err(ExecuteError::NothingFed);
        }
        let start = self.cached;
        let count = count.min(self.capacity - start).min(MAX_DRAWN);
        let choice = Choice::of(sampler);
        if choice == Choice::Host {
            let mut drawn = Vec::with_capacity(count);
            for position in start..start + count {
                let token = sampler.choose(&self.logits().await?, position as u64);
                self.feed(&[token]).await?;
                drawn.push(token);
            }
            return Ok(drawn);
        }
        if count == 0 {
            return Ok(Vec::new());
        }
        let begin = Moment::now();
        for position in start..start + count {
            let row = self.logit_row.unwrap_or(0);
            let parameters = sample::parameters(sampler, position as u32, row);
            self.state.set(&self.context, Phase::Choose, &parameters);
            self.submit(Some(choice), 1, 1);
        }
        let drawn = self.read_ids(start, count).await?;
        self.pace.drew(count, begin.elapsed_ms());
        Ok(drawn)
    }
}

/// As many of `wanted` positions as the model was trained for and the GPU's buffers hold.
fn fitting_capacity(context: &GpuContext, decoder: &Decoder, wanted: usize) -> u32 {
    let row_bytes = decoder.blocks.iter().map(|block| {
        let attention = attention(block);
        cache_row_bytes(attention).max(u64::from(attention.rope.dimensions) * 4)
    });
    let limit = context.facts().max_binding.min(context.facts().max_buffer);
    let fits = limit / row_bytes.max().unwrap_or(4).max(4);
    let most = fits.min(u64::from(decoder.context)).max(1);
    (wanted as u64).clamp(1, most) as u32
}
