//! What the drivers need.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::setup::{Cache, install, program, python};
use crate::shell::{npm, output, run, works};

/// The browser tools, which bring Playwright.
const BROWSER_TOOLS: &str = "@playwright/mcp@0.0.83";
/// Task pages. Only its pages are used, so none of what it depends on.
const MINIWOB: &str = "miniwob==1.1.0";
/// The web application.
const DJANGO: &str = "django==5.2.19";
/// The terminal emulator.
const PYTE: &str = "pyte==0.8.2";
/// Debian's packages: a virtual screen, the accessibility bus, and the programs.
const DESKTOP: [&str; 10] = [
    "xvfb",
    "openbox",
    "xdotool",
    "dbus",
    "at-spi2-core",
    "libatk-adaptor",
    "python3-pyatspi",
    "mousepad",
    "galculator",
    "pcmanfm",
];

/// An environment for a driver.
type Environment = Vec<(&'static str, OsString)>;

/// Chromium, the tools that drive it, and the pages.
pub fn web(cache: &Cache) -> Result<Environment> {
    let chromium = program("CHROMIUM", "chromium");
    if !works(Command::new(&chromium).arg("--version")) {
        install("chromium", &["chromium", "fonts-dejavu-core"], "Name Chromium with CHROMIUM.")?;
    }
    let tools = cache.provide("tools/playwright-mcp-0.0.83", "from npm, 10 seconds", |work| {
        if !works(npm().arg("--version")) {
            bail!("npm is missing: install Node.js 20 or newer, which brings it");
        }
        run(npm()
            .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix", "."])
            .arg(BROWSER_TOOLS)
            .current_dir(work))?;
        Ok(work.to_owned())
    })?;
    let pages = packages(cache, "miniwob-1.1.0", &["--no-deps", MINIWOB])?;
    let django = packages(cache, "django-5.2.19", &[DJANGO])?;
    Ok(vec![
        ("CHROMIUM", chromium.into()),
        ("PLAYWRIGHT_MCP", tools.join("node_modules/@playwright/mcp/cli.js").into()),
        ("PYTHONPATH", std::env::join_paths([pages, django])?),
    ])
}

/// A virtual screen and the programs that are shown on it.
pub fn os() -> Result<Environment> {
    let missing: Vec<&str> = DESKTOP.into_iter().filter(|package| !installed(package)).collect();
    if !missing.is_empty() {
        install(&missing.join(", "), &DESKTOP, "The desktop is recorded on Debian only.")?;
    }
    Ok(vec![])
}

/// Whether Debian's package is there.
fn installed(package: &str) -> bool {
    let status = output(Command::new("dpkg-query").args(["-W", "-f=${Status}", package]));
    status.is_ok_and(|status| status == "install ok installed")
}

/// A terminal emulator; the shell is the system's.
pub fn terminal(cache: &Cache) -> Result<Environment> {
    let pyte = packages(cache, "pyte-0.8.2", &[PYTE])?;
    Ok(vec![("PYTHONPATH", pyte.into())])
}

/// Packages from PyPI, beside the system's Python and not in it.
fn packages(cache: &Cache, name: &str, wanted: &[&str]) -> Result<PathBuf> {
    cache.provide(&format!("tools/python-{name}"), "from PyPI, half a minute", |work| {
        run(Command::new(python()?)
            .args(["-m", "pip", "install", "--quiet", "--target", "."])
            .args(wanted)
            .current_dir(work))?;
        Ok(work.to_owned())
    })
}
