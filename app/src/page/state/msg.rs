//! What can happen to the page, and what it asks of the browser in return.

use super::{
    Over, Tab, Theme, World,
    editor::Write,
    export::ExportMsg,
    form::Touch,
    futures::FutureMsg,
    grades::TruthMsg,
    remote::{RemoteEffect, RemoteMsg},
    share::Scope,
    shelf::Offer,
    tree::Move,
    truth::Predictor,
    widget::{Command, Told},
};
use crate::{
    beside::Card,
    protocol::{
        ExecutorChoice, FromWorker, ModelSource, ToWorker,
        desk::{FromDesk, ToDesk},
        truth::{FromTruth, Recipe, ToTruth},
    },
};
use diorama_world::{Action, timeline::Place};

/// What can happen to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The worlds came, or did not; a sentence says why.
    Worlds(Result<Vec<World>, String>),
    /// Open a world, by its identifier.
    Choose(String),
    /// A world that was to be fetched came, or did not; a sentence says why.
    WorldCame(String, Box<Result<World, String>>),
    /// Something was done to the drawing.
    Do(Action),
    /// An action was typed in the dialect's spelling.
    Say(String),
    /// Let go of what was begun, else stop what is under way.
    Stop,
    /// Ask the model for another answer to the action that led here, or that failed.
    Resample,
    /// Let go of the waiting or failed action.
    Dismiss,
    /// Take the recording's next step.
    Play,
    /// The time of the next step that is taken by itself has come.
    Tick,
    /// Change something of what is so at the place that is shown; it holds once it is applied.
    Touch(Touch),
    /// Apply what was changed.
    Apply,
    /// Let go of what was changed.
    Discard,
    /// One step back.
    Undo,
    /// One step on.
    Redo,
    /// Go to a place of the timeline.
    Visit(Place),
    /// Do something else with the tree of steps.
    Tree(Move),
    /// The worker said something, so many milliseconds after the page opened. What it writes
    /// comes gathered over one frame of the display.
    Heard(Box<FromWorker>, f64),
    /// The worker broke down; a sentence says how.
    Broke(String),
    /// Start the worker again, and load the model it had.
    Restart,
    /// The worker of the reference environments said something.
    HeardTruth(Box<FromTruth>),
    /// The worker of the reference environments broke down; a sentence says how.
    TruthBroke(String),
    /// Start the worker of the reference environments again.
    RestartTruth,
    /// The desk said something.
    HeardDesk(Box<FromDesk>),
    /// The desk broke down; a sentence says how.
    DeskBroke(String),
    /// Make a link of so much of the branch.
    Share(Scope),
    /// Something of files of the open walk.
    Export(ExportMsg),
    /// Open a link: its text, or an address that ends in it; or say why it cannot be read.
    OpenLink(Result<String, String>),
    /// Read a text as a world; or say why it cannot be read.
    Bring(Result<String, String>),
    /// Open one of the worlds that the text may be.
    TakeBrought(usize),
    /// Edit the open world as it is at the place that is shown.
    EditHere,
    /// Edit a world of the list, by its identifier there.
    EditListed(String),
    /// Change the world that is edited.
    Write(Write),
    /// Look through the worlds to choose from.
    Seek(String),
    /// Open the link that was read, in place of steps of the person's own.
    TakeLink,
    /// Let go of a link that is not open.
    DropLink,
    /// Do the actions of the opened link again with the predictor there is.
    RunLive,
    /// Choose who says what comes next.
    Prefer(Predictor),
    /// Something about other futures of the step that is shown.
    Future(FutureMsg),
    /// Something about the truth beside a prediction.
    Truth(TruthMsg),
    /// Something about the server that predicts.
    Remote(RemoteMsg),
    /// Make a new world and open it.
    Make(Recipe),
    /// The list of models beside the page came, or did not.
    Beside(Result<Vec<Offer>, String>),
    /// Look at a model before loading it.
    Look(ModelSource),
    /// Load a model.
    Load(ModelSource),
    /// Stop loading.
    CancelLoad,
    /// Put away the model that was looked at.
    Forget,
    /// Delete a stored model, by its key.
    Delete(String),
    /// Where to run models.
    Executor(ExecutorChoice),
    /// Lay something over the page, or take it away.
    Over(Over),
    /// Take this away, if it still lies over the page.
    Close(Over),
    /// Show a tab of the inspector.
    Tab(Tab),
    /// Draw the inspector up or down.
    Sheet(bool),
    /// Light or dark.
    Theme(Theme),
    /// The part of the page that comes later is there, or is to be fetched again; or it could not
    /// be fetched.
    Later(bool),
    /// The page is about to be put on paper, or was.
    Printing(bool),
    /// The widget is told to do something.
    Asked(Command),
}

/// What the page asks of the browser.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Fetch the second part of the page and send this again: that part takes it in.
    Later(Box<Msg>),
    /// Start the worker; one that runs is ended first.
    Spawn,
    /// Tell the worker something.
    Send(Box<ToWorker>),
    /// Start the worker of the reference environments; one that runs is ended first.
    SpawnTruth,
    /// Tell the worker of the reference environments something.
    SendTruth(Box<ToTruth>),
    /// End the worker of the reference environments.
    EndTruth,
    /// Start the desk; one that runs is ended first.
    SpawnDesk,
    /// Tell the desk something.
    SendDesk(Box<ToDesk>),
    /// End the desk.
    EndDesk,
    /// Have a file drawn if it is a picture, give it to the browser and send [`ExportMsg::Saved`].
    Save {
        /// Its name.
        name: String,
        /// The file or what it is drawn from, as JSON.
        file: String,
    },
    /// Fetch a world from beside the page and send [`Msg::WorldCame`].
    FetchWorld(Box<Card>),
    /// Something of the worker that asks a server.
    Remote(RemoteEffect),
    /// Keep how fast models are for the next visit.
    KeepPaces(String),
    /// Send [`Msg::Tick`] after so many milliseconds; one that is under way is cancelled.
    TickAfter(u32),
    /// Fetch the list of models beside the page and send [`Msg::Beside`].
    FetchBeside,
    /// Keep the theme for the next visit.
    KeepTheme(Theme),
    /// End the worker.
    End,
    /// Tell the page around the widget something.
    Tell(Told),
    /// Put the focus somewhere, once it is drawn.
    Focus(Spot),
}

/// Something that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The action line, all of it chosen.
    Line,
    /// The step shown, unless something else has the focus.
    Step,
}

impl Effect {
    /// Tell the worker `message`.
    pub fn send(message: ToWorker) -> Self {
        Self::Send(Box::new(message))
    }
}
