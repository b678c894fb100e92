//! Turning text into token ids and back, as the model file says.
//!
//! Two kinds of models: byte-level byte pairs (`tokenizer.ggml.model = gpt2`) and sentence pieces
//! (`llama`). The ids are llama.cpp's for the same file: `tests/golden` holds the proof.

mod byte_pairs;
mod bytes;
mod category;
mod detokenizer;
mod merge;
mod pieces;
mod specials;
mod split;
mod vocabulary;

pub use detokenizer::Detokenizer;
pub use specials::Special;
pub use split::Splitter;

use crate::gguf::{Gguf, LookupError, optional};
use byte_pairs::BytePairs;
use pieces::Pieces;
use specials::{Fragment, Specials, is_control_name, is_stop_name};
use std::borrow::Cow;
use thiserror::Error;
use vocabulary::{TokenKind, Vocabulary};

const MODEL: &str = "tokenizer.ggml.model";
const PRE: &str = "tokenizer.ggml.pre";
const TOKENS: &str = "tokenizer.ggml.tokens";
const TOKEN_TYPE: &str = "tokenizer.ggml.token_type";
const SCORES: &str = "tokenizer.ggml.scores";
const MERGES: &str = "tokenizer.ggml.merges";
const BOS: &str = "tokenizer.ggml.bos_token_id";
const EOS: &str = "tokenizer.ggml.eos_token_id";
const EOT: &str = "tokenizer.ggml.eot_token_id";
const EOM: &str = "tokenizer.ggml.eom_token_id";
const UNKNOWN: &str = "tokenizer.ggml.unknown_token_id";
const ADD_BOS: &str = "tokenizer.ggml.add_bos_token";
const ADD_SPACE_PREFIX: &str = "tokenizer.ggml.add_space_prefix";

/// More ids than any vocabulary has; about four times the largest published.
const MAX_TOKENS: usize = 1 << 20;
/// More merges than any vocabulary has.
const MAX_MERGES: usize = 1 << 21;

/// Why a file's tokenizer cannot be used.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum TokenizerError {
    /// A key is missing or of the wrong type.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// `tokenizer.ggml.model` names a kind we do not have.
    #[error("tokenizers of the kind “{0}” are not supported")]
    Model(String),
    /// `tokenizer.ggml.pre` names a way of cutting text we do not have.
    #[error("the pre-tokenizer “{0}” is not supported")]
    PreTokenizer(String),
    /// A list that should have one entry for each token has not.
    #[error("{key} has {length} entries for {tokens} tokens")]
    Length {
        /// The key.
        key: &'static str,
        /// Entries it has.
        length: usize,
        /// Entries it should have.
        tokens: usize,
    },
    /// More than any tokenizer has.
    #[error("{key}: {count} is over the limit of {limit}")]
    TooLarge {
        /// The key.
        key: &'static str,
        /// What the file has.
        count: usize,
        /// What is allowed.
        limit: usize,
    },
}

/// A tokenizer read from a model file's metadata.
#[derive(Debug, Clone)]
pub struct Tokenizer {
    vocabulary: Vocabulary,
    specials: Specials,
    model: Model,
    bos: Option<u32>,
    eos: Option<u32>,
    adds_bos: bool,
    stops: Vec<u32>,
}

#[derive(Debug, Clone)]
enum Model {
    BytePairs(BytePairs),
    Pieces(Pieces),
}

impl Tokenizer {
    /// Reads the tokenizer of a model file.
    pub fn from_gguf(gguf: &Gguf) -> Result<Self, TokenizerError> {
        let byte_level = match gguf.string(MODEL)? {
            "gpt2" => true,
            "llama" => false,
            other => return Err(TokenizerError::Model(other.into())),
        };
        let vocabulary = read_vocabulary(gguf, byte_level)?;
        let specials = Specials::new(&vocabulary);
        let (model, adds_bos) = if byte_level {
            read_byte_pairs(gguf, &vocabulary)?
        } else {
            (Model::Pieces(read_pieces(gguf, &vocabulary)?), true)
        };
        let token = |key| read_token(gguf, key, vocabulary.len());
        let (bos, eos) = (token(BOS)?, token(EOS)?);
        let named = vocabulary.ids().filter(|&id| {
            vocabulary.kind(id) == TokenKind::Control
                && std::str::from_utf8(vocabulary.bytes(id)).is_ok_and(is_stop_name)
        });
        let mut stops: Vec<u32> = named.collect();
        stops.extend([eos, token(EOT)?, token(EOM)?].into_iter().flatten());
        stops.sort_unstable();
        stops.dedup();
        let adds_bos = optional(gguf.bool(ADD_BOS))?.unwrap_or(adds_bos);
        Ok(Self { vocabulary, specials, model, bos, eos, adds_bos, stops })
    }

