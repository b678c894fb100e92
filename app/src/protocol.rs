//! Messages between the page and the inference worker.
//!
//! A message's name stands outside its fields, `{"step": {…}}`: a name inside would have serde keep
//! the fields until it comes by, which costs the page 12 kB.
//!
//! Each message is one JSON text posted with `postMessage` as `{diorama: VERSION, message: "…"}`;
//! a [`ModelSource::File`] travels beside it as `file`, a browser `File`. The worker says
//! [`FromWorker::Ready`] once its code runs; the page sends nothing before that.
//!
//! Messages are handled one after the other in the order they came; only [`ToWorker::Stop`] and
//! [`ToWorker::CancelLoad`] take effect at once. After [`FromWorker::Panicked`] the worker is
//! closed. Memory that runs out inside WebAssembly gives no message: the page sees the `error`
//! event of the `Worker` and treats it in the same way.

mod branch;
pub mod desk;
pub mod remote;
pub mod truth;

pub use branch::{Branch, Known};
use diorama_model::Sampling;
use diorama_world::Facts;
use serde::{Deserialize, Serialize};

/// Version of these messages; page and worker of different versions refuse each other.
pub const VERSION: u32 = 1;

/// Page to worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToWorker {
    /// Look at a model without downloading it: answered by [`FromWorker::Inspected`].
    Inspect {
        /// Which model.
        source: ModelSource,
    },
    /// Download (or resume), verify, keep, and load a model: answered by
    /// [`FromWorker::Progress`] and then [`FromWorker::Loaded`], [`FromWorker::Outgrown`] or
    /// [`FromWorker::Failed`]. A load that came before and is not over is cancelled.
    Load {
        /// Chosen by the page, given back in the last answer.
        id: u64,
        /// Which model.
        source: ModelSource,
        /// Where to run it.
        executor: ExecutorChoice,
        /// Context length in tokens to prepare for.
        context: u32,
    },
    /// Stop the inspection, download or load under way and those that wait: each is answered by
    /// [`FromWorker::Failed`] with [`FailureKind::Cancelled`]. What was downloaded is kept for a
    /// resume.
    CancelLoad,
    /// Predict one step: answered by [`FromWorker::Reading`], [`FromWorker::Writing`] (or, where the
    /// model speaks `delta`, [`FromWorker::Growing`]), then [`FromWorker::Stepped`] or
    /// [`FromWorker::Failed`].
    Step {
        /// Chosen by the page, given back in every answer.
        id: u64,
        /// What led here.
        branch: Box<Branch>,
        /// What is done now, in the dialect's spelling.
        action: String,
        /// How to choose tokens.
        sampling: Sampling,
        /// Longest reply, in tokens.
        max_tokens: u32,
    },
    /// Read a branch before it is known what is done next, where the model speaks `delta`: not
    /// answered. A step or another branch takes it back.
    Prepare {
        /// What led here.
        branch: Box<Branch>,
    },
    /// Stop the step under way and those that wait; what was written so far is answered as
    /// `Stepped`.
    Stop,
    /// Continue a plain text, for tests and measurements: answered like a step.
    Generate {
        /// Chosen by the page.
        id: u64,
        /// The text to continue, without any template.
        prompt: String,
        /// How to choose tokens.
        sampling: Sampling,
        /// Tokens to write.
        max_tokens: u32,
    },
    /// List the stored models: answered by [`FromWorker::Stored`].
    ListStored,
    /// Delete a stored model: answered by [`FromWorker::Stored`].
    Delete {
        /// Its key.
        key: String,
    },
}

/// Worker to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromWorker {
    /// The worker's code runs.
    Ready {
        /// [`VERSION`] as the worker knows it.
        version: u32,
        /// The GPU, or why there is none.
        gpu: Gpu,
        /// Storage, where the browser tells.
        storage: Option<Storage>,
    },
    /// What a model is and needs.
    Inspected {
        /// Which model was asked for.
        source: ModelSource,
        /// What it is.
        model: ModelCard,
    },
    /// A download or load goes on.
    Progress {
        /// What is happening.
        stage: Stage,
        /// Bytes done.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// A model is ready to step.
    Loaded {
        /// The load.
        id: u64,
        /// What it is.
        model: ModelCard,
        /// Where it runs.
        executor: ExecutorKind,
        /// The device's name: "CPU", or the adapter's.
        device: String,
        /// Tokens the context holds.
        context: u32,
        /// Size of the worker's WebAssembly memory in bytes. It never shrinks, so this is also its
        /// peak since the worker started.
        wasm_memory: u64,
        /// Why another executor than the chosen one runs or the file is not kept, if so; a sentence.
        note: Option<String>,
    },
    /// The model asked for is one that this program of the worker cannot run; the other can.
    Outgrown {
        /// The load.
        id: u64,
    },
    /// The prompt is being read.
    Reading {
        /// The step.
        id: u64,
        /// Tokens read so far, the reused ones included.
        done: u32,
        /// Tokens of the prompt.
        total: u32,
    },
    /// More of the reply.
    Writing {
        /// The step.
        id: u64,
        /// Text to append to what came before.
        text: String,
    },
    /// More of a reply in `delta`, and what it makes of the screen so far.
    Growing {
        /// The step.
        id: u64,
        /// The reply so far.
        reply: String,
        /// The observation so far, in the scenario's dialect.
        observation: String,
    },
    /// A step ended.
    Stepped {
        /// The step.
        id: u64,
        /// The whole reply; that of a step begins with `reply_prefix`.
        reply: String,
        /// What the reply came to, where the model speaks `delta`.
        outcome: Option<Box<Outcome>>,
        /// The tokens that the model wrote; those of `reply_prefix` are not among them.
        tokens: Vec<u32>,
        /// Why it ended.
        end: End,
        /// How fast it went.
        speed: Speed,
    },
    /// What is stored on this device.
    Stored {
        /// The models.
        models: Vec<StoredModel>,
        /// Storage, where the browser tells.
        storage: Option<Storage>,
    },
    /// Something failed; the worker goes on.
    Failed {
        /// The step or the load, if one failed.
        id: Option<u64>,
        /// What kind of failure.
        kind: FailureKind,
        /// What happened, in a sentence for people.
        message: String,
    },
    /// The worker's code panicked and cannot go on; the page restarts it.
    Panicked {
        /// The panic's text.
        message: String,
    },
}

