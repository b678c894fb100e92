//! What `diorama inspect` tells, ready to be printed as text or JSON.

use diorama_model::{
    Decoder, Gguf, Memory,
    gguf::{Share, TensorInfo, Value},
    quant::TensorType,
};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// How many elements of an array are shown.
const SHOWN: usize = 8;

/// What a model file holds.
#[derive(Serialize)]
pub struct Report {
    /// Path of the file.
    pub file: String,
    /// Length of the file.
    pub bytes: u64,
    /// Version of the format.
    pub gguf_version: u32,
    /// `general.name`.
    pub name: Option<String>,
    /// `general.architecture`.
    pub architecture: Option<String>,
    /// `general.license`.
    pub license: Option<String>,
    /// Main storage type.
    pub quantization: Option<&'static str>,
    /// Number of parameters.
    pub parameters: u64,
    /// How much is stored as which type, the largest part first.
    pub stored: Vec<Stored>,
    /// Whether the model runs here, and in how much memory.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// Metadata by key; of arrays the length and the first elements.
    pub metadata: BTreeMap<String, Json>,
    /// Tensors in the order of the file.
    pub tensors: Vec<Tensor>,
}

/// How much is stored as one type.
#[derive(Serialize)]
pub struct Stored {
    /// The type.
    pub r#type: &'static str,
    /// Number of tensors.
    pub tensors: u64,
    /// Number of parameters.
    pub parameters: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Whether a model runs here.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does, in so much memory.
    Memory(MemoryNeeded),
    /// It does not; why.
    Unsupported(String),
}

/// Memory to run a model, in bytes.
#[derive(Serialize)]
pub struct MemoryNeeded {
    /// Tokens there is room for.
    pub context: u32,
    /// Longest context the model was trained for, in tokens.
    pub trained_context: u32,
    /// Tensors.
    pub weights: u64,
    /// Keys and values.
    pub cache: u64,
    /// What flows through the layers.
    pub activations: u64,
    /// All of it.
    pub total: u64,
}

/// One tensor.
#[derive(Serialize)]
pub struct Tensor {
    /// Name.
    pub name: String,
    /// Storage type.
    pub r#type: &'static str,
    /// Sizes, fastest-varying first.
    pub dimensions: Vec<u64>,
    /// Offset in the file.
    pub offset: u64,
    /// Length of the data in bytes.
    pub bytes: u64,
}

impl Report {
    /// Sums up the file at `path`, with an estimate of memory for `context` tokens.
    pub fn new(path: String, gguf: &Gguf, context: u32) -> Self {
        let string = |key| gguf.string(key).ok().map(str::to_owned);
        let mut tensors: Vec<Tensor> = gguf.tensors.iter().map(tensor).collect();
        tensors.sort_by_key(|tensor| tensor.offset);
        Self {
            file: path,
            bytes: gguf.file_length,
            gguf_version: gguf.version,
            name: string("general.name"),
            architecture: string("general.architecture"),
            license: string("general.license"),
            quantization: gguf.main_type().map(TensorType::name),
            parameters: gguf.parameters(),
            stored: gguf.shares().into_iter().map(stored).collect(),
            verdict: verdict(gguf, context),
            metadata: gguf.metadata.iter().map(|(key, x)| (key.clone(), value(x))).collect(),
            tensors,
        }
    }
}

fn verdict(gguf: &Gguf, context: u32) -> Verdict {
    let decoder = match Decoder::from_gguf(gguf) {
        Ok(decoder) => decoder,
        Err(error) => return Verdict::Unsupported(error.to_string()),
    };
    let memory = Memory::estimate(gguf, &decoder, context);
    Verdict::Memory(MemoryNeeded {
        context,
        trained_context: decoder.context,
        weights: memory.weights,
        cache: memory.cache,
        activations: memory.activations,
        total: memory.total(),
    })
}

fn stored(share: Share) -> Stored {
    let Share { tensor_type, tensors, parameters, bytes } = share;
    Stored { r#type: tensor_type.name(), tensors, parameters, bytes }
}

fn tensor((name, info): (&String, &TensorInfo)) -> Tensor {
    Tensor {
        name: name.clone(),
        r#type: info.tensor_type.name(),
        dimensions: info.dimensions.clone(),
        offset: info.offset,
        bytes: info.length,
    }
}

fn value(value: &Value) -> Json {
    match value {
        Value::U8(x) => json!(x),
        Value::I8(x) => json!(x),
        Value::U16(x) => json!(x),
        Value::I16(x) => json!(x),
        Value::U32(x) => json!(x),
        Value::I32(x) => json!(x),
        Value::F32(x) => float(*x),
        Value::Bool(x) => json!(x),
        Value::String(x) => json!(x),
        Value::U64(x) => json!(x),
        Value::I64(x) => json!(x),
        Value::F64(x) => json!(x),
        Value::Strings(list) => array(list.len(), list.iter()),
        Value::Bytes(list) => array(list.len(), list),
        Value::Bools(list) => array(list.len(), list),
        Value::Ints(list) => array(list.len(), list),
        Value::Floats(list) => array(list.len(), list.iter().map(|&x| float(x))),
    }
}

/// The shortest decimal that is this float, rather than all digits of its 64-bit widening.
fn float(x: f32) -> Json {
    x.to_string().parse::<f64>().map_or(Json::Null, |x| json!(x))
}

fn array<T: Serialize>(length: usize, elements: impl IntoIterator<Item = T>) -> Json {
    let first: Vec<Json> = elements.into_iter().take(SHOWN).map(|x| json!(x)).collect();
    json!({ "length": length, "first": first })
}
