//! The inference worker and its model, as the page knows them.

use super::{Effect, Over, Phase, State, act::Answer, shelf::Meter, truth::Predictor};
use crate::page::say::{say, say_with};
use crate::protocol::{
    ExecutorChoice, ExecutorKind, FailureKind, FromWorker, Gpu, ModelCard, ModelSource, Protocol,
    Storage, StoredModel, ToWorker, VERSION,
};

/// What the model that comes with the page is called.
pub const DEFAULT_NAME: &str = "Diorama default";
/// Tokens of context to prepare for: a dozen phone screens.
const CONTEXT: u32 = 8192;

/// The inference worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Engine {
    /// Not started: nobody needed a model yet.
    Off,
    /// Its code loads; what it is to be told waits.
    Starting {
        /// Messages to send once it is ready.
        waiting: Vec<ToWorker>,
    },
    /// It runs.
    Up(Box<Up>),
    /// It broke down, or cannot be used.
    Broken {
        /// What happened, in a sentence.
        why: String,
        /// The model it had.
        had: Option<ModelSource>,
    },
}

/// The programs that an inference worker can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// For the default model and its like: it comes with the page.
    Lean,
    /// For every model: fetched when the other is asked for more.
    Whole,
}

/// A running worker.
#[derive(Debug, Clone, PartialEq)]
pub struct Up {
    /// The GPU, or why there is none.
    pub gpu: Gpu,
    /// Storage, where the browser tells.
    pub storage: Option<Storage>,
    /// The stored models, once listed.
    pub stored: Option<Vec<StoredModel>>,
    /// The model.
    pub model: Model,
}

/// The worker's model.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// None.
    None,
    /// One is on its way.
    Loading {
        /// Number of the load: what the worker says of another is of no interest any more.
        id: u64,
        /// Where from.
        source: ModelSource,
        /// How far.
        meter: Option<Meter>,
        /// The model before it. It stays until the new file is known to be a model.
        before: Option<Box<Loaded>>,
    },
    /// One is ready.
    Ready(Box<Loaded>),
}

/// A model that is ready to step.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// Where it came from.
    pub source: ModelSource,
    /// What it is.
    pub card: ModelCard,
    /// Where it runs.
    pub executor: ExecutorKind,
    /// The device's name.
    pub device: String,
    /// Tokens the context holds.
    pub context: u32,
    /// Why it runs elsewhere than chosen, if so.
    pub note: Option<String>,
}

impl Engine {
    /// The running worker.
    pub fn up(&self) -> Option<&Up> {
        match self {
            Self::Up(up) => Some(up),
            _ => None,
        }
    }

    fn up_mut(&mut self) -> Option<&mut Up> {
        match self {
            Self::Up(up) => Some(up),
            _ => None,
        }
    }

    /// The model that is ready.
    pub fn ready(&self) -> Option<&Loaded> {
        match self.up()?.model {
            Model::Ready(ref loaded) => Some(loaded),
            Model::None | Model::Loading { .. } => None,
        }
    }

    /// Whether there is a model or one is on its way.
    pub fn answers(&self) -> bool {
        !matches!(self, Self::Broken { .. }) && self.source().is_some()
    }

    /// How far the load under way is.
    pub fn meter(&self) -> Option<&Meter> {
        match &self.up()?.model {
            Model::Loading { meter, .. } => meter.as_ref(),
            Model::None | Model::Ready(_) => None,
        }
    }

    /// The model it has or loads.
    fn source(&self) -> Option<&ModelSource> {
        match self {
            Self::Off => None,
            Self::Starting { waiting } => waiting.iter().rev().find_map(|message| match message {
                ToWorker::Load { source, .. } => Some(source),
                _ => None,
            }),
            Self::Up(up) => match &up.model {
                Model::None => None,
                Model::Loading { source, .. } => Some(source),
                Model::Ready(loaded) => Some(&loaded.source),
            },
            Self::Broken { had, .. } => had.as_ref(),
        }
    }

