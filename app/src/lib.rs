//! The page and its two workers, one for models and one for reference environments: what they
//! share, and each one's parts.

pub mod beside;
pub mod page;
pub mod protocol;
pub mod truth;
mod wire;
pub mod worker;
