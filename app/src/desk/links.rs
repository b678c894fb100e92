//! Making and opening links.

#[cfg(test)]
mod tests;

use crate::protocol::desk::{
    FromDesk,
    links::{Asked, Known, Opened, Recorded, Shared, Shown, Start, Whole},
};
use diorama_world::{
    Control, Domain, Link,
    delta::{Keyframe, State},
    link::{self, LinkError, Recorder, Step, World},
};

/// Longest sentence about a text in characters: it may quote the text.
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
    let recorder = recorder(&shared)?;
    let Shared { start, built_in, asked, place, .. } = shared;
    let world = world(start)?;
    let Asked { model, protocol, sampler } = asked;
    let link = Link { world, model, protocol, sampler, steps: recorder.steps(), place };
    let built_in = built_in.map(self::world).transpose()?;
    link.encode(&|id| built_in.clone().filter(|world| world.scenario().id == id))
}

/// A branch, step by step.
pub(super) fn recorder(shared: &Shared) -> Result<Recorder, LinkError> {
    let mut recorder = Recorder::new(&world(shared.start.clone())?);
    for step in &shared.steps {
        match step {
            Shown::Action { action, observation, by, known } => {
                let known = match known {
                    Known::Nothing => link::Known::Nothing,
                    Known::Keyframe(text) => link::Known::Keyframe(text),
                    Known::Delta { text, facts } => link::Known::Delta(text, facts),
                };
                recorder.step(action, observation, *by, known);
            }
            Shown::Edit(edit) => recorder.edit(edit)?,
        }
    }
    Ok(recorder)
}

fn opened(text: &str, built_in: Option<Start>) -> Result<Opened, LinkError> {
    let built_in = built_in.map(world).transpose()?;
    let known = |id: &str| built_in.clone().filter(|world| world.scenario().id == id);
    let link::Opened { link, redrawn } = Link::decode(text, &known)?;
    let Link { world, model, protocol, sampler, steps, place } = link;
    let scenario = world.scenario();
    let mut controls = scenario.controls.clone();
    let steps = steps.into_iter().map(|step| recorded(scenario.domain, &mut controls, step));
    let steps = steps.collect();
    Ok(Opened {
        start: Start { scenario: scenario.clone(), keyframe: world.keyframe() },
        asked: Asked { model, protocol, sampler },
        steps,
        place,
        redrawn,
    })
}

/// A step; edits change the controls that are in force from there on.
fn recorded(domain: Domain, controls: &mut Vec<Control>, step: Step) -> Recorded {
    match step {
        Step::Action { action, observation, known, by } => {
            let known = known.map(|state| whole(domain, controls, state));
            Recorded::Action { action, observation, by, known }
        }
        Step::Edit(edit) => {
            controls.clone_from(&edit.controls);
            Recorded::Edit(Box::new(edit))
        }
    }
}

fn whole(domain: Domain, controls: &[Control], state: State) -> Whole {
    let facts = state.facts().clone();
    Whole { facts, keyframe: Keyframe { domain, controls: controls.to_vec(), state }.print() }
}

fn world(start: Start) -> Result<World, LinkError> {
    World::new(start.scenario, start.keyframe.as_deref())
}

/// What an error says, cut where it quotes too much.
pub(super) fn said(error: &impl ToString) -> String {
    let message = error.to_string();
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}
