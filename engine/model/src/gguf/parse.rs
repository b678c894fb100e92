//! From the bytes of a head to a [`Gguf`].

use super::{
    Gguf, GgufError, MAGIC, Strings, TensorInfo, Value, alignment, head::Head, limits,
    tensor::data_length,
};
use crate::{ByteSource, quant::TensorType};
use std::collections::{BTreeMap, btree_map::Entry};

/// The least bytes of the file that a metadata entry takes: key length, value type, one byte.
const LEAST_ENTRY: u64 = 8 + 4 + 1;
/// The least bytes that a tensor's description takes: name length, dimension count, one
/// dimension, type, offset.
const LEAST_TENSOR: u64 = 8 + 4 + 8 + 4 + 8;
/// What an entry of the metadata or of the tensor list costs in memory besides its text, roughly.
const ENTRY_MEMORY: u64 = 128;
/// How many bytes of an array of numbers are looked at together.
const ARRAY_PIECE: usize = 64 << 10;

/// Reads and checks a head.
pub(super) async fn parse<S: ByteSource>(source: &S) -> Result<Gguf, GgufError> {
    let mut head = Head::new(source);
    let version = version(&mut head).await?;
    let tensor_count = head.count("tensors", limits::TENSORS, LEAST_TENSOR).await?;
    let entry_count = head.count("metadata entries", limits::METADATA, LEAST_ENTRY).await?;

    let mut metadata = BTreeMap::new();
    for _ in 0..entry_count {
        head.allocate(ENTRY_MEMORY)?;
        let key = head.string("metadata key", limits::NAME).await?.to_owned();
        let value = value(&mut head, &key).await?;
        match metadata.entry(key) {
            Entry::Vacant(entry) => entry.insert(value),
            Entry::Occupied(entry) => return Err(GgufError::DuplicateKey(entry.remove_entry().0)),
        };
    }
    let alignment = alignment(&metadata)?;

    let mut tensors = BTreeMap::new();
    for _ in 0..tensor_count {
        head.allocate(ENTRY_MEMORY)?;
        let name = head.string("tensor name", limits::NAME).await?.to_owned();
        let info = tensor(&mut head, &name, alignment).await?;
        match tensors.entry(name) {
            Entry::Vacant(entry) => entry.insert(info),
            Entry::Occupied(entry) => {
                return Err(GgufError::DuplicateTensor(entry.remove_entry().0));
            }
        };
    }
    // No overflow: the head is within its limit, and so is the alignment.
    let data = head.position().next_multiple_of(alignment);
    place(&mut tensors, data, source.len())?;
    Ok(Gguf { version, metadata, tensors, file_length: source.len() })
}

async fn version<S: ByteSource>(head: &mut Head<'_, S>) -> Result<u32, GgufError> {
    let magic = head.array("magic number").await?;
    if magic != MAGIC {
        return Err(GgufError::Magic(magic));
    }
    match head.u32("version").await? {
        version @ (2 | 3) => Ok(version),
        version if matches!(version.swap_bytes(), 1..=3) => Err(GgufError::BigEndian),
        version => Err(GgufError::Version(version)),
    }
}

/// Reads a value with its type.
async fn value<S: ByteSource>(head: &mut Head<'_, S>, key: &str) -> Result<Value, GgufError> {
    const WHAT: &str = "metadata value";
    Ok(match head.u32(WHAT).await? {
        0 => Value::U8(u8::from_le_bytes(head.array(WHAT).await?)),
        1 => Value::I8(i8::from_le_bytes(head.array(WHAT).await?)),
        2 => Value::U16(u16::from_le_bytes(head.array(WHAT).await?)),
        3 => Value::I16(i16::from_le_bytes(head.array(WHAT).await?)),
        4 => Value::U32(u32::from_le_bytes(head.array(WHAT).await?)),
        5 => Value::I32(i32::from_le_bytes(head.array(WHAT).await?)),
        6 => Value::F32(f32::from_le_bytes(head.array(WHAT).await?)),
        7 => Value::Bool(truth(key, head.array(WHAT).await?)?),
        8 => Value::String(head.string(WHAT, limits::STRING).await?.to_owned()),
        9 => array(head, key).await?,
        10 => Value::U64(u64::from_le_bytes(head.array(WHAT).await?)),
        11 => Value::I64(i64::from_le_bytes(head.array(WHAT).await?)),
        12 => Value::F64(f64::from_le_bytes(head.array(WHAT).await?)),
        id => return Err(GgufError::UnknownValueType { key: key.to_owned(), id }),
    })
}

