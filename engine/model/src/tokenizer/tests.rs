//! Small made-up vocabularies; the real ones are in `tests/tokenization.rs`.

use super::{Special, Tokenizer, TokenizerError};
use crate::gguf::{Gguf, LookupError, Value};
use std::collections::BTreeMap;

fn texts(texts: &[&str]) -> Value {
    Value::Strings(texts.iter().collect())
}

fn gguf(entries: Vec<(&str, Value)>) -> Gguf {
    let metadata =
        entries.into_iter().map(|(key, value)| (format!("tokenizer.ggml.{key}"), value)).collect();
    Gguf { version: 3, metadata, tensors: BTreeMap::new(), file_length: 0 }
}

/// `a b c ab abc Ġ <|im_end|> <note> Ã ¤`: byte-level, `<note>` user-defined.
fn byte_level() -> Vec<(&'static str, Value)> {
    vec![
        ("model", Value::String("gpt2".into())),
        ("pre", Value::String("gpt-2".into())),
        ("tokens", texts(&["a", "b", "c", "ab", "abc", "Ġ", "<|im_end|>", "<note>", "Ã", "¤"])),
        ("token_type", Value::Ints(vec![1, 1, 1, 1, 1, 1, 3, 4, 1, 1])),
        ("merges", texts(&["a b", "ab c", "x y", "c a"])),
        ("eos_token_id", Value::U32(6)),
        ("bos_token_id", Value::U32(6)),
    ]
}

/// `<unk> <s> </s> <0xC3> <0xA4> ▁ a b ▁a ab`: sentence pieces, `ab` better than `▁a`.
fn pieces() -> Vec<(&'static str, Value)> {
    vec![
        ("model", Value::String("llama".into())),
        ("tokens", texts(&["<unk>", "<s>", "</s>", "<0xC3>", "<0xA4>", "▁", "a", "b", "▁a", "ab"])),
        ("token_type", Value::Ints(vec![2, 3, 3, 6, 6, 1, 1, 1, 1, 1])),
        ("scores", Value::Floats(vec![0., 0., 0., 0., 0., -5., -3., -4., -2., -1.])),
        ("bos_token_id", Value::U32(1)),
        ("eos_token_id", Value::U32(2)),
        ("unknown_token_id", Value::U32(0)),
    ]
}

