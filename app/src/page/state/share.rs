//! Making links: a branch of the open world as text, to be passed on.

use super::{
    Effect, Open, Phase, State,
    act::sampling,
    walk::{Origin, Prediction},
};
use crate::protocol::{
    End,
    desk::{
        ToDesk,
        links::{Asked, Known, Shared, Shown},
    },
};
use diorama_world::{
    Edit,
    link::{self, By, Protocol, Sampler},
    timeline::Place,
};
use std::rc::Rc;

/// Longest link in characters that is given out as one; longer ones are files, since chats and
/// mail programs cut what is much longer.
pub const LONGEST: usize = 8000;

/// How much of a branch is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scope {
    /// Up to the step that is shown.
    #[default]
    Here,
    /// All of it; the link opens at the step that is shown.
    Branch,
}

/// A link on its way, or made.
#[derive(Debug, Clone, PartialEq)]
pub struct Sharing {
    /// How much it tells.
    pub scope: Scope,
    /// How many steps that are.
    pub steps: usize,
    /// What became of it.
    pub link: Made,
}

/// What became of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// It is being made; the number of the question.
    Asked(u64),
    /// It is there, without an address before it.
    Here(Rc<str>),
    /// It could not be made; a sentence says why.
    Failed(String),
}

impl State {
    /// Makes a link of the open world.
    pub(super) fn share(&mut self, scope: Scope) -> Vec<Effect> {
        self.asked += 1;
        let id = self.asked;
        let Some(open) = self.open_mut() else { return Vec::new() };
        // The place that is shared stays the one that is shown.
        if matches!(open.phase, Phase::Playing { .. }) {
            open.phase = Phase::Idle;
        }
        let Some(shared) = self.shared(scope) else { return Vec::new() };
        self.sharing = Some(Sharing { scope, steps: shared.steps.len(), link: Made::Asked(id) });
        self.desk.tell(ToDesk::MakeLink { id, shared: Box::new(shared) })
    }

    pub(super) fn link_made(&mut self, id: u64, text: String) -> Vec<Effect> {
        if let Some(sharing) = self.being_made(Some(id)) {
            sharing.link = Made::Here(text.into());
        }
        Vec::new()
    }

    /// The link of this number, or any, could not be made.
    pub(super) fn link_not_made(&mut self, id: Option<u64>, why: &str) {
        if let Some(sharing) = self.being_made(id) {
            sharing.link = Made::Failed(why.to_owned());
        }
    }

    fn being_made(&mut self, id: Option<u64>) -> Option<&mut Sharing> {
        let asked =
            |made: &Made| matches!(made, Made::Asked(asked) if id.is_none_or(|id| id == *asked));
        self.sharing.as_mut().filter(|sharing| asked(&sharing.link))
    }

    /// What a link of the open world says.
    pub(super) fn shared(&self, scope: Scope) -> Option<Shared> {
        let open = self.open()?;
        let here = open.walk.here();
        let timeline = open.walk.timeline();
        let path = match scope {
            Scope::Here => timeline.path(here),
            Scope::Branch => timeline.branch(here),
        };
        let place = path.iter().position(|&place| place == here)?;
        let scenario = &open.world.scenario;
        let built_in = self.listed(&scenario.id).filter(|listed| listed.card.built_in);
        let built_in = built_in.and_then(|listed| listed.world.as_ref());
        Some(Shared {
            start: open.world.start(),
            built_in: built_in.map(|world| world.start()),
            asked: self.asked_of(open, &path),
            steps: path.iter().filter_map(|&place| shown(open, place)).collect(),
            place,
        })
    }

    /// How the newest prediction of a branch was asked for; where there is none, what the link that
    /// it was opened from says.
    fn asked_of(&self, open: &Open, path: &[Place]) -> Asked {
        let newest = path.iter().rev().find_map(|&place| match &open.walk.sight(place).origin {
            Origin::Predicted(prediction) => {
                open.walk.timeline().step(place).map(|step| (step.by.as_str(), prediction))
            }
            _ => None,
        });
        let Some((name, prediction)) = newest else {
            return open.link.as_ref().map(|link| link.asked.clone()).unwrap_or_default();
        };
        let named = (1..=link::MAX_NAME).contains(&name.len());
        let model = named.then(|| {
            let loaded = self.engine.ready().filter(|loaded| self.model_name(loaded) == name);
            let sha256 = loaded.and_then(|loaded| loaded.card.sha256.clone());
            link::Model { name: name.to_owned(), sha256 }
        });
        let delta = prediction.told.is_some();
        let protocol = if delta { Protocol::Delta } else { Protocol::Full };
        let asked = sampling(prediction.seed);
        let sampler = Sampler {
            temperature: asked.temperature,
            top_k: asked.top_k,
            top_p: asked.top_p,
            min_p: asked.min_p,
            seed: asked.seed,
        };
        Asked { model, protocol, sampler }
    }
}

/// A step as a link tells it; `None` at the start.
fn shown(open: &Open, place: Place) -> Option<Shown> {
    let step = open.walk.timeline().step(place)?;
    let (by, known) = match &open.walk.sight(place).origin {
        Origin::Edited(edit) => return Some(Shown::Edit(Box::new(Edit::clone(edit)))),
        Origin::Recorded(_) => (By::Recording, Known::Nothing),
        Origin::Reference(played) => (By::Reference, Known::Keyframe(played.keyframe.clone())),
        Origin::Predicted(Prediction { end, told, .. }) => {
            let by = if *end == End::Complete { By::Model } else { By::Stopped };
            let known = told.as_ref().map_or(Known::Nothing, |told| Known::Delta {
                text: told.delta.clone(),
                facts: (*told.facts).clone(),
            });
            (by, known)
        }
        Origin::Linked(it) => {
            let known = it.known.as_ref();
            (it.by, known.map_or(Known::Nothing, |it| Known::Keyframe(it.keyframe.clone())))
        }
    };
    let (action, observation) = (step.action.clone(), step.observation.clone());
    Some(Shown::Action { action, observation, by, known })
}
