//! Which world is played.

use anyhow::{Context as _, Result, bail};
use diorama_world::{Domain, Scenario};
use std::{fs, path::Path};

/// The worlds that come with Diorama, as they are offered there: name and scenario.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/worlds.rs"));

/// The scenario in a file, or of a name.
pub fn scenario(file: Option<&Path>, name: Option<&str>) -> Result<Scenario> {
    if let Some(path) = file {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        return Scenario::from_json(&text).with_context(|| path.display().to_string());
    }
    let name = name.context("which world?")?;
    if let Some((_, json)) = BUILT_IN.iter().find(|(id, _)| *id == name) {
        return Ok(Scenario::from_json(json)?);
    }
    let seeded = name.rsplit_once('-').and_then(|(domain, seed)| {
        let domain: Domain = domain.parse().ok()?;
        Some((domain, seed.parse::<u64>().ok()?))
    });
    let Some((domain, seed)) = seeded else {
        let names: Vec<&str> = BUILT_IN.iter().map(|(id, _)| *id).collect();
        let domains: Vec<&str> = Domain::ALL.iter().map(|domain| domain.name()).collect();
        bail!(
            "there is no world “{name}”; there are {}, and DOMAIN-SEED for any seed of {}",
            names.join(", "),
            domains.join(", ")
        );
    };
    Ok(diorama_truth::scenario(domain.dialects()[0], seed, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Result<Scenario> {
        scenario(None, Some(name))
    }

    #[test]
    fn every_built_in_world_opens() {
        assert!(!BUILT_IN.is_empty());
        for (id, _) in BUILT_IN {
            assert_eq!(named(id).unwrap().id, *id);
        }
    }

    #[test]
    fn a_domain_and_a_seed_name_a_world() {
        let world = named("web-12").unwrap();
        assert_eq!((world.domain, world.reference.unwrap().seed), (Domain::Web, 12));
        for none in ["moon-1", "web-", "web-x", "web", ""] {
            let refusal = named(none).unwrap_err().to_string();
            assert!(refusal.contains("there is no world"), "{refusal}");
        }
    }
}
