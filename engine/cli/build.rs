//! The worlds that come with the page, so that the command knows them by their names.

use serde::Deserialize;
use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// A line of the list of worlds.
#[derive(Deserialize)]
struct Entry {
    id: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web/scenarios");
    let folder = folder.canonicalize()?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let list: Vec<Entry> = serde_json::from_str(&fs::read_to_string(folder.join("index.json"))?)?;
    let mut source = String::from("&[\n");
    for Entry { id } in list {
        let file = folder.join(format!("{id}.json")).display().to_string();
        writeln!(source, "    ({id:?}, include_str!({file:?})),")?;
    }
    source.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("worlds.rs"), source)?;
    Ok(())
}
