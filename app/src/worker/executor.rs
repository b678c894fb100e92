//! What runs a model in the worker.

mod either;
mod paced;

pub use either::AnyExecutor;
pub use paced::PacedCpu;
