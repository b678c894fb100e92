//! What can happen to the page, and what it asks of the browser in return.

use super::{
    Over, Tab, Theme, World, futures::FutureMsg, grades::TruthMsg, shelf::Offer, truth::Predictor,
};
use crate::protocol::{
    ExecutorChoice, FromWorker, ModelSource, ToWorker,
    truth::{FromTruth, Recipe, ToTruth},
};
use diorama_world::{Action, timeline::Place};

/// What can happen to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The worlds came, or did not; a sentence says why.
    Worlds(Result<Vec<World>, String>),
    /// Open a world, by its identifier.
    Choose(String),
    /// Something was done to the drawing.
    Do(Action),
    /// An action was typed in the dialect's spelling.
    Say(String),
    /// Stop what is under way.
    Stop,
    /// Ask the model for another answer to the action that led here, or that failed.
    Resample,
    /// Let go of the waiting or failed action.
    Dismiss,
    /// Take the recording's next step.
    Play,
    /// The time of the playing recording's next step has come.
    Tick,
    /// One step back.
    Undo,
    /// One step on.
    Redo,
    /// Go to a place of the timeline.
    Visit(Place),
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
    /// Choose who says what comes next.
    Prefer(Predictor),
    /// Something about other futures of the step that is shown.
    Future(FutureMsg),
    /// Something about the truth beside it.
    Truth(TruthMsg),
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
}

/// What the page asks of the browser.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
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
    /// Send [`Msg::Tick`] after so many milliseconds; one that is under way is cancelled.
    TickAfter(u32),
    /// Fetch the list of models beside the page and send [`Msg::Beside`].
    FetchBeside,
    /// Keep the theme for the next visit.
    KeepTheme(Theme),
}

impl Effect {
    /// Tell the worker `message`.
    pub fn send(message: ToWorker) -> Self {
        Self::Send(Box::new(message))
    }
}
