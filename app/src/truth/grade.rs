//! Grading predictions: the reference environment plays the same branch from the start, and what it
//! shows is compared with what was predicted, both as the scenario's dialect tells them.

use super::player::{PlayError, Player, Seen};
use crate::protocol::truth::{Deed, Grade, Prediction, Scores};
use diorama_world::{
    Scenario, Screen,
    metrics::{Beside, Kind, Predicted, Tally, read},
};

/// How good a prediction of the newest action of a branch is, and what is truly seen after it.
///
/// What had to change is told from the screen that was shown before, since that is what the predictor
/// went on from; predicting that nothing changes is to leave it as it was. Whether anything changes is
/// judged on each side by itself: a walk that left the truth earlier may still know that.
pub fn grade(
    player: &mut Player,
    scenario: &Scenario,
    deeds: &[Deed],
    prediction: &Prediction,
) -> Result<(Grade, Seen), PlayError> {
    let (_, earlier) = deeds.split_last().ok_or(PlayError::NoStep)?;
    let dialect = scenario.dialect;
    let (truly_before, _) = read(dialect, &player.observe(scenario, earlier)?, &Screen::default());
    let seen = player.play(scenario, deeds)?;
    let (truth, _) = read(dialect, &seen.observation, &truly_before);
    let before = prediction
        .before
        .iter()
        .fold(Screen::default(), |before, text| read(dialect, text, &before).0);
    let (screen, valid) = read(dialect, &prediction.observation, &before);
    let predicted = if valid { Predicted::Valid(&screen) } else { Predicted::Faulty(&screen) };
    let Beside { predictor, copy } = Beside::of(&before, &truth, predicted);
    let nothing = Kind::of(&truly_before, &truth) == Kind::Nothing;
    let told = valid && (Kind::of(&before, &screen) == Kind::Nothing) == nothing;
    let facts = prediction.facts.as_ref().map(|facts| *facts == seen.facts);
    let grade = Grade { predictor: scores(&predictor, told), copy: scores(&copy, nothing), facts };
    Ok((grade, seen))
}

fn scores(tally: &Tally, no_op: bool) -> Scores {
    let Tally { precision, recall, .. } = *tally;
    Scores { exact: tally.exact.right > 0, no_op, precision, recall }
}

#[cfg(test)]
mod tests {
    use super::{super::player::make, *};
    use crate::protocol::truth::Recipe;
    use diorama_truth::Telling;
    use diorama_world::{Dialect, metrics::Ratio};

    /// A world, and a walk through it: the actions and what followed.
    fn walk(dialect: Dialect, steps: usize) -> (Scenario, Vec<Deed>, Vec<String>) {
        let recipe = Recipe { dialect, seed: 7, controls: Vec::new() };
        let (scenario, _) = make(recipe).unwrap();
        let mut telling = Telling::new(dialect, 7, &[]);
        let (mut deeds, mut seen) = (Vec::new(), vec![scenario.first.clone()]);
        for _ in 0..steps {
            deeds.push(Deed::Act(telling.step().1));
            seen.push(telling.observation());
        }
        (scenario, deeds, seen)
    }

    fn predict(before: &str, observation: &str) -> Prediction {
        Prediction {
            before: vec![before.to_owned()],
            observation: observation.to_owned(),
            facts: None,
        }
    }

    #[test]
    fn the_truth_itself_is_right_in_every_dialect() {
        for dialect in Dialect::ALL {
            let (scenario, deeds, seen) = walk(dialect, 12);
            let mut player = Player::default();
            for (n, pair) in seen.windows(2).enumerate() {
                let mut prediction = predict(&pair[0], &pair[1]);
                let facts = Player::default().play(&scenario, &deeds[..=n]).unwrap().facts;
                prediction.facts = Some(facts);
                let (grade, told) =
                    grade(&mut player, &scenario, &deeds[..=n], &prediction).unwrap();
                let Scores { exact, no_op, precision, recall } = grade.predictor;
                assert!(exact && no_op, "{dialect}, step {n}: {grade:?}");
                assert_eq!((precision.right, recall.right), (precision.of, recall.of));
                assert_eq!((grade.facts, &told.observation), (Some(true), &pair[1]));
                // To copy is right where nothing changes, and tells no change.
                assert_eq!(grade.copy.exact, recall.of == 0, "{dialect}, step {n}");
                assert_eq!(grade.copy.precision, Ratio::default());
            }
        }
    }

