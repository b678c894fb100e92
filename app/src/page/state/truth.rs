//! The worker of the reference environments, as the page knows it, and what it is asked.

#[cfg(test)]
mod tests;

use super::{
    Ask, Effect, Over, Phase, State, World,
    act::capitalised,
    walk::{Origin, Played},
};
use crate::page::say::{say, say_with};
use crate::protocol::{
    VERSION,
    truth::{Deed, FromTruth, Recipe, ToTruth},
};
use diorama_world::Scenario;
use std::rc::Rc;

/// What a step by a reference environment is signed with.
pub const SIGNATURE: &str = "the reference environment (synthetic)";

/// Who says what comes next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Predictor {
    /// The world's reference environment.
    #[default]
    Reference,
    /// The model on this device.
    Model,
    /// The model of a server.
    Server,
}

/// The worker of the reference environments.
#[derive(Debug, Clone, PartialEq)]
pub enum Truth {
    /// Not started: nobody asked anything yet.
    Off,
    /// Its code loads; what it is to be told waits.
    Starting(Vec<ToTruth>),
    /// It runs.
    Up,
    /// It broke down, or cannot be used; a sentence says why.
    Broken(String),
}

/// A new world on its way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Making {
    /// None is.
    #[default]
    Nothing,
    /// It was asked for.
    Asked,
    /// It could not be made; a sentence says why.
    Failed(String),
}

impl Truth {
    /// Tells the worker something, now or once it is ready; starts it where it is not running.
    pub(super) fn tell(&mut self, message: ToTruth) -> Vec<Effect> {
        match self {
            Self::Up => vec![Effect::SendTruth(Box::new(message))],
            Self::Starting(waiting) => {
                waiting.push(message);
                Vec::new()
            }
            Self::Off | Self::Broken(_) => {
                *self = Self::Starting(vec![message]);
                vec![Effect::SpawnTruth]
            }
        }
    }
}

impl State {
    /// Who says what comes next in the open world.
    pub fn predictor(&self) -> Predictor {
        let has_reference = self.open().is_some_and(|it| it.world.scenario.reference.is_some());
        match self.preferred {
            Predictor::Reference if has_reference => Predictor::Reference,
            Predictor::Server if self.remote.connected().is_some() => Predictor::Server,
            Predictor::Reference | Predictor::Model | Predictor::Server => Predictor::Model,
        }
    }

    /// Whether the predictor answers, if only once its model is loaded.
    pub fn answers(&self) -> bool {
        self.predictor() != Predictor::Model || self.asleep || self.engine.answers()
    }

    pub(super) fn prefer(&mut self, predictor: Predictor) -> Vec<Effect> {
        self.preferred = predictor;
        self.run_waiting()
    }

