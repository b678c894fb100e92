//! How a run went, step by step: kept as JSON lines, drawn as SVG.

mod plot;

use crate::probe::Seen;
use diorama_world::Domain;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fmt,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::Path,
};

pub use plot::plot;

/// The curve in a run's folder.
const LINES: &str = "curve.jsonl";
/// Its drawing.
const DRAWING: &str = "curve.svg";

/// A step of training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Its number, from 0.
    pub step: usize,
    /// The loss on its batch before it was learned from, in nats a token.
    pub loss: f32,
    /// Tokens that were read.
    pub tokens: usize,
    /// Tokens that counted.
    pub counted: usize,
    /// The learning rate.
    pub rate: f64,
    /// How long it took.
    pub seconds: f64,
    /// What held-out worlds said after it, now and then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_out: Option<BTreeMap<Domain, Seen>>,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, loss, tokens, seconds, .. } = self;
        write!(f, "step {step:5}  loss {loss:.4}  {:.0} tokens/s", *tokens as f64 / seconds)?;
        for (domain, seen) in self.held_out.iter().flatten() {
            let exact = 100.0 * seen.exact as f64 / seen.deltas.max(1) as f64;
            let loss = seen.loss / seen.tokens.max(1) as f64;
            write!(f, "\n    held out {:9} loss {loss:.4}  exact {exact:5.1} %", domain.name())?;
        }
        Ok(())
    }
}

/// The curve of a run so far; empty if there is none yet.
pub fn read(run: &Path) -> io::Result<Vec<Point>> {
    let path = run.join(LINES);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let lines = BufReader::new(File::open(path)?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Writes the curve of a run and its drawing.
pub fn write(run: &Path, points: &[Point]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(run.join(LINES))?);
    for point in points {
        serde_json::to_writer(&mut file, point)?;
        file.write_all(b"\n")?;
    }
    file.flush()?;
    fs::write(run.join(DRAWING), plot(points))
}