fn with(mut entries: Vec<(&'static str, Value)>, key: &'static str, value: Value) -> Gguf {
    entries.retain(|(other, _)| *other != key);
    entries.push((key, value));
    gguf(entries)
}

fn without(mut entries: Vec<(&'static str, Value)>, key: &str) -> Gguf {
    entries.retain(|(other, _)| *other != key);
    gguf(entries)
}

fn load(entries: Vec<(&'static str, Value)>) -> Tokenizer {
    Tokenizer::from_gguf(&gguf(entries)).unwrap()
}

#[test]
fn merges_apply_by_rank() {
    let tokenizer = load(byte_level());
    assert_eq!(tokenizer.encode("abcab aä", Special::Plain), [4, 3, 5, 0, 8, 9]);
    assert_eq!(tokenizer.decode(&[4, 3, 5, 0, 8, 9]), "abcab aä");
    assert!(tokenizer.encode("", Special::Parse).is_empty());
}

#[test]
fn control_tokens_are_parsed_only_when_asked() {
    let tokenizer = load(byte_level());
    assert_eq!(tokenizer.encode("a<|im_end|><note>", Special::Parse), [0, 6, 7]);
    let plain = tokenizer.encode("a<|im_end|><note>", Special::Plain);
    assert!(!plain.contains(&6), "{plain:?}");
    assert!(plain.contains(&7), "user-defined tokens are text: {plain:?}");
    assert_eq!(tokenizer.decode(&[0, 6, 7]), "a<note>");
    assert_eq!(tokenizer.token_name(6), "<|im_end|>");
}

#[test]
fn stop_tokens_go_by_id_and_by_name() {
    assert_eq!(load(byte_level()).stop_tokens(), [6]);
    let named = with(pieces(), "eos_token_id", Value::U32(9));
    assert_eq!(Tokenizer::from_gguf(&named).unwrap().stop_tokens(), [2, 9]);
}

#[test]
fn sentence_pieces_merge_by_score_and_fall_back_to_bytes() {
    let tokenizer = load(pieces());
    assert_eq!(tokenizer.encode("ab", Special::Plain), [5, 9]);
    assert_eq!(tokenizer.encode("a ä", Special::Plain), [8, 5, 3, 4]);
    assert_eq!(tokenizer.decode(&[8, 5, 3, 4]), "a ä");
    assert_eq!(tokenizer.encode("é", Special::Plain), [5, 3, 0], "the vocabulary has no <0xA9>");
    assert_eq!(tokenizer.encode("a<s>a", Special::Parse), [8, 1, 8]);
}

#[test]
fn bos_is_put_once() {
    let tokenizer = load(pieces());
    assert!(tokenizer.adds_bos());
    assert_eq!(tokenizer.encode_prompt("a", Special::Parse), [1, 8]);
    assert_eq!(tokenizer.encode_prompt("<s>a", Special::Parse), [1, 8]);
    let quiet = Tokenizer::from_gguf(&with(pieces(), "add_bos_token", Value::Bool(false))).unwrap();
    assert_eq!(quiet.encode_prompt("a", Special::Parse), [8]);
    assert_eq!(load(byte_level()).encode_prompt("a", Special::Parse), [0]);
}

#[test]
fn streaming_never_splits_a_character() {
    let tokenizer = load(byte_level());
    let mut stream = tokenizer.detokenizer();
    assert_eq!(stream.push(0), "a");
    assert_eq!(stream.push(8), "", "half an ä");
    assert_eq!(stream.push(9), "ä");
    assert_eq!(stream.push(9), "\u{fffd}", "a byte that begins nothing");
    assert_eq!(stream.push(8), "");
    assert_eq!(stream.push(0), "\u{fffd}a");
    assert_eq!(stream.push(8), "");
    assert_eq!(stream.push(6), "", "a control token has no text");
    assert_eq!(stream.finish(), "\u{fffd}");
}

#[test]
fn ids_outside_the_vocabulary_have_no_text() {
    assert_eq!(load(byte_level()).decode(&[0, 10, u32::MAX]), "a");
}

fn missing(key: &str) -> TokenizerError {
    LookupError::MissingKey(format!("tokenizer.ggml.{key}")).into()
}

fn wrong(key: &str, expected: &'static str, found: &'static str) -> TokenizerError {
    LookupError::WrongType { key: format!("tokenizer.ggml.{key}"), expected, found }.into()
}

#[test]
fn wrong_files_give_typed_errors() {
    let cases = [
        (without(pieces(), "model"), missing("model")),
        (without(pieces(), "tokens"), missing("tokens")),
        (without(pieces(), "scores"), missing("scores")),
        (without(byte_level(), "merges"), missing("merges")),
        (
            with(pieces(), "model", Value::String("bert".into())),
            TokenizerError::Model("bert".into()),
        ),
        (
            with(byte_level(), "pre", Value::String("new".into())),
            TokenizerError::PreTokenizer("new".into()),
        ),
        (with(pieces(), "model", Value::U32(1)), wrong("model", "string", "u32")),
        (with(pieces(), "eos_token_id", Value::Bool(true)), wrong("eos_token_id", "i64", "bool")),
        (
            with(pieces(), "scores", Value::Floats(vec![0.0])),
            TokenizerError::Length { key: super::SCORES, length: 1, tokens: 10 },
        ),
        (
            with(pieces(), "token_type", Value::Ints(vec![])),
            TokenizerError::Length { key: super::TOKEN_TYPE, length: 0, tokens: 10 },
        ),
        (
            with(pieces(), "tokens", Value::Strings((0..=super::MAX_TOKENS).map(|_| "").collect())),
            TokenizerError::TooLarge {
                key: super::TOKENS,
                count: super::MAX_TOKENS + 1,
                limit: super::MAX_TOKENS,
            },
        ),
    ];
    for (gguf, expected) in cases {
        assert_eq!(Tokenizer::from_gguf(&gguf).unwrap_err(), expected);
    }
}

#[test]
fn ids_out_of_range_mean_none() {
    let gguf = with(pieces(), "eos_token_id", Value::U32(u32::MAX));
    assert_eq!(Tokenizer::from_gguf(&gguf).unwrap().eos(), None);
}