    /// Starts the worker if nobody did.
    pub fn wake(&mut self) -> Vec<Effect> {
        match self {
            Self::Off => {
                *self = Self::Starting { waiting: vec![ToWorker::ListStored] };
                vec![Effect::Spawn]
            }
            Self::Starting { .. } | Self::Up(_) | Self::Broken { .. } => Vec::new(),
        }
    }

    /// Tells the worker something, now or once it is ready; starts it where it is not running.
    pub fn tell(&mut self, message: ToWorker) -> Vec<Effect> {
        match self {
            Self::Up(_) => vec![Effect::send(message)],
            Self::Starting { waiting } => {
                waiting.push(message);
                Vec::new()
            }
            Self::Off | Self::Broken { .. } => {
                *self = Self::Starting { waiting: vec![ToWorker::ListStored, message] };
                vec![Effect::Spawn]
            }
        }
    }
}

impl State {
    /// Takes in what the worker said, `now` milliseconds after the page opened.
    pub(super) fn heard(&mut self, message: FromWorker, now: f64) -> Vec<Effect> {
        match message {
            FromWorker::Ready { version, gpu, storage } => self.worker_ready(version, gpu, storage),
            FromWorker::Inspected { source, model } => self.inspected(source, model),
            FromWorker::Progress { stage, done, total } => {
                if let Some(Model::Loading { meter, .. }) =
                    self.engine.up_mut().map(|up| &mut up.model)
                {
                    *meter = Some(Meter::tick(meter.as_ref(), stage, done, total, now));
                }
                Vec::new()
            }
            FromWorker::Loaded { id, model, executor, device, context, note, .. } => self
                .model_loaded(id, |source| Loaded {
                    source,
                    card: model,
                    executor,
                    device,
                    context,
                    note,
                }),
            FromWorker::Outgrown { id } => self.outgrown(id),
            FromWorker::Reading { id, done, total } => self.reading(id, done, total),
            FromWorker::Writing { id, text } => self.wrote(id, &text),
            FromWorker::Growing { id, reply, observation } => self.grew(id, reply, &observation),
            FromWorker::Stepped { id, reply, outcome, end, speed, .. } => {
                let outcome = outcome.map(|it| *it);
                let thoughts = String::new();
                self.model_stepped(id, Answer { reply, thoughts, outcome, end, speed })
            }
            FromWorker::Stored { models, storage } => {
                if let Some(up) = self.engine.up_mut() {
                    up.stored = Some(models);
                    up.storage = storage.or(up.storage);
                }
                Vec::new()
            }
            FromWorker::Failed { id, kind, message } => self.worker_failed(id, kind, message),
            FromWorker::Panicked { message } => self.broke(message),
        }
    }

    fn worker_ready(&mut self, version: u32, gpu: Gpu, storage: Option<Storage>) -> Vec<Effect> {
        let Engine::Starting { waiting } = &mut self.engine else { return Vec::new() };
        let waiting = std::mem::take(waiting);
        if version != VERSION {
            let why = say("The page and its worker are of different versions. Reload the page.");
            self.engine = Engine::Broken { why: why.to_owned(), had: None };
            return Vec::new();
        }
        let loading = waiting.iter().rev().find_map(|message| match message {
            ToWorker::Load { id, source, .. } => {
                Some(Model::Loading { id: *id, source: source.clone(), meter: None, before: None })
            }
            _ => None,
        });
        let model = loading.unwrap_or(Model::None);
        self.engine = Engine::Up(Box::new(Up { gpu, storage, stored: None, model }));
        waiting.into_iter().map(Effect::send).collect()
    }

