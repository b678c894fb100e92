//! The widget, and what goes with it: its pages, posters and carriers, a page and a card for every
//! world that comes with the page. All of it is made into the built folder.

mod carrier;
mod program;
mod template;
mod worlds;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use diorama_world::Domain;

use crate::picture::Pictures;
use crate::setup::{self, Cache};
use crate::workspace;
use carrier::{carrier, joined, texts};
use program::Program;
use template::fill;
use worlds::{Bundled, kind};

/// Where the widget's sources are.
const WIDGET: &str = "web/embed";
/// Where those of the pages beside the playground are.
const PAGES: &str = "web/pages";
/// The workers that a widget has: what opens links, and what runs its model.
const WORKERS: [&str; 2] = ["desk", "lean"];
/// The default model: beside the page, and in the repository, which may be without.
const MODEL: (&str, &str) = ("models/diorama-default.gguf", "web/models/diorama-default.gguf");
/// The widget before it is clicked, in bytes as they are: document, scripts, style and picture.
const POSTER_LIMIT: usize = 60_000;
/// The script for pages that embed, in bytes as they are.
const EMBED_LIMIT: usize = 3 << 10;

/// Puts everything into the built page. `public_url` is where it will be found; cards need it, since
/// sites that show them take no relative addresses.
pub fn put(dist: &Path, public_url: Option<&str>) -> Result<()> {
    let public_url = public_url.map(|url| format!("{}/", url.trim_end_matches('/')));
    let public_url = public_url.as_deref();
    let fonts = setup::fonts(&Cache::open()?)?;
    let pictures = Pictures::new(fonts.iter().map(PathBuf::as_path))?;
    let worlds = worlds::read()?;
    let program = Program::find(dist)?;
    for folder in ["embed/carrier", "embed/posters", "pages", "s"] {
        fs::create_dir_all(dist.join(folder))?;
    }
    posters(dist, &pictures, &worlds)?;
    widget(dist, &program, &worlds)?;
    carriers(dist, &program)?;
    let site = Site { program: &program, public_url };
    for world in &worlds {
        page_of(world, dist, &pictures, &site)?;
    }
    copy(PAGES, &dist.join("pages"))?;
    let page = source(PAGES, "how-to-embed.html")?;
    let url = public_url.unwrap_or_default();
    let page = fill(&page, &[("base", &program.base), ("site", url)])?;
    fs::write(dist.join("how-to-embed.html"), page).context("cannot write the page on embedding")
}

/// What a sandbox without an origin gets from a host without CORS headers. The page's carrier has the
/// page's hash in its name, so that a new page never finds an old one.
fn carriers(dist: &Path, program: &Program) -> Result<()> {
    let text = |name: &str| {
        fs::read_to_string(dist.join(name)).with_context(|| format!("cannot read {name}"))
    };
    let bytes =
        |name: &str| fs::read(dist.join(name)).with_context(|| format!("cannot read {name}"));
    let folder = dist.join("embed/carrier");
    let glue = joined(&text(&program.script)?, &text(&program.later)?)?;
    let page = carrier("page", Some(&glue), &bytes(&program.wasm)?)?;
    fs::write(folder.join(&program.script), page)?;
    for part in &program.parts {
        let script = carrier(part, None, &bytes(&format!("{part}.wasm"))?)?;
        fs::write(folder.join(format!("{part}.js")), script)?;
    }
    for worker in WORKERS {
        let script = carrier(worker, None, &bytes(&format!("{worker}_bg.wasm"))?)?;
        fs::write(folder.join(format!("{worker}.js")), script)?;
    }
    let model = workspace::root().join(MODEL.1);
    if model.is_file() {
        fs::write(folder.join("model.js"), carrier("model", None, &fs::read(&model)?)?)?;
    }
    let mut files = serde_json::Map::new();
    for kind in ["scenarios", "keyframes"] {
        for file in workspace::files_below(&dist.join(kind))? {
            let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read_to_string(&file)?.into());
        }
    }
    fs::write(folder.join("worlds.js"), texts("worlds", &files.into()))?;
    Ok(())
}

