//! `cargo xtask`: set up, serve, test, lint, measure and package.

fn main() {}
