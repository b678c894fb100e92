//! All of the page's state, and how it changes: one pure function from a message to effects.
//! Nothing here knows a browser, so all of it is tested natively.

pub mod act;
pub mod engine;
pub mod futures;
pub mod grades;
pub mod msg;
mod open;
pub mod shelf;
#[cfg(test)]
mod tests;
pub mod truth;
pub mod walk;

use crate::protocol::{ExecutorChoice, ModelSource};
use diorama_world::{Scenario, Screen, Trace, timeline::Place};
use engine::Engine;
pub use engine::Program;
use futures::Futures;
use grades::{Compare, Grades};
pub use msg::{Effect, Msg};
use shelf::Shelf;
use std::rc::Rc;
use truth::{Making, Predictor, Truth};
use walk::Walk;

/// All of the page's state.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The worlds there are.
    pub worlds: Vec<Rc<World>>,
    /// The world that is open.
    pub stage: Stage,
    /// The inference worker and its model.
    pub engine: Engine,
    /// The worker of the reference environments.
    pub truth: Truth,
    /// Where the default model is, if the page has one.
    pub default: Option<ModelSource>,
    /// Who is to say what comes next, where there is a choice.
    pub preferred: Predictor,
    /// A new world on its way.
    pub making: Making,
    /// The models that can be had.
    pub shelf: Shelf,
    /// Where to run models.
    pub executor: ExecutorChoice,
    /// What lies over the page.
    pub over: Over,
    /// What the inspector shows.
    pub tab: Tab,
    /// How the truth is shown with a prediction.
    pub compare: Compare,
    /// Whether a person wanted to see the truth; predictions are graded from then on.
    watching: bool,
    /// Whether the inspector is drawn up (where the page is narrow).
    pub sheet: bool,
    /// Light or dark.
    pub theme: Theme,
    /// The newest sentence for people who listen to the page.
    pub said: String,
    /// Number of the newest step or load asked of the worker.
    asked: u64,
    /// The world and the place that the model was last told to read.
    prepared: Option<(String, Place)>,
    /// The program that the inference worker runs.
    pub program: Program,
}

/// A world to step through, with its recording.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// The world.
    pub scenario: Scenario,
    /// A recorded walk through it.
    pub trace: Option<Trace>,
    /// Its start as a keyframe of `delta`, where the first observation does not say all of it.
    pub keyframe: Option<String>,
}

/// The world that is open.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The worlds are being fetched.
    Loading,
    /// There are none; a sentence says why.
    Empty(String),
    /// One is open.
    Open(Box<Open>),
}

/// An open world.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// The world.
    pub world: Rc<World>,
    /// What happened in it.
    pub walk: Walk,
    /// What is happening.
    pub phase: Phase,
    /// What is wrong with the text in the action line.
    pub slip: Option<String>,
    /// What else a model might have said to one of the actions.
    futures: Option<Futures>,
    /// How good the model's steps are.
    grades: Grades,
}

/// What is happening in the open world.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Nothing; it waits for a person.
    Idle,
    /// The recording plays by itself.
    Playing {
        /// Steps still to come.
        left: usize,
    },
    /// An action waits for a model.
    Waiting(Ask),
    /// The reference environment was asked; it answers at once.
    Asking {
        /// The step's number in messages.
        id: u64,
        /// What was asked.
        ask: Ask,
    },
    /// The model writes.
    Predicting(Predicting),
    /// A step failed; nothing was lost.
    Failed {
        /// What was asked.
        ask: Ask,
        /// What happened, in a sentence.
        message: String,
    },
}

/// An action asked of a predictor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Where it is done.
    pub from: Place,
    /// The action in the dialect's spelling.
    pub action: String,
    /// Which draw; 0 is the model's first choice.
    pub seed: u64,
}

/// A prediction under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicting {
    /// The step's number in messages.
    pub id: u64,
    /// What was asked.
    pub ask: Ask,
    /// Tokens of the prompt read and in all, once known.
    pub reading: Option<(u32, u32)>,
    /// The reply so far.
    pub text: String,
    /// The part of it that can be drawn.
    pub partial: Option<Rc<Screen>>,
    /// Length of the text that `partial` was read from.
    read: usize,
    /// Whether the person asked to stop.
    pub stopping: bool,
}

/// What lies over the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Over {
    #[default]
    Nothing,
    Worlds,
    Make,
    Models,
    Keys,
}

/// What the inspector shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Tab {
    #[default]
    Changes,
    Text,
    Facts,
    Controls,
    Truth,
    Speed,
}

impl Tab {
    /// All tabs, in order.
    pub const ALL: [Self; 6] =
        [Self::Changes, Self::Text, Self::Facts, Self::Controls, Self::Truth, Self::Speed];

