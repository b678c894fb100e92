//! Acting in the open world: the recording, the model's steps, the timeline.

use super::{
    super::apart,
    Ask, Effect, Open, Phase, Predicting, State, Tab, remote,
    tree::Task,
    truth::Predictor,
    walk::{Origin, Prediction, Told, View},
};
use crate::page::letters;
use crate::page::say::{say, say_with};
use crate::protocol::{End, Outcome, Speed, ToWorker, remote::ToRemote};
use diorama_model::Sampling;
use diorama_world::{Action, full};
use std::rc::Rc;

/// Longest reply in tokens.
const MAX_TOKENS: u32 = 2048;
/// A growing reply longer than this is read again only every so many bytes, so that reading never
/// holds up the display.
const READ_STRIDE: usize = 2048;

impl State {
    /// Does to the world what was done to its drawing.
    pub(super) fn act(&mut self, action: &Action) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let Some(screen) = open.walk.screen(open.walk.here()) else { return Vec::new() };
        match open.world.scenario.dialect.spell(action, screen) {
            Ok(spelled) => self.ask_here(spelled),
            Err(error) => {
                let slip = capitalised(&error.to_string());
                self.said.clone_from(&slip);
                if let Some(open) = self.open_mut() {
                    open.slip = Some(slip);
                }
                Vec::new()
            }
        }
    }

    /// Does what was typed in the action line, as it stands if it is an action of the dialect.
    pub(super) fn say(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim();
        let Some(open) = self.open_mut() else { return Vec::new() };
        open.slip = None;
        if text.is_empty() {
            return Vec::new();
        }
        let Some(screen) = open.walk.screen(open.walk.here()) else { return Vec::new() };
        match open.world.scenario.dialect.read_action(text, screen) {
            Ok(_) => self.ask_here(text.to_owned()),
            Err(error) => {
                let slip = capitalised(&error.to_string());
                open.slip = Some(slip.clone());
                self.said = slip;
                Vec::new()
            }
        }
    }

    /// Asks for the step after `action` from the place that is shown.
    fn ask_here(&mut self, action: String) -> Vec<Effect> {
        let answers = self.answers();
        let Some(open) = self.open_mut() else { return Vec::new() };
        open.slip = None;
        if open.is_busy() {
            // The next action is done to what this one will show.
            self.said = say("One step at a time. Escape stops this one.").into();
            return Vec::new();
        }
        if !answers && open.follows(&action) && open.follow() {
            open.phase = Phase::Idle;
            self.announce();
            return Vec::new();
        }
        let ask = Ask { from: open.walk.here(), action, seed: 0 };
        self.ask(ask)
    }

    /// Asks the predictor, or waits for a model.
    pub(super) fn ask(&mut self, ask: Ask) -> Vec<Effect> {
        let has_model = self.engine.ready().is_some();
        let coming = self.answers();
        self.asked += 1;
        let id = self.asked;
        if let Some(open) = self.open_mut() {
            // Also where nobody acts just now: what waited for a model ends what was begun since.
            open.task = Task::Nothing;
        }
        match self.predictor() {
            Predictor::Reference => return self.ask_truth(id, ask),
            Predictor::Server => return self.ask_server(id, ask),
            Predictor::Model => {}
        }
        let Some(open) = self.open_mut() else { return Vec::new() };
        if !has_model {
            open.phase = Phase::Waiting(ask);
            self.said = if coming {
                say("The model is loading; then this step is predicted.").into()
            } else {
                say("Load a model to predict this step.").into()
            };
            if self.widget.is_some() {
                // Nothing is loaded before it is asked for.
                return Vec::new();
            }
            let mut effects = self.wake_default();
            // The worker knows which models are on this device; the page can offer them.
            effects.extend(self.engine.wake());
            return effects;
        }
        open.walk.jump(ask.from);
        let message = open.question(id, &ask);
        open.phase = Phase::Predicting(Predicting::new(id, ask, Predictor::Model));
        vec![Effect::send(message)]
    }

    /// Runs the action that waited for a predictor.
    pub(super) fn run_waiting(&mut self) -> Vec<Effect> {
        match self.open().map(|open| &open.phase) {
            Some(Phase::Waiting(ask)) => self.ask(ask.clone()),
            _ => Vec::new(),
        }
    }

    pub(super) fn stop(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        match &mut open.phase {
            Phase::Predicting(predicting) if !predicting.stopping => {
                predicting.stopping = true;
                match predicting.by {
                    Predictor::Server => vec![remote::send(ToRemote::Stop)],
                    Predictor::Model | Predictor::Reference => vec![Effect::send(ToWorker::Stop)],
                }
            }
            Phase::Playing { .. } => {
                open.phase = Phase::Idle;
                Vec::new()
            }
            Phase::Asking { .. } => self.stop_truth(),
            _ => Vec::new(),
        }
    }

    /// Asks again: for the failed action with the same seed if it never was answered, else for the
    /// step shown with a seed that no answer has had.
    pub(super) fn resample(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let again = match &open.phase {
            Phase::Failed { ask, .. } | Phase::Waiting(ask) => Some(ask.clone()),
            Phase::Idle | Phase::Playing { .. } => open.another(),
            Phase::Predicting(_) | Phase::Asking { .. } => None,
        };
        again.map_or_else(Vec::new, |ask| self.ask(ask))
    }

    pub(super) fn dismiss(&mut self) -> Vec<Effect> {
        if let Some(open) = self.open_mut() {
            open.slip = None;
            if matches!(open.phase, Phase::Waiting(_) | Phase::Failed { .. }) {
                open.phase = Phase::Idle;
            }
        }
        Vec::new()
    }

    pub(super) fn play(&mut self) -> Vec<Effect> {
        if let Some(open) = self.open_mut()
            && !open.is_busy()
            && open.follow()
        {
            open.phase = Phase::Idle;
            self.announce();
        }
        Vec::new()
    }

    /// The prediction under way, if it has this number.
    pub(super) fn predicting(&mut self, id: u64) -> Option<&mut Predicting> {
        match &mut self.open_mut()?.phase {
            Phase::Predicting(predicting) if predicting.id == id => Some(predicting),
            _ => None,
        }
    }

    pub(super) fn reading(&mut self, id: u64, done: u32, total: u32) -> Vec<Effect> {
        if let Some(predicting) = self.predicting(id) {
            predicting.reading = Some((done, total));
        }
        Vec::new()
    }

    /// Appends what the model wrote and draws what can be read of it.
    pub(super) fn wrote(&mut self, id: u64, text: &str) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let dialect = open.world.scenario.dialect;
        if let Phase::Predicting(predicting) = &mut open.phase
            && predicting.id == id
        {
            predicting.text.push_str(text);
            let length = predicting.text.len();
            if length < READ_STRIDE * 8 || length >= predicting.read + READ_STRIDE {
                predicting.read = length;
                if let Some(mut observation) = full::read_reply(&predicting.text).observation {
                    // Reading a reply trims its end; here that says that the last line is whole.
                    if predicting.text.ends_with('\n') {
                        observation.push('\n');
                    }
                    let screen = dialect.read(&observation, true).screen;
                    if !screen.nodes.is_empty() {
                        predicting.partial = Some(Rc::new(screen));
                    }
                }
            }
        }
        Vec::new()
    }

    /// Takes in what the model wrote so far and what it makes of the screen.
    pub(super) fn grew(&mut self, id: u64, reply: String, observation: &str) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let dialect = open.world.scenario.dialect;
        if let Phase::Predicting(predicting) = &mut open.phase
            && predicting.id == id
        {
            predicting.text = reply;
            predicting.partial = Some(Rc::new(dialect.read(observation, false).screen));
        }
        Vec::new()
    }

    /// Takes in what a model answered; `by` is what it is called.
    pub(super) fn stepped(&mut self, id: u64, answer: Answer, by: &str) -> Vec<Effect> {
        if self.predicting(id).is_none() {
            return Vec::new();
        }
        let Some(open) = self.open_mut() else { return Vec::new() };
        let Phase::Predicting(Predicting { ask, .. }) =
            std::mem::replace(&mut open.phase, Phase::Idle)
        else {
            return Vec::new();
        };
        if answer.reply.trim().is_empty() && answer.end == End::Stopped {
            // Stopped before anything was written: nothing happened.
            self.said = say("Stopped. Nothing changed.").into();
            return Vec::new();
        }
        let (observation, prediction) = answer.told(ask.seed);
        let origin = Origin::Predicted(prediction);
        if let Err(error) = open.walk.append(ask.from, &ask.action, &observation, by, origin) {
            let message = capitalised(&error.to_string());
            open.phase = Phase::Failed { ask, message };
            return Vec::new();
        }
        if !matches!(self.tab, Tab::Text | Tab::Truth) {
            self.tab = Tab::Changes;
        }
        self.announce();
        Vec::new()
    }

    pub(super) fn step_failed(&mut self, id: u64, message: String) {
        if let Some(open) = self.open_mut()
            && let Phase::Predicting(predicting) = &open.phase
            && predicting.id == id
        {
            let ask = predicting.ask.clone();
            open.phase = Phase::Failed { ask, message: message.clone() };
            self.said = message;
        }
    }

    /// Says what is shown now to people who listen to the page.
    pub(super) fn announce(&mut self) {
        let Some(open) = self.open() else { return };
        if let Some(said) = open.comparison() {
            self.said = said;
            return;
        }
        let here = open.walk.here();
        let said = match &open.walk.sight(here).view {
            View::Unreadable => say("The reply cannot be drawn.").to_owned(),
            View::Drawn { screen, diff, .. } => {
                let name = screen.header.title.as_ref().or(screen.header.app.as_ref());
                let name = name.map_or(open.world.scenario.title.as_str(), String::as_str);
                say_with(
                    "Now showing {1}: {2}.",
                    &[&name, &apart::verdict(diff, open.world.scenario.domain)],
                )
            }
        };
        self.said = said;
    }
}

