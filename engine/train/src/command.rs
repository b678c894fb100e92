//! The subcommands, one file each.

pub mod sequences;
pub mod smoke;
pub mod train;
pub mod vocabulary;
