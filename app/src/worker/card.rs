//! A model in a few numbers, for people.

use crate::{
    protocol::{self, FailureKind, ModelCard},
    worker::{failure::Failure, find::Found},
};
use diorama_model::{ByteSource, Decoder, Gguf, gguf::GgufError, memory::Memory};
use diorama_predict::Protocol;

/// Longest text taken from a file into a card, in characters.
const LONGEST_TEXT: usize = 200;

/// Context length that the memory of an inspected model is estimated for, in tokens.
pub const USUAL_CONTEXT: u32 = 4096;

/// The head of a model file, understood.
pub struct Head {
    /// Metadata and tensors.
    pub gguf: Gguf,
    /// The data flow.
    pub decoder: Decoder,
    /// How the model is spoken to.
    pub protocol: Protocol,
}

impl Head {
    /// Reads the head; no weights.
    pub async fn read(found: &Found) -> Result<Self, Failure> {
        let bad = |words: String| Failure::new(FailureKind::BadModel, words);
        let gguf = Gguf::read(&found.bytes).await.map_err(|error| match error {
            GgufError::Source(error) => Failure::from_source(&error, found.bytes.medium()),
            error => bad(format!("“{}” is not a model we can read: {error}.", found.name)),
        })?;
        let decoder = Decoder::from_gguf(&gguf)
            .map_err(|error| bad(format!("“{}” cannot run here: {error}.", found.name)))?;
        let protocol = Protocol::of(&gguf)
            .map_err(|error| bad(format!("“{}” cannot run here: {error}.", found.name)))?;
        Ok(Self { gguf, decoder, protocol })
    }

    /// Tokens to prepare for when `wanted` are asked for: no more than the model was trained for.
    pub fn context(&self, wanted: u32) -> u32 {
        wanted.clamp(1, self.decoder.context.max(1))
    }

    /// Memory to run with room for `context` tokens, in bytes.
    pub fn memory(&self, context: u32) -> u64 {
        Memory::estimate(&self.gguf, &self.decoder, context).total()
    }

    /// The card of the model with room for `context` tokens.
    pub fn card(&self, found: &Found, context: u32) -> ModelCard {
        let text = |key| self.gguf.string(key).ok().map(clipped).filter(|text| !text.is_empty());
        ModelCard {
            // `general.name` is often the label of a checkpoint; the file's name is what people know.
            name: clipped(found.name.strip_suffix(".gguf").unwrap_or(&found.name)),
            architecture: self.decoder.architecture.clone(),
            quantization: self
                .gguf
                .main_type()
                .map_or_else(String::new, |tensor_type| format!("{tensor_type:?}")),
            protocol: self.protocol.into(),
            parameters: self.gguf.parameters(),
            file_bytes: found.bytes.len(),
            memory_bytes: self.memory(context),
            context: self.decoder.context,
            license: text("general.license"),
            sha256: found.sha256.clone(),
            stored_bytes: found.stored_bytes,
        }
    }
}

impl From<Protocol> for protocol::Protocol {
    fn from(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Full => Self::Full,
            Protocol::Delta => Self::Delta,
        }
    }
}

/// Text from a file, of a length that fits a page.
fn clipped(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(LONGEST_TEXT).collect()
}
