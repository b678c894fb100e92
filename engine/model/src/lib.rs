//! Quantized language models: reading GGUF files, tokenizing, prompting, sampling, and running
//! them on the CPU.
//!
//! A model file is read through a [`ByteSource`] (a file, an HTTP range, a browser `File`) and is
//! never held whole. Its metadata become a [`Decoder`]: a description of the data flow that every
//! executor follows. An [`Executor`] runs the description: [`cpu`] here, `diorama-gpu` on WebGPU.

pub mod chat;
pub mod cpu;
pub mod decoder;
pub mod executor;
pub mod gguf;
pub mod memory;
pub mod quant;
pub mod sampling;
pub mod session;
pub mod source;
pub mod tokenizer;

pub use decoder::Decoder;
pub use executor::{ExecuteError, Executor};
pub use gguf::Gguf;
pub use memory::Memory;
pub use sampling::{Sampler, Sampling};
pub use session::Session;
pub use source::{ByteSource, SourceError};
pub use tokenizer::Tokenizer;
