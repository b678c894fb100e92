//! Making files of the open walk: the desk writes them or says what to draw, and the browser draws and
//! saves them.

use super::{Effect, Open, Phase, State, share::Scope, walk::Origin};
use crate::protocol::desk::{
    ToDesk,
    exports::{Step, Walk, What},
};
use diorama_world::timeline::Place;

/// Files of walks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exports {
    /// How much of the walk goes into them.
    pub scope: Scope,
    /// The one on its way, or the last one.
    pub last: Option<Exporting>,
}

/// What can happen to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportMsg {
    /// Make a file of the open walk.
    Make(What),
    /// So much of it goes into files.
    Scope(Scope),
    /// A file was given to the browser, or not; a sentence says why.
    Saved(Result<Saved, String>),
}

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
    /// Takes in what is about files.
    pub(super) fn export_msg(&mut self, msg: ExportMsg) -> Vec<Effect> {
        match msg {
            ExportMsg::Make(what) => self.export(what),
            ExportMsg::Scope(scope) => {
                self.exports.scope = scope;
                Vec::new()
            }
            ExportMsg::Saved(outcome) => self.saved(outcome),
        }
    }

    /// Makes a file of so much of the open walk; one at a time.
    fn export(&mut self, what: What) -> Vec<Effect> {
        if self.exports.last.as_ref().is_some_and(Exporting::is_under_way) {
            return Vec::new();
        }
        self.asked += 1;
        let id = self.asked;
        let scope = self.exports.scope;
        let Some(open) = self.open_mut() else { return Vec::new() };
        // The place that is drawn stays the one that is shown.
        if matches!(open.phase, Phase::Playing { .. }) {
            open.phase = Phase::Idle;
        }
        let walk = Box::new(walk(open, what, scope));
        self.exports.last = Some(Exporting { what, made: Made::Asked(id) });
        self.desk.tell(ToDesk::Export { id, what, walk })
    }

    /// The desk made it; the browser saves it.
    pub(super) fn exported(&mut self, id: u64, name: String, file: String) -> Vec<Effect> {
        match &mut self.exports.last {
            Some(Exporting { made, .. }) if *made == Made::Asked(id) => {
                *made = Made::Saving;
                vec![Effect::Save { name, file }]
            }
            _ => Vec::new(),
        }
    }

    /// It is saved, or not; a sentence says why.
    fn saved(&mut self, outcome: Result<Saved, String>) -> Vec<Effect> {
        if let Some(Exporting { made, .. }) = &mut self.exports.last
            && *made == Made::Saving
        {
            *made = outcome.map_or_else(Made::Failed, Made::Saved);
        }
        Vec::new()
    }

    /// The file of this number, or any that is still to be made, could not be made.
    pub(super) fn not_exported(&mut self, id: Option<u64>, why: &str) {
        if let Some(Exporting { made, .. }) = &mut self.exports.last
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
        // Nobody acted there: facts or controls were changed by hand.
        if matches!(open.walk.sight(place).origin, Origin::Edited(_)) {
            return None;
        }
        Some(Step {
            action: step.action.clone(),
            words: open.walk.sight(place).spoken.clone(),
            observation: step.observation.clone(),
            by: step.by.clone(),
        })
    };
    Walk { scenario: open.world.scenario.clone(), steps: path.iter().filter_map(step).collect() }
}
