//! `diorama-train quantize-report`: how far weights move when they are stored in fewer bits.

#![allow(clippy::print_stdout)] // the table is what is asked for

use super::trained::Trained;
use anyhow::Result;
use clap::Args;
use diorama_model::quant::TensorType;
use diorama_train::export::{Row, report};

/// What the weights are stored as, from the closest.
const TYPES: [TensorType; 4] =
    [TensorType::F16, TensorType::Q8_0, TensorType::Q4_1, TensorType::Q4_0];

/// Arguments of `diorama-train quantize-report`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    trained: Trained,
}

/// Prints the relative error of each matrix, and of all of them together.
pub fn run(arguments: &Arguments) -> Result<()> {
    let (config, weights) = arguments.trained.read()?;
    let rows = report(&weights, &config, &TYPES)?;
    let total = Row::total(&rows);
    println!(
        "| matrix | numbers | root mean square | {} |",
        TYPES.map(TensorType::name).join(" | ")
    );
    println!("| --- | --- | --- |{}", " --- |".repeat(TYPES.len()));
    for Row { name, elements, size, errors } in rows.iter().chain([&total]) {
        print!("| {name} | {elements} | {size:.4} |");
        for error in errors {
            print!(" {:.3} % |", 100.0 * error);
        }
        println!();
    }
    Ok(())
}
