//! Grading a predictor on a walk.

use super::{
    episode::{Episode, Step},
    predictor::{Guess, Now, Past, Predictor},
    report::Report,
};
use anyhow::Result;
use diorama_predict::Step as Done;
use diorama_world::{
    Facts, Screen,
    delta::typed,
    facts::{Cell, Table},
    full::Turn,
    metrics::{Beside, Case, FactsCase, Group, Predicted, span},
};
use std::collections::BTreeSet;

/// Shortest text that counts as copied; shorter ones are mostly an app's own words.
const SHORTEST: usize = 3;

/// Predicts each step from the true steps before it; gives what was predicted.
pub fn one_step(
    predictor: &mut dyn Predictor,
    episode: &Episode,
    report: &mut Report,
) -> Result<Vec<Guess>> {
    predictor.begin(episode)?;
    let (mut now, mut past, mut guesses) = (start(episode), Past::default(), Vec::new());
    for step in &episode.steps {
        let guess = predictor.predict(&past, &now, (&step.action, &step.turn.action))?;
        count(episode, step, &now, &guess, report);
        past.turns.push(step.turn.clone());
        past.steps.push(step.done());
        now.screen = step.screen.clone();
        if let Some(facts) = &step.facts {
            now.facts.clone_from(facts);
        }
        guesses.push(guess);
    }
    Ok(guesses)
}

/// Predicts each step from the predictor's own screens and facts.
pub fn closed_loop(
    predictor: &mut dyn Predictor,
    episode: &Episode,
    report: &mut Report,
) -> Result<()> {
    predictor.begin(episode)?;
    let first = start(episode);
    let (mut now, mut past) = (first.clone(), Past::default());
    for (i, step) in episode.steps.iter().enumerate() {
        let guess = predictor.predict(&past, &now, (&step.action, &step.turn.action))?;
        let domain = episode.scenario.domain;
        report.metrics.add_closed(domain, i + 1, &first.screen, &step.screen, predicted(&guess));
        if let (Some(facts), Some(truth)) = (&guess.facts, &step.facts) {
            let same = |screen: &Screen| screen.canonical() == step.screen.canonical();
            let right = Beside {
                predictor: guess.valid && facts == truth && same(&guess.screen),
                copy: first.facts == *truth && same(&first.screen),
            };
            report.metrics.add_closed_world(domain, i + 1, right);
        }
        report.cost(&guess.work);
        past.turns.push(Turn { action: step.turn.action.clone(), observation: guess.observation });
        past.steps.push(Done { action: step.action.clone(), outcome: guess.outcome });
        now.screen = guess.screen;
        if let Some(facts) = guess.facts {
            now.facts = facts;
        }
    }
    Ok(())
}

fn start(episode: &Episode) -> Now {
    Now { screen: episode.first.clone(), facts: episode.scenario.facts.clone() }
}

fn predicted(guess: &Guess) -> Predicted<'_> {
    if guess.valid { Predicted::Valid(&guess.screen) } else { Predicted::Faulty(&guess.screen) }
}

fn count(episode: &Episode, step: &Step, now: &Now, guess: &Guess, report: &mut Report) {
    let domain = episode.scenario.domain;
    let facts = step.facts.as_ref().zip(guess.facts.as_ref()).map(|(truth, predicted)| FactsCase {
        previous: &now.facts,
        truth,
        predicted,
    });
    let mut groups = vec![Group::Copied(span(copied(step, now)))];
    if episode.pair {
        groups.push(Group::Pair);
    }
    if step.acts {
        let named = episode.scenario.controls.iter().filter_map(|control| control.named());
        groups.extend(named.map(|named| Group::Acts(named.definition().name.to_owned())));
        groups.extend(episode.pair.then_some(Group::PairActs));
    }
    report.metrics.add(&Case {
        domain,
        controls: &episode.scenario.controls,
        previous: &now.screen,
        truth: &step.screen,
        predicted: predicted(guess),
        facts,
        groups: &groups,
    });
    if let Some(sure) = guess.sure {
        report.calibrate(domain, sure, is_right(step, guess));
    }
    report.cost(&guess.work);
}

/// Whether screen and, where they are known, facts are right.
pub fn is_right(step: &Step, guess: &Guess) -> bool {
    let facts = step.facts.as_ref().zip(guess.facts.as_ref());
    guess.valid
        && guess.screen.canonical() == step.screen.canonical()
        && facts.is_none_or(|(truth, predicted)| truth == predicted)
}

/// Characters of the longest text that is known from the facts or the action and came onto the
/// screen, where it did not stand.
fn copied(step: &Step, now: &Now) -> u64 {
    let texts = |screen: &Screen| -> BTreeSet<String> {
        let of = |node: &diorama_world::Node| [Some(node.name.clone()), node.value.clone()];
        screen.nodes.iter().flat_map(of).flatten().collect()
    };
    let stood = texts(&now.screen);
    let came: Vec<String> = texts(&step.screen).difference(&stood).cloned().collect();
    if came.is_empty() {
        return 0;
    }
    let facts = step.facts.as_ref().unwrap_or(&now.facts);
    let mut known = typed(&step.action);
    known.extend(lines(facts));
    let unseen = |text: &&String| {
        text.chars().count() >= SHORTEST
            && came.iter().any(|came| came.contains(text.as_str()))
            && !stood.iter().any(|stood| stood.contains(text.as_str()))
    };
    let lengths = known.iter().filter(unseen).map(|text| text.chars().count() as u64);
    lengths.max().unwrap_or(0)
}

/// The lines of all cells of text.
fn lines(facts: &Facts) -> impl Iterator<Item = String> {
    let cells = facts.tables.iter().flat_map(Table::rows).flat_map(|row| &row.cells);
    let texts =
        cells.filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
    texts.flat_map(|text| text.lines()).map(str::to_owned)
}
