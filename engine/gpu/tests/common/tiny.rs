//! Tiny models with random weights.

use diorama_model::{
    gguf::GgufWriter,
    quant::{TensorType, quantize},
};

pub const WIDTH: u64 = 64;
pub const VOCABULARY: u64 = 301;
const HEADS: u64 = 4;
const KV_HEADS: u64 = 2;
const HEAD_WIDTH: u64 = 24;
const HIDDEN: u64 = 160;

/// A model file of `architecture`. `types` says how to store the matrix of a name.
pub fn file(architecture: &str, layers: u64, types: impl Fn(&str) -> TensorType) -> Vec<u8> {
    let mut model = Tiny { writer: GgufWriter::default(), random: Random(7), types };
    let mut set = |key: &str, value: u64| {
        model.writer.set(format!("{architecture}.{key}"), value as u32);
    };
    set("embedding_length", WIDTH);
    set("attention.head_count", HEADS);
    set("attention.head_count_kv", KV_HEADS);
    set("attention.key_length", HEAD_WIDTH);
    set("attention.value_length", HEAD_WIDTH);
    set("feed_forward_length", HIDDEN);
    set("block_count", layers);
    set("context_length", 4096);
    set("attention.sliding_window", 9);
    let writer = &mut model.writer;
    writer.set("general.architecture", architecture);
    writer.set(format!("{architecture}.attention.layer_norm_rms_epsilon"), 1e-5_f32);
    writer.set(format!("{architecture}.rope.freq_base"), 10_000.0_f32);

    model.matrix("token_embd.weight", WIDTH, VOCABULARY);
    model.vector("output_norm.weight", WIDTH, 1.0);
    for layer in 0..layers {
        let name = |part: &str| format!("blk.{layer}.{part}");
        model.vector(&name("attn_norm.weight"), WIDTH, 1.0);
        model.matrix(&name("attn_q.weight"), WIDTH, HEADS * HEAD_WIDTH);
        model.matrix(&name("attn_k.weight"), WIDTH, KV_HEADS * HEAD_WIDTH);
        model.matrix(&name("attn_v.weight"), WIDTH, KV_HEADS * HEAD_WIDTH);
        model.matrix(&name("attn_output.weight"), HEADS * HEAD_WIDTH, WIDTH);
        model.vector(&name("ffn_norm.weight"), WIDTH, 1.0);
        model.matrix(&name("ffn_gate.weight"), WIDTH, HIDDEN);
        model.matrix(&name("ffn_up.weight"), WIDTH, HIDDEN);
        model.matrix(&name("ffn_down.weight"), HIDDEN, WIDTH);
        if architecture == "qwen2" {
            model.vector(&name("attn_q.bias"), HEADS * HEAD_WIDTH, 0.0);
            model.vector(&name("attn_k.bias"), KV_HEADS * HEAD_WIDTH, 0.0);
            model.vector(&name("attn_v.bias"), KV_HEADS * HEAD_WIDTH, 0.0);
        }
        if architecture == "qwen3" || architecture == "gemma3" {
            model.vector(&name("attn_q_norm.weight"), HEAD_WIDTH, 1.0);
            model.vector(&name("attn_k_norm.weight"), HEAD_WIDTH, 1.0);
        }
        if architecture == "gemma3" {
            model.vector(&name("post_attention_norm.weight"), WIDTH, 1.0);
            model.vector(&name("post_ffw_norm.weight"), WIDTH, 1.0);
        }
    }
    let mut file = Vec::new();
    model.writer.write(&mut file).expect("a valid file");
    file
}

struct Tiny<T> {
    writer: GgufWriter,
    random: Random,
    types: T,
}

impl<T: Fn(&str) -> TensorType> Tiny<T> {
    fn matrix(&mut self, name: &str, inputs: u64, outputs: u64) {
        let tensor_type = (self.types)(name);
        let spread = 1.5 / (inputs as f32).sqrt();
        let values: Vec<f32> = (0..inputs * outputs).map(|_| self.random.next() * spread).collect();
        let data = quantize(tensor_type, &values).expect("a type with a quantizer");
        self.writer.add(name, &[inputs, outputs], tensor_type, data).expect("a valid tensor");
    }

    fn vector(&mut self, name: &str, length: u64, around: f32) {
        let values: Vec<f32> = (0..length).map(|_| around + 0.3 * self.random.next()).collect();
        let data = quantize(TensorType::F32, &values).expect("floats");
        self.writer.add(name, &[length], TensorType::F32, data).expect("a valid tensor");
    }
}

/// Numbers in [-1, 1): Knuth's linear congruential generator.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> f32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1 << 23) as f32 - 1.0
    }
}
