//! What the second part of the page adds to how the state changes: all that is asked for in what it
//! draws, and all that the workers say which it starts. Once it is there, messages come through
//! [`State::update_whole`]; what comes before waits for it, see [`Effect::Later`].

use super::{
    Effect, Msg, Over, Phase, State, act::Answer, share::Scope, tree::Task, truth::Making,
};
use crate::protocol::FromWorker;

impl State {
    /// Takes in one message as [`State::update`] does, and what that leaves to the second part.
    pub fn update_whole(&mut self, msg: Msg) -> Vec<Effect> {
        self.let_go(&msg);
        let mut taken = self.take_more(msg).unwrap_or_else(|msg| self.take(msg));
        taken.extend(self.go_on_live());
        taken.extend(self.prepare());
        // What was begun before is stopped before what was begun just now.
        let mut effects = self.mind_futures();
        effects.extend(taken);
        effects.extend(self.grade());
        effects
    }

    /// Takes in what is left to the second part; gives back what is not.
    fn take_more(&mut self, msg: Msg) -> Result<Vec<Effect>, Msg> {
        Ok(match msg {
            Msg::Choose(id) => self.choose(&id),
            Msg::WorldCame(id, came) => self.world_came(&id, *came),
            Msg::Seek(sought) => {
                self.sought = sought;
                Vec::new()
            }
            Msg::Make(recipe) => self.make(recipe),
            Msg::Bring(text) => self.bring(text),
            Msg::TakeBrought(index) => self.take_brought(index),
            Msg::EditHere => self.edit_here(),
            Msg::EditListed(id) => self.edit_listed(&id),
            Msg::Write(write) => self.write(write),
            Msg::Touch(touch) => self.touch(touch),
            Msg::Apply => self.apply(),
            Msg::Discard => self.discard(),
            Msg::Tree(it) if it.is_of_two() => self.compare(&it),
            Msg::Share(scope) => self.share(scope),
            Msg::Export(msg) => self.export_msg(msg),
            Msg::TakeLink => self.take_link(),
            Msg::RunLive => self.run_live(),
            Msg::Future(msg) => self.future(msg),
            Msg::Truth(msg) => {
                self.truth_msg(msg);
                Vec::new()
            }
            Msg::Stop if self.is_aside() => self.leave_futures(),
            Msg::Remote(msg) => self.remote(msg),
            Msg::HeardTruth(message) => self.heard_truth(*message),
            Msg::TruthBroke(why) => self.truth_failed(why),
            Msg::HeardDesk(message) => self.heard_desk(*message),
            Msg::DeskBroke(why) => self.desk_failed(&why),
            Msg::Heard(message, now) => {
                return self.more_from_worker(*message).map_err(|it| Msg::Heard(it, now));
            }
            Msg::Beside(offers) => self.shelf.beside_came(offers),
            Msg::Look(source) => self.look(source),
            Msg::CancelLoad => self.cancel_load(),
            Msg::Forget => self.shelf.forget(),
            Msg::Delete(key) => self.delete(key),
            Msg::Executor(choice) => {
                self.executor = choice;
                Vec::new()
            }
            Msg::Over(over) => self.lay(over),
            Msg::Later(true) => {
                self.without_later = false;
                self.catch_up()
            }
            msg => return Err(msg),
        })
    }

    /// Lays something over the page. Looking at the models for the first time starts the worker,
    /// which knows the GPU and what is stored, and asks for the models beside the page.
    fn lay(&mut self, over: Over) -> Vec<Effect> {
        self.over = over;
        if matches!(self.making, Making::Failed(_)) {
            self.making = Making::Nothing;
        }
        match over {
            Over::Models => {
                let mut effects = self.shelf.ask_beside();
                effects.extend(self.engine.wake());
                effects
            }
            Over::Share => self.share(Scope::default()),
            _ => Vec::new(),
        }
    }

    /// Begins what was laid over the page before the second part was there. That part may come for
    /// several who asked.
    fn catch_up(&mut self) -> Vec<Effect> {
        match self.over {
            Over::Share if self.sharing.is_some() => Vec::new(),
            over => self.lay(over),
        }
    }

    /// Whether there is nothing to stop or to leave but what stands beside the timeline.
    fn is_aside(&self) -> bool {
        let rests = |it: &&super::Open| it.phase == Phase::Idle && it.task == Task::Nothing;
        self.open().filter(rests).is_some_and(|it| it.draws() || it.preview().is_some())
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
}