    fn model_loaded(
        &mut self,
        loaded_id: u64,
        loaded: impl FnOnce(ModelSource) -> Loaded,
    ) -> Vec<Effect> {
        let Some(up) = self.engine.up_mut() else { return Vec::new() };
        let source = match &up.model {
            Model::Loading { id, source, .. } if *id == loaded_id => source.clone(),
            _ => return Vec::new(),
        };
        let loaded = loaded(source);
        let device = loaded.device.clone();
        let ready = Box::new(loaded);
        let name = self.model_name(&ready);
        self.said = say_with("{1} is ready on {2}.", &[&name, &device]);
        if let Some(up) = self.engine.up_mut() {
            up.model = Model::Ready(ready);
        }
        let mut effects = vec![Effect::send(ToWorker::ListStored)];
        let waiting = self.run_waiting();
        // Someone who came here to have a step predicted wants to see it.
        if !waiting.is_empty() && self.over == Over::Models {
            self.over = Over::Nothing;
        }
        effects.extend(waiting);
        effects
    }

    /// A step ended: it is taken in, and how fast it went is remembered.
    fn model_stepped(&mut self, id: u64, answer: Answer) -> Vec<Effect> {
        let Some(loaded) = self.engine.ready() else { return self.stepped(id, answer, "") };
        let by = self.model_name(loaded).to_owned();
        let mut effects = Vec::new();
        if let Some(sha256) = &loaded.card.sha256 {
            let (executor, memory) = (loaded.executor, loaded.card.memory_bytes);
            self.paces.add(sha256, executor, memory, answer.speed, answer.end);
            effects.push(Effect::KeepPaces(self.paces.text()));
        }
        effects.extend(self.stepped(id, answer, &by));
        effects
    }

    /// Has the program that runs every model load what the lean one cannot.
    fn outgrown(&mut self, outgrown_id: u64) -> Vec<Effect> {
        let source = match self.engine.up().map(|up| &up.model) {
            Some(Model::Loading { id, source, .. }) if *id == outgrown_id => source.clone(),
            _ => return Vec::new(),
        };
        self.program = Program::Whole;
        self.engine = Engine::Off;
        self.prepared = None;
        self.load(source)
    }

    /// A failure that the worker survives.
    fn worker_failed(
        &mut self,
        id: Option<u64>,
        kind: FailureKind,
        message: String,
    ) -> Vec<Effect> {
        if matches!(kind, FailureKind::DeviceLost) {
            return self.broke(say_with("The GPU was lost: {1}", &[&message]));
        }
        let Some(failed_id) = id else { return self.shelf_failed(kind, message, None) };
        if let Some(up) = self.engine.up_mut() {
            match &mut up.model {
                Model::Loading { id, source, before, .. } if *id == failed_id => {
                    let failed = source.clone();
                    // The old model makes room once the new file proves to be one; these come later.
                    let gone = matches!(kind, FailureKind::OutOfMemory | FailureKind::Gpu);
                    up.model = match before.take() {
                        Some(before) if !gone => Model::Ready(before),
                        _ => Model::None,
                    };
                    let mut effects = self.default_again(&failed);
                    effects.extend(self.shelf_failed(kind, message, Some(failed)));
                    return effects;
                }
                Model::Ready(_) if kind == FailureKind::NoModel => up.model = Model::None,
                _ => {}
            }
        }
        self.step_failed(failed_id, message);
        Vec::new()
    }

    /// Loads the default model again, where another took its place and then failed.
    fn default_again(&mut self, failed: &ModelSource) -> Vec<Effect> {
        match self.default.clone() {
            Some(default) if !self.engine.answers() && default != *failed => self.load(default),
            _ => Vec::new(),
        }
    }

    /// Something about models failed: a look, a load, storage.
    fn shelf_failed(
        &mut self,
        kind: FailureKind,
        message: String,
        of: Option<ModelSource>,
    ) -> Vec<Effect> {
        self.said.clone_from(&message);
        self.shelf.failed(kind, message, of);
        vec![Effect::send(ToWorker::ListStored)]
    }