impl Open {
    /// What asks the model on this device for a step.
    pub(super) fn question(&self, id: u64, ask: &Ask) -> ToWorker {
        ToWorker::Step {
            id,
            branch: Box::new(self.walk.branch(&self.world.scenario, ask.from)),
            action: ask.action.clone(),
            sampling: sampling(ask.seed),
            max_tokens: MAX_TOKENS,
        }
    }
}

/// What a model answered.
pub(super) struct Answer {
    /// The whole reply.
    pub reply: String,
    /// The thoughts that led to it, where they are told apart.
    pub thoughts: String,
    /// What the reply came to, where the model speaks `delta`.
    pub outcome: Option<Outcome>,
    /// Why it ended.
    pub end: End,
    /// How fast it went.
    pub speed: Speed,
}

impl Answer {
    /// What it says: an observation, and how the model came to it from a seed.
    pub(super) fn told(self, seed: u64) -> (String, Prediction) {
        let Self { reply, mut thoughts, outcome, end, speed } = self;
        let (observation, told) = if let Some(outcome) = outcome {
            let Outcome { observation, facts, sure, nodes } = outcome;
            let (facts, delta) = (Rc::new(facts), reply.clone());
            (observation, Some(Told { facts, delta, sure, nodes }))
        } else {
            let read = full::read_reply(&reply);
            if thoughts.is_empty() {
                thoughts = read.thinking.unwrap_or_default();
            }
            // What was thought is no observation, whatever stands in it.
            (read.observation.unwrap_or_else(|| full::thinking_apart(&reply).1), None)
        };
        let more = told.is_none() && observation.trim() != reply.trim();
        let reply = more.then_some(reply);
        let thoughts = (!thoughts.is_empty()).then_some(thoughts);
        (observation, Prediction { seed, end, speed, reply, thoughts, told })
    }
}

/// How a draw is sampled: the first takes the most likely tokens, so that it can be repeated
/// anywhere; the others vary as the reference system's do (`AgentWorld`: temperature 0.6, top-p 0.95,
/// top-k 20).
pub(super) fn sampling(seed: u64) -> Sampling {
    match seed {
        0 => Sampling::default(),
        seed => Sampling { temperature: 0.6, top_k: 20, top_p: 0.95, min_p: 0.0, seed },
    }
}

/// The sentence with a capital letter and a full stop.
pub fn capitalised(text: &str) -> String {
    let rest = text.chars().next().map_or(0, char::len_utf8);
    let mut sentence = [&*letters::capital(&text[..rest]), &text[rest..]].concat();
    if !sentence.ends_with(['.', '?', '”']) && !sentence.is_empty() {
        sentence.push('.');
    }
    sentence
}
