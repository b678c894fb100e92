//! The page and its workers, for models, for servers of models and for reference environments: what they
//! share, and each one's parts.

pub mod beside;
pub mod page;
pub mod protocol;
pub mod remote;
pub mod truth;
mod wire;
pub mod worker;
