//! Walks to predict: through reference environments, or from a file.

use anyhow::{Context, Result};
use diorama_truth::{Telling, scenario};
use diorama_world::{
    Control, Domain, Scenario, Screen, bench, control, full::Turn, trace::TraceStep,
};
use std::{fs::File, io::BufReader, path::Path};

/// A walk, whose screens are known.
pub struct Episode {
    /// The world.
    pub scenario: Scenario,
    /// Its first screen.
    pub first: Screen,
    /// What was done and what followed.
    pub steps: Vec<Step>,
}

/// A step of a walk.
pub struct Step {
    /// Action and observation, as text.
    pub turn: Turn,
    /// The screen after it.
    pub screen: Screen,
}

impl Episode {
    /// A random walk through the world of a seed, with those of the controls that the domain knows.
    pub fn walk(domain: Domain, seed: u64, steps: usize, controls: &[Control]) -> Result<Self> {
        let known = |control: &&Control| {
            control.named().is_none_or(|named| {
                control::of(domain).any(|known| known.name == named.definition().name)
            })
        };
        let controls: Vec<Control> = controls.iter().filter(known).cloned().collect();
        let dialect = domain.dialects()[0];
        let scenario = scenario(dialect, seed, controls.clone());
        let mut telling = Telling::new(dialect, seed, &controls);
        let turn = |telling: &mut Telling| {
            let (_, action) = telling.step();
            Turn { action, observation: telling.observation() }
        };
        let turns = (0..steps).map(|_| turn(&mut telling)).collect();
        Self::of(scenario, turns)
    }

    /// A walk as its texts tell it. What real programs show may hold a line that no parser knows;
    /// the rest counts.
    fn of(scenario: Scenario, turns: Vec<Turn>) -> Result<Self> {
        let first = scenario.first_screen()?;
        let mut steps: Vec<Step> = Vec::with_capacity(turns.len());
        for turn in turns {
            let previous = steps.last().map_or(&first, |step| &step.screen);
            let screen = scenario.dialect.read(&turn.observation, false).screen.over(previous);
            steps.push(Step { turn, screen });
        }
        Ok(Self { scenario, first, steps })
    }
}

/// Calls `each` with the walks of a file of AgentWorldBench rows.
pub fn from_file(path: &Path, mut each: impl FnMut(Episode) -> Result<()>) -> Result<()> {
    let name = || path.display().to_string();
    let file = BufReader::new(File::open(path).with_context(name)?);
    let mut walks = bench::Trajectories::default();
    for row in bench::Rows::new(file) {
        walks.add(row.with_context(name)?);
    }
    for row in walks.into_rows() {
        let (scenario, trace) = bench::import(&row).with_context(name)?;
        let turn = |step: TraceStep| Turn { action: step.action, observation: step.observation };
        let turns = trace.steps.into_iter().map(turn).collect();
        each(Episode::of(scenario, turns).with_context(name)?)?;
    }
    Ok(())
}
