//! Keeping an observation's own spelling where canonical printing would spell it otherwise.

use serde::{Deserialize, Serialize};

/// How one piece of an observation (the part before the nodes, a node, the part after them) was
/// spelled, kept only where canonical printing would give something else.
///
/// It holds as long as the piece still says the same: printing falls back to canonical text once a field was edited, so an edited screen never prints stale text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// What canonical printing gave when the piece was read.
    canonical: String,
    /// The text as it stood.
    source: String,
}

impl Spelling {
    /// Notes `source` unless canonical printing gives it anyway.
    pub(crate) fn note(canonical: String, source: String) -> Option<Box<Self>> {
        (canonical != source).then(|| Box::new(Self { canonical, source }))
    }

    /// The text to print for a piece whose canonical text is now `canonical`.
    pub(crate) fn apply(spelling: Option<&Self>, canonical: String) -> String {
        match spelling {
            Some(kept) if kept.canonical == canonical => kept.source.clone(),
            _ => canonical,
        }
    }
}
