//! Files on servers.

mod beginning;
pub mod fetch;
pub mod range;
mod remote;

pub use beginning::Beginning;
pub use remote::Remote;
