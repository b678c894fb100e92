//! Editing a world: what it is called and asks for, what is so, what is in force, and its first screen.
//! What comes of it is a world of the person's own; the one it began with stays.

#[cfg(test)]
mod tests;

use super::{
    Effect, Over, State, World,
    form::{Form, Touch},
    share::Scope,
};
use crate::protocol::{
    desk::{ToDesk, links::Start},
    truth::ToTruth,
};
use diorama_world::{Dialect, Edit, Scenario, dialect::ParseError};
use std::rc::Rc;

/// The editor.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Editor {
    /// Nothing is edited.
    #[default]
    Nothing,
    /// The desk lays out the place to begin with; the number of the question.
    Asked(u64),
    /// The world to begin with is being fetched; its identifier.
    Fetching(String),
    /// There is nothing to begin with; a sentence says why.
    Failed(String),
    /// A world is edited.
    Open(Box<Work>),
}

/// A world that is edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// The world it began with; what is edited is not read from here.
    scenario: Scenario,
    /// All of the first screen, while `first` is what tells it.
    keyframe: Option<String>,
    /// What it is called.
    pub title: String,
    /// What an agent would be asked to do.
    pub task: String,
    /// The dialect it is told in.
    pub dialect: Dialect,
    /// The first observation.
    pub first: String,
    /// Facts and controls.
    pub form: Form,
    /// Whether a reference environment plays it, and draws the first screen from the facts.
    pub played: bool,
    /// What is being done with it.
    pub doing: Doing,
    /// What is wrong with it, in a sentence.
    pub trouble: Option<String>,
}

/// What is being done with a world that is edited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Doing {
    /// It is written.
    #[default]
    Writing,
    /// The desk tells it in another dialect; the number of the question.
    Telling(u64),
    /// The desk puts it in order to be opened; the number of the question.
    Settling(u64),
    /// The reference environment draws its first screen, to be opened.
    Drawing,
}

/// A change of a world that is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Call it so.
    Title(String),
    /// Ask for this.
    Task(String),
    /// Begin with this observation.
    First(String),
    /// Tell it in this dialect.
    Dialect(Dialect),
    /// Have the reference environment play it, or not.
    Played(bool),
    /// Change facts and controls.
    Touch(Touch),
    /// Open it.
    Open,
}

impl Work {
    fn new(start: Start) -> Self {
        let Start { scenario, keyframe } = start;
        let Scenario { title, task, dialect, first, facts, controls, reference, .. } = &scenario;
        let ending = " (changed)";
        let title = format!("{}{ending}", title.strip_suffix(ending).unwrap_or(title));
        Self {
            title,
            task: task.clone(),
            dialect: *dialect,
            first: first.clone(),
            form: Form::new(Edit { facts: facts.clone(), controls: controls.clone() }),
            played: reference.is_some(),
            doing: Doing::Writing,
            trouble: None,
            keyframe,
            scenario,
        }
    }

    /// Whether a reference environment could play it.
    pub fn can_be_played(&self) -> bool {
        self.scenario.reference.is_some()
    }

    /// The kind of environment; that stays.
    pub fn domain(&self) -> diorama_world::Domain {
        self.scenario.domain
    }

    /// What cannot be read of the first screen; nothing where it is drawn from the facts.
    pub fn problems(&self) -> Vec<ParseError> {
        if self.played {
            return Vec::new();
        }
        let reading = self.dialect.read(&self.first, false);
        let blank = reading.screen.nodes.is_empty() && reading.problems.is_empty();
        let nothing = ParseError { line: 1, column: 1, message: "nothing to draw".to_owned() };
        reading.problems.into_iter().chain(blank.then_some(nothing)).collect()
    }

    /// The world as it is written.
    fn start(&self) -> Result<Start, String> {
        let Edit { facts, controls } = self.form.edit()?;
        let scenario = Scenario {
            title: self.title.trim().to_owned(),
            task: self.task.trim().to_owned(),
            dialect: self.dialect,
            first: self.first.clone(),
            facts,
            controls,
            reference: self.scenario.reference.filter(|_| self.played),
            ..self.scenario.clone()
        };
        let told = self.first == self.scenario.first;
        Ok(Start { scenario, keyframe: self.keyframe.clone().filter(|_| told) })
    }
}

impl State {
    /// Edits the open world as it is at the place that is shown.
    pub(super) fn edit_here(&mut self) -> Vec<Effect> {
        let Some(shared) = self.shared(Scope::Here) else { return Vec::new() };
        self.over = Over::Editor;
        if shared.steps.is_empty() {
            self.editor = Editor::Open(Box::new(Work::new(shared.start)));
            return Vec::new();
        }
        self.asked += 1;
        let id = self.asked;
        self.editor = Editor::Asked(id);
        self.desk.tell(ToDesk::Here { id, shared: Box::new(shared) })
    }

    /// Edits a world of the list.
    pub(super) fn edit_listed(&mut self, id: &str) -> Vec<Effect> {
        let Some(listed) = self.listed(id) else { return Vec::new() };
        let (world, card) = (listed.world.clone(), listed.card.clone());
        self.over = Over::Editor;
        let Some(world) = world else {
            self.editor = Editor::Fetching(id.to_owned());
            return vec![Effect::FetchWorld(Box::new(card))];
        };
        self.editor = Editor::Open(Box::new(Work::new(world.start())));
        Vec::new()
    }

