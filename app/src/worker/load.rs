//! From a model's bytes to something that steps.

use crate::{
    protocol::{ExecutorChoice, ExecutorKind, FailureKind, FromWorker, Gpu, Stage},
    worker::{card::Head, executor::AnyExecutor, failure::Failure, find::Found, js, meter::Meter},
};
use diorama_gpu::{GpuContext, GpuExecutor};
use diorama_model::{
    Executor, Session, Tokenizer,
    chat::{ChatError, ChatTemplate},
    cpu::CpuExecutor,
    executor::ExecuteError,
};
use diorama_predict::{Language, Predictor, Protocol};

/// Bytes of memory that WebAssembly can address, less some for everything but the model.
const MOST_CPU_MEMORY: u64 = (4 << 30) - (128 << 20);

/// A model that runs, by what it speaks.
pub enum Model {
    /// It writes whole observations, and continues texts.
    Full(Box<Full>),
    /// It writes what changes.
    Delta(Box<Predictor<AnyExecutor>>),
}

/// A model that writes whole observations.
pub struct Full {
    /// The executor and what its cache holds.
    pub session: Session<AnyExecutor>,
    /// Text to tokens and back.
    pub tokenizer: Tokenizer,
    /// Conversations to tokens; a model whose template is unreadable still continues plain text.
    pub template: Result<ChatTemplate, ChatError>,
}

/// Loads what was found, and tells what the page is to be told.
pub async fn load(
    id: u64,
    found: &Found,
    head: &Head,
    gpu: &Gpu,
    choice: ExecutorChoice,
    context: u32,
) -> Result<(Model, FromWorker), Failure> {
    // What cannot be spoken to is not worth the memory of its weights.
    let speech = Speech::read(head)?;
    let context = head.context(context);
    let card = head.card(found, context);
    let (executor, kind, note) = prepare(head, found, gpu, choice, context).await?;
    let notes: Vec<&str> = [note.as_deref(), found.note.as_deref()].into_iter().flatten().collect();
    let loaded = FromWorker::Loaded {
        id,
        model: card,
        executor: kind,
        device: executor.device().into(),
        context: executor.capacity() as u32,
        wasm_memory: js::wasm_memory(),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    };
    Ok((speech.with(Session::new(executor)), loaded))
}

/// What a model's file says of its words.
enum Speech {
    Full(Tokenizer, Result<ChatTemplate, ChatError>),
    Delta(Language),
}

impl Speech {
    fn read(head: &Head) -> Result<Self, Failure> {
        let bad = |words: String| Failure::new(FailureKind::BadModel, words);
        match head.protocol {
            Protocol::Full => {
                let tokenizer = Tokenizer::from_gguf(&head.gguf)
                    .map_err(|error| bad(format!("The tokenizer cannot be read: {error}.")))?;
                let template = ChatTemplate::from_gguf(&head.gguf, &tokenizer);
                Ok(Self::Full(tokenizer, template))
            }
            Protocol::Delta => {
                let language = Language::from_gguf(&head.gguf);
                language.map(Self::Delta).map_err(|error| bad(error.to_string()))
            }
        }
    }

    fn with(self, session: Session<AnyExecutor>) -> Model {
        match self {
            Self::Full(tokenizer, template) => {
                Model::Full(Box::new(Full { session, tokenizer, template }))
            }
            Self::Delta(language) => Model::Delta(Box::new(Predictor::of(language, session))),
        }
    }
}

/// Loads the weights where they are to run, and says why if that is not where they were wanted.
async fn prepare(
    head: &Head,
    found: &Found,
    gpu: &Gpu,
    choice: ExecutorChoice,
    context: u32,
) -> Result<(AnyExecutor, ExecutorKind, Option<String>), Failure> {
    let failed = |error: ExecuteError| Failure::from_execute(&error, found.bytes.medium());
    let note = match (choice, gpu) {
        (ExecutorChoice::Cpu, _) => None,
        (ExecutorChoice::Gpu, _) => {
            let executor = on_gpu(head, found, context).await.map_err(failed)?;
            return Ok((executor, ExecutorKind::Gpu, None));
        }
        (ExecutorChoice::Auto, Gpu::Hardware(_)) => match on_gpu(head, found, context).await {
            Ok(executor) => return Ok((executor, ExecutorKind::Gpu, None)),
            // The bytes are to blame, not the GPU.
            Err(error @ ExecuteError::Source(_)) => return Err(failed(error)),
            Err(error) => Some(format!("The GPU failed ({error}); the model runs on the CPU.")),
        },
        (ExecutorChoice::Auto, Gpu::Software(_)) => {
            Some("This browser has only a software GPU; the CPU is faster.".into())
        }
        (ExecutorChoice::Auto, Gpu::Missing { reason }) => {
            Some(format!("{reason} The model runs on the CPU."))
        }
    };
    let executor = on_cpu(head, found, context).await.map_err(failed)?;
    Ok((executor, ExecutorKind::Cpu, note))
}

async fn on_cpu(head: &Head, found: &Found, context: u32) -> Result<AnyExecutor, ExecuteError> {
    let needed = head.memory(context);
    if needed > MOST_CPU_MEMORY {
        return Err(ExecuteError::OutOfMemory(format!(
            "on the CPU this model needs {} MB, and a browser tab can have {} MB",
            needed >> 20,
            MOST_CPU_MEMORY >> 20
        )));
    }
    let decoder = head.decoder.clone();
    let executor =
        CpuExecutor::load(&found.bytes, &head.gguf, decoder, context as usize, progress()).await?;
    Ok(AnyExecutor::cpu(executor))
}

async fn on_gpu(head: &Head, found: &Found, context: u32) -> Result<AnyExecutor, ExecuteError> {
    let gpu = GpuContext::new().await?;
    let decoder = head.decoder.clone();
    let (bytes, context) = (&found.bytes, context as usize);
    let loaded = GpuExecutor::load(&gpu, bytes, &head.gguf, decoder, context, progress()).await;
    if loaded.is_err() {
        gpu.device().destroy();
    }
    loaded.map(AnyExecutor::gpu)
}

/// Reports the bytes of weights that were read.
fn progress() -> impl FnMut(u64, u64) {
    let mut meter = None;
    move |done, total| {
        meter.get_or_insert_with(|| Meter::new(Stage::Preparing, total)).report(done);
    }
}
