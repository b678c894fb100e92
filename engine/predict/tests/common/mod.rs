//! Small models with random weights that speak `delta`, and walks for them.
#![allow(dead_code)] // each test takes what it needs
#![allow(clippy::unwrap_used)] // a test's panic is its failure, in helpers too

use diorama_model::{
    Decoder, Gguf,
    cpu::CpuExecutor,
    gguf::{GgufWriter, Strings},
    quant::{TensorType, quantize},
};
use diorama_predict::{Draft, Flow, Observer, Outcome, Predictor, Step};
use diorama_truth::Walk;
use diorama_world::{Action, Control, Domain, Facts, Screen, delta::context::Marker};

/// Words that are one token each, so that tokens have several bytes; none goes over a line's end.
const WORDS: [&str; 22] = [
    "same", "new", " text", " list", " Button", " Item", " box", " focus", " off", " on", "title",
    "$c", "$n", " :=", "after", " Sea", " Set", "12", " 1", ".name", " :?", "no ",
];

const CONTROL: i64 = 3;
const NORMAL: i64 = 1;

/// The shape of a model.
#[derive(Clone, Copy)]
pub struct Shape {
    pub width: u64,
    pub heads: u64,
    pub kv_heads: u64,
    pub hidden: u64,
    pub layers: u64,
    pub context: u32,
}

pub const TINY: Shape =
    Shape { width: 32, heads: 2, kv_heads: 1, hidden: 64, layers: 2, context: 8192 };

/// Tokens and merges in GPT-2's letters: markers, bytes, words.
fn vocabulary() -> (Vec<String>, Vec<String>) {
    let mut tokens: Vec<String> = Marker::ALL.map(|marker| marker.text().to_owned()).into();
    tokens.extend((0..=u8::MAX).map(|byte| letter(byte).to_string()));
    let mut merges = Vec::new();
    for word in WORDS {
        let letters: Vec<String> = word.bytes().map(|byte| letter(byte).to_string()).collect();
        for end in 1..letters.len() {
            let (start, next) = (letters[..end].concat(), &letters[end]);
            let (whole, merge) = (format!("{start}{next}"), format!("{start} {next}"));
            if !tokens.contains(&whole) {
                tokens.push(whole);
            }
            if !merges.contains(&merge) {
                merges.push(merge);
            }
        }
    }
    (tokens, merges)
}

/// GPT-2's letter for a byte.
fn letter(byte: u8) -> char {
    let plain = |byte: u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    if plain(byte) {
        char::from(byte)
    } else {
        let before = (0..byte).filter(|&other| !plain(other)).count() as u32;
        char::from_u32(256 + before).unwrap()
    }
}

/// A model file with weights from a seed. Without `alter` it speaks `delta`.
pub fn file(shape: Shape, seed: u64, alter: impl FnOnce(&mut GgufWriter)) -> Vec<u8> {
    let Shape { width, heads, kv_heads, hidden, layers, context } = shape;
    let (tokens, merges) = vocabulary();
    let mut writer = GgufWriter::default();
    writer.set("general.architecture", "llama");
    for (key, value) in [
        ("embedding_length", width),
        ("attention.head_count", heads),
        ("attention.head_count_kv", kv_heads),
        ("feed_forward_length", hidden),
        ("block_count", layers),
    ] {
        writer.set(format!("llama.{key}"), value as u32);
    }
    writer.set("llama.context_length", context);
    writer.set("llama.attention.layer_norm_rms_epsilon", 1e-5_f32);
    writer.set("llama.rope.freq_base", 10_000.0_f32);
    let kinds = (0..tokens.len()).map(|id| if id < 3 { CONTROL } else { NORMAL });
    let strings = |list: &[String]| list.iter().map(String::as_str).collect::<Strings>();
    writer.set("tokenizer.ggml.model", "gpt2");
    writer.set("tokenizer.ggml.pre", "qwen2");
    writer.set("tokenizer.ggml.tokens", strings(&tokens));
    writer.set("tokenizer.ggml.token_type", kinds.collect::<Vec<i64>>());
    writer.set("tokenizer.ggml.merges", strings(&merges));
    writer.set("tokenizer.ggml.eos_token_id", 1_u32);
    writer.set("diorama.protocol", "delta");
    writer.set("diorama.protocol.version", 1_u32);
    writer.set("diorama.domains", ["android", "web", "flying"].into_iter().collect::<Strings>());
    alter(&mut writer);

    let mut random = Random(seed);
    let mut matrix = |name: String, inputs: u64, outputs: u64, spread: f32| {
        let spread = spread / (inputs as f32).sqrt();
        let values: Vec<f32> = (0..inputs * outputs).map(|_| random.next() * spread).collect();
        let data = quantize(TensorType::Q8_0, &values).unwrap();
        writer.add(name, &[inputs, outputs], TensorType::Q8_0, data).unwrap();
    };
    let kv = width / heads * kv_heads;
    matrix("token_embd.weight".to_owned(), width, tokens.len() as u64, 1.0);
    for layer in 0..layers {
        let name = |part: &str| format!("blk.{layer}.{part}.weight");
        matrix(name("attn_q"), width, width, 1.5);
        matrix(name("attn_k"), width, kv, 1.5);
        matrix(name("attn_v"), width, kv, 1.5);
        matrix(name("attn_output"), width, width, 1.5);
        matrix(name("ffn_gate"), width, hidden, 1.5);
        matrix(name("ffn_up"), width, hidden, 1.5);
        matrix(name("ffn_down"), hidden, width, 1.5);
    }
    let ones: Vec<u8> = (0..width).flat_map(|_| 1.0_f32.to_le_bytes()).collect();
    let norms = (0..layers).flat_map(|layer| {
        ["attn_norm", "ffn_norm"].map(|part| format!("blk.{layer}.{part}.weight"))
    });
    for name in norms.chain(["output_norm.weight".to_owned()]) {
        writer.add(name, &[width], TensorType::F32, ones.clone()).unwrap();
    }
    let mut file = Vec::new();
    writer.write(&mut file).unwrap();
    file
}

