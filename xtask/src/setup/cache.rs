//! The project's own cache folder.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The cache folder, held by this process until it is dropped.
pub struct Cache {
    root: PathBuf,
    _lock: File,
}

impl Cache {
    /// `DIORAMA_CACHE`, else `$XDG_CACHE_HOME/diorama`, else `~/.cache/diorama`; waits for other
    /// set-ups to end.
    pub fn open() -> Result<Self> {
        let root = env::var_os("DIORAMA_CACHE")
            .map(PathBuf::from)
            .or_else(|| {
                env::var_os("XDG_CACHE_HOME").map(|cache| Path::new(&cache).join("diorama"))
            })
            .or_else(|| env::home_dir().map(|home| home.join(".cache/diorama")))
            .context("no home folder: say where to keep tools with DIORAMA_CACHE")?;
        fs::create_dir_all(&root).with_context(|| format!("cannot make {}", root.display()))?;
        let path = root.join(".lock");
        let lock =
            File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        if lock.try_lock().is_err() {
            println!("Waiting for another set-up in {}", root.display());
            lock.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        }
        Ok(Self { root, _lock: lock })
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A place for unfinished work, kept when interrupted.
    pub fn scratch(&self, name: &str) -> Result<PathBuf> {
        let path = self.root.join("partial").join(name);
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(path)
    }

    /// The file or folder `name`, made by `make` when it is not there: `make` gets an empty
    /// folder to work in and says what in it is the result.
    pub fn provide(
        &self,
        name: &str,
        note: &str,
        make: impl FnOnce(&Path) -> Result<PathBuf>,
    ) -> Result<PathBuf> {
        let target = self.root.join(name);
        if target.exists() {
            return Ok(target);
        }
        println!("Setting up {name} ({note})");
        let work = self.scratch(&name.replace('/', "-"))?;
        fs::remove_dir_all(&work).context("cannot empty the folder of an interrupted set-up")?;
        fs::create_dir_all(&work)?;
        let result = make(&work)?;
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::rename(&result, &target)
            .with_context(|| format!("cannot move {} into place", result.display()))?;
        if work.exists() {
            fs::remove_dir_all(&work)?;
        }
        Ok(target)
    }
}
