//! Files on servers.

pub mod fetch;
pub mod range;
mod remote;

pub use remote::Remote;
