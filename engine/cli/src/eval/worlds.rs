//! Which walks are predicted.

use super::{
    Arguments,
    episode::{Episode, Form},
};
use anyhow::{Context as _, Result, ensure};
use diorama_truth::split::{self, Drawn, Kind};
use diorama_world::{Control, Domain, Scenario, Trace, bench, control};
use std::{
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
};

/// A walk that can be had.
pub enum World {
    /// Through a reference environment.
    Reference {
        /// Which.
        domain: Domain,
        /// The world.
        drawn: Drawn,
        /// Whether it has a held-out pair.
        pair: bool,
    },
    /// A recording.
    Recorded(Box<(Scenario, Trace)>),
}

impl World {
    /// Walks.
    pub fn walk(&self, steps: usize, form: Form) -> Result<Episode> {
        match self {
            Self::Reference { domain, drawn, pair } => {
                Ok(Episode::walk(*domain, drawn, *pair, steps, form))
            }
            Self::Recorded(recorded) => Episode::recorded(&recorded.0, &recorded.1),
        }
    }
}

/// The walks that the arguments ask for.
pub fn asked(arguments: &Arguments) -> Result<Vec<World>> {
    if let Some(path) = &arguments.data {
        return rows(path);
    }
    if !arguments.recordings.is_empty() {
        let mut worlds = Vec::new();
        arguments.recordings.iter().try_for_each(|folder| recordings(folder, &mut worlds))?;
        return Ok(worlds);
    }
    let all = &Domain::ALL[..];
    let domains = if arguments.domains.is_empty() { all } else { &arguments.domains };
    Ok(domains.iter().flat_map(|&domain| reference(arguments, domain)).collect())
}

/// The reference worlds of a domain.
fn reference(arguments: &Arguments, domain: Domain) -> Vec<World> {
    let world = |drawn, pair| World::Reference { domain, drawn, pair };
    let Some(count) = arguments.held_out else {
        let controls = known(domain, &arguments.controls);
        let drawn = |seed| Drawn { seed, controls: controls.clone() };
        return arguments.seeds.clone().map(|seed| world(drawn(seed), false)).collect();
    };
    let mut worlds = Vec::new();
    for kind in [Kind::Plain, Kind::Controlled, Kind::Pair] {
        let drawn = (0..count).filter_map(|n| split::held_out(domain, kind, n));
        worlds.extend(drawn.map(|drawn| world(drawn, kind == Kind::Pair)));
    }
    worlds
}

/// Those of the controls that a domain knows.
fn known(domain: Domain, controls: &[Control]) -> Vec<Control> {
    let known = |control: &&Control| {
        control.named().is_none_or(|named| {
            control::of(domain).any(|known| known.name == named.definition().name)
        })
    };
    controls.iter().filter(known).cloned().collect()
}

/// The walks of a file of AgentWorldBench rows.
fn rows(path: &Path) -> Result<Vec<World>> {
    let name = || path.display().to_string();
    let file = BufReader::new(File::open(path).with_context(name)?);
    let mut walks = bench::Trajectories::default();
    for row in bench::Rows::new(file) {
        walks.add(row.with_context(name)?);
    }
    let read = |row| anyhow::Ok(World::Recorded(Box::new(bench::import(&row).with_context(name)?)));
    walks.into_rows().map(read).collect()
}

/// The scenarios in a folder that have a trace beside them, in the order of their names.
fn recordings(folder: &Path, worlds: &mut Vec<World>) -> Result<()> {
    const TRACE: &str = ".trace.json";
    let name = || folder.display().to_string();
    let entries = fs::read_dir(folder).with_context(name)?;
    let mut traces: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.with_context(name)?.path();
        if path.to_string_lossy().ends_with(TRACE) {
            traces.push(path);
        }
    }
    ensure!(!traces.is_empty(), "{} holds no recorded walk", folder.display());
    traces.sort();
    for trace in traces {
        let scenario = PathBuf::from(trace.to_string_lossy().replace(TRACE, ".json"));
        let text =
            |path: &Path| fs::read_to_string(path).with_context(|| path.display().to_string());
        let scenario = Scenario::from_json(&text(&scenario)?).with_context(name)?;
        let trace = Trace::from_json(&text(&trace)?).with_context(name)?;
        trace.check(&scenario)?;
        worlds.push(World::Recorded(Box::new((scenario, trace))));
    }
    Ok(())
}
