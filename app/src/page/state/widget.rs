//! The page as a widget in another page: it shows one world, plays what happened in it, and runs no
//! model before it is asked to.

use super::{
    Effect, Msg, Open, Phase, Stage, State, Theme, engine::Engine, links::Opening, tree::Move,
    truth::Predictor, worlds::Fetching,
};
use crate::protocol::ModelSource;
use std::rc::Rc;

/// What a widget is asked for, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widget {
    /// What it shows.
    pub subject: Subject,
    /// How it begins.
    pub begins: Begins,
    /// Whether the world can only be looked at.
    pub read_only: bool,
    /// The same world in the playground.
    pub playground: String,
    /// Whether its model was let go: by the person, or for another one on the same page.
    pub rests: bool,
    /// Whether nobody sees it.
    pub(super) hidden: bool,
    /// What was told last.
    pub(super) told: Last,
}

/// What a widget shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A world that comes with the page, by its identifier.
    World(String),
    /// A link.
    Link(String),
}

/// How a widget begins, once it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// It plays by itself.
    Playing,
    /// It stands where the world begins, or the link.
    Still,
    /// It stands at a step.
    At(usize),
}

/// What a widget told the page around last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Last {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The step and the number of steps.
    Step(usize, usize),
    /// That there is nothing to show.
    Failed,
}

/// What a widget is told to do: by its controls, by the page around, by the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Play the steps from here, from the start at the end.
    Play,
    /// Stop playing.
    Pause,
    /// Go to a step, 0 for the start.
    Goto(usize),
    /// Load the default model.
    Live,
    /// Let the model go.
    Rest,
    /// Somebody sees it again.
    Show,
    /// Nobody sees it.
    Hide,
}

/// What a widget tells the page around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The world is drawn.
    Ready,
    /// Where the person is.
    Step {
        /// How many steps were done.
        step: usize,
        /// How many there are.
        steps: usize,
        /// What was done, in words.
        label: String,
    },
    /// A model is loaded here: others are to let theirs go.
    Live,
    /// There is nothing to show; a sentence says why.
    Error(String),
}

impl Command {
    /// Reads what the widget's script asks: a word and perhaps a number.
    pub fn read(words: &str) -> Option<Self> {
        Some(match words {
            "play" => Self::Play,
            "pause" => Self::Pause,
            "rest" => Self::Rest,
            "show" => Self::Show,
            "hide" => Self::Hide,
            words => Self::Goto(words.strip_prefix("goto ")?.parse().ok()?),
        })
    }
}

impl Told {
    /// As the widget's script reads it: a word, numbers, and what is left.
    pub fn words(&self) -> String {
        match self {
            Self::Ready => "ready".to_owned(),
            Self::Step { step, steps, label } => format!("step {step} {steps} {label}"),
            Self::Live => "live".to_owned(),
            Self::Error(why) => format!("error {why}"),
        }
    }
}

impl Widget {
    /// A widget that can be acted in.
    pub fn new(subject: Subject, begins: Begins) -> Self {
        Self {
            subject,
            begins,
            read_only: false,
            playground: String::new(),
            rests: false,
            hidden: false,
            told: Last::Nothing,
        }
    }

    /// Whether a message has a meaning here: there is one world, one model, and nothing lies over it.
    fn allows(&self, msg: &Msg) -> bool {
        match msg {
            Msg::Do(_) | Msg::Say(_) | Msg::Resample => !self.read_only,
            Msg::Tick => !self.hidden,
            Msg::Worlds(_)
            | Msg::WorldCame(..)
            | Msg::HeardDesk(_)
            | Msg::DeskBroke(_)
            | Msg::Asked(_)
            | Msg::Stop
            | Msg::Dismiss
            | Msg::Undo
            | Msg::Redo
            | Msg::Tree(Move::Walk(_) | Move::Autoplay)
            | Msg::Heard(..)
            | Msg::Broke(_)
            | Msg::Restart
            | Msg::Later(_) => true,
            _ => false,
        }
    }
}

impl Open {
    /// How many steps were done here, and how many there are with those that can be taken from here
    /// without asking anyone.
    pub fn steps(&self) -> (usize, usize) {
        let done = self.walk.timeline().path(self.walk.here()).len() - 1;
        (done, done + self.ahead())
    }

    fn go_to(&mut self, step: usize) {
        while self.steps().0 > step && self.walk.undo() {}
        while self.steps().0 < step && self.advance() {}
    }
}

impl State {
    /// The state of a page that stands in another one. It loads nothing.
    pub fn open_widget(widget: Widget, default: Option<ModelSource>) -> Self {
        Self {
            default,
            preferred: Predictor::Model,
            widget: Some(Box::new(widget)),
            ..Self::new(Theme::System)
        }
    }

