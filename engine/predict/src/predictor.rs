//! A model that predicts.

use crate::{
    Branch, Draft, End, Flow, Language, Line, Observer, OpenError, Options, Prediction, Told, Walk,
    WalkError, Work,
    decode::{Written, write},
    thread::Thread,
};
use diorama_model::{ExecuteError, Executor, Gguf, Session, session::Read};
use diorama_world::{
    Action, Domain, Scenario, Screen,
    action::ActionError,
    delta::{Context, typed},
    facts::FactsError,
};
use thiserror::Error;

/// A model that speaks `delta`, and what it keeps in mind: see the crate's page.
#[derive(Debug)]
pub struct Predictor<E> {
    language: Language,
    session: Session<E>,
    /// The branch that was told last. Whatever is asked, it only saves work.
    thread: Option<Thread>,
}

/// Why a step cannot be predicted.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PredictError {
    /// The action cannot be done on the screen, or has no spelling in the protocol.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// The facts of the branch are not in order.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// World and action are longer than what the model can keep in mind.
    #[error("this world is too large for the model: {needed} tokens, and it reads {capacity}")]
    TooLong {
        /// Tokens of the keyframe and the action.
        needed: usize,
        /// Tokens that the model can keep in mind.
        capacity: usize,
    },
    /// The model failed.
    #[error(transparent)]
    Execute(ExecuteError),
    /// The vocabulary cannot spell a delta here, or the model's numbers are none.
    #[error("the model gives no token that can follow")]
    Stuck,
}

impl From<ExecuteError> for PredictError {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::ContextFull { needed, capacity } => Self::TooLong { needed, capacity },
            error => Self::Execute(error),
        }
    }
}

impl<E: Executor> Predictor<E> {
    /// A predictor from the head of a model file and what runs it.
    pub fn new(file: &Gguf, executor: E) -> Result<Self, OpenError> {
        Ok(Self::of(Language::from_gguf(file)?, Session::new(executor)))
    }

    /// A predictor from its parts.
    pub fn of(language: Language, session: Session<E>) -> Self {
        Self { language, session, thread: None }
    }

    /// The domains that the model was made for.
    pub fn domains(&self) -> &[Domain] {
        self.language.domains()
    }

    /// The model's tokens.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Shows the model examples from now on, in place of earlier ones: for one that was never trained
    /// on the protocol ([`Language::untrained`]).
    pub fn show(&mut self, examples: &[Context]) {
        self.language.show(examples);
        self.thread = None;
    }

    /// What runs the model, and the tokens in its cache.
    pub fn session(&self) -> &Session<E> {
        &self.session
    }

    /// Reads a scenario and the steps that were done in it.
    ///
    /// `first` is its canonical first screen, where it is known, as the reference environment's is.
    /// Some dialects do not say all of one (flat lists have no tree), and what a model was made from
    /// are canonical screens; without it the scenario's first observation is read.
    pub fn walk<'s, 't>(
        &self,
        scenario: &'s Scenario,
        first: Option<&Screen>,
        steps: impl IntoIterator<Item = Told<'t>>,
    ) -> Result<Walk<'s>, WalkError> {
        let capacity = self.session.executor().capacity();
        let mut walk = Walk::begin(scenario, first, &self.language)?;
        for step in steps {
            walk.step(step, &self.language, capacity)?;
        }
        Ok(walk)
    }

    /// Reads a branch before it is known what is done next, so that the next prediction has only
    /// the action to read. Gives the time it took, and what it read; `None` if the observer said stop.
    pub async fn prepare(
        &mut self,
        branch: &Branch<'_>,
        observer: &mut impl Observer,
    ) -> Result<Option<Work>, PredictError> {
        let thread = self.follow(branch)?;
        let tokens = thread.sequence().tokens();
        let start = observer.now_ms();
        let progress = async |done, total| observer.reading(done, total).await;
        let Read { reused, fed, flow } = self.session.read(tokens, progress).await?;
        let read_ms = observer.now_ms() - start;
        self.thread = Some(thread);
        Ok((flow == Flow::Continue).then_some(Work {
            reused,
            read: fed,
            read_ms,
            ..Work::default()
        }))
    }

    /// Predicts what follows an action at the end of a branch.
    ///
    /// # Errors
    /// After [`PredictError::Execute`] what runs the model may have failed for good; any other error
    /// leaves the predictor as good as before.
    pub async fn predict(
        &mut self,
        branch: &Branch<'_>,
        action: &Action,
        options: &Options,
        observer: &mut impl Observer,
    ) -> Result<Prediction, PredictError> {
        let thread = self.follow(branch)?;
        let sequence = thread.sequence().with(action, &self.language)?;
        self.thread = Some(thread);
        let start = observer.now_ms();
        let progress = async |done, total| observer.reading(done, total).await;
        let Read { reused, fed, flow } = self.session.read(sequence.tokens(), progress).await?;
        let mid = observer.now_ms();
        let prompt = sequence.tokens().to_vec();
        let context = sequence.into_context();
        let written = if flow == Flow::Stop {
            Written::stopped()
        } else {
            let typed = typed(action);
            let draft = Draft { text: "", before: context.state(), typed: &typed };
            let (session, acceptor) = (&mut self.session, context.acceptor());
            write(session, &self.language, prompt, acceptor, options, observer, draft).await?
        };
        let work = Work {
            reused,
            read: fed,
            written: written.tokens,
            forced: written.forced,
            read_ms: mid - start,
            write_ms: observer.now_ms() - mid,
        };
        Ok(conclude(context, written, work))
    }

    fn follow(&mut self, branch: &Branch<'_>) -> Result<Thread, PredictError> {
        let capacity = self.session.executor().capacity();
        Thread::follow(self.thread.take(), branch, &self.language, capacity)
    }
}

/// What the text that was written comes to.
fn conclude(mut context: Context, written: Written, work: Work) -> Prediction {
    let Written { text, lines, end_log, end, .. } = written;
    let problems = context.take(&text);
    let state = context.state().clone();
    let line = |(text, log): (&str, f32)| {
        let digits = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let node = digits.parse().ok().and_then(|id| state.frame().index(id));
        Line { text: text.to_owned(), log, node }
    };
    let lines = text.lines().zip(lines).map(line).collect();
    Prediction { state, delta: text, lines, end_log, problems, end, work }
}

impl Written {
    /// Nothing, since the observer said stop.
    fn stopped() -> Self {
        let (text, lines, end) = (String::new(), Vec::new(), End::Stopped);
        Self { text, lines, end_log: f32::NEG_INFINITY, end, tokens: 0, forced: 0 }
    }
}
