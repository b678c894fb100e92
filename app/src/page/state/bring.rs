//! Bringing a world as text: pasted, or in a file. The desk says what it is; a person chooses where it
//! may be several, or where some of it could not be read.

#[cfg(test)]
mod tests;

use super::{Effect, Over, State, World, links::Opening};
use crate::page::say::say_with;
use crate::protocol::desk::{
    ToDesk,
    links::Start,
    worlds::{Candidate, Found},
};
use std::rc::Rc;

/// A text on its way to being a world.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Bringing {
    /// None is.
    #[default]
    Nothing,
    /// The desk reads it.
    Asked {
        /// The number of the question.
        id: u64,
        /// The text.
        text: Rc<str>,
    },
    /// It is a walk through a built-in world, which is being fetched.
    Fetching {
        /// The world's identifier.
        world: String,
        /// The text.
        text: Rc<str>,
    },
    /// It may be one of these, or some of it could not be read.
    Which(Rc<[Candidate]>),
    /// It is no world; a sentence says why.
    Failed(String),
}

impl Bringing {
    /// Whether a text is being read.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Asked { .. } | Self::Fetching { .. })
    }
}

impl State {
    /// Reads a text, or says why there is none.
    pub(super) fn bring(&mut self, text: Result<String, String>) -> Vec<Effect> {
        self.over = Over::Bring;
        if matches!(self.opening, Opening::Failed(_)) {
            self.opening = Opening::Nothing;
        }
        match text {
            Ok(text) => self.ask_what_it_is(text.into(), None),
            Err(why) => self.cannot_bring(why),
        }
    }

    fn ask_what_it_is(&mut self, text: Rc<str>, built_in: Option<&World>) -> Vec<Effect> {
        self.asked += 1;
        let id = self.asked;
        let built_in = built_in.map(|world| Box::new(world.start()));
        let message = ToDesk::Read { id, text: text.to_string(), built_in };
        self.bringing = Bringing::Asked { id, text };
        self.desk.tell(message)
    }

    /// A walk needs its world, which may have to be fetched first; `None` where another asked.
    pub(super) fn walk_wants_world(
        &mut self,
        id: u64,
        world: &str,
        message: &str,
    ) -> Option<Vec<Effect>> {
        let text = self.being_brought(Some(id))?;
        let listed = self.listed(world).filter(|listed| listed.card.built_in);
        let Some(listed) = listed else { return Some(self.cannot_bring(message.to_owned())) };
        if let Some(world) = listed.world.clone() {
            return Some(self.ask_what_it_is(text, Some(&world)));
        }
        let card = Box::new(listed.card.clone());
        self.bringing = Bringing::Fetching { world: world.to_owned(), text };
        Some(vec![Effect::FetchWorld(card)])
    }

    /// The world of a walk came, or did not.
    pub(super) fn world_of_walk_came(&mut self, id: &str, why: Option<&str>) -> Vec<Effect> {
        let Bringing::Fetching { world, text } = &self.bringing else { return Vec::new() };
        if world != id {
            return Vec::new();
        }
        let text = Rc::clone(text);
        let world = self.listed(id).and_then(|listed| listed.world.clone());
        match (world, why) {
            (Some(world), None) => self.ask_what_it_is(text, Some(&world)),
            (_, why) => self.cannot_bring(why.unwrap_or_default().to_owned()),
        }
    }

    /// The desk says what the text is.
    pub(super) fn found(&mut self, id: u64, found: Found) -> Vec<Effect> {
        let Some(text) = self.being_brought(Some(id)) else { return Vec::new() };
        match found {
            Found::Link => {
                self.bringing = Bringing::Nothing;
                self.over = Over::Nothing;
                self.open_link(Ok(text.to_string()))
            }
            Found::Worlds(worlds) => {
                let [world] = &worlds[..] else { return self.which(worlds) };
                if world.unread.is_empty() { self.take_one(0, &worlds) } else { self.which(worlds) }
            }
        }
    }

    fn which(&mut self, worlds: Vec<Candidate>) -> Vec<Effect> {
        let (count, unread) = (worlds.len(), worlds.first().map_or(0, |world| world.unread.len()));
        self.said = match count {
            1 => say_with("{1} lines could not be read.", &[&unread]),
            _ => say_with("This may be one of {1}. Choose what it is.", &[&count]),
        };
        self.bringing = Bringing::Which(worlds.into());
        Vec::new()
    }

    /// A person chose one of them.
    pub(super) fn take_brought(&mut self, index: usize) -> Vec<Effect> {
        match std::mem::take(&mut self.bringing) {
            Bringing::Which(worlds) => self.take_one(index, &worlds),
            other => {
                self.bringing = other;
                Vec::new()
            }
        }
    }

    fn take_one(&mut self, index: usize, worlds: &[Candidate]) -> Vec<Effect> {
        self.bringing = Bringing::Nothing;
        let Some(Candidate { start, trace, .. }) = worlds.get(index).cloned() else {
            return Vec::new();
        };
        let Start { scenario, keyframe } = start;
        self.open_own(World { scenario, trace, keyframe })
    }

    /// The text of this number, or any, is no world.
    pub(super) fn not_brought(&mut self, id: Option<u64>, why: &str) {
        if self.being_brought(id).is_some() {
            self.cannot_bring(why.to_owned());
        }
    }

    fn cannot_bring(&mut self, why: String) -> Vec<Effect> {
        self.said.clone_from(&why);
        self.bringing = Bringing::Failed(why);
        Vec::new()
    }

    /// The text that the desk reads, if its question has this number.
    fn being_brought(&self, id: Option<u64>) -> Option<Rc<str>> {
        match &self.bringing {
            Bringing::Asked { id: asked, text } if id.is_none_or(|id| id == *asked) => {
                Some(Rc::clone(text))
            }
            _ => None,
        }
    }
}
