//! All of the page's state, and how it changes: one pure function from a message to effects.
//! Nothing here knows a browser, so all of it is tested natively.

pub mod act;
pub mod bring;
pub mod compare;
pub mod desk;
pub mod edit;
pub mod editor;
pub mod engine;
pub mod export;
pub mod form;
pub mod futures;
pub mod grades;
pub mod keep;
pub mod links;
pub mod live;
pub mod msg;
mod open;
mod over;
pub mod pace;
pub mod remote;
pub mod share;
pub mod shelf;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod truth;
pub mod walk;
mod whole;
pub mod widget;
pub mod worlds;

use crate::page::say::to_say;
use crate::protocol::{ExecutorChoice, ModelSource, desk::links::Start};
use bring::Bringing;
use desk::Desk;
use diorama_world::{Scenario, Screen, Trace, timeline::Place};
use edit::Draft;
use editor::Editor;
use engine::Engine;
pub use engine::Program;
use export::Exports;
use futures::Futures;
use grades::{Grades, Watch};
use links::{Came, Opening};
use live::Live;
pub use msg::{Effect, Msg, Spot};
pub use over::Over;
use pace::Paces;
use remote::Remote;
use share::{Scope, Sharing};
use shelf::Shelf;
use std::rc::Rc;
use tree::{Pace, Task, Way};
use truth::{Making, Predictor, Truth};
use walk::{Gone, Walk};
use widget::Widget;
use worlds::{Fetching, Listed};

/// All of the page's state.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The worlds that can be chosen.
    pub worlds: Vec<Listed>,
    /// A world that was chosen and is not here yet.
    pub fetching: Fetching,
    /// The world that is open.
    pub stage: Stage,
    /// The inference worker and its model.
    pub engine: Engine,
    /// The worker of the reference environments.
    pub truth: Truth,
    /// The worker for what is seldom needed.
    pub desk: Desk,
    /// A link that is being opened.
    pub opening: Opening,
    /// A text that is being read.
    pub bringing: Bringing,
    /// The world that is edited.
    pub editor: Editor,
    /// What the worlds to choose from are looked through for.
    pub sought: String,
    /// A link that is being made, or was made last.
    pub sharing: Option<Sharing>,
    /// The server that predicts, if there is one.
    pub remote: Remote,
    /// How fast models are on this device.
    pub paces: Paces,
    /// Files of walks.
    pub exports: Exports,
    /// Where the default model is, if the page has one.
    pub default: Option<ModelSource>,
    /// Whether it is loaded only once it is asked: opening a link downloads no model.
    asleep: bool,
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
    /// Whether and how a person looks at the truth.
    pub watch: Watch,
    /// Whether the inspector is drawn up (where the page is narrow).
    pub sheet: bool,
    /// Light or dark.
    pub theme: Theme,
    /// How fast branches play by themselves.
    pub pace: Pace,
    /// Whether the part of the page that comes later could not be fetched.
    pub without_later: bool,
    /// Whether the page is being put on paper.
    pub medium: Medium,
    /// What of the open walk is kept for a reload.
    keeping: keep::Keeping,
    /// The newest sentence for people who listen to the page.
    pub said: String,
    /// Number of the newest step or load asked of the worker.
    asked: u64,
    /// The world and the place that the model was last told to read.
    prepared: Option<(String, Place)>,
    /// The program that the inference worker runs.
    pub program: Program,
    /// What the page is asked for where it is a widget in another one.
    pub widget: Option<Box<Widget>>,
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
    /// What a person is changing of what is so, and has not applied.
    pub draft: Option<Box<Draft>>,
    /// What else a model might have said to one of the actions.
    futures: Option<Futures>,
    /// How good the model's steps are.
    grades: Grades,
    /// The link that it came with.
    pub link: Option<Rc<Came>>,
    /// The link's actions, being done again.
    pub live: Option<Live>,
    /// What was begun with the step shown.
    pub task: Task,
    /// The steps that were deleted last, until something is done.
    pub gone: Option<Gone>,
    /// Where the person was last on another branch.
    aside: Option<Place>,
}

/// What is happening in the open world.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Nothing; it waits for a person.
    Idle,
    /// The branch plays by itself, then the recording that it follows.
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
    /// A model writes, here or on a server.
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
    /// Who writes.
    pub by: Predictor,
    /// Tokens of the prompt read and in all, once known.
    pub reading: Option<(u32, u32)>,
    /// The reply so far.
    pub text: String,
    /// The thoughts that lead to it, where they are told apart.
    pub thoughts: String,
    /// The part of it that can be drawn.
    pub partial: Option<Rc<Screen>>,
    /// Length of the text that `partial` was read from.
    read: usize,
    /// Whether the person asked to stop.
    pub stopping: bool,
}

impl Predicting {
    /// One that was just asked for.
    fn new(id: u64, ask: Ask, by: Predictor) -> Self {
        Self {
            id,
            ask,
            by,
            reading: None,
            text: String::new(),
            thoughts: String::new(),
            partial: None,
            read: 0,
            stopping: false,
        }
    }
}

impl World {
    /// Where it starts, for the desk.
    fn start(&self) -> Start {
        Start { scenario: self.scenario.clone(), keyframe: self.keyframe.clone() }
    }
}

