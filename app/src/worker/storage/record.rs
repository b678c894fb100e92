//! What is written down beside a stored model's bytes.

use crate::{protocol::ModelSource, worker::hub::is_sha256};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The record of one stored model: a small JSON file beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Name for people.
    pub name: String,
    /// Where it came from.
    pub source: ModelSource,
    /// Length of the whole file in bytes.
    pub total: u64,
    /// The server's tag of the version that is being downloaded, if it showed one.
    pub etag: Option<String>,
    /// How far it is.
    pub state: State,
}

/// How far a stored model is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// Some of the bytes are here; how many, the data file's length says.
    Partial,
    /// All bytes are here and were hashed.
    Whole {
        /// sha256, lower-case hex.
        sha256: String,
    },
}

/// Longest record that is read, in bytes.
pub const LONGEST: f64 = 65_536.0;

impl Record {
    /// Reads a record; `None` if it is not one, for instance because a crash cut it off.
    pub fn parse(text: &str) -> Option<Self> {
        let record: Self = serde_json::from_str(text).ok()?;
        match &record.state {
            State::Whole { sha256 } if !is_sha256(sha256) => None,
            _ => Some(record),
        }
    }

    /// The sha256 of the whole file, once it is here.
    pub fn sha256(&self) -> Option<&str> {
        match &self.state {
            State::Partial => None,
            State::Whole { sha256 } => Some(sha256),
        }
    }

    /// Whether bytes already stored under this record continue with what a server offers now: the
    /// same length, and the same tag where both are known.
    pub fn continues(&self, total: u64, etag: Option<&str>) -> bool {
        let same_tag = match (self.etag.as_deref(), etag) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        self.state == State::Partial && self.total == total && same_tag
    }
}

/// The key of the model at an address: 128 bits of the address's sha256, in hex. It is the name of
/// files, so nothing of the address itself may be in it.
pub fn key(address: &str) -> String {
    let mut key = hex(&Sha256::digest(address.as_bytes()));
    key.truncate(32);
    key
}

/// Whether `text` can be a [`key`]; anything else is no file name of ours.
pub fn is_key(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(state: State) -> Record {
        Record {
            name: "tiny.gguf".into(),
            source: ModelSource::Url { url: "https://example.org/tiny.gguf".into(), sha256: None },
            total: 1000,
            etag: Some("\"a\"".into()),
            state,
        }
    }

    #[test]
    fn comes_back_as_it_went() {
        for state in [State::Partial, State::Whole { sha256: "0".repeat(64) }] {
            let record = record(state);
            let text = serde_json::to_string(&record).unwrap();
            assert_eq!(Record::parse(&text), Some(record));
        }
    }

    #[test]
    fn a_damaged_record_is_none() {
        let text = serde_json::to_string(&record(State::Partial)).unwrap();
        for length in 0..text.len() {
            assert_eq!(Record::parse(&text[..length]), None);
        }
        let text = serde_json::to_string(&record(State::Whole { sha256: "xyz".into() })).unwrap();
        assert_eq!(Record::parse(&text), None);
    }

    #[test]
    fn only_the_same_file_is_continued() {
        let partial = record(State::Partial);
        assert!(partial.continues(1000, Some("\"a\"")));
        assert!(partial.continues(1000, None));
        assert!(!partial.continues(1000, Some("\"b\"")));
        assert!(!partial.continues(999, Some("\"a\"")));
        let whole = record(State::Whole { sha256: "0".repeat(64) });
        assert!(!whole.continues(1000, Some("\"a\"")));
    }

    #[test]
    fn keys_are_plain_file_names() {
        let ours = key("https://example.org/../../x?y#z");
        assert!(is_key(&ours), "{ours}");
        assert_ne!(ours, key("https://example.org/"));
        for text in ["", "..", "../../0123456789abcdef0123456789ab", &"A".repeat(32)] {
            assert!(!is_key(text), "{text}");
        }
    }

    #[test]
    fn hex_is_lower_case() {
        assert_eq!(hex(&[0x00, 0x9f, 0xff]), "009fff");
    }
}