    /// A step of a walk that changes something.
    fn change(seen: &[String]) -> usize {
        seen.windows(2).position(|pair| pair[0] != pair[1]).unwrap()
    }

    #[test]
    fn predicting_that_nothing_changes_is_wrong_where_something_does() {
        let (scenario, deeds, seen) = walk(Dialect::AndroidJson, 20);
        let n = change(&seen);
        let prediction = predict(&seen[n], &seen[n]);
        let mut player = Player::default();
        let (grade, _) = grade(&mut player, &scenario, &deeds[..=n], &prediction).unwrap();
        assert_eq!(grade.predictor, grade.copy);
        assert!(!grade.predictor.exact && !grade.predictor.no_op);
        assert!(grade.predictor.recall.of > 0 && grade.predictor.recall.right == 0);
        assert_eq!(grade.facts, None);
    }

    #[test]
    fn wrong_facts_and_half_a_screen_are_seen() {
        let (scenario, deeds, seen) = walk(Dialect::AndroidJson, 20);
        let n = change(&seen);
        let half: Vec<&str> = seen[n + 1].lines().collect();
        let mut prediction = predict(&seen[n], &half[..half.len() / 2].join("\n"));
        prediction.facts = Some(diorama_world::Facts::default());
        let mut player = Player::default();
        let (grade, _) = grade(&mut player, &scenario, &deeds[..=n], &prediction).unwrap();
        let Scores { exact, recall, .. } = grade.predictor;
        assert!(!exact && recall.right < recall.of, "{grade:?}");
        assert_eq!(grade.facts, Some(false));
    }

    #[test]
    fn what_cannot_be_read_is_never_right() {
        let (scenario, _, _) = walk(Dialect::AndroidJson, 0);
        let deeds = [Deed::Act(r#"{"action_type":"wait"}"#.to_owned())];
        let prediction = predict(&scenario.first, "I would rather not.");
        let mut player = Player::default();
        let (grade, _) = grade(&mut player, &scenario, &deeds, &prediction).unwrap();
        assert!(!grade.predictor.exact && !grade.predictor.no_op, "{grade:?}");
        assert!(grade.copy.exact && grade.copy.no_op);
    }

    #[test]
    fn what_still_stands_is_told_by_an_earlier_observation() {
        // A browser tool answers typing without a snapshot.
        let (scenario, _, _) = walk(Dialect::WebPlaywright, 0);
        let typed = "### Ran Playwright code\n```js\nawait page.keyboard.press('x');\n```\n";
        let before = vec![scenario.first.clone(), typed.to_owned()];
        let observation = scenario.first.clone();
        let prediction = Prediction { before, observation, facts: None };
        let deeds = [Deed::Act("browser_wait_for(time=1)".to_owned())];
        let mut player = Player::default();
        let (grade, _) = grade(&mut player, &scenario, &deeds, &prediction).unwrap();
        assert!(grade.copy.exact && grade.predictor.exact, "{grade:?}");
    }

    #[test]
    fn the_start_is_not_predicted() {
        let (scenario, _, _) = walk(Dialect::AndroidJson, 0);
        let told = grade(&mut Player::default(), &scenario, &[], &predict("", ""));
        assert!(matches!(told, Err(PlayError::NoStep)));
    }

    #[test]
    fn an_edit_on_the_way_holds_for_the_truth_too() {
        let (scenario, mut deeds, seen) = walk(Dialect::AndroidJson, 6);
        let control = diorama_world::Control::read("disk-full").unwrap();
        let facts = Player::default().play(&scenario, &deeds[..3]).unwrap().facts;
        let edit = diorama_world::Edit { facts, controls: vec![control] };
        deeds.insert(3, Deed::Edit(Box::new(edit)));
        let mut player = Player::default();
        let truth = player.play(&scenario, &deeds[..5]).unwrap();
        let mut prediction = predict(&seen[3], &truth.observation);
        prediction.facts = Some(truth.facts.clone());
        let (grade, told) = grade(&mut player, &scenario, &deeds[..5], &prediction).unwrap();
        assert!(grade.predictor.exact && grade.facts == Some(true), "{grade:?}");
        assert_eq!(told, truth);
    }
}
