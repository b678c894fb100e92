//! What the writer writes, the reader reads.

use diorama_model::{
    Gguf,
    gguf::{GgufError, GgufWriter, Value, WriteError},
    quant::TensorType,
};
use proptest::{collection::vec, prelude::*, sample::select};
use std::collections::BTreeMap;

fn value() -> impl Strategy<Value = Value> {
    let float = any::<i16>().prop_map(|x| f32::from(x) / 8.0);
    prop_oneof![
        any::<u8>().prop_map(Value::U8),
        any::<i8>().prop_map(Value::I8),
        any::<u16>().prop_map(Value::U16),
        any::<i16>().prop_map(Value::I16),
        any::<u32>().prop_map(Value::U32),
        any::<i32>().prop_map(Value::I32),
        float.clone().prop_map(Value::F32),
        any::<bool>().prop_map(Value::Bool),
        any::<String>().prop_map(Value::String),
        any::<u64>().prop_map(Value::U64),
        any::<i64>().prop_map(Value::I64),
        float.clone().prop_map(|x| Value::F64(x.into())),
        vec(any::<String>(), 0..9).prop_map(|list| Value::Strings(list.iter().collect())),
        vec(any::<u8>(), 0..9).prop_map(Value::Bytes),
        vec(any::<bool>(), 0..9).prop_map(Value::Bools),
        vec(any::<i32>(), 0..9)
            .prop_map(|list| Value::Ints(list.into_iter().map(i64::from).collect())),
        vec(any::<i64>(), 0..9).prop_map(Value::Ints),
        vec(float, 0..9).prop_map(Value::Floats),
    ]
}

/// Sizes, type and data of a tensor.
fn tensor() -> impl Strategy<Value = (Vec<u64>, TensorType, Vec<u8>)> {
    (select(&TensorType::ALL[..]), 1..4_u64, vec(1..4_u64, 0..=3), any::<u8>()).prop_map(
        |(tensor_type, blocks, rows, byte)| {
            let mut dimensions = vec![blocks * tensor_type.block_elements()];
            dimensions.extend(rows);
            let bytes = tensor_type.bytes_for(dimensions.iter().product()).unwrap_or_default();
            (dimensions, tensor_type, vec![byte; bytes as usize])
        },
    )
}

proptest! {
    #[test]
    fn reads_what_was_written(
        metadata in prop::collection::btree_map("[a-z.]{1,12}", value(), 0..9),
        tensors in prop::collection::btree_map("[a-z.]{1,12}", tensor(), 0..5),
        alignment in prop::option::of(select(vec![8_u32, 32, 64, 4096])),
    ) {
        let mut writer = GgufWriter::default();
        for (key, value) in &metadata {
            writer.set(key, value.clone());
        }
        if let Some(alignment) = alignment {
            writer.set("general.alignment", alignment);
        }
        for (name, (dimensions, tensor_type, data)) in &tensors {
            writer.add(name, dimensions, *tensor_type, data.clone()).unwrap();
        }
        let mut file = Vec::new();
        writer.write(&mut file).unwrap();
        let mut again = Vec::new();
        writer.write(&mut again).unwrap();
        prop_assert_eq!(&file, &again, "the same bytes");

        let gguf = pollster::block_on(Gguf::read(&file.as_slice())).unwrap();
        let mut read = gguf.metadata.clone();
        let read_alignment = read.remove("general.alignment");
        prop_assert_eq!(read_alignment, alignment.map(Value::U32));
        prop_assert_eq!(read, metadata);
        let mut read = BTreeMap::new();
        for (name, info) in &gguf.tensors {
            prop_assert_eq!(info.offset % u64::from(alignment.unwrap_or(32)), 0);
            let data = pollster::block_on(info.read(&file.as_slice())).unwrap();
            read.insert(name.clone(), (info.dimensions.clone(), info.tensor_type, data));
        }
        prop_assert_eq!(read, tensors);
    }
}

#[test]
fn the_writer_refuses_what_cannot_be_read() {
    let mut writer = GgufWriter::default();
    let mut add = |name: &str, dimensions: &[u64], bytes| {
        writer.add(name, dimensions, TensorType::Q8_0, vec![0; bytes])
    };
    assert!(add("a", &[32, 2], 68).is_ok());
    assert!(matches!(add("a", &[32], 34), Err(WriteError::Invalid(GgufError::DuplicateTensor(_)))));
    assert!(matches!(
        add("b", &[33], 34),
        Err(WriteError::Invalid(GgufError::PartialBlock { .. }))
    ));
    assert!(matches!(
        add("b", &[32], 33),
        Err(WriteError::DataLength { expected: 34, found: 33, .. })
    ));
    writer.set("general.alignment", 3_u32);
    assert!(matches!(
        writer.write(&mut Vec::new()),
        Err(WriteError::Invalid(GgufError::Alignment(3)))
    ));
}
