//! Model files: the head, everything that is made of it, and the numbers of the tensors.
#![no_main]

use diorama_model::{
    Decoder, Gguf, Memory, Tokenizer,
    gguf::{GgufWriter, TensorInfo},
    quant::{TensorType, dequantize},
};
use libfuzzer_sys::fuzz_target;

/// The largest tensor that is read.
const TENSOR_BYTES: u64 = 64 << 10;

fuzz_target!(|data: &[u8]| {
    let Ok(gguf) = pollster::block_on(Gguf::read(&data)) else { return };
    for info in gguf.tensors.values() {
        assert!(info.offset + info.length <= data.len() as u64, "within the file");
        if info.length <= TENSOR_BYTES {
            numbers(info, data);
        }
    }
    if let Ok(decoder) = Decoder::from_gguf(&gguf) {
        Memory::estimate(&gguf, &decoder, 4096);
    }
    if let Ok(tokenizer) = Tokenizer::from_gguf(&gguf) {
        tokenizer.decode(
            &tokenizer.encode("A tap on “Save”.", diorama_model::tokenizer::Special::Plain),
        );
    }
    writes_back(&gguf, data);
});

/// Reads a tensor's numbers.
fn numbers(info: &TensorInfo, data: &[u8]) {
    let bytes = pollster::block_on(info.read(&data)).expect("within the file");
    let mut numbers = vec![0.0; info.elements() as usize];
    dequantize(info.tensor_type, &bytes, &mut numbers).expect("as long as the head says");
}

/// What was read can be written, and reads back the same.
fn writes_back(gguf: &Gguf, data: &[u8]) {
    let mut writer = GgufWriter::default();
    for (key, value) in &gguf.metadata {
        writer.set(key, value.clone());
    }
    for (name, info) in &gguf.tensors {
        let bytes = pollster::block_on(info.read(&data)).expect("within the file");
        writer.add(name, &info.dimensions, info.tensor_type, bytes).expect("was read");
    }
    let mut file = Vec::new();
    writer.write(&mut file).expect("was read");
    let again = pollster::block_on(Gguf::read(&file.as_slice())).expect("was written");
    // Compared as text, in which a NaN is a NaN.
    assert_eq!(format!("{:?}", again.metadata), format!("{:?}", gguf.metadata));
    let shapes = |gguf: &Gguf| -> Vec<(String, Vec<u64>, TensorType)> {
        let shape = |(name, info): (&String, &TensorInfo)| {
            (name.clone(), info.dimensions.clone(), info.tensor_type)
        };
        gguf.tensors.iter().map(shape).collect()
    };
    assert_eq!(shapes(&again), shapes(gguf));
}