    /// Number of token ids.
    pub fn vocabulary(&self) -> u32 {
        self.vocabulary.len()
    }

    /// The token that begins a text, if the model has one.
    pub fn bos(&self) -> Option<u32> {
        self.bos
    }

    /// The token that ends a text, if the model has one.
    pub fn eos(&self) -> Option<u32> {
        self.eos
    }

    /// Whether the model expects [`bos`](Self::bos) before a prompt.
    pub fn adds_bos(&self) -> bool {
        self.adds_bos
    }

    /// The tokens at which generation ends (end of text, of a turn, of a message), ascending.
    pub fn stop_tokens(&self) -> &[u32] {
        &self.stops
    }

    /// The tokens of `text`, without [`bos`](Self::bos).
    pub fn encode(&self, text: &str, special: Special) -> Vec<u32> {
        let mut tokens = Vec::with_capacity(text.len() / 3);
        let mut first = true;
        self.specials.cut(&self.vocabulary, text, special, &mut |fragment| match fragment {
            Fragment::Token(token) => {
                tokens.push(token);
                first = true;
            }
            Fragment::Text(text) => {
                let text = match special {
                    Special::Parse => self.specials.unshield(&self.vocabulary, text),
                    Special::Plain => Cow::Borrowed(text),
                };
                match &self.model {
                    Model::BytePairs(model) => model.encode(&self.vocabulary, &text, &mut tokens),
                    Model::Pieces(model) => {
                        model.encode(&self.vocabulary, &text, first, &mut tokens);
                    }
                }
                first = false;
            }
        });
        tokens
    }

    /// The tokens of a whole prompt: [`encode`](Self::encode), and [`bos`](Self::bos) before it
    /// when the model expects one and the prompt (a chat template's) has not written it already.
    pub fn encode_prompt(&self, text: &str, special: Special) -> Vec<u32> {
        let mut tokens = self.encode(text, special);
        if let Some(bos) = self.bos.filter(|_| self.adds_bos)
            && tokens.first() != Some(&bos)
        {
            tokens.insert(0, bos);
        }
        tokens
    }

    /// Hides the names of control tokens in a text that will become a part of a prompt, so that
    /// [`encode`](Self::encode) with [`Special::Parse`] reads them as text: a noncharacter, U+FDD0,
    /// goes into each, and is taken out again there.
    pub fn shield<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.specials.shield(&self.vocabulary, text)
    }

    /// The text of `tokens`. Control tokens have none; bytes that are no UTF-8 become U+FFFD.
    ///
    /// `decode(&encode(text, Special::Plain))` is `text`, save that sentence-piece models cannot
    /// tell `▁` from a space.
    pub fn decode(&self, tokens: &[u32]) -> String {
        let bytes: Vec<u8> =
            tokens.iter().flat_map(|&token| self.token_bytes(token)).copied().collect();
        let prefix = matches!(&self.model, Model::Pieces(model) if model.prefix());
        let start = usize::from(prefix && bytes.first() == Some(&b' '));
        String::from_utf8_lossy(&bytes[start..]).into_owned()
    }

    /// Turns generated tokens into text as they come.
    pub fn detokenizer(&self) -> Detokenizer<'_> {
        Detokenizer::new(self)
    }

    /// The bytes a token adds to a text: none for control tokens, and possibly a part of a
    /// character only.
    pub fn token_bytes(&self, token: u32) -> &[u8] {
        match self.vocabulary.kind(token) {
            TokenKind::Normal | TokenKind::UserDefined | TokenKind::Byte => {
                self.vocabulary.bytes(token)
            }
            TokenKind::Control | TokenKind::Unknown | TokenKind::Unused => &[],
        }
    }

    /// A token as people should see it, control tokens by their name.
    pub fn token_name(&self, token: u32) -> String {
        String::from_utf8_lossy(self.vocabulary.bytes(token)).into_owned()
    }
}

