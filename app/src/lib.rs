//! The page and its workers, for models, for reference environments and the desk for what is seldom
//! needed: what they share, and each one's parts.

pub mod beside;
pub mod desk;
pub mod page;
pub mod picture;
pub mod protocol;
pub mod truth;
mod wire;
pub mod worker;
