//! Why a step was not predicted.

use crate::{protocol::FailureKind, worker::failure::Failure};
use diorama_model::ExecuteError;
use diorama_predict::{PredictError, WalkError};

/// Why a step was not predicted.
pub enum Refusal {
    /// What was asked cannot be answered; the model is as good as before.
    Asked(Failure),
    /// What runs the model failed.
    Broke(ExecuteError),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Asked(failure)
    }
}

impl From<PredictError> for Refusal {
    fn from(error: PredictError) -> Self {
        let kind = match error {
            PredictError::Execute(error) => return Self::Broke(error),
            PredictError::TooLong { .. } => FailureKind::ContextFull,
            PredictError::Stuck => FailureKind::BadModel,
            PredictError::Action(_) | PredictError::Facts(_) => FailureKind::Protocol,
        };
        Self::Asked(Failure::new(kind, error.to_string()))
    }
}

impl From<WalkError> for Refusal {
    fn from(error: WalkError) -> Self {
        match error {
            WalkError::Predict(error) => error.into(),
            error => Self::Asked(Failure::new(FailureKind::Protocol, error.to_string())),
        }
    }
}
