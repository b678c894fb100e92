//! Browsers and a software Vulkan, which come from the system.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::shell::{output, run, works};

/// Debian's packages: two browsers, a software Vulkan for the GPU tests, a font to draw with.
const PACKAGES: [&str; 5] =
    ["chromium", "firefox-esr", "mesa-vulkan-drivers", "libvulkan1", "fonts-dejavu-core"];

/// Installs what is missing where that is possible, else says what to install.
pub fn browsers() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    install(
        &missing.join(", "),
        &PACKAGES,
        "The tests want Chromium or Chrome 140 or newer (name it with CHROMIUM), Firefox 145 or \
         newer (FIREFOX), and Mesa's software Vulkan, lavapipe (VK_DRIVER_FILES).",
    )
}

/// Installs Debian's packages, which bring what is missing. Elsewhere, or without the right to,
/// fails with what to install.
pub fn install(missing: &str, packages: &[&str], elsewhere: &str) -> Result<()> {
    if !(cfg!(target_os = "linux") && works(Command::new("apt-get").arg("--version"))) {
        bail!("{missing} missing. {elsewhere}");
    }
    if output(Command::new("id").arg("-u"))?.trim() != "0" {
        bail!("{missing} missing; install with\n  sudo apt-get install {}", packages.join(" "));
    }
    println!("Setting up {missing} with apt (2 minutes)");
    run(Command::new("apt-get").args(["update", "-qq"]))?;
    run(Command::new("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn missing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !works(Command::new(program("CHROMIUM", "chromium")).arg("--version")) {
        missing.push("chromium");
    }
    if !works(Command::new(program("FIREFOX", "firefox-esr")).arg("--version")) {
        missing.push("firefox");
    }
    if software_vulkan().is_none() {
        missing.push("a software Vulkan");
    }
    missing
}

/// A program that an environment variable may name.
pub fn program(variable: &str, name: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| name.into(), PathBuf::from)
}

/// The driver file of Mesa's software Vulkan: `VK_DRIVER_FILES`, or where Debian puts it.
pub fn software_vulkan() -> Option<PathBuf> {
    std::env::var_os("VK_DRIVER_FILES").map(PathBuf::from).or_else(|| {
        let folder = Path::new("/usr/share/vulkan/icd.d");
        [format!("lvp_icd.{}.json", std::env::consts::ARCH), "lvp_icd.json".into()]
            .into_iter()
            .map(|name| folder.join(name))
            .find(|file| file.is_file())
    })
}