/// Checks that a list is not over its limit.
fn limit(key: &'static str, count: usize, limit: usize) -> Result<(), TokenizerError> {
    if count > limit {
        return Err(TokenizerError::TooLarge { key, count, limit });
    }
    Ok(())
}

/// Checks that a list has an entry for each token.
fn same_length(key: &'static str, length: usize, tokens: usize) -> Result<(), TokenizerError> {
    if length != tokens {
        return Err(TokenizerError::Length { key, length, tokens });
    }
    Ok(())
}

/// The tokens, each as the bytes it stands for.
fn read_vocabulary(gguf: &Gguf, byte_level: bool) -> Result<Vocabulary, TokenizerError> {
    let texts = gguf.strings(TOKENS)?;
    limit(TOKENS, texts.len(), MAX_TOKENS)?;
    let kinds = optional(gguf.ints(TOKEN_TYPE))?;
    if let Some(kinds) = kinds {
        same_length(TOKEN_TYPE, kinds.len(), texts.len())?;
    }
    let mut vocabulary = Vocabulary::default();
    for (index, text) in texts.iter().enumerate() {
        let kind = kinds.map_or(TokenKind::Normal, |kinds| TokenKind::from_number(kinds[index]));
        let kind = if is_control_name(text) { TokenKind::Control } else { kind };
        match kind {
            TokenKind::Normal if byte_level => {
                let mut bytes = Vec::with_capacity(text.len());
                match bytes::unspell(text, &mut bytes) {
                    Some(_) => vocabulary.push(&bytes, kind),
                    // Not in the alphabet, so no merge makes it; it decodes as it stands.
                    None => vocabulary.push(text.as_bytes(), TokenKind::Byte),
                }
            }
            TokenKind::Normal => vocabulary.push(pieces::unspell(text).as_bytes(), kind),
            TokenKind::Byte => match pieces::byte_of(text) {
                Some(byte) => vocabulary.push(&[byte], kind),
                None => vocabulary.push(text.as_bytes(), kind),
            },
            _ => vocabulary.push(text.as_bytes(), kind),
        }
    }
    Ok(vocabulary)
}

/// A token id. Files say "none" with an id outside the vocabulary.
fn read_token(gguf: &Gguf, key: &str, vocabulary: u32) -> Result<Option<u32>, TokenizerError> {
    let id = optional(gguf.i64(key))?.and_then(|id| u32::try_from(id).ok());
    Ok(id.filter(|&id| id < vocabulary))
}

/// A byte-pair model, and whether its family puts a token before every prompt.
fn read_byte_pairs(gguf: &Gguf, vocabulary: &Vocabulary) -> Result<(Model, bool), TokenizerError> {
    let name = optional(gguf.string(PRE))?.unwrap_or("default");
    let splitter =
        Splitter::named(name).ok_or_else(|| TokenizerError::PreTokenizer(name.into()))?;
    let merges = gguf.strings(MERGES)?;
    limit(MERGES, merges.len(), MAX_MERGES)?;
    let model = BytePairs::new(splitter, vocabulary, merges);
    Ok((Model::BytePairs(model), splitter == Splitter::Llama3))
}

/// A sentence-piece model.
fn read_pieces(gguf: &Gguf, vocabulary: &Vocabulary) -> Result<Pieces, TokenizerError> {
    let scores = gguf.floats(SCORES)?;
    same_length(SCORES, scores.len(), vocabulary.len() as usize)?;
    let unknown = read_token(gguf, UNKNOWN, vocabulary.len())?;
    let prefix = optional(gguf.bool(ADD_SPACE_PREFIX))?.unwrap_or(true);
    Ok(Pieces::new(vocabulary, scores, unknown, prefix))
}

#[cfg(test)]
mod tests;
