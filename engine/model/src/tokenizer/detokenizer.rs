//! Tokens back to text, as they come.

use super::Tokenizer;

/// Turns a stream of tokens into text without ever splitting a character.
///
/// Byte-level tokens may end in the middle of a UTF-8 character; what is incomplete waits for the
/// next token. Bytes that can become no character come out as U+FFFD.
#[derive(Debug, Clone)]
pub struct Detokenizer<'a> {
    tokenizer: &'a Tokenizer,
    pending: Vec<u8>,
}

impl<'a> Detokenizer<'a> {
    pub(super) fn new(tokenizer: &'a Tokenizer) -> Self {
        Self { tokenizer, pending: Vec::new() }
    }

    /// Takes a token; gives the text that is complete now. Control tokens have no text.
    pub fn push(&mut self, token: u32) -> String {
        self.pending.extend_from_slice(self.tokenizer.token_bytes(token));
        let mut text = String::new();
        let mut used = 0;
        for chunk in self.pending.utf8_chunks() {
            text.push_str(chunk.valid());
            used += chunk.valid().len();
            let invalid = chunk.invalid();
            if used + invalid.len() == self.pending.len() && may_continue(invalid) {
                break;
            }
            if !invalid.is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
                used += invalid.len();
            }
        }
        self.pending.drain(..used);
        text
    }

    /// Takes several tokens; gives the text that is complete after the last.
    pub fn push_all(&mut self, tokens: &[u32]) -> String {
        tokens.iter().map(|&token| self.push(token)).collect()
    }

    /// What is left at the end: U+FFFD when the last character is incomplete, else nothing.
    pub fn finish(self) -> String {
        String::from_utf8_lossy(&self.pending).into_owned()
    }
}

/// Whether more bytes could make a character of `start`, the invalid end of a text.
fn may_continue(start: &[u8]) -> bool {
    match std::str::from_utf8(start) {
        Ok(_) => false,
        Err(error) => error.error_len().is_none(),
    }
}
