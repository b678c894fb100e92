//! The `diorama-train` command.

fn main() {}
