//! A model that speaks `delta`, or that is shown examples of it.

use super::{
    Arguments,
    episode::Episode,
    predictor::{Guess, Now, Past, Predictor},
};
use crate::{
    model::{AnyExecutor, Model},
    watch::Watch,
};
use anyhow::{Context as _, Result};
use diorama_model::Session;
use diorama_predict::{
    Branch, End, Language, Options, Outcome, PredictError, Predictor as Speaker,
};
use diorama_truth::{Walk, split};
use diorama_world::{Action, Domain, Facts, Scenario, Screen, delta::Context, metrics::Kind};

/// Worlds that examples are looked for in.
const WORLDS: u64 = 64;
/// Steps of such a world.
const STEPS: usize = 40;

/// Asks a model for deltas.
pub struct Delta {
    speaker: Speaker<AnyExecutor>,
    options: Options,
    /// How many examples are shown of each domain.
    examples: usize,
    world: Option<(Scenario, Screen)>,
}

impl Delta {
    /// Loads a model; with examples, one that was never trained on the protocol.
    pub async fn open(model: &Model, arguments: &Arguments, examples: usize) -> Result<Self> {
        let Arguments { backend, context, max_tokens, .. } = *arguments;
        let language = if examples > 0 {
            Language::untrained(&model.file)?
        } else {
            Language::from_gguf(&model.file)?
        };
        let session = Session::new(model.load(backend, context).await?);
        let options = Options { max_tokens, ..Options::default() };
        Ok(Self { speaker: Speaker::of(language, session), options, examples, world: None })
    }
}

impl Predictor for Delta {
    fn begin(&mut self, episode: &Episode) -> Result<()> {
        let domain = episode.scenario.domain;
        let before = self.world.as_ref().map(|(scenario, _)| scenario.domain);
        if self.examples > 0 && before != Some(domain) {
            self.speaker.show(&examples(domain, self.examples)?);
        }
        self.world = Some((episode.scenario.clone(), episode.first.clone()));
        Ok(())
    }

    fn predict(&mut self, past: &Past, now: &Now, (action, _): (&Action, &str)) -> Result<Guess> {
        let (scenario, first) = self.world.as_ref().context("no world was begun")?;
        let Scenario { domain, controls, facts, .. } = scenario;
        let branch = Branch { domain: *domain, controls, facts, first, steps: &past.steps };
        let mut watch = Watch::quiet();
        let predicted = self.speaker.predict(&branch, action, &self.options, &mut watch);
        let prediction = match pollster::block_on(predicted) {
            Ok(prediction) => prediction,
            // What is not there in its own world, or does not fit, it cannot tell.
            Err(PredictError::Action(_) | PredictError::TooLong { .. }) => {
                return Ok(Guess::seen(now.screen.clone(), Some(now.facts.clone()), false));
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Guess {
            screen: prediction.screen(),
            facts: Some(prediction.facts().clone()),
            valid: prediction.end == End::Complete && prediction.problems.is_empty(),
            sure: Some(prediction.probability()),
            outcome: Outcome::Told(prediction.delta),
            observation: String::new(),
            work: prediction.work,
        })
    }
}

/// Steps of training worlds: the first in which nothing happens, the first in which something
/// changes, the first that leads to a new screen, and so on.
fn examples(domain: Domain, count: usize) -> Result<Vec<Context>> {
    let kinds = [Kind::Nothing, Kind::Set, Kind::NewScreen];
    let mut found: Vec<Context> = Vec::new();
    for n in 0..WORLDS {
        if found.len() == count {
            break;
        }
        let drawn = split::train(domain, false, n);
        let wanted = kinds[found.len() % kinds.len()];
        found.extend(example(domain, &drawn, wanted)?);
    }
    Ok(found)
}

/// The first step of a kind in a world, with a keyframe before it.
fn example(domain: Domain, drawn: &split::Drawn, wanted: Kind) -> Result<Option<Context>> {
    let mut walk = Walk::new(domain, drawn.seed, &drawn.controls);
    for _ in 0..STEPS {
        let at = walk.environment();
        let before: (Facts, Screen) = (at.facts().clone(), at.screen().clone());
        let action = walk.suggest();
        walk.step(&action);
        let at = walk.environment();
        if Kind::of(&before.1, at.screen()) != wanted {
            continue;
        }
        let mut context = Context::new(domain, &drawn.controls, &before.0, &before.1)?;
        if context.act(&action).is_ok() && context.show(at.facts(), at.screen())? {
            return Ok(Some(context));
        }
    }
    Ok(None)
}
