//! The `delta` protocol: what is printed reads back, what is found leads there, nothing panics.

mod arbitrary;
mod codec;
#[path = "../common/mod.rs"]
mod common;
mod examples;
mod grammar;
mod recorded;
