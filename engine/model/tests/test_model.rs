//! Reading the head of the test model that `cargo xtask setup` fetches.

mod common;

use common::test_model;
use diorama_model::{
    ByteSource, Decoder, Gguf, Memory,
    quant::{TensorType, dequantize},
};

#[test]
fn reads_the_test_model() {
    let source = test_model();
    let gguf = pollster::block_on(Gguf::read(&source)).unwrap();
    assert_eq!(gguf.string("general.architecture"), Ok("llama"));
    assert_eq!(gguf.u32("llama.block_count"), Ok(30));
    assert_eq!(gguf.strings("tokenizer.ggml.tokens").unwrap().len(), 49152);
    assert_eq!(gguf.ints("tokenizer.ggml.token_type").unwrap().len(), 49152);
    let embedding = gguf.tensor("token_embd.weight").unwrap();
    assert_eq!(embedding.dimensions, [576, 49152]);
    assert_eq!(embedding.tensor_type, TensorType::Q8_0);
    let end = gguf.tensors.values().map(|info| info.offset + info.length).max();
    assert_eq!(end, Some(source.len()), "the last tensor ends with the file");
}

#[test]
fn reads_rows_of_the_test_model() {
    let source = test_model();
    let gguf = pollster::block_on(Gguf::read(&source)).unwrap();
    let info = gguf.tensor("blk.0.attn_q.weight").unwrap();
    let whole = pollster::block_on(info.read(&source)).unwrap();
    let rows = pollster::block_on(info.read_rows(&source, 3..5)).unwrap();
    let row = info.row_bytes() as usize;
    assert_eq!(rows, whole[3 * row..5 * row]);
    let mut numbers = vec![0.0; 2 * 576];
    dequantize(info.tensor_type, &rows, &mut numbers).unwrap();
    let rms = (numbers.iter().map(|x| x * x).sum::<f32>() / numbers.len() as f32).sqrt();
    assert!((0.001..1.0).contains(&rms), "{rms}");
}

#[test]
fn estimates_the_memory_of_the_test_model() {
    let gguf = pollster::block_on(Gguf::read(&test_model())).unwrap();
    assert_eq!(gguf.parameters(), 134_515_008);
    assert_eq!(gguf.main_type(), Some(TensorType::Q4_1));
    let memory = Memory::estimate(&gguf, &Decoder::from_gguf(&gguf).unwrap(), 2048);
    let stored: u64 = gguf.shares().iter().map(|share| share.bytes).sum();
    assert_eq!(memory.weights, stored);
    // 30 layers of 3 key and 3 value heads of 64 numbers, 4 bytes each.
    assert_eq!(memory.cache, 2048 * 30 * 6 * 64 * 4);
    assert!((1 << 20..1 << 23).contains(&memory.activations), "{memory:?}");
    assert_eq!(memory.total(), memory.weights + memory.cache + memory.activations);
}
