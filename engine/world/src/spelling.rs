//! Keeping an observation's own spelling where canonical printing would spell it otherwise.

use serde::{Deserialize, Serialize};

/// How one piece of an observation (the part before the nodes, a node, the part after them) was
/// spelled, kept only where canonical printing would give something else.
///
/// It holds as long as the piece still says the same: printing falls back to canonical text once a
/// field was edited, so an edited screen never prints stale text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// What canonical printing gave when the piece was read.
    canonical: String,
    /// The text as it stood.
    source: String,
}

impl Spelling {
    /// Notes `source` unless canonical printing gives it anyway.
    pub(crate) fn note(canonical: &str, source: &str) -> Option<Box<Self>> {
        (canonical != source)
            .then(|| Box::new(Self { canonical: canonical.to_owned(), source: source.to_owned() }))
    }

    /// Writes a piece that `write` spells canonically, in its own spelling where that still holds.
    pub(crate) fn apply(
        spelling: Option<&Self>,
        text: &mut String,
        write: impl FnOnce(&mut String),
    ) {
        let start = text.len();
        write(text);
        if let Some(kept) = spelling.filter(|kept| kept.canonical == text[start..]) {
            text.truncate(start);
            text.push_str(&kept.source);
        }
    }
}
