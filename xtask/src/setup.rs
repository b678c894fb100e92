//! `cargo xtask setup`: what a machine with only rustup, Python 3 and Node needs besides.
//!
//! Everything lands in a cache folder of the project's own, in folders named by version. A
//! folder appears by a rename when it is complete, so what is there is whole, and an
//! interrupted set-up goes on where it stopped.

mod cache;
mod model;
mod node;
mod system;
mod tools;
mod vocabularies;

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

pub use cache::Cache;
pub use model::{TestModel, python};
pub use system::{install, program};
pub use tools::rust_target;

/// What to set up.
#[derive(clap::Args)]
pub struct Arguments {
    /// Also what `cargo xtask test` needs: browsers, a software Vulkan, node packages.
    #[arg(long)]
    test: bool,
}

/// Sets up by hand what the other commands set up as needed.
pub fn main(arguments: &Arguments) -> Result<()> {
    let cache = Cache::open()?;
    page_tools(&cache)?;
    fonts(&cache)?;
    test_model(&cache)?;
    if arguments.test {
        tests(&cache)?;
    }
    println!("All set up in {}", cache.root().display());
    Ok(())
}

/// The tools that build the page; gives the `PATH` to find them with.
pub fn page_tools(cache: &Cache) -> Result<OsString> {
    rust_target()?;
    tools::page(cache)
}

/// The fonts that cards are drawn with.
pub fn fonts(cache: &Cache) -> Result<Vec<PathBuf>> {
    tools::fonts(cache)
}

/// cargo-fuzz, which runs the fuzz targets; gives its folder.
pub fn cargo_fuzz(cache: &Cache) -> Result<PathBuf> {
    tools::fuzz(cache)
}

/// The model for tests and for trying the page.
pub fn test_model(cache: &Cache) -> Result<TestModel> {
    model::fetch(cache)
}

/// What the tests read and run in: vocabularies, llama.cpp and its server, browsers, a software Vulkan, node
/// packages.
pub fn tests(cache: &Cache) -> Result<()> {
    vocabularies::make(cache)?;
    tools::llama_cpp(cache)?;
    tools::llama_server(cache)?;
    browsers()
}

/// Browsers, a software Vulkan and the node packages that drive them.
pub fn browsers() -> Result<()> {
    system::browsers()?;
    node::packages()
}

/// Names the software Vulkan driver that tests on the GPU run on.
pub use system::software_vulkan;
