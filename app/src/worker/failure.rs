//! What goes wrong, as the page is told.

use crate::{
    protocol::{FailureKind, FromWorker},
    wire::EnvelopeError,
    worker::hub::HubError,
};
use diorama_model::{ExecuteError, SourceError};

/// A kind for the page's advice and a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure.
    pub kind: FailureKind,
    /// What happened.
    pub message: String,
}

impl Failure {
    /// A failure of a kind.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: sentence(message.into()) }
    }

    /// The page asks for more than can wait.
    pub fn too_busy() -> Self {
        Self::new(FailureKind::Protocol, "Too many messages wait already.")
    }

    /// The person cancelled.
    pub fn cancelled() -> Self {
        Self::new(FailureKind::Cancelled, "Cancelled.")
    }

    /// Reading a model's bytes failed; `medium` is the kind of failure of the place they are read
    /// from.
    pub fn from_source(error: &SourceError, medium: FailureKind) -> Self {
        match error {
            SourceError::PastEnd { .. } => Self::new(FailureKind::BadModel, error.to_string()),
            SourceError::Medium(_) => Self::new(medium, error.to_string()),
            SourceError::Cancelled => Self::cancelled(),
        }
    }

    /// Loading or running a model failed; `medium` as in [`from_source`](Self::from_source).
    pub fn from_execute(error: &ExecuteError, medium: FailureKind) -> Self {
        let kind = match error {
            ExecuteError::NoAdapter(_) | ExecuteError::Shader(_) => FailureKind::Gpu,
            ExecuteError::OutOfMemory(_) => FailureKind::OutOfMemory,
            ExecuteError::DeviceLost(_) => FailureKind::DeviceLost,
            ExecuteError::ContextFull { .. } => FailureKind::ContextFull,
            ExecuteError::Source(error) => return Self::from_source(error, medium),
            ExecuteError::Model(_) | ExecuteError::UnknownToken(_) => FailureKind::BadModel,
            ExecuteError::NothingFed => FailureKind::Protocol,
        };
        Self::new(kind, error.to_string())
    }

    /// The message to the page.
    pub fn into_message(self, id: Option<u64>) -> FromWorker {
        FromWorker::Failed { id, kind: self.kind, message: self.message }
    }
}

impl From<EnvelopeError> for Failure {
    fn from(error: EnvelopeError) -> Self {
        Self::new(FailureKind::Protocol, error.to_string())
    }
}

impl From<HubError> for Failure {
    fn from(error: HubError) -> Self {
        Self::new(FailureKind::Network, error.to_string())
    }
}

/// Errors of libraries begin with a small letter and end without a full stop; what people read
/// does not.
fn sentence(mut text: String) -> String {
    if let Some(first) = text.chars().next().filter(|first| first.is_lowercase()) {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    if !text.ends_with(['.', '?', '”']) {
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_sentences() {
        let error = ExecuteError::ContextFull { needed: 801, capacity: 512 };
        let failure = Failure::from_execute(&error, FailureKind::Network);
        assert_eq!(failure.kind, FailureKind::ContextFull);
        assert_eq!(failure.message, "The context is full: 801 tokens needed, 512 fit.");
        assert_eq!(sentence("Élan?".into()), "Élan?");
    }

    #[test]
    fn a_broken_medium_is_its_own_kind() {
        let error = SourceError::Medium("x".into());
        assert_eq!(Failure::from_source(&error, FailureKind::Network).kind, FailureKind::Network);
        let cancelled = ExecuteError::Source(SourceError::Cancelled);
        let failure = Failure::from_execute(&cancelled, FailureKind::Storage);
        assert_eq!(failure.kind, FailureKind::Cancelled);
    }
}