/// Reads an array: the elements' type, their number, the elements.
async fn array<S: ByteSource>(head: &mut Head<'_, S>, key: &str) -> Result<Value, GgufError> {
    let large = |_| GgufError::IntegerTooLarge(key.to_owned());
    Ok(match head.u32("array type").await? {
        0 => Value::Bytes(numbers(head, |[x]| Ok(x)).await?),
        1 => Value::Ints(numbers(head, |x| Ok(i8::from_le_bytes(x).into())).await?),
        2 => Value::Ints(numbers(head, |x| Ok(u16::from_le_bytes(x).into())).await?),
        3 => Value::Ints(numbers(head, |x| Ok(i16::from_le_bytes(x).into())).await?),
        4 => Value::Ints(numbers(head, |x| Ok(u32::from_le_bytes(x).into())).await?),
        5 => Value::Ints(numbers(head, |x| Ok(i32::from_le_bytes(x).into())).await?),
        6 => Value::Floats(numbers(head, |x| Ok(f32::from_le_bytes(x))).await?),
        7 => Value::Bools(numbers(head, |x| truth(key, x)).await?),
        8 => Value::Strings(strings(head).await?),
        9 => return Err(GgufError::NestedArray(key.to_owned())),
        10 => Value::Ints(
            numbers(head, |x| i64::try_from(u64::from_le_bytes(x)).map_err(large)).await?,
        ),
        11 => Value::Ints(numbers(head, |x| Ok(i64::from_le_bytes(x))).await?),
        12 => Value::Floats(numbers(head, |x| Ok(f64::from_le_bytes(x) as f32)).await?),
        id => return Err(GgufError::UnknownValueType { key: key.to_owned(), id }),
    })
}

/// Reads the number of elements, and elements of `N` bytes each.
async fn numbers<S: ByteSource, T, const N: usize>(
    head: &mut Head<'_, S>,
    read: impl Fn([u8; N]) -> Result<T, GgufError>,
) -> Result<Vec<T>, GgufError> {
    const WHAT: &str = "array elements";
    let count = head.count(WHAT, limits::ARRAY, N as u64).await?;
    head.allocate(count as u64 * size_of::<T>() as u64)?;
    let mut list = Vec::with_capacity(count);
    while list.len() < count {
        let piece = (count - list.len()).min(ARRAY_PIECE / N);
        let (elements, _) = head.bytes(piece * N, WHAT).await?.as_chunks::<N>();
        for element in elements {
            list.push(read(*element)?);
        }
    }
    Ok(list)
}

/// Reads the number of strings, and the strings.
async fn strings<S: ByteSource>(head: &mut Head<'_, S>) -> Result<Strings, GgufError> {
    let count = head.count("array elements", limits::ARRAY, 8).await?;
    head.allocate(count as u64 * 4)?;
    let mut list = Strings::with_capacity(count);
    for _ in 0..count {
        list.push(head.string("array element", limits::STRING).await?);
    }
    Ok(list)
}

fn truth(key: &str, [byte]: [u8; 1]) -> Result<bool, GgufError> {
    match byte {
        0 => Ok(false),
        1 => Ok(true),
        byte => Err(GgufError::Bool { key: key.to_owned(), byte }),
    }
}

/// Reads a tensor's description. The offset is still that in the data section.
async fn tensor<S: ByteSource>(
    head: &mut Head<'_, S>,
    name: &str,
    alignment: u64,
) -> Result<TensorInfo, GgufError> {
    const WHAT: &str = "tensor list";
    let count = head.u32(WHAT).await?;
    if !(1..=limits::DIMENSIONS).contains(&count) {
        return Err(GgufError::DimensionCount { tensor: name.to_owned(), count });
    }
    let mut dimensions = Vec::with_capacity(count as usize);
    for _ in 0..count {
        dimensions.push(head.u64(WHAT).await?);
    }
    let tensor_type = tensor_type(name, head.u32(WHAT).await?)?;
    let length = data_length(name, &dimensions, tensor_type)?;
    let offset = head.u64(WHAT).await?;
    if !offset.is_multiple_of(alignment) {
        return Err(GgufError::Misaligned { tensor: name.to_owned(), offset, alignment });
    }
    Ok(TensorInfo { dimensions, tensor_type, offset, length })
}

fn tensor_type(tensor: &str, id: u32) -> Result<TensorType, GgufError> {
    let tensor = || tensor.to_owned();
    match TensorType::from_id(id) {
        Some(tensor_type) => Ok(tensor_type),
        None => Err(match TensorType::unsupported_name(id) {
            Some(type_name) => GgufError::UnsupportedTensorType { tensor: tensor(), type_name },
            None => GgufError::UnknownTensorType { tensor: tensor(), id },
        }),
    }
}

/// Moves offsets from the data section to the file, and checks that tensors lie within the file
/// and apart.
fn place(
    tensors: &mut BTreeMap<String, TensorInfo>,
    data: u64,
    file_length: u64,
) -> Result<(), GgufError> {
    for (name, info) in tensors.iter_mut() {
        info.offset = data.saturating_add(info.offset);
        if info.offset.saturating_add(info.length) > file_length {
            return Err(GgufError::TensorPastEnd { tensor: name.clone(), length: file_length });
        }
    }
    let mut by_offset: Vec<_> = tensors.iter().collect();
    by_offset.sort_unstable_by_key(|(_, info)| info.offset);
    for pair in by_offset.windows(2) {
        let [(first, before), (second, after)] = [pair[0], pair[1]];
        if before.offset + before.length > after.offset {
            return Err(GgufError::Overlap { first: first.clone(), second: second.clone() });
        }
    }
    Ok(())
}
