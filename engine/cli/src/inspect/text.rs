//! A report as text for people.

use super::report::{MemoryNeeded, Report, Verdict};
use serde_json::Value as Json;
use std::io::{Result, Write};

/// Characters of a metadata value that are shown.
const SHOWN: usize = 100;

/// Prints `report`. Texts from the file are printed as JSON strings, so that no control character
/// in them reaches the terminal.
pub fn print(out: &mut impl Write, report: &Report) -> Result<()> {
    let text = |text: &Option<String>| text.as_ref().map_or("unknown".into(), |x| quoted(x));
    writeln!(out, "name          {}", text(&report.name))?;
    writeln!(out, "architecture  {}", text(&report.architecture))?;
    writeln!(out, "licence       {}", text(&report.license))?;
    writeln!(out, "file          {}, GGUF version {}", size(report.bytes), report.gguf_version)?;
    writeln!(out, "quantization  {}", report.quantization.unwrap_or("none"))?;
    writeln!(out, "parameters    {:.1} M", report.parameters as f64 / 1e6)?;
    for share in &report.stored {
        let millions = share.parameters as f64 / 1e6;
        let (stored, tensors, bytes) = (share.r#type, share.tensors, size(share.bytes));
        writeln!(out, "  {stored:<6} {millions:>10.1} M in {tensors:>4} tensors, {bytes}")?;
    }
    match &report.verdict {
        Verdict::Memory(memory) => print_memory(out, memory)?,
        Verdict::Unsupported(why) => writeln!(out, "does not run  {}", quoted(why))?,
    }
    writeln!(out, "\nmetadata")?;
    for (key, value) in &report.metadata {
        writeln!(out, "  {} = {}", quoted(key).trim_matches('"'), shown(value))?;
    }
    writeln!(out, "\ntensors")?;
    for tensor in &report.tensors {
        let (name, sizes) = (quoted(&tensor.name), format!("{:?}", tensor.dimensions));
        let name = name.trim_matches('"');
        let (stored, bytes) = (tensor.r#type, size(tensor.bytes));
        writeln!(out, "  {name:<32} {stored:<5} {sizes:<16} {bytes}")?;
    }
    Ok(())
}

fn print_memory(out: &mut impl Write, memory: &MemoryNeeded) -> Result<()> {
    let MemoryNeeded { context, trained_context, .. } = memory;
    writeln!(out, "context       {trained_context} tokens in training")?;
    writeln!(out, "memory        {} with {context} tokens", size(memory.total))?;
    writeln!(out, "  weights     {:>10}", size(memory.weights))?;
    writeln!(out, "  cache       {:>10}", size(memory.cache))?;
    writeln!(out, "  activations {:>10}", size(memory.activations))
}

fn quoted(text: &str) -> String {
    let json = Json::from(text).to_string();
    // JSON leaves DEL and the C1 controls as they are; terminals obey them.
    json.chars().filter(|c| !c.is_control()).collect()
}

/// A metadata value on one line, cut when it is long.
fn shown(value: &Json) -> String {
    let text = match value.get("first").and_then(Json::as_array) {
        Some(first) => {
            let shown: Vec<String> = first.iter().map(Json::to_string).collect();
            let length = &value["length"];
            let more = if *length == shown.len() { "" } else { ", …" };
            format!("[{}{more}] ({length})", shown.join(", "))
        }
        None => value.to_string(),
    };
    let mut shown: String = text.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

/// Bytes in decimal units.
fn size(bytes: u64) -> String {
    match bytes as f64 {
        bytes if bytes < 1e6 => format!("{:.1} kB", bytes / 1e3),
        bytes if bytes < 1e9 => format!("{:.1} MB", bytes / 1e6),
        bytes => format!("{:.2} GB", bytes / 1e9),
    }
}