    /// The world to begin with came, or did not.
    pub(super) fn world_to_edit_came(&mut self, id: &str, why: Option<&str>) -> Vec<Effect> {
        match &self.editor {
            Editor::Fetching(world) if world == id => match why {
                None => self.edit_listed(id),
                Some(why) => {
                    self.editor = Editor::Failed(why.to_owned());
                    Vec::new()
                }
            },
            _ => Vec::new(),
        }
    }

    /// Changes what is edited.
    pub(super) fn write(&mut self, write: Write) -> Vec<Effect> {
        let Editor::Open(work) = &mut self.editor else { return Vec::new() };
        if work.doing != Doing::Writing {
            return Vec::new();
        }
        work.trouble = None;
        match write {
            Write::Title(title) => work.title = title,
            Write::Task(task) => work.task = task,
            Write::First(first) => work.first = first,
            Write::Played(played) => work.played = played && work.can_be_played(),
            Write::Touch(touch) => work.trouble = work.form.touch(touch).err(),
            Write::Dialect(dialect) => return self.tell_in(dialect),
            Write::Open => return self.open_edited(),
        }
        Vec::new()
    }

    fn tell_in(&mut self, dialect: Dialect) -> Vec<Effect> {
        let Editor::Open(work) = &mut self.editor else { return Vec::new() };
        if work.dialect == dialect {
            return Vec::new();
        }
        match work.start() {
            Ok(start) => {
                self.asked += 1;
                let (id, start) = (self.asked, Box::new(start));
                work.doing = Doing::Telling(id);
                self.desk.tell(ToDesk::Settle { id, start, dialect })
            }
            Err(why) => self.editor_failed(why),
        }
    }

    fn open_edited(&mut self) -> Vec<Effect> {
        let Editor::Open(work) = &mut self.editor else { return Vec::new() };
        match work.start() {
            Ok(start) if work.played => {
                work.doing = Doing::Drawing;
                self.truth.tell(ToTruth::Begin(Box::new(start.scenario)))
            }
            Ok(start) => {
                self.asked += 1;
                let (id, dialect, start) = (self.asked, work.dialect, Box::new(start));
                work.doing = Doing::Settling(id);
                self.desk.tell(ToDesk::Settle { id, start, dialect })
            }
            Err(why) => self.editor_failed(why),
        }
    }

    /// A world was put in order.
    pub(super) fn settled(&mut self, id: u64, start: Start) -> Vec<Effect> {
        match &mut self.editor {
            Editor::Asked(asked) if *asked == id => {
                self.editor = Editor::Open(Box::new(Work::new(start)));
            }
            Editor::Open(work) if work.doing == Doing::Telling(id) => {
                let Start { scenario, keyframe } = start;
                work.doing = Doing::Writing;
                (work.dialect, work.first) = (scenario.dialect, scenario.first.clone());
                (work.scenario.dialect, work.scenario.first) = (scenario.dialect, scenario.first);
                work.keyframe = keyframe;
            }
            Editor::Open(work) if work.doing == Doing::Settling(id) => {
                let Start { scenario, keyframe } = start;
                return self.open_own(World { scenario, trace: None, keyframe });
            }
            _ => {}
        }
        Vec::new()
    }

    /// Whether the reference environment draws the first screen of what is edited.
    pub(super) fn is_drawing(&self) -> bool {
        matches!(&self.editor, Editor::Open(work) if work.doing == Doing::Drawing)
    }

    /// What was asked for the editor, by the desk's number where it asked the desk, failed.
    pub(super) fn not_settled(&mut self, id: Option<u64>, why: &str) {
        let asked = match &self.editor {
            Editor::Asked(asked) => Some(*asked),
            Editor::Open(work) => match work.doing {
                Doing::Telling(asked) | Doing::Settling(asked) => Some(asked),
                Doing::Writing | Doing::Drawing => None,
            },
            Editor::Nothing | Editor::Fetching(_) | Editor::Failed(_) => None,
        };
        if asked.is_some_and(|asked| id.is_none_or(|id| id == asked)) {
            self.editor_failed(why.to_owned());
        }
    }

    /// What was written stays.
    pub(super) fn editor_failed(&mut self, why: String) -> Vec<Effect> {
        self.said.clone_from(&why);
        match &mut self.editor {
            Editor::Open(work) => {
                work.doing = Doing::Writing;
                work.trouble = Some(why);
            }
            editor => *editor = Editor::Failed(why),
        }
        Vec::new()
    }

    /// Opens a world of the person's own and lists it for this visit.
    pub(super) fn open_own(&mut self, world: World) -> Vec<Effect> {
        let world = Rc::new(world);
        self.editor = Editor::Nothing;
        self.over = Over::Nothing;
        self.list_own(Rc::clone(&world));
        let mut effects = self.stop();
        effects.extend(self.open_world(world));
        effects
    }
}