fn source(folder: &str, name: &str) -> Result<String> {
    let path = workspace::root().join(folder).join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Copies what is published as it is: all but documents, which have gaps.
fn copy(folder: &str, to: &Path) -> Result<()> {
    for path in workspace::files_below(&workspace::root().join(folder))? {
        if let Some(name) =
            path.file_name().filter(|_| path.extension().is_none_or(|it| it != "html"))
        {
            fs::copy(&path, to.join(name))
                .with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

fn posters(dist: &Path, pictures: &Pictures, worlds: &[Bundled]) -> Result<()> {
    let folder = dist.join("embed/posters");
    for world in worlds {
        let poster = pictures.poster(&world.scenario)?;
        fs::write(folder.join(format!("{}.svg", world.scenario.id)), poster)?;
    }
    for domain in Domain::ALL {
        fs::write(folder.join(format!("any-{}.svg", domain.name())), pictures.any(domain))?;
    }
    Ok(())
}

/// The frame's document with its scripts and style, and the script for pages that embed.
fn widget(dist: &Path, program: &Program, worlds: &[Bundled]) -> Result<()> {
    let folder = dist.join("embed");
    copy(WIDGET, &folder)?;
    let script = fs::read_to_string(folder.join("embed.js"))?;
    fs::write(dist.join("embed.js"), squeezed(&script))?;
    fs::remove_file(folder.join("embed.js"))?;
    let known: BTreeMap<&str, serde_json::Value> = worlds
        .iter()
        .map(|world| {
            let Bundled { scenario, steps, link, .. } = world;
            let about = serde_json::json!({
                "title": scenario.title,
                "domain": scenario.domain,
                "steps": steps,
                "link": link,
            });
            (&*scenario.id, about)
        })
        .collect();
    let document = fill(
        &source(WIDGET, "embed.html")?,
        &[
            ("program", &program.script),
            ("wasm", &program.wasm),
            ("carrier", &format!("embed/carrier/{}", program.script)),
            ("workers", &WORKERS.join(" ")),
            ("model", MODEL.0),
            ("styles", &program.styles.join(" ")),
            ("worlds", &serde_json::to_string(&known)?),
            ("base", &program.base),
        ],
    )?;
    fs::write(dist.join("embed.html"), document).context("cannot write the widget")
}

/// A script without the lines that are only there for people. No text in it goes over lines.
fn squeezed(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//")).fold(
        String::new(),
        |mut squeezed, line| {
            squeezed.push_str(line);
            squeezed.push('\n');
            squeezed
        },
    )
}

/// What pages of the site have in common.
struct Site<'a> {
    program: &'a Program,
    public_url: Option<&'a str>,
}

impl Site<'_> {
    /// The address of something, as `page` names it: in full where it is known.
    fn address(&self, page: &str, path: &str) -> String {
        match self.public_url {
            Some(site) => format!("{site}{path}"),
            None => format!("{}{path}", "../".repeat(page.matches('/').count())),
        }
    }
}

/// The page of a world, with its card.
fn page_of(world: &Bundled, dist: &Path, pictures: &Pictures, site: &Site<'_>) -> Result<()> {
    let Bundled { scenario, link, fullest, .. } = world;
    let id = &*scenario.id;
    let folder = dist.join("s").join(id);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("card.png"), pictures.card(scenario, fullest, &world.kind())?)?;
    let name = format!("s/{id}/index.html");
    let shape = if scenario.domain == Domain::Android { "tall" } else { "wide" };
    let document = fill(
        &source(PAGES, "world.html")?,
        &[
            ("title", &scenario.title),
            ("summary", &scenario.summary),
            ("task", &scenario.task),
            ("kind", &world.kind()),
            ("what", kind(scenario.domain)),
            ("shape", shape),
            ("base", &format!("../../{}", site.program.base)),
            ("id", id),
            ("link", link),
            ("card", &site.address(&name, &format!("s/{id}/card.png"))),
            ("here", &site.address(&name, &format!("s/{id}/"))),
        ],
    )?;
    fs::write(folder.join("index.html"), document)
        .with_context(|| format!("cannot write the page of {id}"))
}

/// Prints what the widget weighs before it is clicked, and fails where that is too much.
pub fn check_sizes(dist: &Path) -> Result<()> {
    let size = |name: &str| -> Result<usize> {
        let length =
            fs::metadata(dist.join(name)).with_context(|| format!("there is no {name}"))?;
        Ok(usize::try_from(length.len())?)
    };
    let mut bytes = size("embed.html")? + size(&Program::find(dist)?.base)?;
    let mut heaviest = 0;
    for file in workspace::files_below(&dist.join("embed"))? {
        let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        if name.starts_with("embed/posters/") {
            heaviest = heaviest.max(size(&name)?);
        } else if !name.starts_with("embed/carrier") {
            bytes += size(&name)?;
        }
    }
    bytes += heaviest;
    println!("{bytes:>10}             the widget before it is clicked (at most {POSTER_LIMIT})");
    let embed = size("embed.js")?;
    println!("{embed:>10}             the script for pages that embed (at most {EMBED_LIMIT})");
    if bytes > POSTER_LIMIT || embed > EMBED_LIMIT {
        bail!("the widget is too heavy");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_for_pages_that_embed_is_small_and_has_no_text_over_lines() {
        let script = source(WIDGET, "embed.js").unwrap();
        assert!(squeezed(&script).len() <= EMBED_LIMIT, "{}", squeezed(&script).len());
        for line in script.lines().filter(|line| !line.trim_start().starts_with("//")) {
            assert!(line.matches('`').count().is_multiple_of(2), "{line}");
        }
    }

    #[test]
    fn addresses_are_relative_unless_the_site_is_known() {
        let program = Program {
            base: String::new(),
            styles: Vec::new(),
            script: String::new(),
            wasm: String::new(),
            later: String::new(),
            parts: Vec::new(),
        };
        let page = "s/alarms/index.html";
        let site = Site { program: &program, public_url: None };
        assert_eq!(site.address(page, "s/alarms/card.png"), "../../s/alarms/card.png");
        let site = Site { program: &program, public_url: Some("https://example.org/d/") };
        assert_eq!(site.address(page, "s/alarms/"), "https://example.org/d/s/alarms/");
    }
}
