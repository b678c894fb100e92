//! The server that predicts steps, as the page knows it.

#[cfg(test)]
mod tests;

use super::{
    Ask, Effect, Over, Phase, Predicting, State,
    act::{Answer, capitalised, sampling},
    pace::Pace,
    truth::Predictor,
};
use crate::page::say::{say, say_with};
use crate::protocol::{
    Branch, VERSION,
    remote::{FromRemote, Key, Server, ToRemote},
};

/// How long a server may say nothing before it is given up, in milliseconds: a large model may read
/// a long conversation for minutes before it writes.
const PATIENCE_MS: u32 = 300_000;
/// Longest reply in tokens that is allowed where nothing else was typed: thoughts come first.
pub const MAX_TOKENS: u32 = 8192;

/// The server, if there is one.
#[derive(Debug, Clone, PartialEq)]
pub enum Remote {
    /// None is asked; a sentence says why, where one was to be.
    Off(Option<String>),
    /// One was asked for its models.
    Connecting(Box<Wish>),
    /// One predicts.
    Connected(Box<Connected>),
}

/// A server that a person wants to predict.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Which server.
    pub server: Server,
    /// What it knows the person by; handed to the worker once that runs, and not kept here.
    pub key: Option<Key>,
    /// Which of its models; `None` for its first.
    pub model: Option<String>,
    /// Longest reply in tokens, thoughts included.
    pub max_tokens: u32,
}

/// A server that predicts.
#[derive(Debug, Clone, PartialEq)]
pub struct Connected {
    /// Which server.
    pub server: Server,
    /// The server's name of the model.
    pub model: String,
    /// The names it lists.
    pub models: Vec<String>,
    /// Longest reply in tokens, thoughts included.
    pub max_tokens: u32,
    /// How fast its last steps were.
    pub pace: Option<Pace>,
}

/// What can happen to a server.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // as in `Msg`
pub enum RemoteMsg {
    /// A person asks for it: this is what allows the page to speak to it.
    Connect(Box<Wish>),
    /// Let go of it.
    Disconnect,
    /// Another of its models.
    Model(String),
    /// Its worker said something.
    Heard(Box<FromRemote>),
    /// Its worker broke down; a sentence says how.
    Broke(String),
}

/// What the browser is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum RemoteEffect {
    /// Start the worker; one that runs is ended first.
    Spawn,
    /// Tell it something.
    Send(Box<ToRemote>),
    /// End it. Its key goes with it.
    End,
}

impl Remote {
    /// The server that predicts.
    pub fn connected(&self) -> Option<&Connected> {
        match self {
            Self::Connected(it) => Some(it),
            Self::Off(_) | Self::Connecting(_) => None,
        }
    }
}

impl Connected {
    /// What the model is called: the end of a name that is a path or an address.
    pub fn called(&self) -> &str {
        let name = self.model.trim_end_matches('/');
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        name.strip_suffix(".gguf").unwrap_or(name)
    }
}

impl State {
    pub(super) fn remote(&mut self, msg: RemoteMsg) -> Vec<Effect> {
        match msg {
            RemoteMsg::Connect(wish) => {
                self.let_go_of_server(None);
                self.said = say_with("Connecting to {1}.", &[&wish.server.host]);
                self.remote = Remote::Connecting(wish);
                vec![Effect::Remote(RemoteEffect::Spawn)]
            }
            RemoteMsg::Disconnect => self.leave_server(None),
            RemoteMsg::Model(model) => {
                if let Remote::Connected(it) = &mut self.remote {
                    it.model = model;
                    it.pace = None;
                }
                Vec::new()
            }
            RemoteMsg::Heard(message) => self.heard_remote(*message),
            RemoteMsg::Broke(why) => self.remote_broke(&why),
        }
    }

    fn heard_remote(&mut self, message: FromRemote) -> Vec<Effect> {
        match message {
            FromRemote::Ready { version } => self.remote_ready(version),
            FromRemote::Models { names } => self.server_listed(names),
            FromRemote::Refused { message } => self.leave_server(Some(message)),
            FromRemote::Writing { id, text, thoughts } => {
                if let Some(predicting) = self.predicting(id) {
                    predicting.thoughts.push_str(&thoughts);
                }
                self.wrote(id, &text)
            }
            FromRemote::Stepped { id, reply, thoughts, end, speed } if self.is_draw(id) => {
                let by = self.remote.connected().map(|it| it.called().to_owned());
                let answer = Answer { reply, thoughts, outcome: None, end, speed };
                self.drawn(id, answer, by.unwrap_or_default())
            }
            FromRemote::Stepped { id, reply, thoughts, end, speed } => {
                let mut by = String::new();
                if let Remote::Connected(it) = &mut self.remote {
                    it.called().clone_into(&mut by);
                    it.pace = Pace::after(it.pace, speed, end).or(it.pace);
                }
                self.stepped(id, Answer { reply, thoughts, outcome: None, end, speed }, &by)
            }
            FromRemote::Failed { id, message } if self.is_draw(id) => {
                self.draw_failed(message);
                Vec::new()
            }
            FromRemote::Failed { id, message } => {
                self.step_failed(id, message);
                Vec::new()
            }
            FromRemote::Panicked { message } => self.remote_broke(&message),
        }
    }

