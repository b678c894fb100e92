//! The page and its inference worker: what the two share, and each one's parts.

pub mod page;
pub mod protocol;
pub mod worker;
