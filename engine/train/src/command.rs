//! The subcommands, one file each.

pub mod export;
pub mod losses;
mod place;
pub mod quantize_report;
pub mod sequences;
pub mod smoke;
pub mod train;
mod trained;
pub mod vocabulary;
