//! The worlds that come with the page, as their files have them.

use std::fs;

use anyhow::{Context, Result};
use diorama_truth::Seed;
use diorama_world::link::{Link, Protocol, Sampler, World};
use diorama_world::{Domain, Scenario, Screen, Trace};
use serde::Deserialize;

use crate::workspace;

/// A world in the page.
pub struct Bundled {
    /// The world.
    pub scenario: Scenario,
    /// How many steps its recording has; 0 without one.
    pub steps: usize,
    /// A link to it, without the address before it.
    pub link: String,
    /// The screen on the way that has most to show.
    pub fullest: Screen,
}

/// A line of the list of worlds.
#[derive(Deserialize)]
struct Entry {
    id: String,
    recorded: bool,
}

/// All of them, in the order they are offered.
pub fn read() -> Result<Vec<Bundled>> {
    let list: Vec<Entry> = serde_json::from_str(&text("scenarios/index.json")?)?;
    list.iter()
        .map(|entry| bundled(entry).with_context(|| format!("the world {} is broken", entry.id)))
        .collect()
}

fn bundled(Entry { id, recorded }: &Entry) -> Result<Bundled> {
    let scenario = Scenario::from_json(&text(&format!("scenarios/{id}.json"))?)?;
    let mut steps = Vec::new();
    if *recorded {
        steps = Trace::from_json(&text(&format!("scenarios/{id}.trace.json"))?)?.steps;
    }
    let mut screens = vec![scenario.first_screen()?];
    let seen = steps.iter().map(|step| scenario.dialect.read(&step.observation, false).screen);
    screens.extend(seen);
    if let Some(reference) = scenario.reference.as_ref().filter(|_| steps.is_empty()) {
        screens.extend(wandered(&scenario, reference.seed));
    }
    let most = screens.into_iter().max_by_key(|screen| screen.nodes.len());
    let fullest = most.context("it has no screen")?;
    let keyframe = format!("keyframes/{id}.txt");
    let there = workspace::root().join("web").join(&keyframe).is_file();
    let keyframe = there.then(|| text(&keyframe)).transpose()?;
    let world = World::new(scenario.clone(), keyframe.as_deref())?;
    let link = Link {
        world: world.clone(),
        model: None,
        protocol: Protocol::default(),
        sampler: Sampler::default(),
        steps: Vec::new(),
        place: 0,
    };
    let link = link.encode(&|name| (name == id).then(|| world.clone()))?;
    Ok(Bundled { scenario, steps: steps.len(), link, fullest })
}

/// What is seen on a few steps through the world's reference environment.
fn wandered(scenario: &Scenario, seed: u64) -> Vec<Screen> {
    const STEPS: usize = 12;
    let facts = scenario.facts.clone();
    let mut environment = diorama_truth::open(scenario.domain, facts, &scenario.controls);
    let mut seed = Seed::new(seed, "card");
    let mut step = || {
        let action = environment.suggest(&mut seed);
        environment.step(&action);
        environment.screen().clone()
    };
    (0..STEPS).map(|_| step()).collect()
}

fn text(name: &str) -> Result<String> {
    let path = workspace::root().join("web").join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// What a domain's worlds are called, one of them.
pub fn kind(domain: Domain) -> &'static str {
    match domain {
        Domain::Android => "Phone",
        Domain::Web => "Web page",
        Domain::Os => "Desktop",
        Domain::Terminal => "Terminal",
        Domain::Mcp => "Tools",
        Domain::Search => "Search engine",
        Domain::Swe => "Software project",
    }
}

impl Bundled {
    /// What it is, in a few words.
    pub fn kind(&self) -> String {
        let kind = kind(self.scenario.domain);
        match self.steps {
            0 => format!("{kind}, simulated"),
            steps => format!("{kind}, simulated · {steps} recorded steps"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_world_has_a_short_link() {
        let worlds = read().unwrap();
        assert!(!worlds.is_empty());
        for world in worlds {
            assert!(world.link.starts_with('1'), "{}", world.scenario.id);
            assert!(world.link.len() < 120, "{}: {}", world.scenario.id, world.link);
        }
    }
}
