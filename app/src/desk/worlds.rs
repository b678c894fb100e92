//! Worlds that are brought as text, and worlds that a person changed.

#[cfg(test)]
mod tests;

use super::links::{recorder, said};
use crate::protocol::desk::{
    FromDesk,
    links::{Shared, Start},
    worlds::{Candidate, Found},
};
use diorama_world::{
    Dialect,
    delta::Keyframe,
    import::{self, Import, ImportError, Imported},
    link::{LinkError, World},
};

/// Reads a text; a recorded walk may name a built-in world.
pub fn read(id: u64, text: &str, built_in: Option<Start>) -> FromDesk {
    let found = match import::import(text) {
        Ok(Import::Link) => Ok(Found::Link),
        Ok(Import::Worlds(worlds)) => {
            Ok(Found::Worlds(worlds.into_iter().map(candidate).collect()))
        }
        Ok(Import::Trace(trace)) => {
            let its = built_in.filter(|it| it.scenario.id == trace.scenario);
            let Some(Start { scenario, keyframe }) = its else {
                let world = trace.scenario;
                let message = format!(
                    "This is a walk through the world “{world}”, which this Diorama does not have."
                );
                return FromDesk::WorldWanted { id, world, message };
            };
            let walk = import::walk(scenario, keyframe, trace);
            walk.map(|walk| Found::Worlds(vec![candidate(walk)]))
        }
        Err(error) => Err(error),
    };
    match found {
        Ok(found) => FromDesk::Found { id, found },
        Err(error) => FromDesk::Failed { id: Some(id), message: refused(&error) },
    }
}

/// A changed world in order: told in a dialect, with all of its start.
pub fn settle(id: u64, start: Start, dialect: Dialect) -> FromDesk {
    settled(id, changed(start).and_then(|world| told(world, dialect)))
}

/// A world that begins where a walk is.
pub fn here(id: u64, shared: &Shared) -> FromDesk {
    let Start { scenario, .. } = &shared.start;
    settled(id, recorder(shared).and_then(|recorder| recorder.world(scenario)))
}

fn settled(id: u64, world: Result<World, LinkError>) -> FromDesk {
    match world {
        Ok(world) => {
            let (scenario, keyframe) = (world.scenario().clone(), world.keyframe());
            FromDesk::Settled { id, start: Box::new(Start { scenario, keyframe }) }
        }
        Err(error) => {
            // It is about no link here.
            let message = match error {
                LinkError::World(error) => said(&error),
                error => said(&error),
            };
            FromDesk::Failed { id: Some(id), message }
        }
    }
}

/// A world whose facts and controls may be others than those of its keyframe: the screen counts.
fn changed(Start { scenario, keyframe }: Start) -> Result<World, LinkError> {
    match keyframe {
        Some(text) => {
            let Keyframe { state, .. } = Keyframe::parse(&text).map_err(LinkError::Start)?;
            World::showing(scenario, &state.frame().screen())
        }
        None => World::new(scenario, None),
    }
}

fn told(world: World, dialect: Dialect) -> Result<World, LinkError> {
    let same = world.scenario().dialect == dialect;
    if same { Ok(world) } else { world.told_in(dialect) }
}

fn candidate(world: Imported) -> Candidate {
    let Imported { kind, scenario, trace, keyframe, unread } = world;
    Candidate { kind, start: Start { scenario, keyframe }, trace, unread }
}

fn refused(error: &ImportError) -> String {
    said(error)
}
