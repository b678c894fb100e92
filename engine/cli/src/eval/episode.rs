//! Walks to predict, whose screens are known.

use anyhow::Result;
use diorama_predict::{Outcome, Step as Done};
use diorama_truth::{Telling, open, scenario, split::Drawn};
use diorama_world::{Action, Domain, Facts, Scenario, Screen, Trace, control::Control, full::Turn};

/// How screens are taken: a protocol is measured on what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As they are.
    Canonical,
    /// As the dialect's text reads, which may say less.
    Told,
}

/// A walk, whose screens are known.
pub struct Episode {
    /// The world.
    pub scenario: Scenario,
    /// Its first screen.
    pub first: Screen,
    /// What was done and what followed.
    pub steps: Vec<Step>,
    /// Whether a control and an app were never learned from together.
    pub pair: bool,
}

/// A step of a walk.
pub struct Step {
    /// Action and observation, as text.
    pub turn: Turn,
    /// The action.
    pub action: Action,
    /// The screen after it.
    pub screen: Screen,
    /// The facts after it, where they are known.
    pub facts: Option<Facts>,
    /// Whether a control made a difference.
    pub acts: bool,
}

impl Step {
    /// The step as it truly was.
    pub fn done(&self) -> Done {
        let (facts, screen) = (self.facts.clone(), self.screen.clone());
        Done { action: self.action.clone(), outcome: Outcome::Seen { facts, screen } }
    }
}

impl Episode {
    /// A random walk through a reference environment.
    pub fn walk(domain: Domain, drawn: &Drawn, pair: bool, steps: usize, form: Form) -> Self {
        let Drawn { seed, controls } = drawn;
        let dialect = domain.dialects()[0];
        let scenario = scenario(dialect, *seed, controls.clone());
        let mut telling = Telling::new(dialect, *seed, controls);
        let see = |telling: &Telling, before: Option<&Screen>| match form {
            Form::Canonical => telling.environment().screen().clone(),
            Form::Told => {
                let screen = dialect.read(&telling.observation(), false).screen;
                before.map_or(screen.clone(), |before| screen.over(before))
            }
        };
        let first = see(&telling, None);
        let mut walked: Vec<Step> = Vec::with_capacity(steps);
        for _ in 0..steps {
            let was = walked.last().map_or(&first, |step| &step.screen);
            let before =
                (telling.environment().facts().clone(), telling.environment().screen().clone());
            let (action, text) = telling.step();
            let at = telling.environment();
            let after = (at.facts(), at.screen());
            let acts = acts(domain, controls, (&before.0, &before.1), &action, after);
            let screen = see(&telling, Some(was));
            let facts = Some(telling.environment().facts().clone());
            let turn = Turn { action: text, observation: telling.observation() };
            walked.push(Step { turn, action, screen, facts, acts });
        }
        Self { scenario, first, steps: walked, pair }
    }

    /// A walk as its texts tell it. What real programs show may hold a line that no parser knows;
    /// the rest counts. Facts are not known, unless the scenario has none.
    pub fn recorded(scenario: &Scenario, trace: &Trace) -> Result<Self> {
        let dialect = scenario.dialect;
        let first = scenario.first_screen()?;
        let mut steps: Vec<Step> = Vec::with_capacity(trace.steps.len());
        for step in &trace.steps {
            let previous = steps.last().map_or(&first, |step| &step.screen);
            let action = dialect.read_action(&step.action, previous);
            let action = action.unwrap_or(Action::Raw { text: step.action.clone() });
            let screen = dialect.read(&step.observation, false).screen.over(previous);
            let turn = Turn { action: step.action.clone(), observation: step.observation.clone() };
            let facts = scenario.facts.is_empty().then(Facts::default);
            steps.push(Step { turn, action, screen, facts, acts: false });
        }
        Ok(Self { scenario: scenario.clone(), first, steps, pair: false })
    }
}

/// Whether the same action, where no control is in force, leads elsewhere. What cannot be compared,
/// since without the control the world would not be there, is taken for no difference.
fn acts(
    domain: Domain,
    controls: &[Control],
    before: (&Facts, &Screen),
    action: &Action,
    after: (&Facts, &Screen),
) -> bool {
    if controls.is_empty() {
        return false;
    }
    let mut free = open(domain, before.0.clone(), &[]);
    if free.screen() != before.1 {
        return false;
    }
    free.step(action);
    (free.facts(), free.screen()) != after
}
