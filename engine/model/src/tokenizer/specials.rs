//! Tokens that are found in text as they stand, before any merging.

use super::vocabulary::{Index, TokenKind, Vocabulary};
use std::borrow::Cow;

/// Names that mark the end of a turn or of the text in the families we know; a token so named
/// stops generation whatever else the file says of it.
const STOP_NAMES: [&str; 16] = [
    "<|im_end|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|end_of_text|>",
    "<|endoftext|>",
    "<|end|>",
    "<|return|>",
    "<end_of_turn>",
    "<end_of_utterance>",
    "<EOT>",
    "[EOT]",
    "<eos>",
    "</s>",
    "<|fim_pad|>",
    "<|repo_name|>",
    "<|file_sep|>",
];

/// Other names that steer a model whatever the file says.
const CONTROL_NAMES: [&str; 3] = ["<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"];

/// Whether a token of this name ends a turn or the text.
pub(super) fn is_stop_name(text: &str) -> bool {
    STOP_NAMES.contains(&text)
}

/// Whether a token of this name is a control token, though files may call it text.
pub(super) fn is_control_name(text: &str) -> bool {
    is_stop_name(text) || CONTROL_NAMES.contains(&text)
}

/// Stands in shielded text where the name of a control token would be read: a noncharacter, which
/// no text has a use for.
pub(super) const SHIELD: char = '\u{fdd0}';

/// What to do with the names of control tokens (`<|im_end|>`) in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// They are the tokens, save where [`Tokenizer::shield`](super::Tokenizer::shield) hid them:
    /// for prompts that a chat template wrote.
    Parse,
    /// They are ordinary text: for everything that comes from elsewhere.
    Plain,
}

/// A stretch of text, cut at special tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fragment<'a> {
    Text(&'a str),
    Token(u32),
}

/// Finds control and user-defined tokens in text.
#[derive(Debug, Clone)]
pub(super) struct Specials {
    index: Index,
    /// For each first byte, the lengths of the tokens that begin with it, longest first.
    lengths: Vec<Vec<u32>>,
}

impl Specials {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let special =
            |kind| matches!(kind, TokenKind::Control | TokenKind::UserDefined | TokenKind::Unknown);
        let mut lengths = vec![Vec::new(); 256];
        for id in vocabulary.ids().filter(|&id| special(vocabulary.kind(id))) {
            let bytes = vocabulary.bytes(id);
            if let Some(&first) = bytes.first() {
                lengths[usize::from(first)].push(bytes.len() as u32);
            }
        }
        for lengths in &mut lengths {
            lengths.sort_unstable_by(|a, b| b.cmp(a));
            lengths.dedup();
        }
        Self { index: vocabulary.index(special), lengths }
    }

    /// Cuts `text` at special tokens, the leftmost first and the longest of those at one place.
    /// User-defined tokens are text of their own and always found; the others only when asked.
    pub(super) fn cut<'a>(
        &self,
        vocabulary: &Vocabulary,
        text: &'a str,
        special: Special,
        each: &mut impl FnMut(Fragment<'a>),
    ) {
        let bytes = text.as_bytes();
        let (mut start, mut at) = (0, 0);
        while at < bytes.len() {
            let Some((token, length)) = self.at(vocabulary, &bytes[at..], special) else {
                at += 1;
                continue;
            };
            if start < at {
                each(Fragment::Text(&text[start..at]));
            }
            each(Fragment::Token(token));
            at += length;
            start = at;
        }
        if start < bytes.len() {
            each(Fragment::Text(&text[start..]));
        }
    }

    /// Puts a [`SHIELD`] into the name of every control token in `text`.
    pub(super) fn shield<'a>(&self, vocabulary: &Vocabulary, text: &'a str) -> Cow<'a, str> {
        let mut shielded = String::new();
        let mut changed = false;
        self.cut(vocabulary, text, Special::Parse, &mut |fragment| match fragment {
            Fragment::Text(text) => shielded.push_str(text),
            Fragment::Token(token) => {
                let name = String::from_utf8_lossy(vocabulary.bytes(token));
                let mut rest = name.chars();
                if vocabulary.kind(token) == TokenKind::UserDefined {
                    shielded.push_str(&name);
                } else {
                    changed = true;
                    shielded.extend(rest.next());
                    shielded.push(SHIELD);
                    shielded.push_str(rest.as_str());
                }
            }
        });
        if changed { Cow::Owned(shielded) } else { Cow::Borrowed(text) }
    }

    /// Takes out what [`shield`](Self::shield) put in: only where a control token's name shows.
    pub(super) fn unshield<'a>(&self, vocabulary: &Vocabulary, text: &'a str) -> Cow<'a, str> {
        if !text.contains(SHIELD) {
            return Cow::Borrowed(text);
        }
        let mut parts = text.split(SHIELD);
        let mut open = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let first = open.chars().next_back().map_or(0, char::len_utf8);
            let name = [&open[open.len() - first..], part].concat();
            let hidden = self
                .at(vocabulary, name.as_bytes(), Special::Parse)
                .is_some_and(|(token, _)| vocabulary.kind(token) != TokenKind::UserDefined);
            if !hidden {
                open.push(SHIELD);
            }
            open.push_str(part);
        }
        Cow::Owned(open)
    }

    /// The longest special token at the beginning of `bytes`, and its length.
    fn at(&self, vocabulary: &Vocabulary, bytes: &[u8], special: Special) -> Option<(u32, usize)> {
        let first = usize::from(*bytes.first()?);
        self.lengths[first].iter().find_map(|&length| {
            let candidate = bytes.get(..length as usize)?;
            let token = self.index.find(vocabulary, candidate)?;
            let wanted =
                special == Special::Parse || vocabulary.kind(token) == TokenKind::UserDefined;
            wanted.then_some((token, length as usize))
        })
    }
}
