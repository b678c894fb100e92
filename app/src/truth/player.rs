//! Playing branches of reference environments.

use crate::protocol::truth::Recipe;
use diorama_truth::Environment;
use diorama_world::{
    Action, Facts, Scenario, Screen, control,
    delta::{Keyframe, State},
    facts::FactsError,
    timeline,
};
use thiserror::Error;

/// Plays one branch after the other. The environment of the last one is kept, so that a branch that
/// goes on from it costs one step; any other is played from its start.
#[derive(Default)]
pub struct Player {
    last: Option<Played>,
}

/// A branch and where it led.
struct Played {
    scenario: Scenario,
    actions: Vec<String>,
    environment: Box<dyn Environment>,
}

/// What there is after the actions of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The observation in the scenario's dialect.
    pub observation: String,
    /// The hidden state.
    pub facts: Facts,
    /// Both as a keyframe of `delta`; the dialect may leave something of the screen unsaid.
    pub keyframe: String,
}

/// Why a branch cannot be played or a world not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlayError {
    /// The scenario names no reference environment.
    #[error("This world has no reference environment.")]
    NoReference,
    /// A prediction of nothing was to be graded.
    #[error("The start is not predicted.")]
    NoStep,
    /// The branch is longer than a timeline can be.
    #[error("A branch has at most {} steps.", timeline::MAX_STEPS)]
    TooLong,
    /// More controls than a scenario may have.
    #[error("A world has at most {} controls.", control::MAX_CONTROLS)]
    TooManyControls,
    /// The facts are not in order.
    #[error(transparent)]
    Facts(#[from] FactsError),
}

/// Makes a world, and the keyframe of its start.
pub fn make(recipe: Recipe) -> Result<(Scenario, String), PlayError> {
    let Recipe { dialect, seed, controls } = recipe;
    if controls.len() > control::MAX_CONTROLS {
        return Err(PlayError::TooManyControls);
    }
    let scenario = diorama_truth::scenario(dialect, seed, controls);
    let keyframe = Played::open(&scenario).keyframe()?;
    Ok((scenario, keyframe))
}

impl Player {
    /// What there is after the actions of a branch.
    pub fn play(&mut self, scenario: &Scenario, actions: &[String]) -> Result<Seen, PlayError> {
        let played = self.reach(scenario, actions)?;
        let observation = scenario.dialect.print(&played.dressed());
        let facts = played.environment.facts().clone();
        let keyframe = played.keyframe()?;
        Ok(Seen { observation, facts, keyframe })
    }

    /// The observation after the actions of a branch, and nothing else.
    pub fn observe(
        &mut self,
        scenario: &Scenario,
        actions: &[String],
    ) -> Result<String, PlayError> {
        let played = self.reach(scenario, actions)?;
        Ok(scenario.dialect.print(&played.dressed()))
    }

    /// Plays the actions of a branch.
    fn reach(&mut self, scenario: &Scenario, actions: &[String]) -> Result<&Played, PlayError> {
        if scenario.reference.is_none() {
            return Err(PlayError::NoReference);
        }
        if actions.len() > timeline::MAX_STEPS {
            return Err(PlayError::TooLong);
        }
        // An environment that panics on the way is not to be played on.
        let goes_on =
            |played: &Played| actions.starts_with(&played.actions) && played.scenario == *scenario;
        let mut played = match self.last.take().filter(goes_on) {
            Some(played) => played,
            None => Played::open(scenario),
        };
        for action in &actions[played.actions.len()..] {
            played.step(action);
        }
        Ok(self.last.insert(played))
    }
}

impl Played {
    fn open(scenario: &Scenario) -> Self {
        let facts = scenario.facts.clone();
        let environment = diorama_truth::open(scenario.domain, facts, &scenario.controls);
        Self { scenario: scenario.clone(), actions: Vec::new(), environment }
    }

    /// The screen as the scenario's dialect has it; nodes keep their places in the list.
    fn dressed(&self) -> Screen {
        self.scenario.dialect.dress(self.environment.screen())
    }

    fn keyframe(&self) -> Result<String, FactsError> {
        let (domain, controls) = (self.scenario.domain, self.scenario.controls.clone());
        let state = State::new(self.environment.facts().clone(), self.environment.screen())?;
        Ok(Keyframe { domain, controls, state }.print())
    }

    /// Does an action. One that cannot be read here can do nothing here: the branch may have been
    /// predicted by a model, whose screens had other nodes.
    fn step(&mut self, action: &str) {
        let read = self.scenario.dialect.read_action(action, &self.dressed());
        self.environment.step(&read.unwrap_or(Action::Wait));
        self.actions.push(action.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_truth::Telling;
    use diorama_world::{Dialect, Domain};

    fn world(domain: Domain) -> Scenario {
        let dialect = domain.dialects()[0];
        make(Recipe { dialect, seed: 7, controls: Vec::new() }).unwrap().0
    }

    /// The spelled actions of a walk, and the observation after each.
    fn walk(scenario: &Scenario, steps: usize) -> Vec<(String, String)> {
        let mut walk = Telling::new(scenario.dialect, 7, &[]);
        let step = |walk: &mut Telling| (walk.step().1, walk.observation());
        (0..steps).map(|_| step(&mut walk)).collect()
    }

    #[test]
    fn a_branch_is_played_as_the_environment_walks_it() {
        let scenario = world(Domain::Android);
        let told = walk(&scenario, 30);
        let mut player = Player::default();
        let mut actions = Vec::new();
        for (action, observation) in told {
            actions.push(action);
            assert_eq!(player.play(&scenario, &actions).unwrap().observation, observation);
        }
    }

    #[test]
    fn going_on_from_the_last_branch_is_the_same_as_playing_from_the_start() {
        let scenario = world(Domain::Android);
        let actions: Vec<String> = walk(&scenario, 20).into_iter().map(|(it, _)| it).collect();
        let mut player = Player::default();
        for end in [3, 20, 5, 6, 0, 12] {
            let fresh = Player::default().play(&scenario, &actions[..end]).unwrap();
            assert_eq!(player.play(&scenario, &actions[..end]).unwrap(), fresh, "{end} actions");
        }
        // Another world's branch is not taken for this one's.
        let dialect = Dialect::AndroidJson;
        let other = make(Recipe { dialect, seed: 8, controls: Vec::new() }).unwrap().0;
        assert_eq!(player.play(&other, &[]).unwrap().observation, other.first);
        assert_eq!(player.play(&scenario, &[]).unwrap().observation, scenario.first);
    }

    #[test]
    fn what_cannot_be_played_is_refused() {
        let mut scenario = world(Domain::Android);
        let long = vec![r#"{"action_type":"wait"}"#.to_owned(); timeline::MAX_STEPS + 1];
        assert_eq!(Player::default().play(&scenario, &long), Err(PlayError::TooLong));
        scenario.reference = None;
        assert_eq!(Player::default().play(&scenario, &[]), Err(PlayError::NoReference));
    }
}
