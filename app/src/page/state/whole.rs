//! What the second part of the page adds to how the state changes: the truth beside a prediction and
//! other futures. Once it is there, messages come through [`State::update_whole`].

use super::{Effect, Msg, State, walk::Played};
use crate::protocol::truth::FromTruth;

impl State {
    /// Takes in one message as [`State::update`] does, and what that leaves to the second part.
    pub fn update_whole(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = match msg {
            Msg::Truth(msg) => {
                self.truth_msg(msg);
                self.settle()
            }
            Msg::HeardTruth(message) => self.heard_truth_whole(*message),
            msg => self.update(msg),
        };
        effects.extend(self.grade());
        effects
    }

    fn heard_truth_whole(&mut self, message: FromTruth) -> Vec<Effect> {
        match message {
            FromTruth::Graded { id, grade, observation, facts, keyframe } => {
                self.graded(id, grade, observation, Played { facts, keyframe });
                Vec::new()
            }
            FromTruth::Failed { id: Some(id), message } if self.is_grading(id) => {
                self.grading_failed(id, message);
                Vec::new()
            }
            message => self.update(Msg::HeardTruth(Box::new(message))),
        }
    }
}