/// What a reply in `delta` came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The observation in the scenario's dialect.
    pub observation: String,
    /// The hidden state now.
    pub facts: Facts,
    /// The model's own probability of the whole reply, 0 to 1.
    pub sure: f32,
    /// Nodes of the observation that the reply speaks of, and how sure the model was of each.
    pub nodes: Vec<(usize, f32)>,
}

/// Where a model comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModelSource {
    /// An address; also the models beside the page (relative to it).
    Url {
        /// Absolute address.
        url: String,
        /// Expected hash, lower-case hex, where it is known.
        sha256: Option<String>,
    },
    /// A file in a Hugging Face repository.
    HuggingFace {
        /// `owner/name`.
        repository: String,
        /// Branch, tag or commit.
        revision: String,
        /// Path of the GGUF file.
        file: String,
        /// Address of another hub that speaks the same interface: `https://hub.example`. `None` is
        /// `https://huggingface.co`. Show it to the person before using one that came in a link.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hub: Option<String>,
    },
    /// A file the person chose or dropped; travels beside the message. It is read where it lies:
    /// it is not copied into storage, and never in [`FromWorker::Stored`].
    File {
        /// Its name.
        name: String,
    },
    /// Stored on this device.
    Stored {
        /// Its key.
        key: String,
    },
}

/// The GPU as the page can use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gpu {
    /// A real one.
    Hardware(Adapter),
    /// The browser draws with the CPU; ours is faster.
    Software(Adapter),
    /// None, and why.
    Missing {
        /// A sentence.
        reason: String,
    },
}

/// What an adapter offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adapter {
    /// Vendor, architecture, description: what the browser tells.
    pub name: String,
    /// Largest buffer in bytes.
    pub max_buffer: u64,
    /// Largest binding in bytes.
    pub max_binding: u64,
}

/// Storage of this origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storage {
    /// Bytes in use.
    pub used: u64,
    /// Bytes allowed.
    pub quota: u64,
}

/// What a model is and needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelCard {
    /// The file's name, without its ending.
    pub name: String,
    /// `llama`, `qwen3`, …
    pub architecture: String,
    /// Main quantization: `Q4_1`.
    pub quantization: String,
    /// What it speaks.
    pub protocol: Protocol,
    /// Number of parameters.
    pub parameters: u64,
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// Memory to run it with the context asked for, in bytes.
    pub memory_bytes: u64,
    /// Longest context the model was trained for.
    pub context: u32,
    /// Licence, if the file tells.
    pub license: Option<String>,
    /// sha256, lower-case hex, once known.
    pub sha256: Option<String>,
    /// Bytes already on this device (a whole or an interrupted download).
    pub stored_bytes: u64,
}

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// It writes whole observations, in a conversation.
    #[default]
    Full,
    /// It writes what changes.
    Delta,
}

/// A model on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredModel {
    /// Key to load or delete it.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// Bytes stored.
    pub bytes: u64,
    /// Bytes of the whole file.
    pub total: u64,
    /// sha256, lower-case hex, once the whole file is here and verified.
    pub sha256: Option<String>,
    /// Where it came from, to resume or name it.
    pub source: ModelSource,
}

/// Where to run a model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExecutorChoice {
    /// A real GPU if there is one, else the CPU.
    #[default]
    Auto,
    /// The GPU, also a software one.
    Gpu,
    /// The CPU.
    Cpu,
}

/// Where a model runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the names say it
pub enum ExecutorKind {
    Gpu,
    Cpu,
}

/// What a load is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Bytes come over the network.
    Downloading,
    /// The stored bytes are hashed.
    Verifying,
    /// Weights are unpacked and given to the device.
    Preparing,
}

/// Why a reply ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The model ended it, or the observation is over: it was closed, or the model began to repeat
    /// one line.
    Complete,
    /// The longest reply was reached.
    Length,
    /// The context is full.
    ContextFull,
    /// The person stopped it.
    Stopped,
}

/// How fast a step went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Speed {
    /// Tokens of the prompt.
    pub prompt_tokens: u32,
    /// Of those, tokens still in the cache from before.
    pub reused_tokens: u32,
    /// Time to read the rest, in milliseconds.
    pub prefill_ms: f64,
    /// Tokens written.
    pub tokens: u32,
    /// Time to write them, in milliseconds.
    pub decode_ms: f64,
}

/// Kinds of failure, each with its own advice on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The network or the server.
    Network,
    /// The file is not a model we can read.
    BadModel,
    /// The hash is not the expected one.
    HashMismatch,
    /// Not enough room on the device.
    StorageFull,
    /// The device's storage or a file on it could not be used, for instance because another tab
    /// does.
    Storage,
    /// Not enough memory.
    OutOfMemory,
    /// The GPU device was lost.
    DeviceLost,
    /// The GPU refused a shader or there is none.
    Gpu,
    /// The conversation does not fit into the context.
    ContextFull,
    /// The person cancelled.
    Cancelled,
    /// Step before load.
    NoModel,
    /// The message was not understood.
    Protocol,
}
