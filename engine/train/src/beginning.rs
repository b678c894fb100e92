//! Weights to begin with: an earlier model's, so that its hours are not spent a second time.

use crate::{
    config::Shape,
    decoder::Decoder,
    export::{ExportError, Weights},
};
use burn::tensor::Device;
use diorama_model::{
    Gguf,
    gguf::GgufError,
    quant::{self, QuantError},
};
use std::{fs, io, path::Path};
use thiserror::Error;

/// Why a model cannot be begun with.
#[derive(Debug, Error)]
pub enum BeginningError {
    /// The file could not be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The file is no model.
    #[error("{0}")]
    Gguf(#[from] GgufError),
    /// A tensor's numbers could not be read.
    #[error("{0}")]
    Numbers(#[from] QuantError),
    /// It has another shape.
    #[error("not of this configuration's shape: {0}")]
    Shape(#[from] ExportError),
}

/// The decoder of a GGUF file of this crate's [export](crate::export), which must be of that shape.
pub fn read(
    file: &Path,
    shape: &Shape,
    vocabulary: usize,
    device: &Device,
) -> Result<Decoder, BeginningError> {
    let bytes = fs::read(file)?;
    let head = pollster::block_on(Gguf::read(&bytes.as_slice()))?;
    let stored = head.tensors.into_iter().map(|(name, info)| {
        let bytes = &bytes[info.offset as usize..][..info.length as usize];
        let mut numbers = vec![0.0; info.elements() as usize];
        quant::dequantize(info.tensor_type, bytes, &mut numbers)?;
        Ok((name, numbers))
    });
    let weights = stored.collect::<Result<Weights, QuantError>>()?;
    Ok(weights.decoder(shape, vocabulary, device)?)
}
