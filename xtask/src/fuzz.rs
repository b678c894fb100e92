//! `cargo xtask fuzz`: throws mangled input at everything that reads what strangers write.

use std::ffi::OsString;
use std::path::Path;
use std::{env, fs, iter};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Cache};
use crate::shell::{cargo, run};
use crate::workspace::root;

/// The targets of fuzz/Cargo.toml, each with folders of real examples besides its seeds.
const TARGETS: &[(&str, &[&str])] = &[
    ("gguf", &["engine/model/tests/golden"]),
    ("tokenizer", &["fuzz/seeds/full_reply"]),
    ("android_json", &["engine/world/tests/dialects/android-json"]),
    ("android_phone", &["engine/world/tests/dialects/android-phone"]),
    ("android_droidbot", &["engine/world/tests/dialects/android-droidbot"]),
    ("web_playwright", &["engine/world/tests/dialects/web-playwright"]),
    ("web_axtree", &["engine/world/tests/dialects/web-axtree"]),
    ("os_a11y", &["engine/world/tests/dialects/os-a11y"]),
    (
        "text_dialects",
        &[
            "engine/world/tests/dialects/mcp",
            "engine/world/tests/dialects/search",
            "engine/world/tests/dialects/terminal",
            "engine/world/tests/dialects/swe",
        ],
    ),
    ("actions", &[]),
    ("full_reply", &[]),
    ("delta_keyframe", &[]),
    ("delta_step", &[]),
    ("scenario", &["web/scenarios"]),
    ("trace_import", &[]),
    ("bench_rows", &[]),
    ("link", &["engine/world/tests/links/1"]),
    ("import", &["web/scenarios", "web/keyframes", "engine/world/tests/dialects/web-playwright"]),
];

/// What to fuzz.
#[derive(clap::Args)]
pub struct Arguments {
    /// One target; all of them when none is named.
    pub target: Option<String>,
    /// Seconds for each target.
    #[arg(long, default_value_t = 60)]
    pub seconds: u32,
}

/// Builds the targets and runs them one after the other; fails at the first input that one fails
/// on, which is kept in fuzz/artifacts.
pub fn main(arguments: &Arguments) -> Result<()> {
    let chosen: Vec<_> = TARGETS
        .iter()
        .filter(|(name, _)| arguments.target.as_deref().is_none_or(|target| target == *name))
        .collect();
    if chosen.is_empty() {
        let names = TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        bail!("there is no such target; there are {names}");
    }
    let tool = setup::cargo_fuzz(&Cache::open()?)?;
    for (name, examples) in chosen {
        println!("== fuzzing {name} for {} seconds", arguments.seconds);
        fuzz(&tool, name, examples, arguments.seconds)?;
    }
    Ok(())
}

/// `tool` is the folder of the installed cargo-fuzz.
fn fuzz(tool: &Path, target: &str, examples: &[&str], seconds: u32) -> Result<()> {
    // The first folder takes what the fuzzer finds; the others are read only.
    let found = root().join("fuzz/corpus").join(target);
    fs::create_dir_all(&found).with_context(|| format!("cannot make {}", found.display()))?;
    let seeds = root().join("fuzz/seeds").join(target);
    let mut folders = vec![found];
    folders.extend(seeds.is_dir().then_some(seeds));
    folders.extend(examples.iter().map(|folder| root().join(folder)));

    let mut command = cargo();
    // Our code has next to no `unsafe`: assertions and overflow checks find what sanitizers, which
    // take a nightly compiler and half the speed, would not.
    command
        .args(["fuzz", "run", "--sanitizer", "none", "--debug-assertions", target])
        .args(folders);
    command.arg("--").arg(format!("-max_total_time={seconds}"));
    // A hang is a fault too: no input may take longer than this many seconds.
    command.args(["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]);
    // Coverage flags are unstable; this lets the stable compiler take them.
    command.env("RUSTC_BOOTSTRAP", "1").env("PATH", path_with(&tool.join("bin"))?);
    run(command.current_dir(root()))
}

/// The search path of programs with `folder` before it.
fn path_with(folder: &Path) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(iter::once(folder.to_owned()).chain(env::split_paths(&path)))
        .context("a folder on the PATH has a name that cannot stand there")
}
