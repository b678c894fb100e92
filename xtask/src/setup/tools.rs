//! The tools that build the page: the wasm32 target, Trunk, wasm-bindgen and wasm-opt.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Cache, model::python};
use crate::shell::{cargo, npm, output, run, works};
use crate::workspace::{locked_version, root};

/// Builds the page from web/index.html. The last version for our compiler: 0.22 wants 1.96.
const TRUNK: &str = "0.21.14";
/// npm package with wasm-opt; Trunk.toml names the same version.
const BINARYEN: &str = "132.0.0";
/// Runs the fuzz targets.
const CARGO_FUZZ: &str = "0.13.2";

/// npm package with llama.cpp, which exported models are compared with; the tests of
/// engine/train name the same version.
const LLAMA_CPP: &str = "3.22.1";

/// PyPI package with llama.cpp's server, which the page asks in a test; web/tests/helpers/places.js
/// names the same version.
const LLAMA_SERVER: &str = "xllamacpp==2026.10.11549";

const WASM: &str = "wasm32-unknown-unknown";

/// The wasm32 target of the toolchain in rust-toolchain.toml. rustup installs it with the
/// toolchain; a machine that had the toolchain before may lack it.
pub fn rust_target() -> Result<()> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    println!("Setting up the {WASM} target (half a minute)");
    run(Command::new("rustup").args(["target", "add", WASM]).current_dir(root())).context(
        "the wasm32 target of the Rust toolchain is missing; with rustup it comes by itself, \
         otherwise install rust-std for wasm32-unknown-unknown",
    )
}

/// Trunk, wasm-bindgen and wasm-opt; gives a `PATH` that finds them first.
pub fn page(cache: &Cache) -> Result<OsString> {
    let bindgen = locked_version("wasm-bindgen")?;
    let trunk = installed(cache, "trunk", TRUNK, "4 to 12 minutes on two cores")?;
    let bindgen = installed(cache, "wasm-bindgen-cli", &bindgen, "1 to 3 minutes on two cores")?;
    let binaryen = cache.provide(
        &format!("tools/binaryen-{BINARYEN}"),
        "wasm-opt from npm, a few seconds",
        |work| {
            if !works(npm().arg("--version")) {
                bail!("npm is missing: install Node.js 20 or newer, which brings it");
            }
            run(npm()
                .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix", "."])
                .arg(format!("binaryen@{BINARYEN}"))
                .current_dir(work))?;
            Ok(work.to_owned())
        },
    )?;
    let ours = [trunk.join("bin"), bindgen.join("bin"), binaryen.join("node_modules/.bin")];
    let theirs = env::var_os("PATH").unwrap_or_default();
    env::join_paths(ours.into_iter().chain(env::split_paths(&theirs)))
        .context("a folder on the PATH has a name that cannot stand there")
}

/// llama.cpp as node-llama-cpp has it, built for the processor alone.
pub fn llama_cpp(cache: &Cache) -> Result<()> {
    let built = match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "mac-x64",
        ("macos", "aarch64") => "mac-arm64-metal",
        ("windows", "x86_64") => "win-x64",
        (os, arch) => bail!("node-llama-cpp has no llama.cpp built for {os} on {arch}"),
    };
    let name = format!("tools/node-llama-cpp-{LLAMA_CPP}");
    cache.provide(&name, "llama.cpp from npm, 85 MB, half a minute", |work| {
        // Its optional packages are builds for GPUs, and its script would look for more.
        run(npm()
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--omit=optional"])
            .args(["--ignore-scripts", "--prefix", "."])
            .arg(format!("node-llama-cpp@{LLAMA_CPP}"))
            .arg(format!("@node-llama-cpp/{built}@{LLAMA_CPP}"))
            .current_dir(work))?;
        Ok(work.to_owned())
    })?;
    Ok(())
}

/// The fonts that cards are drawn with: Inter and `JetBrains` Mono, both under the SIL Open Font
/// Licence, which says nothing of pictures drawn with them.
pub fn fonts(cache: &Cache) -> Result<Vec<PathBuf>> {
    const FONTS: [(&str, &str, &[&str]); 2] = [
        ("inter", "0.4.2", &["400Regular/Inter_400Regular", "600SemiBold/Inter_600SemiBold"]),
        ("jetbrains-mono", "0.4.1", &["400Regular/JetBrainsMono_400Regular"]),
    ];
    let mut files = Vec::new();
    for (font, version, faces) in FONTS {
        let package = format!("@expo-google-fonts/{font}");
        let name = format!("tools/font-{font}-{version}");
        let folder = cache.provide(&name, "a font from npm, a few seconds", |work| {
            run(npm()
                .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix", "."])
                .arg(format!("{package}@{version}"))
                .current_dir(work))?;
            Ok(work.join("node_modules").join(&package))
        })?;
        files.extend(faces.iter().map(|face| folder.join(format!("{face}.ttf"))));
    }
    Ok(files)
}

/// llama.cpp's server as xllamacpp has it, beside the system's Python and not in it.
pub fn llama_server(cache: &Cache) -> Result<()> {
    let name = format!("tools/python-{}", LLAMA_SERVER.replace("==", "-"));
    cache.provide(&name, "llama.cpp's server from PyPI, 34 MB, a few seconds", |work| {
        run(Command::new(python()?)
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--target", "."])
            .arg(LLAMA_SERVER)
            .current_dir(work))?;
        Ok(work.to_owned())
    })?;
    Ok(())
}

/// cargo-fuzz; gives its folder.
pub fn fuzz(cache: &Cache) -> Result<PathBuf> {
    installed(cache, "cargo-fuzz", CARGO_FUZZ, "1 to 2 minutes on two cores")
}

/// A program from crates.io, built without optimisation: it runs rarely, and building it is
/// what takes the time.
fn installed(cache: &Cache, name: &str, version: &str, note: &str) -> Result<PathBuf> {
    let target = cache.scratch(&format!("{name}-{version}-target"))?;
    let folder = cache.provide(&format!("tools/{name}-{version}"), note, |work| {
        let install = |locked: bool| {
            let mut command = cargo();
            command.args(["install", "--quiet", "--debug", name, "--version", version, "--root"]);
            command.arg(work).env("CARGO_TARGET_DIR", &target).current_dir(cache.root());
            if locked {
                command.arg("--locked");
            }
            // Line tables would be most of what is written; nobody debugs these.
            run(command.env("CARGO_PROFILE_DEV_DEBUG", "0"))
        };
        // A registry mirror may lack a version of the package's own lock file.
        install(true).or_else(|error| {
            println!("{error}; again with the newest dependencies");
            install(false)
        })?;
        Ok(work.to_owned())
    })?;
    fs::remove_dir_all(&target).context("cannot remove what the build left behind")?;
    Ok(folder)
}
