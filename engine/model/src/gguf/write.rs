//! Writing GGUF files: for exports, and for tests that need a small model.

use super::{GgufError, MAGIC, Value, alignment, tensor::data_length};
use crate::quant::TensorType;
use std::{
    collections::BTreeMap,
    io::{self, Write},
};
use thiserror::Error;

/// The version that is written.
const VERSION: u32 = 3;

/// Collects metadata and tensors and writes them as a GGUF file.
///
/// The same calls give the same bytes: metadata stand in the order of their keys, tensors in the
/// order in which they were added.
///
/// ```
/// use diorama_model::{gguf::GgufWriter, quant::TensorType};
/// let mut writer = GgufWriter::default();
/// writer.set("general.architecture", "llama");
/// writer.add("output_norm.weight", &[2], TensorType::F32, vec![0; 8])?;
/// let mut file = Vec::new();
/// writer.write(&mut file)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct GgufWriter {
    metadata: BTreeMap<String, Value>,
    tensors: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    name: String,
    dimensions: Vec<u64>,
    tensor_type: TensorType,
    data: Vec<u8>,
}

/// Why a file could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The tensor or the alignment cannot be in a file.
    #[error(transparent)]
    Invalid(#[from] GgufError),
    /// The data do not fit the tensor's sizes and type.
    #[error("the tensor {tensor:?} takes {expected} bytes, not {found}")]
    DataLength {
        /// Name of the tensor.
        tensor: String,
        /// Bytes that its sizes and type ask for.
        expected: u64,
        /// Bytes that were given.
        found: u64,
    },
    /// The output failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl GgufWriter {
    /// Sets a metadata value, in place of an earlier one.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Value>) {
        self.metadata.insert(key.into(), value.into());
    }

    /// Adds a tensor. `dimensions`: fastest-varying first, `[inputs, outputs]` for a matrix.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        dimensions: &[u64],
        tensor_type: TensorType,
        data: Vec<u8>,
    ) -> Result<(), WriteError> {
        let name = name.into();
        let expected = data_length(&name, dimensions, tensor_type)?;
        let found = data.len() as u64;
        if found != expected {
            return Err(WriteError::DataLength { tensor: name, expected, found });
        }
        if self.tensors.iter().any(|tensor| tensor.name == name) {
            return Err(GgufError::DuplicateTensor(name).into());
        }
        self.tensors.push(Entry { name, dimensions: dimensions.to_vec(), tensor_type, data });
        Ok(())
    }

    /// Writes the file: the head, then the data of each tensor at the next aligned offset.
    pub fn write(&self, out: &mut impl Write) -> Result<(), WriteError> {
        let alignment = alignment(&self.metadata)? as usize;
        let mut head = self.head(alignment);
        head.resize(head.len().next_multiple_of(alignment), 0);
        out.write_all(&head)?;
        for Entry { data, .. } in &self.tensors {
            out.write_all(data)?;
            out.write_all(&vec![0; data.len().next_multiple_of(alignment) - data.len()])?;
        }
        Ok(())
    }

    fn head(&self, alignment: usize) -> Vec<u8> {
        let mut head = Vec::new();
        head.extend(MAGIC);
        head.extend(VERSION.to_le_bytes());
        count(&mut head, self.tensors.len());
        count(&mut head, self.metadata.len());
        for (key, value) in &self.metadata {
            string(&mut head, key);
            typed(&mut head, value);
        }
        let mut offset = 0;
        for Entry { name, dimensions, tensor_type, data } in &self.tensors {
            string(&mut head, name);
            head.extend((dimensions.len() as u32).to_le_bytes());
            for dimension in dimensions {
                head.extend(dimension.to_le_bytes());
            }
            head.extend(tensor_type.id().to_le_bytes());
            count(&mut head, offset);
            offset += data.len().next_multiple_of(alignment);
        }
        head
    }
}

fn count(head: &mut Vec<u8>, count: usize) {
    head.extend((count as u64).to_le_bytes());
}

fn string(head: &mut Vec<u8>, text: &str) {
    count(head, text.len());
    head.extend(text.as_bytes());
}

/// Writes a value after the number of its type.
fn typed(head: &mut Vec<u8>, value: &Value) {
    match value {
        Value::U8(x) => scalar(head, 0, x.to_le_bytes()),
        Value::I8(x) => scalar(head, 1, x.to_le_bytes()),
        Value::U16(x) => scalar(head, 2, x.to_le_bytes()),
        Value::I16(x) => scalar(head, 3, x.to_le_bytes()),
        Value::U32(x) => scalar(head, 4, x.to_le_bytes()),
        Value::I32(x) => scalar(head, 5, x.to_le_bytes()),
        Value::F32(x) => scalar(head, 6, x.to_le_bytes()),
        Value::Bool(x) => scalar(head, 7, [u8::from(*x)]),
        Value::String(text) => {
            head.extend(8_u32.to_le_bytes());
            string(head, text);
        }
        Value::U64(x) => scalar(head, 10, x.to_le_bytes()),
        Value::I64(x) => scalar(head, 11, x.to_le_bytes()),
        Value::F64(x) => scalar(head, 12, x.to_le_bytes()),
        Value::Bytes(list) => array(head, 0, list, |x| x.to_le_bytes()),
        // Other readers want the usual integers (token types) as 32 bits.
        Value::Ints(list) if list.iter().all(|&x| i32::try_from(x).is_ok()) => {
            array(head, 5, list, |x| (*x as i32).to_le_bytes());
        }
        Value::Ints(list) => array(head, 11, list, |x| x.to_le_bytes()),
        Value::Floats(list) => array(head, 6, list, |x| x.to_le_bytes()),
        Value::Bools(list) => array(head, 7, list, |x| [u8::from(*x)]),
        Value::Strings(strings) => {
            array_head(head, 8, strings.len());
            for text in strings.iter() {
                string(head, text);
            }
        }
    }
}

fn scalar<const N: usize>(head: &mut Vec<u8>, id: u32, bytes: [u8; N]) {
    head.extend(id.to_le_bytes());
    head.extend(bytes);
}

fn array<T, const N: usize>(
    head: &mut Vec<u8>,
    id: u32,
    list: &[T],
    bytes: impl Fn(&T) -> [u8; N],
) {
    array_head(head, id, list.len());
    head.extend(list.iter().flat_map(bytes));
}

fn array_head(head: &mut Vec<u8>, id: u32, length: usize) {
    head.extend(9_u32.to_le_bytes());
    head.extend(id.to_le_bytes());
    count(head, length);
}
