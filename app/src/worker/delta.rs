//! Steps by a model that speaks `delta`.

use crate::{
    protocol::{self, Branch, FailureKind, FromWorker, Known, Outcome, Speed},
    wire::post,
    worker::{
        breath::Breath,
        failure::Failure,
        jobs::Cancel,
        js,
        refusal::Refusal,
        throttle::{READING_MS, Throttle, WRITING_MS},
    },
};
use diorama_model::Executor;
use diorama_predict::{
    Draft, End, Flow, Observer, Options, PredictError, Prediction, Predictor, Told, Walk, WalkError,
};
use diorama_world::{
    Dialect, Screen,
    delta::{Keyframe, State},
};

/// A branch from the last place of which everything is known.
struct Whence {
    branch: Branch,
    /// Number of that place.
    place: usize,
    /// The canonical screen there, where it is known.
    screen: Option<Screen>,
}

impl Whence {
    fn new(mut branch: Branch) -> Result<Self, Failure> {
        let wrong = |words: String| Failure::new(FailureKind::Protocol, words);
        if branch.known.len() != branch.turns.len() + 1 {
            return Err(wrong("A branch does not say what is known of its places.".into()));
        }
        let keyframes = branch.known.iter().enumerate().rev();
        let last = keyframes.into_iter().find_map(|(place, known)| match known {
            Known::Keyframe(text) => Some((place, text)),
            Known::Nothing | Known::Delta(_) | Known::Edited(_) => None,
        });
        let Some((place, text)) = last else {
            return Ok(Self { branch, place: 0, screen: None });
        };
        // An edit before it may have changed what is in force.
        let Keyframe { state, controls, .. } =
            Keyframe::parse(text).map_err(|error| wrong(format!("A keyframe: {error}.")))?;
        branch.scenario.facts = state.facts().clone();
        branch.scenario.controls = controls;
        Ok(Self { branch, place, screen: Some(state.frame().screen()) })
    }

    fn walk(&self, model: &Predictor<impl Executor>) -> Result<Walk<'_>, WalkError> {
        let Branch { scenario, turns, known } = &self.branch;
        let turns = turns.iter().zip(&known[1..]).skip(self.place);
        let told = turns.map(|(turn, known)| {
            let delta = match known {
                Known::Edited(edit) => return Told::Edit(edit),
                Known::Delta(delta) => Some(delta.as_str()),
                Known::Nothing | Known::Keyframe(_) => None,
            };
            Told::Action { action: &turn.action, observation: &turn.observation, delta }
        });
        model.walk(scenario, self.screen.as_ref(), told)
    }
}

/// Reads a branch, so that the next step on it has only its action to read.
pub async fn prepare(
    model: &mut Predictor<impl Executor>,
    branch: Branch,
    breath: &Breath,
    cancel: &Cancel,
) -> Result<(), Refusal> {
    let whence = Whence::new(branch).map_err(Refusal::Asked)?;
    let walk = whence.walk(model)?;
    let mut watch = Watch::new(None, whence.branch.scenario.dialect, breath, cancel);
    model.prepare(&walk.branch(), &mut watch).await?;
    Ok(())
}

/// Predicts what follows an action.
pub async fn step(
    model: &mut Predictor<impl Executor>,
    id: u64,
    (branch, action): (Branch, &str),
    options: &Options,
    breath: &Breath,
    cancel: &Cancel,
) -> Result<FromWorker, Refusal> {
    let whence = Whence::new(branch).map_err(Refusal::Asked)?;
    let walk = whence.walk(model)?;
    let action = walk.action(action).map_err(PredictError::from)?;
    let mut watch = Watch::new(Some(id), whence.branch.scenario.dialect, breath, cancel);
    let prediction = model.predict(&walk.branch(), &action, options, &mut watch).await?;
    let observation = walk.observation(&prediction);
    Ok(told(id, observation, prediction))
}

/// A prediction as the page is told it.
fn told(id: u64, observation: String, prediction: Prediction) -> FromWorker {
    let nodes = prediction.nodes().into_iter().enumerate();
    let outcome = Outcome {
        observation,
        facts: prediction.facts().clone(),
        sure: prediction.probability(),
        nodes: nodes.filter_map(|(node, sure)| Some((node, sure?))).collect(),
    };
    let work = prediction.work;
    FromWorker::Stepped {
        id,
        reply: prediction.delta,
        outcome: Some(Box::new(outcome)),
        tokens: Vec::new(),
        end: match prediction.end {
            End::Complete => protocol::End::Complete,
            End::MaxTokens => protocol::End::Length,
            End::ContextFull => protocol::End::ContextFull,
            End::Stopped => protocol::End::Stopped,
        },
        speed: Speed {
            prompt_tokens: (work.reused + work.read) as u32,
            reused_tokens: work.reused as u32,
            prefill_ms: work.read_ms,
            tokens: work.written as u32,
            decode_ms: work.write_ms,
        },
    }
}

/// Shows the page how far it is, and listens whether to go on.
struct Watch<'a> {
    /// The step that the page waits for, if it does.
    id: Option<u64>,
    dialect: Dialect,
    breath: &'a Breath,
    cancel: &'a Cancel,
    reading: Throttle,
    writing: Throttle,
}

impl<'a> Watch<'a> {
    fn new(id: Option<u64>, dialect: Dialect, breath: &'a Breath, cancel: &'a Cancel) -> Self {
        let (reading, writing) = (Throttle::every_ms(READING_MS), Throttle::every_ms(WRITING_MS));
        Self { id, dialect, breath, cancel, reading, writing }
    }

    async fn flow(&self) -> Flow {
        self.breath.if_due().await;
        if self.cancel.is_cancelled() { Flow::Stop } else { Flow::Continue }
    }

    fn print(&self, state: &State) -> String {
        self.dialect.print(&self.dialect.dress(&state.frame().screen()))
    }
}

impl Observer for Watch<'_> {
    fn now_ms(&self) -> f64 {
        js::now_ms()
    }

    async fn reading(&mut self, done: usize, total: usize) -> Flow {
        if let Some(id) = self.id
            && (self.reading.ready(js::now_ms()) || done == total)
        {
            let (done, total) = (done as u32, total as u32);
            post(&FromWorker::Reading { id, done, total });
        }
        self.flow().await
    }

    async fn wrote(&mut self, draft: Draft<'_>) -> Flow {
        if let Some(id) = self.id
            && self.writing.ready(js::now_ms())
        {
            let observation = self.print(&draft.state());
            post(&FromWorker::Growing { id, reply: draft.text.to_owned(), observation });
        }
        self.flow().await
    }
}