/// Where the page is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Medium {
    Screen,
    Paper,
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
            Self::Changes => to_say("Changes"),
            Self::Text => to_say("Text"),
            Self::Facts => to_say("Facts"),
            Self::Controls => to_say("Controls"),
            Self::Truth => to_say("Truth"),
            Self::Speed => to_say("Speed"),
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

    /// The state of a page that was opened with a link: nothing is loaded until the person acts.
    pub fn open_with_link(
        theme: Theme,
        default: Option<ModelSource>,
        link: String,
    ) -> (Self, Vec<Effect>) {
        let asleep = default.is_some();
        let mut state = Self { default, asleep, preferred: Predictor::Model, ..Self::new(theme) };
        let effects = state.open_link(Ok(link));
        (state, effects)
    }

    /// The state of a page without a default model.
    fn new(theme: Theme) -> Self {
        Self {
            worlds: Listed::beside_the_page(),
            fetching: Fetching::Nothing,
            stage: Stage::Loading,
            engine: Engine::Off,
            truth: Truth::Off,
            desk: Desk::Off,
            opening: Opening::Nothing,
            bringing: Bringing::Nothing,
            editor: Editor::Nothing,
            sought: String::new(),
            sharing: None,
            remote: Remote::Off(None),
            paces: Paces::default(),
            exports: Exports::default(),
            default: None,
            asleep: false,
            preferred: Predictor::Reference,
            making: Making::Nothing,
            shelf: Shelf::default(),
            executor: ExecutorChoice::Auto,
            over: Over::Nothing,
            tab: Tab::Changes,
            watch: Watch::default(),
            sheet: false,
            theme,
            pace: Pace::default(),
            without_later: false,
            medium: Medium::Screen,
            keeping: keep::Keeping::default(),
            said: String::new(),
            asked: 0,
            prepared: None,
            program: Program::Lean,
            widget: None,
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
        effects.extend(self.settle());
        effects
    }

    /// Goes on with what goes on by itself.
    fn settle(&mut self) -> Vec<Effect> {
        let mut effects = self.go_on_live();
        effects.extend(self.prepare());
        effects
    }

    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        self.let_go(&msg);
        match msg {
            Msg::Worlds(worlds) => self.worlds_came(worlds),
            Msg::Choose(id) => self.choose(&id),
            Msg::WorldCame(id, came) => self.world_came(&id, *came),
            Msg::Do(action) => self.act(&action),
            Msg::Say(text) => self.say(&text),
            Msg::Stop => self.escape(),
            Msg::Resample => self.resample(),
            Msg::Dismiss => self.dismiss(),
            Msg::Play => self.play(),
            Msg::Tick => self.tick(),
            Msg::Touch(touch) => self.touch(touch),
            Msg::Apply => self.apply(),
            Msg::Discard => self.discard(),
            Msg::Undo => self.walk(Way::Back),
            Msg::Redo => self.walk(Way::On),
            Msg::Visit(place) => self.visit(place),
            Msg::Tree(it) => self.tree(it),
            Msg::Heard(message, now) => self.heard(*message, now),
            Msg::Broke(why) => self.broke(why),
            Msg::Restart => self.restart(),
            Msg::HeardTruth(message) => self.heard_truth(*message),
            Msg::TruthBroke(why) => self.truth_broke(why),
            Msg::RestartTruth => self.restart_truth(),
            Msg::HeardDesk(message) => self.heard_desk(*message),
            Msg::DeskBroke(why) => self.desk_broke(&why),
            Msg::Share(scope) => self.share(scope),
            Msg::OpenLink(text) => self.open_link(text),
            Msg::Bring(text) => self.bring(text),
            Msg::TakeBrought(index) => self.take_brought(index),
            Msg::EditHere => self.edit_here(),
            Msg::EditListed(id) => self.edit_listed(&id),
            Msg::Write(write) => self.write(write),
            Msg::Seek(sought) => {
                self.sought = sought;
                Vec::new()
            }
            Msg::TakeLink => self.take_link(),
            Msg::DropLink => self.drop_link(),
            Msg::RunLive => self.run_live(),
            Msg::Prefer(predictor) => self.prefer(predictor),
            // Sent by what the second part draws, and taken in by that part; only a widget is asked.
            Msg::Truth(_) | Msg::Future(_) | Msg::Export(_) | Msg::Asked(_) => Vec::new(),
            Msg::Remote(msg) => self.remote(msg),
            Msg::Make(recipe) => self.make(recipe),
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
                    self.closed(over);
                }
                Vec::new()
            }
            Msg::Tab(tab) => {
                self.tab = tab;
                self.sheet = true;
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
            Msg::Later(came) => {
                self.without_later = !came;
                Vec::new()
            }
            Msg::Printing(on) => {
                self.medium = if on { Medium::Paper } else { Medium::Screen };
                Vec::new()
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
        if over == Over::Share {
            effects.extend(self.share(Scope::default()));
        }
        effects
    }

    /// Takes away what lay over the page, and lets go of what was wished for there.
    fn closed(&mut self, over: Over) {
        self.over = Over::Nothing;
        match over {
            Over::Worlds => {
                self.fetching = Fetching::Nothing;
                if matches!(self.opening, Opening::Failed(_)) {
                    self.opening = Opening::Nothing;
                }
            }
            // A link that nobody agreed to is not opened.
            Over::Replace => self.opening = Opening::Nothing,
            Over::Share => self.sharing = None,
            Over::Bring => self.bringing = Bringing::Nothing,
            Over::Editor => self.editor = Editor::Nothing,
            Over::Export => self.exports.last = None,
            Over::Nothing | Over::Make | Over::Models | Over::Keys => {}
        }
    }
}
