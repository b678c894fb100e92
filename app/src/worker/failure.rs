//! What goes wrong, as the page is told.

use crate::{
    protocol::{FailureKind, FromWorker},
    worker::{envelope::EnvelopeError, hub::HubError},
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
        Self { kind, message: message.into() }
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