    /// What [`State::update_whole`] is where the page is a widget.
    pub fn update_widget(&mut self, msg: Msg) -> Vec<Effect> {
        if !self.widget.as_ref().is_some_and(|widget| widget.allows(&msg)) {
            return Vec::new();
        }
        let was_open = self.open().is_some();
        let mut effects = match msg {
            Msg::Asked(command) => self.obey(command),
            Msg::Worlds(Ok(worlds)) => {
                for world in worlds {
                    self.keep_world(Rc::new(world));
                }
                self.show_widget()
            }
            msg => self.update_whole(msg),
        };
        if !was_open && self.open().is_some() {
            effects.extend(self.begin());
        }
        effects.extend(self.tell_failure());
        effects.extend(self.tell_step());
        effects
    }

    /// Opens what the widget is for.
    fn show_widget(&mut self) -> Vec<Effect> {
        let Some(widget) = &self.widget else { return Vec::new() };
        match widget.subject.clone() {
            Subject::Link(link) => self.open_link(Ok(link)),
            Subject::World(id) if self.listed(&id).is_some() => self.choose(&id),
            Subject::World(_) => {
                self.stage = Stage::Empty("This world is not among those of the page.".to_owned());
                Vec::new()
            }
        }
    }

    /// Tells the page around why there is nothing to show, once.
    fn tell_failure(&mut self) -> Option<Effect> {
        let why = match (&self.stage, &self.fetching, &self.opening) {
            (Stage::Empty(why), ..)
            | (Stage::Loading, Fetching::Failed { why, .. }, _)
            | (Stage::Loading, _, Opening::Failed(why)) => why.clone(),
            _ => return None,
        };
        let widget = self.widget.as_mut()?;
        let before = std::mem::replace(&mut widget.told, Last::Failed);
        (before != Last::Failed).then_some(Effect::Tell(Told::Error(why)))
    }

    /// Begins where the widget is to begin, once its world is open.
    fn begin(&mut self) -> Vec<Effect> {
        let Some(widget) = self.widget.as_ref() else { return Vec::new() };
        let begins = widget.begins;
        let Some(open) = self.open_mut() else { return Vec::new() };
        open.phase = Phase::Idle;
        match begins {
            Begins::At(step) => open.go_to(step),
            Begins::Playing => return self.play_on(),
            Begins::Still => {}
        }
        Vec::new()
    }

    /// Does what a widget is told to.
    fn obey(&mut self, command: Command) -> Vec<Effect> {
        let Some(widget) = self.widget.as_mut() else { return Vec::new() };
        if matches!(command, Command::Play | Command::Goto(_)) {
            // There is something newer to be said.
            widget.rests = false;
        }
        match command {
            Command::Hide => widget.hidden = true,
            Command::Show => {
                widget.hidden = false;
                let playing = self.open().map(|open| &open.phase);
                if let Some(Phase::Playing { .. }) = playing {
                    return self.tick_later();
                }
            }
            Command::Play => return self.play_on(),
            Command::Pause => {
                if matches!(self.open().map(|open| &open.phase), Some(Phase::Playing { .. })) {
                    return self.stop();
                }
            }
            Command::Goto(step) => {
                if let Some(open) = self.open_mut().filter(|open| !open.is_busy()) {
                    open.phase = Phase::Idle;
                    open.slip = None;
                    open.go_to(step);
                    self.announce();
                }
            }
            Command::Live => return self.go_live(),
            Command::Rest => return self.rest(),
        }
        Vec::new()
    }

    /// Plays what is still to come; all of it from the start, at the end.
    fn play_on(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut().filter(|open| !open.is_busy()) else { return Vec::new() };
        let (done, all) = open.steps();
        if all == 0 {
            return Vec::new();
        }
        if done == all {
            open.go_to(0);
        }
        open.phase = Phase::Playing { left: all - open.steps().0 };
        self.tick_later()
    }

    fn go_live(&mut self) -> Vec<Effect> {
        let (Some(default), Some(widget)) = (self.default.clone(), self.widget.as_mut()) else {
            return Vec::new();
        };
        widget.rests = false;
        if self.engine.answers() {
            return Vec::new();
        }
        let mut effects = vec![Effect::Tell(Told::Live)];
        effects.extend(self.load(default));
        effects
    }

    /// Lets the model go. What happened stays; what was asked can be asked again.
    fn rest(&mut self) -> Vec<Effect> {
        if matches!(self.engine, Engine::Off) {
            return Vec::new();
        }
        self.engine = Engine::Off;
        self.prepared = None;
        if let Some(widget) = self.widget.as_mut() {
            widget.rests = true;
        }
        if let Some(open) = self.open_mut()
            && matches!(open.phase, Phase::Predicting(_) | Phase::Waiting(_))
        {
            open.phase = Phase::Idle;
        }
        "The model rests.".clone_into(&mut self.said);
        vec![Effect::End]
    }

    /// Tells the page around where the person is, if that is new.
    fn tell_step(&mut self) -> Option<Effect> {
        self.widget.as_ref()?;
        let open = self.open()?;
        let (step, steps) = open.steps();
        let label = open.walk.sight(open.walk.here()).spoken.clone();
        let told = Last::Step(step, steps);
        let widget = self.widget.as_mut()?;
        (std::mem::replace(&mut widget.told, told) != told).then_some(Effect::Tell(Told::Step {
            step,
            steps,
            label,
        }))
    }
}
