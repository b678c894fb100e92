//! What is refused when a file is described, on the tiny models with something changed.

#![allow(clippy::float_cmp)] // numbers that a description copies are exact

use diorama_model::{
    Decoder, Gguf,
    decoder::{DecoderError, Mixer},
    gguf::Value,
    quant::TensorType,
};
use pollster::block_on;

const LLAMA: &[u8] = include_bytes!("golden/llama.gguf");
const GEMMA3: &[u8] = include_bytes!("golden/gemma3.gguf");

fn altered(model: &[u8], alter: impl FnOnce(&mut Gguf)) -> Result<Decoder, DecoderError> {
    let mut file = block_on(Gguf::read(&model)).expect("a whole file");
    alter(&mut file);
    Decoder::from_gguf(&file)
}

fn with(key: &str, value: Value) -> Result<Decoder, DecoderError> {
    altered(LLAMA, |file| {
        file.metadata.insert(key.to_owned(), value);
    })
}

fn without(key: &str) -> Result<Decoder, DecoderError> {
    altered(LLAMA, |file| {
        file.metadata.remove(key);
    })
}

#[test]
fn describes_gemma_3() {
    let decoder = altered(GEMMA3, |_| ()).expect("a whole description");
    assert_eq!(decoder.blocks.len(), 6);
    for (index, block) in decoder.blocks.iter().enumerate() {
        let Mixer::Attention(attention) = &block.mixer;
        let local = index != 5;
        assert_eq!(attention.window, local.then_some(8));
        assert_eq!(attention.rope.base, if local { 10_000.0 } else { 1_000_000.0 });
        assert_eq!(attention.rope.position_scale, if local { 1.0 } else { 0.125 });
    }
    assert_eq!(decoder.embedding.scale, 8.0);
    assert_eq!(decoder.head.weight, decoder.embedding.weight);
}

#[test]
fn missing_keys_and_tensors_are_named() {
    for key in [
        "general.architecture",
        "llama.block_count",
        "llama.context_length",
        "llama.embedding_length",
        "llama.feed_forward_length",
        "llama.attention.head_count",
        "llama.attention.layer_norm_rms_epsilon",
    ] {
        assert_eq!(without(key), Err(DecoderError::MissingKey(key.to_owned())));
    }
    for tensor in ["token_embd.weight", "output_norm.weight", "blk.1.ffn_down.weight"] {
        let found = altered(LLAMA, |file| {
            file.tensors.remove(tensor);
        });
        assert_eq!(found, Err(DecoderError::MissingTensor(tensor.to_owned())));
    }
}

#[test]
fn values_out_of_their_limits_are_refused() {
    for (key, value) in [
        ("llama.block_count", Value::U32(0)),
        ("llama.block_count", Value::U32(513)),
        ("llama.block_count", Value::U64(u64::MAX)),
        ("llama.block_count", Value::String("two".to_owned())),
        ("llama.embedding_length", Value::U32(1 << 17)),
        ("llama.embedding_length", Value::I32(-256)),
        ("llama.attention.head_count", Value::U32(0)),
        ("llama.attention.head_count", Value::U32(u32::MAX)),
        ("llama.attention.head_count_kv", Value::U32(5)),
        ("llama.attention.key_length", Value::U32(1 << 20)),
        ("llama.rope.dimension_count", Value::U32(64)),
        ("llama.rope.freq_base", Value::F32(0.0)),
        ("llama.rope.freq_base", Value::F32(f32::NAN)),
        ("llama.attention.layer_norm_rms_epsilon", Value::F32(-1.0)),
        ("llama.feed_forward_length", Value::U64(1 << 40)),
    ] {
        let found = with(key, value);
        let refused = matches!(&found, Err(DecoderError::BadValue { key: bad, .. }) if bad == key);
        assert!(refused, "{key}: {found:?}");
    }
}

#[test]
fn what_is_not_built_is_refused() {
    let unknown = with("general.architecture", Value::String("rwkv7".to_owned()));
    assert_eq!(unknown, Err(DecoderError::UnknownArchitecture("rwkv7".to_owned())));
    for (key, value) in [
        ("llama.expert_count", Value::U32(8)),
        ("llama.attention.head_count_kv", Value::U32(3)),
        ("llama.attention.value_length", Value::U32(64)),
        ("llama.rope.dimension_count", Value::U32(31)),
        ("llama.rope.scaling.type", Value::String("yarn".to_owned())),
        ("llama.rope.scaling.factor", Value::F32(-2.0)),
    ] {
        let found = with(key, value);
        assert!(matches!(found, Err(DecoderError::Unsupported(_))), "{key}: {found:?}");
    }
}

#[test]
fn tensors_of_other_sizes_and_types_are_refused() {
    for (tensor, dimensions) in [
        ("blk.0.attn_q.weight", vec![256, 127]),
        ("blk.0.attn_q.weight", vec![256]),
        ("blk.0.attn_q.weight", vec![256, 128, 2]),
        ("blk.1.attn_norm.weight", vec![255]),
        ("blk.1.ffn_up.bias", vec![95]),
        ("rope_freqs.weight", vec![15]),
        ("output_norm.weight", vec![]),
    ] {
        let found = altered(LLAMA, |file| {
            if let Some(info) = file.tensors.get_mut(tensor) {
                info.dimensions = dimensions;
            }
        });
        let refused =
            matches!(&found, Err(DecoderError::Shape { tensor: bad, .. }) if bad == tensor);
        assert!(refused, "{tensor}: {found:?}");
    }
    let found = altered(LLAMA, |file| {
        if let Some(info) = file.tensors.get_mut("output_norm.weight") {
            info.tensor_type = TensorType::F16;
        }
    });
    assert_eq!(found, Err(DecoderError::NotF32("output_norm.weight".to_owned())));
}

#[test]
fn a_linear_factor_of_zero_means_none() {
    let decoder = with("llama.rope.scaling.factor", Value::F32(0.0)).expect("a description");
    let Mixer::Attention(attention) = &decoder.blocks[0].mixer;
    assert_eq!(attention.rope.position_scale, 1.0);
}
