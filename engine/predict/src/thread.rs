//! Following a branch as a sequence of tokens.

use crate::{Branch, Language, Outcome, PredictError, Step};
use diorama_world::{Action, Control, Domain, Facts, Screen, delta::Context};

/// The share of the model's context that is kept free for the next action and its delta: a quarter.
/// With less, the sequence begins anew with a keyframe.
const FREE: usize = 4;

/// A branch, told up to a step.
#[derive(Debug, Clone)]
pub struct Thread {
    domain: Domain,
    controls: Vec<Control>,
    facts: Facts,
    first: Screen,
    steps: Vec<Step>,
    sequence: Sequence,
}

/// A context and its tokens.
#[derive(Debug, Clone)]
pub struct Sequence {
    context: Context,
    tokens: Vec<u32>,
    /// Segments of the context that the tokens tell.
    told: usize,
}

impl Thread {
    /// At the beginning of a branch.
    pub fn begin(branch: &Branch<'_>, language: &Language) -> Result<Self, PredictError> {
        let Branch { domain, controls, facts, first, .. } = *branch;
        let context = Context::new(domain, controls, facts, first)?;
        Ok(Self {
            domain,
            controls: controls.to_vec(),
            facts: facts.clone(),
            first: first.clone(),
            steps: Vec::new(),
            sequence: Sequence::new(context, language),
        })
    }

    /// At the end of a branch: goes on from where the thread is if that is on it, else from its
    /// beginning. The model's context holds `capacity` tokens.
    pub fn follow(
        thread: Option<Self>,
        branch: &Branch<'_>,
        language: &Language,
        capacity: usize,
    ) -> Result<Self, PredictError> {
        let mut thread = match thread.filter(|thread| thread.is_on(branch)) {
            Some(thread) => thread,
            None => Self::begin(branch, language)?,
        };
        for step in &branch.steps[thread.steps.len()..] {
            thread.advance(step.clone(), language, capacity)?;
        }
        Ok(thread)
    }

    /// The branch so far.
    pub fn branch(&self) -> Branch<'_> {
        let Self { domain, controls, facts, first, steps, .. } = self;
        Branch { domain: *domain, controls, facts, first, steps }
    }

    /// The sequence at the end of the branch.
    pub fn sequence(&self) -> &Sequence {
        &self.sequence
    }

    fn is_on(&self, branch: &Branch<'_>) -> bool {
        self.domain == branch.domain
            && branch.steps.starts_with(&self.steps)
            && self.controls == branch.controls
            && self.facts == *branch.facts
            && self.first == *branch.first
    }

    /// Goes on by a step.
    pub fn advance(
        &mut self,
        step: Step,
        language: &Language,
        capacity: usize,
    ) -> Result<(), PredictError> {
        let sequence = &mut self.sequence;
        match &step.outcome {
            Outcome::Told(delta) => {
                sequence.context.act(&step.action)?;
                sequence.context.take(delta);
            }
            Outcome::Seen { facts, screen } => {
                let before = sequence.context.state().facts();
                let facts = facts.as_ref().unwrap_or(before).clone();
                // What has no spelling in the protocol cannot be told; what it led to can.
                let told = sequence.context.act(&step.action).is_ok();
                if !told || !sequence.context.show(&facts, screen)? {
                    let context = Context::new(self.domain, &self.controls, &facts, screen)?;
                    *sequence = Sequence::new(context, language);
                }
            }
        }
        sequence.tell(language);
        if sequence.tokens.len() + capacity / FREE > capacity {
            sequence.context.renew();
            *sequence = Sequence::new(sequence.context.clone(), language);
        }
        self.steps.push(step);
        Ok(())
    }
}

impl Sequence {
    fn new(context: Context, language: &Language) -> Self {
        let mut sequence = Self { context, tokens: language.preamble().to_vec(), told: 0 };
        sequence.tell(language);
        sequence
    }

    /// Appends the tokens of what is new.
    fn tell(&mut self, language: &Language) {
        let segments = self.context.segments();
        language.encode(&segments[self.told..], &mut self.tokens);
        self.told = segments.len();
    }

    /// The sequence with an action at its end.
    pub fn with(&self, action: &Action, language: &Language) -> Result<Self, PredictError> {
        let mut sequence = self.clone();
        sequence.context.act(action)?;
        sequence.tell(language);
        Ok(sequence)
    }

    /// What the tokens tell.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Gives the context.
    pub fn into_context(self) -> Context {
        self.context
    }

    /// The tokens.
    pub fn tokens(&self) -> &[u32] {
        &self.tokens
    }
}
