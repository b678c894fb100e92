//! The smaller program.

use super::{Prepared, Program, on_cpu};
use crate::{
    protocol::{ExecutorChoice, ExecutorKind, Gpu, Protocol},
    worker::{card::Head, executor::PacedCpu, find::Found},
};
use diorama_model::ExecuteError;
use std::convert::Infallible;

/// Models that speak `delta`, on the CPU.
#[derive(Debug)]
pub enum Lean {}

impl Program for Lean {
    type Executor = PacedCpu;
    type Writer = Infallible;

    fn suits(protocol: Protocol, choice: ExecutorChoice, _: &Gpu) -> bool {
        protocol == Protocol::Delta && choice == ExecutorChoice::Cpu
    }

    async fn prepare(
        head: &Head,
        found: &Found,
        _: &Gpu,
        _: ExecutorChoice,
        context: u32,
    ) -> Result<Prepared<PacedCpu>, ExecuteError> {
        let executor = on_cpu(head, found, context).await?;
        Ok(Prepared { executor, kind: ExecutorKind::Cpu, note: None })
    }
}
