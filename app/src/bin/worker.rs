//! The inference worker.

fn main() {}