    /// The tab's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Changes => "Changes",
            Self::Text => "Text",
            Self::Facts => "Facts",
            Self::Controls => "Controls",
            Self::Truth => "Truth",
            Self::Speed => "Speed",
        }
    }
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The word it is kept under.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads [`Theme::word`]; anything else is the system's.
    pub fn read(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The theme after this one, for a button that goes round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

impl State {
    /// The state of a page that was just opened, and what it does first: it loads its default
    /// model, which is the predictor of all worlds then.
    pub fn open_page(theme: Theme, default: Option<ModelSource>) -> (Self, Vec<Effect>) {
        let mut state = Self { default, ..Self::new(theme) };
        let effects = state.default.clone().map_or_else(Vec::new, |it| state.load(it));
        (state, effects)
    }

    /// The state of a page without a default model.
    fn new(theme: Theme) -> Self {
        Self {
            worlds: Vec::new(),
            stage: Stage::Loading,
            engine: Engine::Off,
            truth: Truth::Off,
            default: None,
            preferred: Predictor::Reference,
            making: Making::Nothing,
            shelf: Shelf::default(),
            executor: ExecutorChoice::Auto,
            over: Over::Nothing,
            tab: Tab::Changes,
            compare: Compare::default(),
            watching: false,
            sheet: false,
            theme,
            said: String::new(),
            asked: 0,
            prepared: None,
            program: Program::Lean,
        }
    }

    /// The open world, if there is one.
    pub fn open(&self) -> Option<&Open> {
        match &self.stage {
            Stage::Open(open) => Some(open),
            Stage::Loading | Stage::Empty(_) => None,
        }
    }

    /// The open world, to change it.
    fn open_mut(&mut self) -> Option<&mut Open> {
        match &mut self.stage {
            Stage::Open(open) => Some(open),
            Stage::Loading | Stage::Empty(_) => None,
        }
    }

    /// Takes in one message and says what is to be done in the browser.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let mut effects = self.take(msg);
        effects.extend(self.prepare());
        effects.extend(self.grade());
        effects
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Worlds(worlds) => self.worlds_came(worlds),
            Msg::Choose(id) => self.choose(&id),
            Msg::Do(action) => self.act(&action),
            Msg::Say(text) => self.say(&text),
            Msg::Stop => self.stop(),
            Msg::Resample => self.resample(),
            Msg::Dismiss => self.dismiss(),
            Msg::Play => self.play(),
            Msg::Tick => self.tick(),
            Msg::Undo => self.walk_to(Walk::undo),
            Msg::Redo => self.walk_to(Walk::redo),
            Msg::Visit(place) => self.walk_to(|walk| walk.jump(place)),
            Msg::Heard(message, now) => self.heard(*message, now),
            Msg::Broke(why) => self.broke(why),
            Msg::Restart => self.restart(),
            Msg::HeardTruth(message) => self.heard_truth(*message),
            Msg::TruthBroke(why) => self.truth_broke(why),
            Msg::RestartTruth => self.restart_truth(),
            Msg::Prefer(predictor) => self.prefer(predictor),
            Msg::Make(recipe) => self.make(recipe),
            Msg::Future(msg) => self.future(msg),
            Msg::Truth(msg) => self.truth_msg(msg),
            Msg::Beside(offers) => self.shelf.beside_came(offers),
            Msg::Look(source) => self.look(source),
            Msg::Load(source) => self.load(source),
            Msg::CancelLoad => self.cancel_load(),
            Msg::Forget => self.shelf.forget(),
            Msg::Delete(key) => self.delete(key),
            Msg::Executor(choice) => {
                self.executor = choice;
                Vec::new()
            }
            Msg::Over(over) => self.lay(over),
            Msg::Close(over) => {
                // A sheet that made way for another also says that it closed.
                if self.over == over {
                    self.over = Over::Nothing;
                }
                Vec::new()
            }
            Msg::Tab(tab) => {
                self.tab = tab;
                self.sheet = true;
                self.watching |= tab == Tab::Truth;
                Vec::new()
            }
            Msg::Sheet(up) => {
                self.sheet = up;
                Vec::new()
            }
            Msg::Theme(theme) => {
                self.theme = theme;
                vec![Effect::KeepTheme(theme)]
            }
        }
    }

    /// Lays something over the page. Looking at the models for the first time starts the worker,
    /// which knows the GPU and what is stored, and asks for the models beside the page.
    fn lay(&mut self, over: Over) -> Vec<Effect> {
        self.over = over;
        if matches!(self.making, Making::Failed(_)) {
            self.making = Making::Nothing;
        }
        let mut effects = Vec::new();
        if over == Over::Models {
            effects.extend(self.shelf.ask_beside());
            effects.extend(self.engine.wake());
        }
        effects
    }
}
