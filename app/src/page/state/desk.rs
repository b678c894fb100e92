//! The desk, as the page knows it: a worker for what is seldom needed. What it is asked for is in the
//! modules of those who ask.

use super::{Effect, State, act::capitalised};
use crate::page::say::say;
use crate::protocol::{
    VERSION,
    desk::{FromDesk, ToDesk},
};

/// The desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Desk {
    /// Not started, or broken down: the next question starts it.
    Off,
    /// Its code loads; what it is to be told waits.
    Starting(Vec<ToDesk>),
    /// It runs.
    Up,
}

impl Desk {
    /// Tells the desk something, now or once it is ready; starts it where it is not running.
    pub(super) fn tell(&mut self, message: ToDesk) -> Vec<Effect> {
        match self {
            Self::Up => vec![Effect::SendDesk(Box::new(message))],
            Self::Starting(waiting) => {
                waiting.push(message);
                Vec::new()
            }
            Self::Off => {
                *self = Self::Starting(vec![message]);
                vec![Effect::SpawnDesk]
            }
        }
    }
}

impl State {
    /// Takes in what the desk said.
    pub(super) fn heard_desk(&mut self, message: FromDesk) -> Vec<Effect> {
        match message {
            FromDesk::Ready { version } if version != VERSION => self.desk_failed(say(
                "The page and its worker are of different versions. Reload the page.",
            )),
            FromDesk::Ready { .. } => match std::mem::replace(&mut self.desk, Desk::Up) {
                Desk::Starting(waiting) => {
                    waiting.into_iter().map(|it| Effect::SendDesk(Box::new(it))).collect()
                }
                Desk::Off | Desk::Up => Vec::new(),
            },
            FromDesk::Exported { id, name, file } => self.exported(id, name, file),
            FromDesk::LinkMade { id, text } => self.link_made(id, text),
            FromDesk::LinkOpened { id, opened } => self.link_opened(id, *opened),
            FromDesk::WorldWanted { id, world, message } => {
                match self.walk_wants_world(id, &world, &message) {
                    Some(effects) => effects,
                    None => self.world_wanted(id, &world, message),
                }
            }
            FromDesk::Found { id, found } => self.found(id, found),
            FromDesk::Settled { id, start } => self.settled(id, *start),
            FromDesk::Failed { id: Some(id), message } => {
                self.not_made(Some(id), &message);
                self.link_not_opened(Some(id), message)
            }
            FromDesk::Failed { id: None, message } | FromDesk::Panicked { message } => {
                self.desk_failed(&message)
            }
        }
    }

    /// The desk is gone: what it was asked for failed, and the next question starts it again.
    pub(super) fn desk_failed(&mut self, why: &str) -> Vec<Effect> {
        self.not_made(None, &capitalised(why));
        self.desk_broke(why)
    }

    /// What was asked for with the second part of the page, by its number or whatever it was, could
    /// not be made.
    fn not_made(&mut self, id: Option<u64>, why: &str) {
        self.link_not_made(id, why);
        self.not_brought(id, why);
        self.not_settled(id, why);
        self.not_exported(id, why);
    }

    /// The desk is gone, or could not be started: without the second part of the page it is asked for
    /// nothing but a link to be opened.
    pub(super) fn desk_broke(&mut self, why: &str) -> Vec<Effect> {
        self.desk = Desk::Off;
        let mut effects = vec![Effect::EndDesk];
        effects.extend(self.link_not_opened(None, capitalised(why)));
        effects
    }
}
