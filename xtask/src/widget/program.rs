//! The page's program, as Trunk left it: its files carry hashes in their names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The stylesheets of a world, in order; those of the inspector and the sheets are not needed.
const STYLES: [&str; 3] = ["page", "drawing", "text"];

/// Where the parts of the page's program are, beside the page.
pub struct Program {
    /// The colours and plain elements.
    pub base: String,
    /// What a world is drawn with besides.
    pub styles: Vec<String>,
    /// The glue.
    pub script: String,
    /// The WebAssembly.
    pub wasm: String,
    /// What fetches the second part.
    pub later: String,
    /// The WebAssembly of the second part, without `.wasm`.
    pub parts: Vec<String>,
}

impl Program {
    /// Finds them.
    pub fn find(dist: &Path) -> Result<Self> {
        let mut names = Vec::new();
        for entry in fs::read_dir(dist).context("the page is not built")? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let one = |start: &str, end: &str| -> Result<String> {
            let fits = |name: &&String| {
                let hash = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
                hash.is_some_and(|hash| hash.chars().all(|it| it.is_ascii_hexdigit()))
            };
            let mut fitting = names.iter().filter(fits);
            match (fitting.next(), fitting.next()) {
                (Some(name), None) => Ok(name.clone()),
                (None, _) => bail!("the built page has no {start}…{end}"),
                (Some(_), Some(_)) => bail!("the built page has several {start}…{end}"),
            }
        };
        let style = |name: &str| one(&format!("{name}-"), ".css");
        let part = |name: &String| {
            let part = name.strip_suffix(".wasm").filter(|name| name.starts_with("later-"))?;
            Some(part.to_owned())
        };
        Ok(Self {
            base: style("base")?,
            styles: STYLES.into_iter().map(style).collect::<Result<_>>()?,
            script: one("page-", ".js")?,
            wasm: one("page-", "_bg.wasm")?,
            later: one("page-", "-later.js")?,
            parts: names.iter().filter_map(part).collect(),
        })
    }
}
