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
use share::Sharing;
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
        self.let_go(&msg);
        let mut effects = self.take(msg);
        effects.extend(self.prepare());
        effects
    }

    /// Takes in what the page can be asked for before its second part is there; what that part takes
    /// in waits for it.
    fn take(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Worlds(worlds) => self.worlds_came(worlds),
            Msg::Do(action) => self.act(&action),
            Msg::Say(text) => self.say(&text),
            Msg::Stop => self.escape(),
            Msg::Resample => self.resample(),
            Msg::Dismiss => self.dismiss(),
            Msg::Play => self.play(),
            Msg::Tick => self.tick(),
            Msg::Undo => self.walk(Way::Back),
            Msg::Redo => self.walk(Way::On),
            Msg::Visit(place) => self.visit(place),
            Msg::Tree(it) if !it.is_of_two() => self.tree(it),
            Msg::Heard(message, now) => self.heard(*message, now),
            Msg::Broke(why) => self.broke(why),
            Msg::Restart => self.restart(),
            Msg::TruthBroke(why) => self.truth_broke(why),
            Msg::RestartTruth => self.restart_truth(),
            Msg::DeskBroke(why) => self.desk_broke(&why),
            Msg::OpenLink(text) => self.open_link(text),
            Msg::DropLink => self.drop_link(),
            Msg::Prefer(predictor) => self.prefer(predictor),
            Msg::Load(source) => self.load(source),
            // What lies over the page begins with the second part, which draws it.
            Msg::Over(over) => {
                self.over = over;
                Vec::new()
            }
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
            // Most of these are sent by what the second part draws or starts; a file may be dropped
            // on the page and a key pressed before it is there.
            msg @ (Msg::Choose(_)
            | Msg::WorldCame(..)
            | Msg::Seek(_)
            | Msg::Touch(_)
            | Msg::Apply
            | Msg::Discard
            | Msg::Tree(_)
            | Msg::HeardTruth(_)
            | Msg::HeardDesk(_)
            | Msg::Share(_)
            | Msg::Export(_)
            | Msg::Bring(_)
            | Msg::TakeBrought(_)
            | Msg::EditHere
            | Msg::EditListed(_)
            | Msg::Write(_)
            | Msg::TakeLink
            | Msg::RunLive
            | Msg::Future(_)
            | Msg::Truth(_)
            | Msg::Remote(_)
            | Msg::Make(_)
            | Msg::Beside(_)
            | Msg::Look(_)
            | Msg::CancelLoad
            | Msg::Forget
            | Msg::Delete(_)
            | Msg::Executor(_)) => vec![Effect::Later(Box::new(msg))],
            // Only a widget is asked, which is with the second part as a whole.
            Msg::Asked(_) => Vec::new(),
        }
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
