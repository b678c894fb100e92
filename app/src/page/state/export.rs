//! Making files of the open walk: the desk writes them or says what to draw, and the browser draws and
//! saves them.

use super::{Effect, Open, Phase, State, share::Scope};
use crate::protocol::desk::{
    ToDesk,
    exports::{File, Step, Walk, What},
};
use diorama_world::timeline::Place;

/// A file on its way, or saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exporting {
    /// What it is.
    pub what: What,
    /// What became of it.
    pub made: Made,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// The desk makes it; the number of the question.
    Asked(u64),
    /// It is drawn and saved.
    Saving,
    /// It was given to the browser.
    Saved(Saved),
    /// It could not be made; a sentence says why.
    Failed(String),
}

/// A file that was given to the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Exporting {
    /// Whether it is still on its way.
    pub fn is_under_way(&self) -> bool {
        matches!(self.made, Made::Asked(_) | Made::Saving)
    }
}

impl State {
    /// Makes a file of so much of the open walk; one at a time.
    pub(super) fn export(&mut self, what: What) -> Vec<Effect> {
        if self.exporting.as_ref().is_some_and(Exporting::is_under_way) {
            return Vec::new();
        }
        self.asked += 1;
        let id = self.asked;
        let scope = self.export_scope;
        let Some(open) = self.open_mut() else { return Vec::new() };
        // The place that is drawn stays the one that is shown.
        if matches!(open.phase, Phase::Playing { .. }) {
            open.phase = Phase::Idle;
        }
        let walk = Box::new(walk(open, what, scope));
        self.exporting = Some(Exporting { what, made: Made::Asked(id) });
        self.desk.tell(ToDesk::Export { id, what, walk })
    }

    /// The desk made it; the browser saves it.
    pub(super) fn exported(&mut self, id: u64, file: File) -> Vec<Effect> {
        match &mut self.exporting {
            Some(Exporting { made, .. }) if *made == Made::Asked(id) => {
                *made = Made::Saving;
                vec![Effect::Save(Box::new(file))]
            }
            _ => Vec::new(),
        }
    }

    /// It is saved, or not; a sentence says why.
    pub(super) fn saved(&mut self, outcome: Result<Saved, String>) -> Vec<Effect> {
        if let Some(Exporting { made, .. }) = &mut self.exporting
            && *made == Made::Saving
        {
            *made = outcome.map_or_else(Made::Failed, Made::Saved);
        }
        Vec::new()
    }

    /// The file of this number, or any that is still to be made, could not be made.
    pub(super) fn not_exported(&mut self, id: Option<u64>, why: &str) {
        if let Some(Exporting { made, .. }) = &mut self.exporting
            && matches!(made, Made::Asked(asked) if id.is_none_or(|id| id == *asked))
        {
            *made = Made::Failed(why.to_owned());
        }
    }
}

/// So much of the open walk.
fn walk(open: &Open, what: What, scope: Scope) -> Walk {
    let here = open.walk.here();
    let timeline = open.walk.timeline();
    // A picture is of what is shown.
    let path = match scope {
        Scope::Branch if what != What::Picture => timeline.branch(here),
        Scope::Branch | Scope::Here => timeline.path(here),
    };
    let step = |&place: &Place| {
        let step = timeline.step(place)?;
        Some(Step {
            action: step.action.clone(),
            words: open.walk.sight(place).spoken.clone(),
            observation: step.observation.clone(),
            by: step.by.clone(),
        })
    };
    Walk { scenario: open.world.scenario.clone(), steps: path.iter().filter_map(step).collect() }
}
