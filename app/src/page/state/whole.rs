//! What the second part of the page adds to how the state changes: the truth beside a prediction,
//! other futures and files of walks. Once it is there, messages come through [`State::update_whole`].

use super::{Effect, Msg, Phase, State, act::Answer, remote::RemoteMsg, tree::Task, walk::Played};
use crate::protocol::{FromWorker, desk::FromDesk, remote::FromRemote, truth::FromTruth};

impl State {
    /// Takes in one message as [`State::update`] does, and what that leaves to the second part.
    pub fn update_whole(&mut self, msg: Msg) -> Vec<Effect> {
        let taken = match self.take_more(msg) {
            Ok(mut effects) => {
                effects.extend(self.settle());
                effects
            }
            Err(msg) => self.update(msg),
        };
        // What was begun before is stopped before what was begun just now.
        let mut effects = self.mind_futures();
        effects.extend(taken);
        effects.extend(self.grade());
        effects
    }

    /// Takes in what is about truth and futures; gives back what is not.
    fn take_more(&mut self, msg: Msg) -> Result<Vec<Effect>, Msg> {
        match msg {
            Msg::Truth(msg) => {
                self.truth_msg(msg);
                Ok(Vec::new())
            }
            Msg::Future(msg) => Ok(self.future(msg)),
            Msg::Export(msg) => Ok(self.export_msg(msg)),
            Msg::HeardDesk(message) => match *message {
                FromDesk::Exported { id, name, file } => Ok(self.exported(id, name, file)),
                message => Err(Msg::HeardDesk(Box::new(message))),
            },
            Msg::Stop if self.is_aside() => Ok(self.leave_futures()),
            Msg::HeardTruth(message) => self.more_from_truth(*message),
            Msg::Heard(message, now) => {
                self.more_from_worker(*message).map_err(|it| Msg::Heard(it, now))
            }
            Msg::Remote(RemoteMsg::Heard(message)) => self
                .more_from_remote(*message)
                .map_err(|it| Msg::Remote(RemoteMsg::Heard(Box::new(it)))),
            msg => Err(msg),
        }
    }

    /// Whether there is nothing to stop or to leave but what stands beside the timeline.
    fn is_aside(&self) -> bool {
        let rests = |it: &&super::Open| it.phase == Phase::Idle && it.task == Task::Nothing;
        self.open().filter(rests).is_some_and(|it| it.draws() || it.preview().is_some())
    }

    fn more_from_truth(&mut self, message: FromTruth) -> Result<Vec<Effect>, Msg> {
        match message {
            FromTruth::Graded { id, grade, observation, facts, keyframe } => {
                self.graded(id, grade, observation, Played { facts, keyframe });
            }
            FromTruth::Failed { id: Some(id), message } if self.is_grading(id) => {
                self.grading_failed(id, message);
            }
            message => return Err(Msg::HeardTruth(Box::new(message))),
        }
        Ok(Vec::new())
    }

    fn more_from_worker(&mut self, message: FromWorker) -> Result<Vec<Effect>, Box<FromWorker>> {
        match message {
            FromWorker::Stepped { id, reply, outcome, end, speed, .. } if self.is_draw(id) => {
                let (thoughts, outcome) = (String::new(), outcome.map(|it| *it));
                let by = self.engine.ready().map(|it| self.model_name(it).to_owned());
                let answer = Answer { reply, thoughts, outcome, end, speed };
                Ok(self.drawn(id, answer, by.unwrap_or_default()))
            }
            message => {
                if let FromWorker::Failed { id: Some(id), message, .. } = &message
                    && self.is_draw(*id)
                {
                    self.draw_failed(message.clone());
                }
                // A failure may say more: that there is no model any more, or no device.
                Err(Box::new(message))
            }
        }
    }

    fn more_from_remote(&mut self, message: FromRemote) -> Result<Vec<Effect>, FromRemote> {
        match message {
            FromRemote::Stepped { id, reply, thoughts, end, speed } if self.is_draw(id) => {
                let by = self.remote.connected().map(|it| it.called().to_owned());
                let answer = Answer { reply, thoughts, outcome: None, end, speed };
                Ok(self.drawn(id, answer, by.unwrap_or_default()))
            }
            FromRemote::Failed { id, message } if self.is_draw(id) => {
                self.draw_failed(message);
                Ok(Vec::new())
            }
            message => Err(message),
        }
    }
}
