//! Tensor types and metadata against a file written by the reference Python package
//! (`golden/quants.py`), and the search for better scales against the reference.

#![allow(clippy::print_stdout)] // how much better is worth seeing

use diorama_model::{
    Gguf,
    gguf::Value,
    quant::{QuantError, TensorType, dequantize, fit, quantize},
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

/// Squared errors of blocks.
fn errors(tensor_type: TensorType, values: &[f32], bytes: &[u8]) -> Vec<f32> {
    let mut found = vec![0.0; values.len()];
    dequantize(tensor_type, bytes, &mut found).unwrap_or_else(|error| panic!("{error}"));
    let squares: Vec<f32> = values.iter().zip(&found).map(|(x, y)| (x - y) * (x - y)).collect();
    squares.chunks(32).map(|block| block.iter().sum()).collect()
}

/// Nearly normally distributed: sums of twelve uniform numbers.
fn normal(count: usize) -> Vec<f32> {
    let mut state = 1_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 40) as f32 / (1 << 24) as f32
    };
    (0..count).map(|_| (0..12).map(|_| uniform()).sum::<f32>() - 6.0).collect()
}

#[test]
fn fitted_scales_lower_the_error_and_never_raise_it() {
    let ordinary = normal(32 * 1000);
    let golden = numbers(&golden(), "values");
    let lonely: Vec<f32> = (0..32).map(|i| if i == 7 { 3.0 } else { 0.0 }).collect();
    for (tensor_type, gain) in [(TensorType::Q4_0, 0.1), (TensorType::Q4_1, 0.1)] {
        for values in [&ordinary, &golden, &lonely] {
            let reference = quantize(tensor_type, values).unwrap();
            let before = errors(tensor_type, values, &reference);
            let after = errors(tensor_type, values, &fit(tensor_type, values).unwrap());
            assert!(before.iter().zip(&after).all(|(before, after)| after <= before));
            if values.len() == ordinary.len() {
                let (before, after): (f32, f32) = (before.iter().sum(), after.iter().sum());
                println!("{tensor_type}: squared error {before} by the reference, {after} fitted");
                assert!(after < (1.0 - gain) * before);
            }
        }
    }
}

#[test]
fn other_types_have_nothing_to_fit() {
    let values = numbers(&golden(), "values");
    for tensor_type in TensorType::ALL {
        if !matches!(tensor_type, TensorType::Q4_0 | TensorType::Q4_1) {
            assert_eq!(fit(tensor_type, &values), quantize(tensor_type, &values));
        }
    }
}

#[test]
fn refuses_partial_blocks() {
    for tensor_type in [TensorType::Q4_0, TensorType::Q4_1, TensorType::Q8_0] {
        let error = QuantError::PartialBlock { tensor_type, elements: 31 };
        assert_eq!(fit(tensor_type, &[0.0; 31]), Err(error));
        assert_eq!(quantize(tensor_type, &[0.0; 31]), Err(error));
    }

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
