//! The vocabulary: byte-level tokens and merges, spelled in GPT-2's letters as GGUF files want them.

use crate::merges::Merge;
use diorama_model::{
    Gguf, Tokenizer,
    gguf::{Strings, Value},
    tokenizer::{Splitter, TokenizerError},
};
use diorama_world::delta::context::Marker;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};
use thiserror::Error;

/// Pieces that merges never cross. Of the ways that files can name, this one cuts numbers into
/// digits and leaves `$f` and `.name` whole.
pub const SPLITTER: Splitter = Splitter::Qwen2;
/// Its name in files.
const SPLITTER_NAME: &str = "qwen2";
/// Tokens before the first merge: the markers and the bytes.
pub const LEAST: usize = Marker::ALL.len() + 256;

/// Number of a token that is text, in `tokenizer.ggml.token_type`.
const NORMAL: i64 = 1;
/// Number of a token that steers the model.
const CONTROL: i64 = 3;

/// Tokens and merges. The first three tokens are the [`Marker`]s, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Lists", into = "Lists")]
pub struct Vocabulary {
    tokens: Vec<String>,
    merges: Vec<String>,
}

/// A vocabulary that has not been checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    tokens: Vec<String>,
    merges: Vec<String>,
}

/// Why something is no vocabulary.
#[derive(Debug, Error)]
pub enum VocabularyError {
    /// The file could not be read.
    #[error("reading the vocabulary failed: {0}")]
    Io(#[from] io::Error),
    /// The file is not JSON of the right kind, or the lists in it are no vocabulary.
    #[error("no vocabulary: {0}")]
    Json(#[from] serde_json::Error),
    /// The first tokens are other than the markers.
    #[error("token {0} must be {1:?}")]
    Marker(usize, &'static str),
    /// A byte that no token spells, so that not every text has tokens.
    #[error("no token for the byte {0}")]
    Byte(u8),
    /// The same token twice.
    #[error("the token {0:?} stands twice")]
    Twice(String),
    /// A merge that is not two tokens that make a third.
    #[error("the merge {0:?} does not make a token of two")]
    Merge(String),
}

impl Vocabulary {
    /// Checks the tokens and the merges, each two tokens with a space between.
    pub fn new(tokens: Vec<String>, merges: Vec<String>) -> Result<Self, VocabularyError> {
        for (id, marker) in Marker::ALL.into_iter().enumerate() {
            if tokens.get(id).is_none_or(|token| token != marker.text()) {
                return Err(VocabularyError::Marker(id, marker.text()));
            }
        }
        let mut known = BTreeSet::new();
        for token in &tokens[Marker::ALL.len()..] {
            if !known.insert(token.as_str()) {
                return Err(VocabularyError::Twice(token.clone()));
            }
        }
        let spelled = |byte: &u8| known.contains(letter(*byte).to_string().as_str());
        if let Some(byte) = (0..=u8::MAX).find(|byte| !spelled(byte)) {
            return Err(VocabularyError::Byte(byte));
        }
        for merge in &merges {
            let makes_one = merge.split_once(' ').is_some_and(|(first, second)| {
                let whole = [first, second].concat();
                [first, second, &whole].into_iter().all(|token| known.contains(token))
            });
            if !makes_one {
                return Err(VocabularyError::Merge(merge.clone()));
            }
        }
        Ok(Self { tokens, merges })
    }

    /// The markers and the bytes, without merges.
    pub fn bytes() -> Self {
        let markers = Marker::ALL.into_iter().map(|marker| marker.text().to_owned());
        let letters = (0..=u8::MAX).map(|byte| letter(byte).to_string());
        Self { tokens: markers.chain(letters).collect(), merges: Vec::new() }
    }

    /// The markers, the bytes and what merges make, in their order.
    pub fn learned(merges: &[Merge]) -> Self {
        let Self { mut tokens, merges: mut spelled } = Self::bytes();
        let token =
            |tokens: &[String], number: u32| tokens[Marker::ALL.len() + number as usize].clone();
        for &(left, right) in merges {
            let (left, right) = (token(&tokens, left), token(&tokens, right));
            tokens.push([left.as_str(), right.as_str()].concat());
            spelled.push([left, right].join(" "));
        }
        Self { tokens, merges: spelled }
    }

    /// The JSON text of the file.
    pub fn to_json(&self) -> Result<String, VocabularyError> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads a JSON file with `tokens` and `merges`.
    pub fn read(path: &Path) -> Result<Self, VocabularyError> {
        Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
    }

    /// Tokens by id.
    pub fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// Merges, the first to be made first.
    pub fn merges(&self) -> &[String] {
        &self.merges
    }

    /// What a GGUF file says of its tokenizer. Text begins and ends with nothing of the file's own:
    /// the sequences of `delta` have their markers.
    pub fn metadata(&self) -> BTreeMap<String, Value> {
        let strings = |list: &[String]| list.iter().map(String::as_str).collect::<Strings>();
        let kind = |id| if id < Marker::ALL.len() { CONTROL } else { NORMAL };
        let kinds: Vec<i64> = (0..self.tokens.len()).map(kind).collect();
        let entries: [(&str, Value); 9] = [
            ("model", "gpt2".into()),
            ("pre", SPLITTER_NAME.into()),
            ("tokens", strings(&self.tokens).into()),
            ("token_type", kinds.into()),
            ("merges", strings(&self.merges).into()),
            ("bos_token_id", id(Marker::World).into()),
            ("eos_token_id", id(Marker::Do).into()),
            ("eot_token_id", id(Marker::Do).into()),
            ("add_bos_token", false.into()),
        ];
        entries.into_iter().map(|(key, value)| (format!("tokenizer.ggml.{key}"), value)).collect()
    }

    /// The tokenizer that a GGUF file with this vocabulary has.
    pub fn tokenizer(&self) -> Result<Tokenizer, TokenizerError> {
        let (metadata, tensors) = (self.metadata(), BTreeMap::new());
        Tokenizer::from_gguf(&Gguf { version: 3, metadata, tensors, file_length: 0 })
    }
}

/// The token of a marker.
pub fn id(marker: Marker) -> u32 {
    match marker {
        Marker::World => 0,
        Marker::Do => 1,
        Marker::Now => 2,
    }
}

/// The letter that spells a byte (Radford et al. 2019, GPT-2): printable Latin-1 stands for itself,
/// the other bytes are spelled, in order, by the characters from U+0100 on.
pub fn letter(byte: u8) -> char {
    let code = match byte {
        0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff => u32::from(byte),
        0..=0x20 => 0x100 + u32::from(byte),
        0x7f..=0xa0 => 0x121 + u32::from(byte - 0x7f),
        0xad => 0x143,
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

impl TryFrom<Lists> for Vocabulary {
    type Error = VocabularyError;

    fn try_from(lists: Lists) -> Result<Self, VocabularyError> {
        Self::new(lists.tokens, lists.merges)
    }
}

impl From<Vocabulary> for Lists {
    fn from(vocabulary: Vocabulary) -> Self {
        Self { tokens: vocabulary.tokens, merges: vocabulary.merges }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merges::learn;
    use diorama_model::tokenizer::Special;

    fn with(tokens: &[&str], merges: &[&str]) -> Result<Vocabulary, VocabularyError> {
        let mut all = Vocabulary::bytes().tokens;
        all.extend(tokens.iter().map(|&token| token.to_owned()));
        Vocabulary::new(all, merges.iter().map(|&merge| merge.to_owned()).collect())
    }

    #[test]
    fn bytes_alone_spell_every_text() {
        let vocabulary = Vocabulary::bytes();
        assert_eq!(Vocabulary::new(vocabulary.tokens.clone(), Vec::new()).unwrap(), vocabulary);
        let tokenizer = vocabulary.tokenizer().unwrap();
        let text = "set $f3.name é 日本\n<|do|>\u{7f}\u{ad}";
        let tokens = tokenizer.encode(text, Special::Plain);
        assert_eq!(tokens.len(), text.len());
        assert_eq!(tokenizer.decode(&tokens), text);
    }

    #[test]
    fn markers_are_their_ids() {
        let tokenizer = Vocabulary::bytes().tokenizer().unwrap();
        for marker in Marker::ALL {
            assert_eq!(tokenizer.encode(marker.text(), Special::Parse), [id(marker)]);
            assert_eq!(tokenizer.token_name(id(marker)), marker.text());
        }
        assert_eq!(tokenizer.stop_tokens(), [id(Marker::Do)]);
        assert!(!tokenizer.adds_bos());
    }

    #[test]
    fn learned_merges_make_a_vocabulary_of_pieces() {
        let merges = learn([(" same", 9), ("same", 9), (" sum", 2)], 4);
        let vocabulary = Vocabulary::learned(&merges);
        let json = vocabulary.to_json().unwrap();
        assert_eq!(serde_json::from_str::<Vocabulary>(&json).unwrap(), vocabulary);
        let tokenizer = vocabulary.tokenizer().unwrap();
        let tokens = tokenizer.encode("same 2026", Special::Plain);
        assert_eq!(tokenizer.token_bytes(tokens[0]), b"same");
        assert_eq!(tokens.len(), 6, "digits stand alone");
        assert_eq!(Splitter::named(SPLITTER_NAME), Some(SPLITTER));
    }

    #[test]
    fn merges_are_made() {
        let tokenizer = with(&["se", "set"], &["s e", "se t"]).unwrap().tokenizer().unwrap();
        assert_eq!(tokenizer.encode("set", Special::Plain), [260]);
    }

    #[test]
    fn what_is_no_vocabulary_is_refused() {
        assert!(matches!(with(&["a"], &[]), Err(VocabularyError::Twice(token)) if token == "a"));
        for merge in ["s e", "se", "s q e"] {
            assert!(matches!(with(&[], &[merge]), Err(VocabularyError::Merge(_))));
        }
        let all = Vocabulary::bytes().tokens;
        let swapped = [&all[1..2], &all[..1], &all[2..]].concat();
        let error = Vocabulary::new(swapped, Vec::new());
        assert!(matches!(error, Err(VocabularyError::Marker(0, "<|world|>"))));
        let error = Vocabulary::new(all[..258].to_vec(), Vec::new());
        assert!(matches!(error, Err(VocabularyError::Byte(0xff))));
    }

    #[test]
    fn files_are_checked() {
        let vocabulary = with(&["se"], &["s e"]).unwrap();
        let text = serde_json::to_string(&vocabulary).unwrap();
        assert_eq!(serde_json::from_str::<Vocabulary>(&text).unwrap(), vocabulary);
        assert!(serde_json::from_str::<Vocabulary>(r#"{"tokens":[],"merges":[]}"#).is_err());
    }
}
