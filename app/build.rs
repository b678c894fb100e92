//! What is built into the page: the list of the worlds beside it, the first of them, its
//! languages, and what is known of its default model.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};
use sha2::{Digest, Sha256};

/// The default model's file in `web/models`.
const MODEL: &str = "diorama-default.gguf";

/// What stands before the calibration error in its card.
const CALIBRATION: &str = "expected calibration error over the three is";

fn main() -> Result<(), Box<dyn Error>> {
    let web = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../web").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // The page's program is split after it is linked, for which the linker has to tell what refers to
    // what.
    if env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bin=page=--emit-relocs");
    }
    fs::write(out.join("worlds.rs"), worlds(&web)?)?;
    fs::write(out.join("languages.rs"), languages(&web.join("words"))?)?;
    let model = web.join("models").join(MODEL);
    fs::write(out.join("default_model.rs"), default_model(&model)?)?;
    let card = web.join("../docs/model-card.md");
    let calibration = if model.is_file() { calibration(&card)? } else { None };
    fs::write(out.join("calibration.rs"), format!("{calibration:?}"))?;
    fs::write(out.join("replay.rs"), replay(&web)?)?;
    Ok(())
}

/// A line of the list of worlds.
#[derive(Deserialize)]
struct Entry {
    id: String,
    title: String,
    summary: String,
    domain: String,
    /// Whether a recording lies beside it.
    recorded: bool,
}

/// What a card says of a scenario besides.
#[derive(Deserialize)]
struct Scenario {
    task: String,
    #[serde(default)]
    controls: Vec<Control>,
    reference: Option<IgnoredAny>,
}

/// A control: its name, or what it says.
#[derive(Deserialize)]
#[serde(untagged)]
enum Control {
    Named { control: String },
    Text(String),
}

/// What a card says of a recording.
#[derive(Deserialize)]
struct Trace {
    steps: Vec<IgnoredAny>,
}

/// The worlds as their list has them, and all of the first.
fn worlds(web: &Path) -> Result<String, Box<dyn Error>> {
    let (folder, keyframes) = (web.join("scenarios"), web.join("keyframes"));
    for folder in [&folder, &keyframes] {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let file = |id: &str, end: &str| folder.join(format!("{id}.{end}"));
    let keyframe = |id: &str| Some(keyframes.join(format!("{id}.txt"))).filter(|it| it.is_file());
    let list: Vec<Entry> = read(&folder.join("index.json"))?;
    let mut source = String::from("(&[\n");
    for Entry { id, title, summary, domain, recorded } in &list {
        let Scenario { task, controls, reference } = read(&file(id, "json"))?;
        let controls: String = controls.iter().map(told).collect();
        let steps = match recorded {
            true => read::<Trace>(&file(id, "trace.json"))?.steps.len(),
            false => 0,
        };
        writeln!(
            source,
            "    Card {{ id: Cow::Borrowed({id:?}), title: Cow::Borrowed({title:?}), \
             summary: Cow::Borrowed({summary:?}), domain: Domain::{}, steps: {steps}, \
             task: Cow::Borrowed({task:?}), controls: Cow::Borrowed(&[{controls}]), \
             reference: {}, keyframe: {}, built_in: true }},",
            variant(domain),
            reference.is_some(),
            keyframe(id).is_some(),
        )?;
    }
    let Entry { id, recorded, .. } = list.first().ok_or("there are no worlds")?;
    // Paths as strings, whose `Debug` is how Rust spells them.
    let beside = |path: Option<PathBuf>| match path {
        Some(path) => format!("Some(include_str!({:?}))", path.display().to_string()),
        None => "None".to_owned(),
    };
    writeln!(
        source,
        "], Bundled {{ scenario: include_str!({:?}), trace: {}, keyframe: {} }})",
        file(id, "json").display().to_string(),
        beside(recorded.then(|| file(id, "trace.json"))),
        beside(keyframe(id)),
    )?;
    Ok(source)
}

/// A language, as its file tells it.
#[derive(Deserialize)]
struct Language {
    name: String,
    dir: String,
}

/// The languages, English first.
fn languages(folder: &Path) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|it| Ok(it?.path())).collect::<Result<_, std::io::Error>>()?;
    files.sort_by_key(|file| (!file.ends_with("en.json"), file.clone()));
    let mut source = String::from("&[\n");
    for file in files {
        let Language { name, dir } = read(&file)?;
        let code = file.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(source, "    Language {{ code: {code:?}, name: {name:?}, dir: {dir:?} }},")?;
    }
    Ok(source + "]")
}

/// How Rust spells a control in a list.
fn told(control: &Control) -> String {
    let (Control::Named { control: text } | Control::Text(text)) = control;
    format!("Cow::Borrowed({text:?}),")
}

/// How Rust spells a domain.
fn variant(domain: &str) -> String {
    let (first, rest) = domain.split_at(1);
    first.to_uppercase() + rest
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// The expected calibration error that the model card states.
fn calibration(card: &Path) -> Result<Option<f32>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", card.display());
    let card = fs::read_to_string(card)?;
    let card = card.split_whitespace().collect::<Vec<_>>().join(" ");
    let number = card.split_once(CALIBRATION).and_then(|(_, rest)| rest.split_whitespace().next());
    let error =
        number.map(|number| number.trim_end_matches([',', '.', ';']).parse()).transpose()?;
    if error.is_none() {
        println!(
            "cargo::warning=the model card states no calibration; the page says it is not known"
        );
    }
    Ok(error)
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

/// The script and the style of replays, and the hashes by which their policy allows them.
fn replay(web: &Path) -> Result<String, Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/desk/exports/replay");
    let base = web.join("styles/base.css");
    for path in [&folder, &base] {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let script = fs::read_to_string(folder.join("player.js"))?;
    let style =
        colours(&fs::read_to_string(base)?)? + &fs::read_to_string(folder.join("player.css"))?;
    let mut source = String::new();
    for (name, text) in [("SCRIPT", script), ("STYLE", style)] {
        let hash = BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
        writeln!(source, "const {name}: &str = {text:?};")?;
        writeln!(source, "const {name}_HASH: &str = \"sha256-{hash}\";")?;
    }
    Ok(source)
}

/// The beginning of the page's style sheet: its colours, light and dark.
fn colours(base: &str) -> Result<String, Box<dyn Error>> {
    let from = base.find(":root {").ok_or("the style sheet has no colours")?;
    let dark = base.find("@media (prefers-color-scheme: dark)").ok_or("no dark colours")?;
    let end = base[dark..].find("\n}").ok_or("the dark colours do not end")?;
    Ok(base[from..dark + end + 3].to_owned())
}