    /// The worker is gone. The timeline stays; what was asked can be asked again.
    pub(super) fn broke(&mut self, why: String) -> Vec<Effect> {
        let had = self.engine.source().cloned();
        self.said = say_with("The model's worker stopped: {1}", &[&why]);
        if let Some(open) = self.open_mut()
            && let Phase::Predicting(predicting) = &open.phase
            && predicting.by == Predictor::Model
        {
            let ask = predicting.ask.clone();
            open.phase = Phase::Waiting(ask);
        }
        self.engine = Engine::Broken { why, had };
        Vec::new()
    }

    /// Starts the worker again, and loads the model it had.
    pub(super) fn restart(&mut self) -> Vec<Effect> {
        if let Some(source) = self.engine.source().cloned() {
            return self.load(source);
        }
        self.engine = Engine::Off;
        self.engine.wake()
    }

    /// Loads the default model where that was put off: a link shows what it holds without one.
    pub(super) fn wake_default(&mut self) -> Vec<Effect> {
        let default = self.default.clone().filter(|_| self.asleep);
        default.map_or_else(Vec::new, |default| self.load(default))
    }

    /// Loads a model. Whoever does wants to see what it says.
    pub(super) fn load(&mut self, source: ModelSource) -> Vec<Effect> {
        self.asleep = false;
        self.asked += 1;
        let id = self.asked;
        if let Some(up) = self.engine.up_mut() {
            let before = match std::mem::replace(&mut up.model, Model::None) {
                Model::Ready(loaded) => Some(loaded),
                Model::Loading { before, .. } => before,
                Model::None => None,
            };
            up.model = Model::Loading { id, source: source.clone(), meter: None, before };
        }
        self.shelf.failure = None;
        self.shelf.look = None;
        self.preferred = Predictor::Model;
        // The default model is so small that a processor answers before a GPU's first readback.
        let executor = match self.executor {
            ExecutorChoice::Auto if self.is_default(&source) => ExecutorChoice::Cpu,
            choice => choice,
        };
        self.engine.tell(ToWorker::Load { id, source, executor, context: CONTEXT })
    }

    /// Has a model that speaks `delta` read where the person is, so that what they do next finds it
    /// prepared.
    pub(super) fn prepare(&mut self) -> Option<Effect> {
        let speaks = self.engine.ready().is_some_and(|it| it.card.protocol == Protocol::Delta);
        if !speaks || self.predictor() != Predictor::Model {
            self.prepared = None;
            return None;
        }
        let open = self.open().filter(|open| open.phase == Phase::Idle && !open.draws())?;
        let here = open.walk.here();
        let scenario = &open.world.scenario;
        if self.prepared.as_ref().is_some_and(|(id, at)| *at == here && *id == scenario.id) {
            return None;
        }
        let branch = Box::new(open.walk.branch(scenario, here));
        self.prepared = Some((scenario.id.clone(), here));
        Some(Effect::send(ToWorker::Prepare { branch }))
    }

    /// Whether this is the default model's place.
    pub fn is_default(&self, source: &ModelSource) -> bool {
        self.default.as_ref() == Some(source)
    }

    /// What a model is called.
    pub fn model_name<'a>(&self, loaded: &'a Loaded) -> &'a str {
        if self.is_default(&loaded.source) { DEFAULT_NAME } else { &loaded.card.name }
    }

    pub(super) fn cancel_load(&mut self) -> Vec<Effect> {
        self.engine.tell(ToWorker::CancelLoad)
    }

    pub(super) fn delete(&mut self, key: String) -> Vec<Effect> {
        self.engine.tell(ToWorker::Delete { key })
    }

    /// Looks at a model before loading it.
    pub(super) fn look(&mut self, source: ModelSource) -> Vec<Effect> {
        self.shelf.look_at(source.clone());
        self.engine.tell(ToWorker::Inspect { source })
    }

    /// What a model is and needs is known. A file that lies here costs no download: it is loaded.
    fn inspected(&mut self, source: ModelSource, card: ModelCard) -> Vec<Effect> {
        if matches!(source, ModelSource::File { .. }) {
            return self.load(source);
        }
        self.shelf.inspected(source, card);
        Vec::new()
    }
}
