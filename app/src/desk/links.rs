//! Making and opening links.

#[cfg(test)]
mod tests;

use crate::protocol::desk::{
    FromDesk,
    links::{Asked, Known, Opened, Recorded, Shared, Start, Whole},
};
use diorama_world::{
    Link, Scenario,
    delta::{Keyframe, State},
    link::{self, LinkError, Recorder, Step, World},
};

/// Longest sentence about a link in characters: it may quote the link.
const MAX_MESSAGE: usize = 300;

/// Makes a link.
pub fn make(id: u64, shared: Shared) -> FromDesk {
    match text(shared) {
        Ok(text) => FromDesk::LinkMade { id, text },
        Err(error) => FromDesk::Failed { id: Some(id), message: said(&error) },
    }
}

/// Opens a link, which may build on a built-in world.
pub fn open(id: u64, text: &str, built_in: Option<Start>) -> FromDesk {
    match opened(text, built_in) {
        Ok(opened) => FromDesk::LinkOpened { id, opened: Box::new(opened) },
        Err(LinkError::UnknownWorld(world)) => {
            let message = said(&LinkError::UnknownWorld(world.clone()));
            FromDesk::WorldWanted { id, world, message }
        }
        Err(error) => FromDesk::Failed { id: Some(id), message: said(&error) },
    }
}

fn text(shared: Shared) -> Result<String, LinkError> {
    let Shared { start, built_in, asked, steps, place } = shared;
    let world = world(start)?;
    let mut recorder = Recorder::new(&world);
    for step in &steps {
        let known = match &step.known {
            Known::Nothing => link::Known::Nothing,
            Known::Keyframe(text) => link::Known::Keyframe(text),
            Known::Delta { text, facts } => link::Known::Delta(text, facts),
        };
        recorder.step(&step.action, &step.observation, step.by, known);
    }
    let Asked { model, protocol, sampler } = asked;
    let link = Link { world, model, protocol, sampler, steps: recorder.steps(), place };
    let built_in = built_in.map(self::world).transpose()?;
    link.encode(&|id| built_in.clone().filter(|world| world.scenario().id == id))
}

fn opened(text: &str, built_in: Option<Start>) -> Result<Opened, LinkError> {
    let built_in = built_in.map(world).transpose()?;
    let known = |id: &str| built_in.clone().filter(|world| world.scenario().id == id);
    let link::Opened { link, redrawn } = Link::decode(text, &known)?;
    let Link { world, model, protocol, sampler, steps, place } = link;
    let scenario = world.scenario();
    Ok(Opened {
        start: Start { scenario: scenario.clone(), keyframe: world.keyframe() },
        asked: Asked { model, protocol, sampler },
        steps: steps.into_iter().map(|step| recorded(scenario, step)).collect(),
        place,
        redrawn,
    })
}

fn recorded(scenario: &Scenario, step: Step) -> Recorded {
    let Step { action, observation, known, by } = step;
    Recorded { action, observation, by, known: known.map(|state| whole(scenario, state)) }
}

fn whole(scenario: &Scenario, state: State) -> Whole {
    let facts = state.facts().clone();
    let (domain, controls) = (scenario.domain, scenario.controls.clone());
    Whole { facts, keyframe: Keyframe { domain, controls, state }.print() }
}

fn world(start: Start) -> Result<World, LinkError> {
    World::new(start.scenario, start.keyframe.as_deref())
}

/// What an error says, cut where it quotes too much.
fn said(error: &LinkError) -> String {
    let message = error.to_string();
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}
