//! Metadata values.

use super::Strings;

/// A metadata value. Arrays of integers are widened to `i64`, arrays of floats narrowed to `f32`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // the names are the format's own types
pub enum Value {
    U8(u8),
    I8(i8),
    U16(u16),
    I16(i16),
    U32(u32),
    I32(i32),
    F32(f32),
    Bool(bool),
    String(String),
    U64(u64),
    I64(i64),
    F64(f64),
    Strings(Strings),
    Bytes(Vec<u8>),
    Bools(Vec<bool>),
    Ints(Vec<i64>),
    Floats(Vec<f32>),
}

impl Value {
    /// The type's name, for messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::U8(_) => "u8",
            Self::I8(_) => "i8",
            Self::U16(_) => "u16",
            Self::I16(_) => "i16",
            Self::U32(_) => "u32",
            Self::I32(_) => "i32",
            Self::F32(_) => "f32",
            Self::Bool(_) => "bool",
            Self::String(_) => "string",
            Self::U64(_) => "u64",
            Self::I64(_) => "i64",
            Self::F64(_) => "f64",
            Self::Strings(_) => "array of strings",
            Self::Bytes(_) => "array of bytes",
            Self::Bools(_) => "array of bools",
            Self::Ints(_) => "array of integers",
            Self::Floats(_) => "array of floats",
        }
    }

    /// The value as an integer, whatever its width.
    pub fn as_integer(&self) -> Option<i128> {
        Some(match *self {
            Self::U8(x) => x.into(),
            Self::I8(x) => x.into(),
            Self::U16(x) => x.into(),
            Self::I16(x) => x.into(),
            Self::U32(x) => x.into(),
            Self::I32(x) => x.into(),
            Self::U64(x) => x.into(),
            Self::I64(x) => x.into(),
            _ => return None,
        })
    }
}

/// `impl From<type> for Value`, by variant.
macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

from! {
    u32 => U32,
    i32 => I32,
    u64 => U64,
    f32 => F32,
    bool => Bool,
    &str => String,
    String => String,
    Strings => Strings,
    Vec<u8> => Bytes,
    Vec<bool> => Bools,
    Vec<i64> => Ints,
    Vec<f32> => Floats,
}
