//! Text to tokens and back, with a small tokenizer of each kind.
#![no_main]

use diorama_model::{
    Gguf, Tokenizer,
    gguf::{GgufWriter, Strings},
    tokenizer::Special,
};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// Pre-tokenizers of the byte-level kind.
const SPLITTERS: [&str; 4] = ["gpt-2", "smollm", "llama-bpe", "qwen2"];

static BYTE_PAIRS: LazyLock<Vec<Tokenizer>> =
    LazyLock::new(|| SPLITTERS.iter().map(|splitter| byte_pairs(splitter)).collect());
static PIECES: LazyLock<Tokenizer> = LazyLock::new(pieces);

fuzz_target!(|text: &str| {
    for tokenizer in &*BYTE_PAIRS {
        round_trip(tokenizer, text, text);
    }
    // A sentence-piece model writes a space as ▁ and so cannot tell them apart.
    round_trip(&PIECES, text, &text.replace('▁', " "));
});

fn round_trip(tokenizer: &Tokenizer, text: &str, expected: &str) {
    let tokens = tokenizer.encode(text, Special::Plain);
    assert_eq!(tokenizer.decode(&tokens), expected);
    tokenizer.encode(text, Special::Parse);
    let mut detokenizer = tokenizer.detokenizer();
    let mut streamed = detokenizer.push_all(&tokens);
    streamed += &detokenizer.finish();
    // What is streamed goes on from a prompt: the space that a sentence-piece model puts before a
    // text is a real one there.
    let continued = streamed.strip_prefix(' ') == Some(expected);
    assert!(streamed == expected || continued, "{streamed:?} streamed, {expected:?} expected");
}

/// Every byte, a few merges, a control token.
fn byte_pairs(splitter: &str) -> Tokenizer {
    let merges = ["Ġ t", "h e", "Ġt he", "i n", "Ċ Ċ", "Ġ Ġ", "â Ģ"];
    let tokens = (0..=255).map(spelled).chain(merges.map(|merge| merge.replace(' ', "")));
    let tokens: Vec<String> = tokens.chain(["<|end|>".into()]).collect();
    let mut kinds = vec![1_i64; tokens.len() - 1];
    kinds.push(3);
    let mut writer = GgufWriter::default();
    writer.set("tokenizer.ggml.model", "gpt2");
    writer.set("tokenizer.ggml.pre", splitter);
    writer.set("tokenizer.ggml.tokens", tokens.iter().collect::<Strings>());
    writer.set("tokenizer.ggml.token_type", kinds);
    writer.set("tokenizer.ggml.merges", merges.iter().collect::<Strings>());
    read(&writer)
}

/// How GPT-2's alphabet spells a byte.
fn spelled(byte: u8) -> String {
    let plain = |byte: u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    let before = (0..byte).filter(|&other| !plain(other)).count() as u32;
    let code = if plain(byte) { byte.into() } else { 256 + before };
    char::from_u32(code).expect("a letter").to_string()
}

/// Every byte, a few pieces with scores, control tokens.
fn pieces() -> Tokenizer {
    let pieces = ["▁", "▁t", "he", "▁the", "t", "h", "e", "in", "i", "n", "日本", "日"];
    let mut tokens = vec!["<unk>".to_owned(), "<s>".to_owned(), "</s>".to_owned()];
    tokens.extend((0..=255).map(|byte: u8| format!("<0x{byte:02X}>")));
    tokens.extend(pieces.map(str::to_owned));
    let kinds = [vec![2_i64, 3, 3], vec![6; 256], vec![1; pieces.len()]].concat();
    let scores: Vec<f32> = (0..tokens.len()).map(|id| -(id as f32)).collect();
    let mut writer = GgufWriter::default();
    writer.set("tokenizer.ggml.model", "llama");
    writer.set("tokenizer.ggml.tokens", tokens.iter().collect::<Strings>());
    writer.set("tokenizer.ggml.token_type", kinds);
    writer.set("tokenizer.ggml.scores", scores);
    writer.set("tokenizer.ggml.unknown_token_id", 0_u32);
    read(&writer)
}

fn read(writer: &GgufWriter) -> Tokenizer {
    let mut file = Vec::new();
    writer.write(&mut file).expect("a small file");
    let gguf = pollster::block_on(Gguf::read(&file.as_slice())).expect("was written");
    Tokenizer::from_gguf(&gguf).expect("a whole tokenizer")
}
