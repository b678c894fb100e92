//! Tensor types and metadata against a file written by the reference Python package
//! (`golden/quants.py`).

use diorama_model::{
    Gguf,
    gguf::Value,
    quant::{QuantError, TensorType, dequantize, quantize},
};

const GOLDEN: &[u8] = include_bytes!("golden/quants.gguf");

fn golden() -> Gguf {
    pollster::block_on(Gguf::read(&GOLDEN)).unwrap_or_else(|error| panic!("{error}"))
}

fn bytes<'a>(gguf: &Gguf, name: &str) -> &'a [u8] {
    let info = gguf.tensor(name).unwrap_or_else(|error| panic!("{error}"));
    &GOLDEN[info.offset as usize..][..info.length as usize]
}

fn numbers(gguf: &Gguf, name: &str) -> Vec<f32> {
    let (chunks, rest) = bytes(gguf, name).as_chunks();
    assert!(rest.is_empty());
    chunks.iter().map(|&chunk| f32::from_le_bytes(chunk)).collect()
}

/// The same bits, since both do the same operations on `f32`, in the same order.
#[test]
fn dequantizes_to_the_same_bits() {
    let gguf = golden();
    for tensor_type in TensorType::ALL {
        let stored = format!("{tensor_type}.stored");
        assert_eq!(gguf.tensor(&stored).unwrap().tensor_type, tensor_type);
        let expected = numbers(&gguf, &format!("{tensor_type}.numbers"));
        let mut found = vec![f32::NAN; expected.len()];
        dequantize(tensor_type, bytes(&gguf, &stored), &mut found).unwrap();
        for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found.to_bits(), expected.to_bits(), "{tensor_type}, element {i}");
        }
    }
}

#[test]
fn quantizes_to_the_same_bytes() {
    let gguf = golden();
    let values = numbers(&gguf, "values");
    for tensor_type in TensorType::ALL {
        match quantize(tensor_type, &values) {
            Ok(found) => {
                assert_eq!(found, bytes(&gguf, &format!("{tensor_type}.stored")), "{tensor_type}");
            }
            Err(error) => {
                assert_eq!(error, QuantError::NoQuantizer(tensor_type));
                assert_eq!(tensor_type.block_elements(), 256);
            }
        }
    }
}

#[test]
fn refuses_partial_blocks() {
    let mut out = [0.0; 31];
    let error = dequantize(TensorType::Q8_0, &[0; 34], &mut out);
    assert_eq!(
        error,
        Err(QuantError::PartialBlock { tensor_type: TensorType::Q8_0, elements: 31 })
    );
    let mut out = [0.0; 32];
    let error = dequantize(TensorType::Q8_0, &[0; 33], &mut out);
    let expected = QuantError::Length { tensor_type: TensorType::Q8_0, elements: 32, bytes: 33 };
    assert_eq!(error, Err(expected));
}

#[test]
fn reads_every_type_of_value() {
    let gguf = golden();
    let expected = [
        ("u8", Value::U8(200)),
        ("i8", Value::I8(-100)),
        ("u16", Value::U16(60_000)),
        ("i16", Value::I16(-30_000)),
        ("u32", Value::U32(4_000_000_000)),
        ("i32", Value::I32(-2_000_000_000)),
        ("f32", Value::F32(0.1)),
        ("bool", Value::Bool(true)),
        ("string", Value::from("Ġhéllo 日本")),
        ("u64", Value::U64(u64::MAX)),
        ("i64", Value::I64(i64::MIN)),
        ("f64", Value::F64(0.1)),
        ("strings", Value::Strings(["a", "", "Ġthe"].iter().collect())),
        ("ints", Value::Ints(vec![1, -2, 3])),
        ("floats", Value::Floats(vec![0.5, -1.5])),
        ("bools", Value::Bools(vec![true, false])),
        ("bytes", Value::Bytes(vec![1, 2, 255])),
    ];
    for (key, value) in expected {
        assert_eq!(gguf.value(&format!("of.{key}")), Ok(&value), "{key}");
    }
}