/// Reads the head of a file.
pub fn head(file: &[u8]) -> Gguf {
    pollster::block_on(Gguf::read(&file)).unwrap()
}

/// Runs a file.
pub fn executor(file: &[u8], context: usize) -> CpuExecutor {
    let gguf = head(file);
    let decoder = Decoder::from_gguf(&gguf).unwrap();
    let load = CpuExecutor::load(&file, &gguf, decoder, context, |_, _| ());
    pollster::block_on(load).unwrap()
}

/// A predictor with weights from a seed.
pub fn predictor(seed: u64, context: usize) -> Predictor<CpuExecutor> {
    let file = file(TINY, seed, |_| ());
    Predictor::new(&head(&file), executor(&file, context)).unwrap()
}

/// Numbers in [-1, 1): Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1 << 23) as f32 - 1.0
    }
}

/// A world and a true walk through it.
pub struct World {
    pub domain: Domain,
    pub controls: Vec<Control>,
    pub facts: Facts,
    pub first: Screen,
    pub steps: Vec<Step>,
}

impl World {
    pub fn new(domain: Domain, seed: u64, steps: usize) -> Self {
        let controls = diorama_truth::controls(domain, seed);
        let mut walk = Walk::new(domain, seed, &controls);
        let (facts, first) =
            (walk.environment().facts().clone(), walk.environment().screen().clone());
        let step = |walk: &mut Walk| {
            let action = walk.suggest();
            walk.step(&action);
            let facts = Some(walk.environment().facts().clone());
            let screen = walk.environment().screen().clone();
            Step { action, outcome: Outcome::Seen { facts, screen } }
        };
        let steps = (0..steps).map(|_| step(&mut walk)).collect();
        Self { domain, controls, facts, first, steps }
    }

    /// The first steps of the walk as a branch.
    pub fn branch(&self, steps: usize) -> diorama_predict::Branch<'_> {
        self.with(&self.steps[..steps])
    }

    /// Other steps as a branch.
    pub fn with<'a>(&'a self, steps: &'a [Step]) -> diorama_predict::Branch<'a> {
        let Self { domain, controls, facts, first, .. } = self;
        diorama_predict::Branch { domain: *domain, controls, facts, first, steps }
    }

    /// What is done after so many steps.
    pub fn action(&self, step: usize) -> &Action {
        &self.steps[step].action
    }
}

/// Writes down what it sees; says stop after so many calls.
#[derive(Default)]
pub struct Notes {
    pub drafts: Vec<String>,
    pub calls_left: Option<usize>,
}

impl Notes {
    fn flow(&mut self) -> Flow {
        let Some(left) = &mut self.calls_left else { return Flow::Continue };
        match left.checked_sub(1) {
            Some(fewer) => *left = fewer,
            None => return Flow::Stop,
        }
        Flow::Continue
    }
}

impl Observer for Notes {
    fn now_ms(&self) -> f64 {
        0.0
    }
    async fn reading(&mut self, _: usize, _: usize) -> Flow {
        self.flow()
    }
    async fn wrote(&mut self, draft: Draft<'_>) -> Flow {
        self.drafts.push(draft.text.to_owned());
        draft.state();
        self.flow()
    }
}