    /// Asks the reference environment.
    pub(super) fn ask_truth(&mut self, id: u64, ask: Ask) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        open.walk.jump(ask.from);
        let mut deeds = open.walk.deeds(ask.from);
        deeds.push(Deed::Act(ask.action.clone()));
        let scenario = Box::new(open.world.scenario.clone());
        open.phase = Phase::Asking { id, ask };
        self.truth.tell(ToTruth::Step { id, scenario, deeds })
    }

    /// Asks for a new world.
    pub(super) fn make(&mut self, recipe: Recipe) -> Vec<Effect> {
        self.making = Making::Asked;
        self.truth.tell(ToTruth::Make(recipe))
    }

    /// Takes in what the worker said.
    pub(super) fn heard_truth(&mut self, message: FromTruth) -> Vec<Effect> {
        match message {
            FromTruth::Ready { version } if version != VERSION => self.truth_failed(
                say("The page and its worker are of different versions. Reload the page.")
                    .to_owned(),
            ),
            FromTruth::Ready { .. } => match std::mem::replace(&mut self.truth, Truth::Up) {
                Truth::Starting(waiting) => {
                    waiting.into_iter().map(|it| Effect::SendTruth(Box::new(it))).collect()
                }
                _ => Vec::new(),
            },
            FromTruth::Made { scenario, keyframe } if self.is_drawing() => {
                let (scenario, keyframe) = (*scenario, Some(keyframe));
                self.open_own(World { scenario, trace: None, keyframe })
            }
            FromTruth::Made { scenario, keyframe } => self.made(*scenario, keyframe),
            FromTruth::Failed { id: None, message } if self.is_drawing() => {
                self.editor_failed(message)
            }
            FromTruth::Stepped { id, observation, facts, keyframe, .. } => {
                self.told(id, &observation, Played { facts, keyframe });
                Vec::new()
            }
            FromTruth::Graded { id, grade, observation, facts, keyframe } => {
                self.graded(id, grade, observation, Played { facts, keyframe });
                Vec::new()
            }
            // The page asks for no scores.
            FromTruth::Scored { .. } => Vec::new(),
            FromTruth::Failed { id: Some(id), message } if self.is_grading(id) => {
                self.grading_failed(id, message);
                Vec::new()
            }
            FromTruth::Failed { id: Some(id), message } => {
                if let Some(ask) = self.asking(id) {
                    self.said.clone_from(&message);
                    if let Some(open) = self.open_mut() {
                        open.phase = Phase::Failed { ask, message };
                    }
                }
                Vec::new()
            }
            FromTruth::Failed { id: None, message } => {
                self.said.clone_from(&message);
                self.making = Making::Failed(message);
                Vec::new()
            }
            FromTruth::Panicked { message } => self.truth_failed(message),
        }
    }

    /// The worker is gone, and with it what was asked with the second part of the page.
    pub(super) fn truth_failed(&mut self, why: String) -> Vec<Effect> {
        let sentence = capitalised(&why);
        let effects = self.truth_broke(why);
        if self.making == Making::Asked {
            self.making = Making::Failed(sentence.clone());
        }
        if self.is_drawing() {
            self.editor_failed(sentence);
        }
        effects
    }

    /// The worker is gone, or could not be started. The timeline stays; what was asked can be asked
    /// again.
    pub(super) fn truth_broke(&mut self, why: String) -> Vec<Effect> {
        self.said = say_with("The reference environment stopped: {1}", &[&why]);
        if let Some(open) = self.open_mut()
            && let Phase::Asking { ask, .. } = &open.phase
        {
            open.phase = Phase::Waiting(ask.clone());
        }
        self.truth = Truth::Broken(why);
        vec![Effect::EndTruth]
    }

    /// Starts the worker again and asks what was asked.
    pub(super) fn restart_truth(&mut self) -> Vec<Effect> {
        self.truth = Truth::Off;
        self.run_waiting()
    }

    /// Gives up the question under way; the worker may be stuck in it.
    pub(super) fn stop_truth(&mut self) -> Vec<Effect> {
        self.truth = Truth::Off;
        self.said = say("Stopped. Nothing changed.").into();
        if let Some(open) = self.open_mut() {
            open.phase = Phase::Idle;
        }
        vec![Effect::EndTruth]
    }

    /// The question under way, if it has this number.
    fn asking(&self, id: u64) -> Option<Ask> {
        match &self.open()?.phase {
            Phase::Asking { id: asked, ask } if *asked == id => Some(ask.clone()),
            _ => None,
        }
    }

    fn told(&mut self, id: u64, observation: &str, played: Played) {
        let Some(ask) = self.asking(id) else { return };
        let Some(open) = self.open_mut() else { return };
        open.phase = Phase::Idle;
        let origin = Origin::Reference(Rc::new(played));
        if let Err(error) = open.walk.append(ask.from, &ask.action, observation, SIGNATURE, origin)
        {
            let message = capitalised(&error.to_string());
            open.phase = Phase::Failed { ask, message };
            return;
        }
        self.announce();
    }

    fn made(&mut self, scenario: Scenario, keyframe: String) -> Vec<Effect> {
        self.making = Making::Nothing;
        self.over = Over::Nothing;
        let world = Rc::new(World { scenario, trace: None, keyframe: Some(keyframe) });
        self.list_world(Rc::clone(&world));
        let mut effects = self.stop();
        effects.extend(self.open_world(world));
        effects
    }
}
