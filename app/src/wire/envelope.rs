//! The wrapping of a message: `{diorama: VERSION, message: JSON, file?: File}`.

use crate::protocol::VERSION;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// Longest message text, in UTF-16 units as the browser counts; a long conversation is far below.
pub const LONGEST: u32 = 32 << 20;

/// Why a message was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// No `diorama` number or no `message` text.
    #[error("a message was not understood: it has no “{0}”")]
    Missing(&'static str),
    /// The other side is another version of the program.
    #[error(
        "the page speaks version {theirs} of the messages and the worker version {VERSION}; \
         reload the page"
    )]
    Version {
        /// The version it said.
        theirs: String,
    },
    /// Longer than [`LONGEST`].
    #[error("a message was too long: {0} characters")]
    TooLong(u32),
    /// The text is not one of the messages.
    #[error("a message was not understood: {0}")]
    Malformed(String),
}

/// Reads what stands in an envelope.
pub fn open<T: DeserializeOwned>(version: f64, text: &str) -> Result<T, EnvelopeError> {
    if version.to_bits() != f64::from(VERSION).to_bits() {
        return Err(EnvelopeError::Version { theirs: version.to_string() });
    }
    serde_json::from_str(text).map_err(|error| EnvelopeError::Malformed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{End, ExecutorChoice, FromWorker, ModelSource, Speed, ToWorker};
    use diorama_model::Sampling;

    #[test]
    fn a_message_comes_back_as_it_went() {
        let load = ToWorker::Load {
            id: 1,
            source: ModelSource::HuggingFace {
                repository: "owner/name".into(),
                revision: "main".into(),
                file: "model \"Q4\".gguf".into(),
                hub: None,
            },
            executor: ExecutorChoice::Auto,
            context: 4096,
        };
        let text = serde_json::to_string(&load).unwrap();
        assert_eq!(open(1.0, &text), Ok(load));
    }

    #[test]
    fn what_the_page_writes_by_hand_is_read() {
        let text = r#"{"generate":{"id":7,"prompt":"Hi","max_tokens":16,
            "sampling":{"temperature":0,"top_k":0,"top_p":1,"min_p":0,"seed":0}}}"#;
        let expected = ToWorker::Generate {
            id: 7,
            prompt: "Hi".into(),
            sampling: Sampling::default(),
            max_tokens: 16,
        };
        assert_eq!(open(1.0, text), Ok(expected));
        let text = r#"{"load":{"id":1,"source":{"hugging-face":{"repository":"a/b",
            "revision":"main","file":"c.gguf"}},"executor":"cpu","context":512}}"#;
        assert!(matches!(open(1.0, text), Ok(ToWorker::Load { context: 512, .. })));
    }

    #[test]
    fn other_versions_and_nonsense_are_refused() {
        for version in [0.0, 2.0, 1.5, -1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(
                open::<ToWorker>(version, r#""stop""#),
                Err(EnvelopeError::Version { .. })
            ));
        }
        let deep = "[".repeat(100_000);
        for text in ["", "null", "{}", r#""fly""#, r#"{"delete":{}}"#, &deep] {
            let read = open::<ToWorker>(1.0, text);
            assert!(matches!(read, Err(EnvelopeError::Malformed(_))), "{text:.20}");
        }
    }

    #[test]
    fn answers_are_named_objects() {
        let stepped = FromWorker::Stepped {
            id: 3,
            reply: "</script>".into(),
            outcome: None,
            tokens: vec![1, 2],
            end: End::ContextFull,
            speed: Speed::default(),
        };
        let text = serde_json::to_string(&stepped).unwrap();
        assert!(text.starts_with(r#"{"stepped":{"id":3"#), "{text}");
        assert!(text.contains(r#""end":"context-full""#), "{text}");
        assert_eq!(serde_json::from_str::<FromWorker>(&text).unwrap(), stepped);
    }
}
