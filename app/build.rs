//! What is built into the page: the worlds beside it, and what is known of its default model.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The default model's file in `web/models`.
const MODEL: &str = "diorama-default.gguf";
/// What stands before the calibration error in its card.
const CALIBRATION: &str = "expected calibration error over the three is";

fn main() -> Result<(), Box<dyn Error>> {
    let web = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../web").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("worlds.rs"), worlds(&web)?)?;
    let model = web.join("models").join(MODEL);
    fs::write(out.join("default_model.rs"), default_model(&model)?)?;
    fs::write(
        out.join("calibration.rs"),
        calibration(&model, &web.join("../docs/model-card.md"))?,
    )?;
    Ok(())
}

/// A line of the list of worlds.
#[derive(Deserialize)]
struct Entry {
    id: String,
    /// Whether a recording lies beside it.
    recorded: bool,
}

/// The worlds in the order of their list: scenario, recording, and keyframe of the start where the
/// first observation does not say all of it.
fn worlds(web: &Path) -> Result<String, Box<dyn Error>> {
    let (folder, keyframes) = (web.join("scenarios"), web.join("keyframes"));
    for folder in [&folder, &keyframes] {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let list: Vec<Entry> = serde_json::from_str(&fs::read_to_string(folder.join("index.json"))?)?;
    let mut source = String::from("&[\n");
    for Entry { id, recorded } in list {
        // As strings, whose `Debug` is how Rust spells them.
        let file = |end: &str| folder.join(format!("{id}.{end}")).display().to_string();
        let beside = |path: String, there: bool| {
            if there { format!("Some(include_str!({path:?}))") } else { "None".to_owned() }
        };
        let keyframe = keyframes.join(format!("{id}.txt"));
        let there = keyframe.is_file();
        writeln!(
            source,
            "    Bundled {{ scenario: include_str!({:?}), trace: {}, keyframe: {} }},",
            file("json"),
            beside(file("trace.json"), recorded),
            beside(keyframe.display().to_string(), there),
        )?;
    }
    source.push(']');
    Ok(source)
}

/// The expected calibration error that the model card states; a page that is built without the model
/// states none.
fn calibration(model: &Path, card: &Path) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", card.display());
    if !model.is_file() {
        return Ok("None".to_owned());
    }
    let card = fs::read_to_string(card)?;
    let words: Vec<&str> = card.split_whitespace().collect();
    let words = words.join(" ");
    let (_, number) =
        words.split_once(CALIBRATION).ok_or("the model card states no calibration")?;
    let number = number.split([' ', ',']).find(|it| !it.is_empty()).unwrap_or_default();
    let error: f32 = number.parse()?;
    Ok(format!("Some({error:?})"))
}

/// What is known of the default model; a page that is built without it has none.
fn default_model(path: &Path) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    if !path.is_file() {
        return Ok("None".to_owned());
    }
    #[allow(clippy::disallowed_methods)] // this runs where there is a file system
    let bytes = fs::read(path)?;
    let mut sha256 = String::new();
    for byte in Sha256::digest(&bytes) {
        write!(sha256, "{byte:02x}")?;
    }
    let length = bytes.len();
    Ok(format!("Some(DefaultModel {{ file: {MODEL:?}, bytes: {length}, sha256: {sha256:?} }})"))
}
