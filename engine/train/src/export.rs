//! From trained weights to a GGUF file: a `llama` model with tied embeddings, which llama.cpp loads
//! too, and which says what it is.

mod metadata;
mod plan;
mod report;
mod tensors;
mod trained;

pub use plan::{Plan, PlanError};
pub use report::{Row, report};
pub use tensors::{Part, Tensor, Weights, tensors};

use crate::{Config, Vocabulary};
use diorama_model::{
    gguf::{GgufWriter, WriteError},
    quant::{self, QuantError},
};
use thiserror::Error;

/// Why weights could not be exported.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The weights lack a tensor of the model.
    #[error("there is no tensor {0:?}")]
    Missing(String),
    /// The weights have a tensor that the model has no place for.
    #[error("the model has no tensor {0:?}")]
    Unknown(String),
    /// A tensor of another size than the model's.
    #[error("the tensor {name:?} has {found} numbers, not {expected}")]
    Length {
        /// Its name.
        name: String,
        /// Numbers that it should have.
        expected: usize,
        /// Numbers that it has.
        found: usize,
    },
    /// A weight that is infinite or no number.
    #[error("the tensor {0:?} has weights that are no finite numbers")]
    NotFinite(String),
    /// The numbers of a trained tensor could not be had.
    #[error("reading the trained weights failed: {0}")]
    Numbers(String),
    /// The vocabulary is another than the one that the configuration asks for.
    #[error("the vocabulary has {found} tokens, not {expected}")]
    Vocabulary {
        /// Tokens that it should have.
        expected: usize,
        /// Tokens that it has.
        found: usize,
    },
    /// A tensor cannot be stored as planned.
    #[error("the tensor {name:?}: {error}")]
    Quant {
        /// Its name.
        name: String,
        /// Why.
        error: QuantError,
    },
    /// The configuration cannot be spelled.
    #[error("spelling the configuration failed: {0}")]
    Config(#[from] toml::ser::Error),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The GGUF file of a model, its weights stored as planned.
pub fn export(
    weights: &Weights,
    config: &Config,
    vocabulary: &Vocabulary,
    plan: &Plan,
) -> Result<GgufWriter, ExportError> {
    let found = vocabulary.tokens().len();
    if found != config.vocabulary {
        return Err(ExportError::Vocabulary { expected: config.vocabulary, found });
    }
    let mut writer = GgufWriter::default();
    for (key, value) in vocabulary.metadata() {
        writer.set(key, value);
    }
    metadata::describe(config, plan, &mut writer)?;
    let tensors = tensors(&config.model, config.vocabulary);
    weights.check(&tensors)?;
    for Tensor { name, part, sizes } in tensors {
        let tensor_type = plan.tensor_type(part);
        let data = quant::fit(tensor_type, weights.get(&name)?)
            .map_err(|error| ExportError::Quant { name: name.clone(), error })?;
        writer.add(name, &sizes, tensor_type, data)?;
    }
    Ok(writer)
}
