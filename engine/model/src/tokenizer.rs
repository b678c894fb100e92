//! Turning text into token ids and back, as the model file says.
//!
//! Two kinds of models: byte-level byte pairs (`tokenizer.ggml.model = gpt2`) and sentence pieces
//! (`llama`). The ids are llama.cpp's for the same file: `tests/golden` holds the proof.

mod byte_pairs;
mod bytes;
mod category;
mod detokenizer;
mod merge;
mod metadata;
mod pieces;
mod specials;
mod split;
mod vocabulary;

pub use detokenizer::Detokenizer;
pub use specials::Special;

use crate::gguf::Gguf;
use byte_pairs::BytePairs;
use metadata::Metadata;
use pieces::Pieces;
use specials::{Fragment, Specials, is_stop_name};
use split::Splitter;
use thiserror::Error;
use vocabulary::{TokenKind, Vocabulary};

/// More ids than any vocabulary has; about four times the largest published.
const MAX_TOKENS: usize = 1 << 20;
/// More bytes than the texts of any vocabulary have together.
const MAX_BYTES: usize = 64 << 20;
/// More merges than any vocabulary has.
const MAX_MERGES: usize = 1 << 21;

/// Why a file's tokenizer cannot be used.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum TokenizerError {
    /// A key without which there is no tokenizer.
    #[error("the model file has no tokenizer.ggml.{0}")]
    Missing(&'static str),
    /// A key with a value of another type.
    #[error("tokenizer.ggml.{key} is not {expected}")]
    Type {
        /// The key, without `tokenizer.ggml.`.
        key: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// `tokenizer.ggml.model` names a kind we do not have.
    #[error("tokenizers of the kind “{0}” are not supported")]
    Model(String),
    /// `tokenizer.ggml.pre` names a way of cutting text we do not have.
    #[error("the pre-tokenizer “{0}” is not supported")]
    PreTokenizer(String),
    /// A list that should have one entry for each token has not.
    #[error("tokenizer.ggml.{key} has {length} entries for {tokens} tokens")]
    Length {
        /// The key, without `tokenizer.ggml.`.
        key: &'static str,
        /// Entries it has.
        length: usize,
        /// Entries it should have.
        tokens: usize,
    },
    /// More than any tokenizer has.
    #[error("tokenizer.ggml.{key}: {count} is over the limit of {limit}")]
    TooLarge {
        /// The key, without `tokenizer.ggml.`.
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
        let metadata = Metadata(gguf);
        let name = metadata.text("model")?.ok_or(TokenizerError::Missing("model"))?;
        let byte_level = match name {
            "gpt2" => true,
            "llama" => false,
            other => return Err(TokenizerError::Model(other.into())),
        };
        let vocabulary = read_vocabulary(&metadata, byte_level)?;
        let specials = Specials::new(&vocabulary);
        let (model, adds_bos) = if byte_level {
            read_byte_pairs(&metadata, &vocabulary)?
        } else {
            (Model::Pieces(read_pieces(&metadata, &vocabulary)?), true)
        };
        let token = |key| metadata.token(key, vocabulary.len());
        let bos = token("bos_token_id")?;
        let eos = token("eos_token_id")?;
        let named = vocabulary.ids().filter(|&id| {
            vocabulary.kind(id) == TokenKind::Control
                && std::str::from_utf8(vocabulary.bytes(id)).is_ok_and(is_stop_name)
        });
        let mut stops: Vec<u32> = named.collect();
        stops.extend([eos, token("eot_token_id")?, token("eom_token_id")?].into_iter().flatten());
        stops.sort_unstable();
        stops.dedup();
        let adds_bos = metadata.flag("add_bos_token")?.unwrap_or(adds_bos);
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
                match &self.model {
                    Model::BytePairs(model) => model.encode(&self.vocabulary, text, &mut tokens),
                    Model::Pieces(model) => {
                        model.encode(&self.vocabulary, text, first, &mut tokens);
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
fn read_vocabulary(metadata: &Metadata, byte_level: bool) -> Result<Vocabulary, TokenizerError> {
    let texts = metadata.texts("tokens")?.ok_or(TokenizerError::Missing("tokens"))?;
    limit("tokens", texts.len(), MAX_TOKENS)?;
    limit("tokens", texts.iter().map(String::len).sum(), MAX_BYTES)?;
    let kinds = metadata.integers("token_type")?;
    if let Some(kinds) = kinds {
        same_length("token_type", kinds.len(), texts.len())?;
    }
    let mut vocabulary = Vocabulary::default();
    for (index, text) in texts.iter().enumerate() {
        let kind = kinds.map_or(TokenKind::Normal, |kinds| TokenKind::from_number(kinds[index]));
        let kind = if is_stop_name(text) { TokenKind::Control } else { kind };
        match kind {
            TokenKind::Normal if byte_level => match bytes::unspell(text) {
                Some(bytes) => vocabulary.push(&bytes, kind),
                // Not spelled in the alphabet, so no merge makes it; it decodes as it stands.
                None => vocabulary.push(text.as_bytes(), TokenKind::Byte),
            },
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

/// A byte-pair model, and whether its family puts a token before every prompt.
fn read_byte_pairs(
    metadata: &Metadata,
    vocabulary: &Vocabulary,
) -> Result<(Model, bool), TokenizerError> {
    let name = metadata.text("pre")?.unwrap_or("default");
    let splitter =
        Splitter::named(name).ok_or_else(|| TokenizerError::PreTokenizer(name.into()))?;
    let merges = metadata.texts("merges")?.ok_or(TokenizerError::Missing("merges"))?;
    limit("merges", merges.len(), MAX_MERGES)?;
    let model = BytePairs::new(splitter, vocabulary, merges);
    Ok((Model::BytePairs(model), splitter == Splitter::Llama3))
}

/// A sentence-piece model.
fn read_pieces(metadata: &Metadata, vocabulary: &Vocabulary) -> Result<Pieces, TokenizerError> {
    let scores = metadata.floats("scores")?.ok_or(TokenizerError::Missing("scores"))?;
    same_length("scores", scores.len(), vocabulary.len() as usize)?;
    let unknown = metadata.token("unknown_token_id", vocabulary.len())?;
    let prefix = metadata.flag("add_space_prefix")?.unwrap_or(true);
    Ok(Pieces::new(vocabulary, scores, unknown, prefix))
}

#[cfg(test)]
mod tests;
