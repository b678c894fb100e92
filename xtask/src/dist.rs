//! `cargo xtask dist`: the static folder to publish, with its sizes checked.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Cache};
use crate::{page, widget, workspace};

/// The page itself, compressed: the views of seven domains, the readers of ten dialects, the list of
/// worlds and the first of them.
const PAGE_LIMIT: usize = 350_000;
/// The page and all that its default model needs, compressed, before the model itself.
const FIRST_LIMIT: usize = 700_000;
/// Page, both programs of the inference worker, scripts and styles together, compressed.
const TOTAL_LIMIT: usize = 1_500_000;
/// The reference environments, compressed.
const TRUTH_LIMIT: usize = 350_000;
/// The desk, compressed.
const DESK_LIMIT: usize = 300_000;
/// The module for agents, compressed, without the workers that it starts.
const AGENTS_LIMIT: usize = 4_000;
/// What comes when it is asked for, by itself: the page's second part, the reference environments, what
/// asks a server, the desk, worlds, a badge for other pages, the module for agents, what draws and
/// saves files, languages, and the rest of `models` when looked at.
const ASKED_FOR: [&str; 11] = [
    "later",
    "words",
    "truth",
    "remote",
    "desk",
    "scenarios",
    "keyframes",
    "badge",
    "diorama",
    "export",
    "models",
];
/// What asks a server, compressed.
const REMOTE_LIMIT: usize = 100_000;

/// What to put into the folder.
#[derive(clap::Args)]
pub struct Arguments {
    /// Put the test model beside the page.
    #[arg(long)]
    pub model: bool,
    /// Where the folder will be found, as `https://example.org/diorama/`: sites that show a link's
    /// picture want its address in full.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
}

/// Builds dist/ and fails when it is too large.
pub fn main(arguments: &Arguments) -> Result<()> {
    page::build(page::Finish::Published, arguments.public_url.as_deref())?;
    let model = if arguments.model { Some(setup::test_model(&Cache::open()?)?) } else { None };
    let models = workspace::dist().join("models");
    if models.exists() {
        fs::remove_dir_all(&models).context("cannot remove the models beside the page")?;
    }
    page::put_beside(model.as_ref())?;
    check_sizes(&workspace::dist())?;
    widget::check_sizes(&workspace::dist())
}

/// One file of the folder.
struct Size {
    name: PathBuf,
    raw: usize,
    compressed: usize,
}

impl Size {
    /// Whether it begins with one of these: workers' files are named after their binaries.
    fn is_of(&self, names: &[&str]) -> bool {
        let name = self.name.to_string_lossy();
        names.iter().any(|it| name.starts_with(it))
    }
}

/// Prints what each file weighs, raw and as brotli at its best.
fn check_sizes(dist: &Path) -> Result<()> {
    let mut sizes = Vec::new();
    for path in workspace::files_below(dist)? {
        if path.extension().is_none_or(|extension| extension != "gguf") {
            let contents = fs::read(&path)?;
            let name = path.strip_prefix(dist)?.to_owned();
            sizes.push(Size { name, raw: contents.len(), compressed: brotli(&contents)? });
        }
    }
    sizes.sort_by(|a, b| b.compressed.cmp(&a.compressed).then_with(|| a.name.cmp(&b.name)));
    println!("{:>10} {:>10}  file", "bytes", "brotli");
    for size in &sizes {
        println!("{:>10} {:>10}  {}", size.raw, size.compressed, size.name.display());
    }
    // The widget and the pages of worlds are visited by themselves.
    sizes.retain(|size| !size.is_of(&["embed", "how-to-embed", "pages/", "s/"]));
    let sum = |with: &dyn Fn(&Size) -> bool| {
        sizes.iter().filter(|size| with(size)).map(|size| size.compressed).sum()
    };
    let first = |size: &Size| !size.is_of(&ASKED_FOR);
    let page = |size: &Size| first(size) && !size.is_of(&["lean", "worker"]);
    within("the page itself", sum(&page), PAGE_LIMIT)?;
    let with_model = |size: &Size| first(size) && !size.is_of(&["worker"]);
    within("with what its model needs", sum(&with_model), FIRST_LIMIT)?;
    within("with the worker of every model", sum(&first), TOTAL_LIMIT)?;
    within("the reference environments", sum(&|size| size.is_of(&["truth"])), TRUTH_LIMIT)?;
    within("what asks a server", sum(&|size| size.is_of(&["remote"])), REMOTE_LIMIT)?;
    within("the desk", sum(&|size| size.is_of(&["desk"])), DESK_LIMIT)?;
    within("the module for agents", sum(&|size| size.is_of(&["diorama.js"])), AGENTS_LIMIT)
}

fn within(what: &str, bytes: usize, limit: usize) -> Result<()> {
    println!("{bytes:>21}  {what} (at most {limit})");
    if bytes > limit {
        bail!("{what} is {bytes} bytes as brotli, more than {limit}");
    }
    Ok(())
}

/// The size of some bytes as brotli, quality 11, window 2^22: what static hosts store.
fn brotli(contents: &[u8]) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(contents)?;
    Ok(writer.into_inner().len())
}