    fn remote_ready(&mut self, version: u32) -> Vec<Effect> {
        let Remote::Connecting(wish) = &mut self.remote else { return Vec::new() };
        if version != VERSION {
            return self.remote_broke(
                "the page and its worker are of different versions. Reload the page",
            );
        }
        let (server, key) = (wish.server.clone(), wish.key.take());
        vec![send(ToRemote::Connect { server, key, patience_ms: PATIENCE_MS })]
    }

    /// The server answered. It predicts from now on.
    fn server_listed(&mut self, models: Vec<String>) -> Vec<Effect> {
        let Remote::Connecting(wish) = &self.remote else { return Vec::new() };
        let host = &wish.server.host;
        let Some(model) = wish.model.as_ref().or(models.first()).cloned() else {
            let why = say_with("{1} does not list its models. Type the name of one.", &[&host]);
            return self.leave_server(Some(why));
        };
        let (server, max_tokens) = (wish.server.clone(), wish.max_tokens);
        let connected = Connected { server, model, models, max_tokens, pace: None };
        self.said = say_with("{1} at {2} predicts from now on.", &[&connected.called(), &host]);
        self.remote = Remote::Connected(Box::new(connected));
        self.preferred = Predictor::Server;
        let waiting = self.run_waiting();
        // Someone who came here to have a step predicted wants to see it.
        if !waiting.is_empty() && self.over == Over::Models {
            self.over = Over::Nothing;
        }
        waiting
    }

    /// Asks the server for a step.
    pub(super) fn ask_server(&mut self, id: u64, ask: Ask) -> Vec<Effect> {
        let Some(message) = self.question_to_server(id, &ask) else { return Vec::new() };
        let Some(open) = self.open_mut() else { return Vec::new() };
        open.walk.jump(ask.from);
        open.phase = Phase::Predicting(Predicting::new(id, ask, Predictor::Server));
        vec![send(message)]
    }

    /// What asks the server for a step.
    pub(super) fn question_to_server(&self, id: u64, ask: &Ask) -> Option<ToRemote> {
        let Connected { model, max_tokens, .. } = self.remote.connected()?;
        let open = self.open()?;
        let branch = open.walk.branch(&open.world.scenario, ask.from);
        let Branch { scenario, turns, .. } = branch.since_edit().unwrap_or(branch);
        Some(ToRemote::Step {
            id,
            model: model.clone(),
            scenario: Box::new(scenario),
            turns,
            action: ask.action.clone(),
            sampling: sampling(ask.seed),
            max_tokens: *max_tokens,
        })
    }

    fn remote_broke(&mut self, why: &str) -> Vec<Effect> {
        let why = capitalised(&say_with("the connection broke down: {1}", &[&why]));
        self.leave_server(Some(why))
    }

    /// Lets go of the server: the model predicts again. `why` stays to be read.
    fn leave_server(&mut self, why: Option<String>) -> Vec<Effect> {
        self.let_go_of_server(why.as_deref());
        self.said = why.clone().unwrap_or_else(|| say("Disconnected.").to_owned());
        self.remote = Remote::Off(why);
        if self.preferred == Predictor::Server {
            self.preferred = Predictor::Model;
        }
        vec![Effect::Remote(RemoteEffect::End)]
    }

    /// Gives up the step that the server was asked for, if there is one.
    fn let_go_of_server(&mut self, why: Option<&str>) {
        if let Some(open) = self.open_mut()
            && let Phase::Predicting(Predicting { by: Predictor::Server, ask, .. }) = &open.phase
        {
            let ask = ask.clone();
            open.phase = match why {
                Some(why) => Phase::Failed { ask, message: why.to_owned() },
                None => Phase::Idle,
            };
        }
    }
}

/// Tells the worker something.
pub(super) fn send(message: ToRemote) -> Effect {
    Effect::Remote(RemoteEffect::Send(Box::new(message)))
}
