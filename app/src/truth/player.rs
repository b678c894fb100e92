//! Playing branches of reference environments.

use crate::protocol::truth::{Deed, Recipe, Shown};
use diorama_truth::{Environment, NoReference};
use diorama_world::{
    Action, Control, Edit, Facts, Scenario, Screen, control,
    delta::{Keyframe, State},
    facts::FactsError,
    play::{self, Score},
    scenario::ScenarioError,
    timeline,
};
use std::rc::Rc;
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
    deeds: Vec<Deed>,
    /// The controls in force now.
    controls: Vec<Control>,
    environment: Box<dyn Environment>,
}

/// What there is at the end of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The observation in the scenario's dialect.
    pub observation: String,
    /// The hidden state.
    pub facts: Facts,
    /// Both as a keyframe of `delta`; the dialect may leave something of the screen unsaid.
    pub keyframe: String,
    /// Why the newest action could not be read, if it could not.
    pub slip: Option<String>,
}

/// Why a branch cannot be played or a world not be made.
#[derive(Debug, Error)]
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
    /// Facts or controls are not in order.
    #[error("What was changed is not in order: {0}.")]
    Edit(#[source] ScenarioError),
    /// A table has other columns than the environment keeps there.
    #[error("The reference environment keeps other columns in “{0}”.")]
    Columns(String),
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

/// Begins a world anew with the facts and controls of a scenario: gives it with the observation that
/// it begins with, and the keyframe.
pub fn begin(scenario: Scenario) -> Result<(Scenario, String), PlayError> {
    if scenario.reference.is_none() {
        return Err(PlayError::NoReference);
    }
    let Scenario { facts, controls, .. } = &scenario;
    let start = Edit { facts: facts.clone(), controls: controls.clone() };
    start.check().map_err(PlayError::Edit)?;
    let begun = Played::open(&scenario);
    let facts = begun.environment.facts().clone();
    let first = begun.observation();
    let keyframe = begun.keyframe()?;
    Ok((Scenario { facts, first, ..scenario }, keyframe))
}

/// Compares what a predictor showed with what is true.
pub fn score(scenario: Scenario, steps: &[Shown]) -> Result<Score, PlayError> {
    if steps.len() > timeline::MAX_STEPS {
        return Err(PlayError::TooLong);
    }
    let shown = steps.iter().map(|step| {
        let Shown { action, observation, facts, whole } = step;
        (&**action, play::Shown { observation, facts: facts.as_ref(), whole: *whole })
    });
    diorama_truth::score(Rc::new(scenario), shown).map_err(|NoReference| PlayError::NoReference)
}

impl Player {
    /// What there is at the end of a branch.
    pub fn play(&mut self, scenario: &Scenario, deeds: &[Deed]) -> Result<Seen, PlayError> {
        let (played, slip) = self.reach(scenario, deeds)?;
        let observation = played.observation();
        let facts = played.environment.facts().clone();
        let keyframe = played.keyframe()?;
        Ok(Seen { observation, facts, keyframe, slip })
    }

    /// The observation at the end of a branch, and nothing else.
    pub fn observe(&mut self, scenario: &Scenario, deeds: &[Deed]) -> Result<String, PlayError> {
        Ok(self.reach(scenario, deeds)?.0.observation())
    }

    /// Plays a branch to its end; gives, too, why its newest action could not be done.
    fn reach(
        &mut self,
        scenario: &Scenario,
        deeds: &[Deed],
    ) -> Result<(&Played, Option<String>), PlayError> {
        if scenario.reference.is_none() {
            return Err(PlayError::NoReference);
        }
        if deeds.len() > timeline::MAX_STEPS {
            return Err(PlayError::TooLong);
        }
        // An environment that panics on the way is not to be played on.
        let goes_on =
            |played: &Played| deeds.starts_with(&played.deeds) && played.scenario == *scenario;
        let mut played = match self.last.take().filter(goes_on) {
            Some(played) => played,
            None => Played::open(scenario),
        };
        let mut slip = None;
        for deed in &deeds[played.deeds.len()..] {
            slip = played.go_on(deed)?;
        }
        Ok((self.last.insert(played), slip))
    }
}

impl Played {
    fn open(scenario: &Scenario) -> Self {
        let facts = scenario.facts.clone();
        let controls = scenario.controls.clone();
        let environment = diorama_truth::open(scenario.domain, facts, &controls);
        Self { scenario: scenario.clone(), deeds: Vec::new(), controls, environment }
    }

    /// The screen as the scenario's dialect has it; nodes keep their places in the list.
    fn dressed(&self) -> Screen {
        self.scenario.dialect.dress(self.environment.screen())
    }

    fn observation(&self) -> String {
        self.scenario.dialect.print(&self.dressed())
    }

    fn keyframe(&self) -> Result<String, FactsError> {
        let (domain, controls) = (self.scenario.domain, self.controls.clone());
        let state = State::new(self.environment.facts().clone(), self.environment.screen())?;
        Ok(Keyframe { domain, controls, state }.print())
    }

    /// Gives why an action could not be done.
    fn go_on(&mut self, deed: &Deed) -> Result<Option<String>, PlayError> {
        let slip = match deed {
            Deed::Act(action) => self.act(action),
            Deed::Edit(edit) => {
                self.edit(edit)?;
                None
            }
        };
        self.deeds.push(deed.clone());
        Ok(slip)
    }

    /// Does an action. One that cannot be read here can do nothing here: the branch may have been
    /// predicted by a model, whose screens had other nodes. Gives why it cannot.
    fn act(&mut self, action: &str) -> Option<String> {
        let read = self.scenario.dialect.read_action(action, &self.dressed());
        let (read, slip) = match read {
            Ok(action) => (action, None),
            Err(error) => (Action::Wait, Some(error.to_string())),
        };
        self.environment.step(&read);
        slip
    }

    fn edit(&mut self, edit: &Edit) -> Result<(), PlayError> {
        edit.check().map_err(PlayError::Edit)?;
        let kept = &self.environment.facts().tables;
        let other = kept.iter().find(|kept| {
            edit.facts.table(&kept.name).is_some_and(|table| table.columns != kept.columns)
        });
        if let Some(table) = other {
            return Err(PlayError::Columns(table.name.clone()));
        }
        self.environment.edit(edit);
        self.controls.clone_from(&edit.controls);
        Ok(())
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

    /// The actions of a walk, and the observation after each.
    fn walk(scenario: &Scenario, steps: usize) -> Vec<(Deed, String)> {
        let mut walk = Telling::new(scenario.dialect, 7, &[]);
        let step = |walk: &mut Telling| (Deed::Act(walk.step().1), walk.observation());
        (0..steps).map(|_| step(&mut walk)).collect()
    }

    #[test]
    fn a_branch_is_played_as_the_environment_walks_it() {
        let scenario = world(Domain::Android);
        let told = walk(&scenario, 30);
        let mut player = Player::default();
        let mut deeds = Vec::new();
        for (deed, observation) in told {
            deeds.push(deed);
            assert_eq!(player.play(&scenario, &deeds).unwrap().observation, observation);
        }
    }

    #[test]
    fn going_on_from_the_last_branch_is_the_same_as_playing_from_the_start() {
        let scenario = world(Domain::Android);
        let mut deeds: Vec<Deed> = walk(&scenario, 20).into_iter().map(|(it, _)| it).collect();
        let facts = Player::default().play(&scenario, &deeds[..4]).unwrap().facts;
        let full = vec![Control::read("disk-full").unwrap()];
        deeds.insert(4, Deed::Edit(Box::new(Edit { facts, controls: full })));
        let mut player = Player::default();
        for end in [3, 21, 4, 5, 6, 0, 12] {
            let fresh = Player::default().play(&scenario, &deeds[..end]).unwrap();
            assert_eq!(player.play(&scenario, &deeds[..end]).unwrap(), fresh, "{end} deeds");
        }
        // Another world's branch is not taken for this one's.
        let dialect = Dialect::AndroidJson;
        let other = make(Recipe { dialect, seed: 8, controls: Vec::new() }).unwrap().0;
        assert_eq!(player.play(&other, &[]).unwrap().observation, other.first);
        assert_eq!(player.play(&scenario, &[]).unwrap().observation, scenario.first);
    }

    #[test]
    fn an_action_that_cannot_be_read_does_nothing_and_is_told() {
        let scenario = world(Domain::Android);
        let mut player = Player::default();
        let act = |text: &str| Deed::Act(text.to_owned());
        let mut deeds = vec![act(r#"{"action_type":"click","index":900}"#)];
        let seen = player.play(&scenario, &deeds).unwrap();
        assert_eq!(seen.observation, scenario.first);
        assert_eq!(seen.slip.as_deref(), Some("there is no node 900 on this screen"));
        deeds.push(act(r#"{"action_type":"wait"}"#));
        assert_eq!(player.play(&scenario, &deeds).unwrap().slip, None);
    }

    #[test]
    fn what_was_shown_is_scored() {
        let scenario = world(Domain::Android);
        let shown = |(deed, observation): (Deed, String)| Shown {
            action: match deed {
                Deed::Act(action) => action,
                Deed::Edit(edit) => panic!("{edit:?}"),
            },
            observation,
            facts: None,
            whole: true,
        };
        let mut steps: Vec<Shown> = walk(&scenario, 12).into_iter().map(shown).collect();
        steps[4]
            .observation
            .push_str("\n[99] | android.widget.Button | text=\"No\" | bounds=[0,0][9,9]");
        let score = score(scenario.clone(), &steps).unwrap();
        assert_eq!((score.exact.predictor.right, score.exact.predictor.of), (11, 12));
        assert_eq!(score.world.of, 0);
        let alone = Scenario { reference: None, ..scenario };
        assert!(matches!(super::score(alone, &steps), Err(PlayError::NoReference)));
    }

    #[test]
    fn what_cannot_be_played_is_refused() {
        let mut scenario = world(Domain::Android);
        let refused = |scenario: &Scenario, deeds: &[Deed]| {
            Player::default().play(scenario, deeds).unwrap_err()
        };
        let wait = Deed::Act(r#"{"action_type":"wait"}"#.to_owned());
        let long = vec![wait; timeline::MAX_STEPS + 1];
        assert!(matches!(refused(&scenario, &long), PlayError::TooLong));
        let edit = |change: &dyn Fn(&mut Edit)| {
            let mut edit = Edit { facts: scenario.facts.clone(), controls: Vec::new() };
            change(&mut edit);
            refused(&scenario, &[Deed::Edit(Box::new(edit))])
        };
        let columns = edit(&|edit| edit.facts.tables[0].columns[0].name.push('s'));
        assert!(matches!(columns, PlayError::Columns(_)));
        let many = edit(&|edit| edit.controls = vec![Control::Text(String::new()); 65]);
        assert!(matches!(many, PlayError::Edit(_)));
        scenario.reference = None;
        assert!(matches!(refused(&scenario, &[]), PlayError::NoReference));
        assert!(matches!(begin(scenario).unwrap_err(), PlayError::NoReference));
    }

    #[test]
    fn an_edit_is_what_the_next_step_goes_on_from() {
        let scenario = world(Domain::Android);
        let mut player = Player::default();
        let mut facts = scenario.facts.clone();
        let apps = facts.table_mut("apps").unwrap();
        let row = apps.rows()[0].number;
        assert!(apps.set(row, 1, "Something else".into()));
        let controls = vec![Control::read("flaky-api:every=2").unwrap()];
        let before = Edit { facts: scenario.facts.clone(), controls: Vec::new() };
        let edit = Edit::new(&before, facts, controls).unwrap();
        let mut deeds = vec![Deed::Edit(Box::new(edit.clone()))];
        // What is on the screen stays until something is done.
        let seen = player.play(&scenario, &deeds).unwrap();
        assert_eq!(seen.observation, scenario.first);
        let keyframe = Keyframe::parse(&seen.keyframe).unwrap();
        assert_eq!(keyframe.controls, edit.controls);
        assert_eq!((keyframe.state.facts(), &seen.facts), (&edit.facts, &edit.facts));
        deeds.push(Deed::Act(r#"{"action_type":"wait"}"#.to_owned()));
        let seen = player.play(&scenario, &deeds).unwrap();
        assert!(seen.observation.contains("Something else"), "{}", seen.observation);
    }

    #[test]
    fn a_world_begins_with_the_facts_that_it_is_given() {
        let mut scenario = world(Domain::Os);
        let made = (
            scenario.clone(),
            make(Recipe { dialect: scenario.dialect, seed: 7, controls: Vec::new() }).unwrap().1,
        );
        scenario.first = "nothing".to_owned();
        assert_eq!(begin(scenario.clone()).unwrap(), made);
        scenario.controls = vec![Control::read("flaky-api").unwrap()];
        let (begun, keyframe) = begin(scenario).unwrap();
        assert!(begun.facts.table("counts").is_some());
        assert!(keyframe.contains("with flaky-api"));
    }
}
