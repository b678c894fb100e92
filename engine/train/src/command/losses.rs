//! `diorama-train losses`: what a run does not know yet, token by token.

#![allow(clippy::print_stdout)] // the text is what is asked for

use super::trained::Trained;
use anyhow::Result;
use clap::Args;
use diorama_model::Tokenizer;
use diorama_train::{Vocabulary, data::Sequences, probe::judge};
use diorama_world::Domain;
use std::{fmt::Write as _, path::PathBuf};

/// Marks tokens that cost more than this, in nats.
const MARKED: f64 = 0.5;

/// Arguments of `diorama-train losses`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    trained: Trained,
    /// The vocabulary.
    #[arg(long, default_value = "engine/train/vocabulary.json")]
    vocabulary: PathBuf,
    /// The first batch of held-out worlds to look at.
    #[arg(long, default_value_t = 100)]
    from: u64,
    /// Batches to look at.
    #[arg(long, default_value_t = 4)]
    batches: u64,
    /// The domain to show, by its name; all if none is given.
    #[arg(long)]
    domain: Option<String>,
}

/// Prints held-out sequences. A token that the model did not expect stands in brackets, with its
/// loss and what the model expected.
pub fn run(arguments: &Arguments) -> Result<()> {
    let trainer = arguments.trained.trainer()?;
    let config = trainer.config();
    let tokenizer = Vocabulary::read(&arguments.vocabulary)?.tokenizer()?;
    let (batch, data) = (config.training.batch, &config.data);
    let sequences = Sequences::new(config.seed, batch, data, tokenizer.clone()).held_out();
    for number in arguments.from..arguments.from.saturating_add(arguments.batches) {
        let batch = sequences.batch(number)?;
        let (logits, targets) = trainer.logits(&batch);
        let logits: Vec<f32> = logits.into_data().try_to_vec().unwrap_or_default();
        let mut judged = logits
            .chunks_exact(config.vocabulary)
            .zip(targets)
            .map(|(logits, target)| judge(logits, target as usize));
        let tokens = batch.targets.chunks_exact(data.sequence);
        let weights = batch.weights.chunks_exact(data.sequence);
        for ((tokens, weights), domain) in tokens.zip(weights).zip(&batch.domains) {
            let (mut text, mut sum, mut count) = (String::new(), 0.0, 0);
            for (&token, &weight) in tokens.iter().zip(weights) {
                let token = spelled(&tokenizer, token as usize);
                let Some((loss, expected)) = (weight > 0.0).then(|| judged.next()).flatten() else {
                    text += &token;
                    continue;
                };
                (sum, count) = (sum + loss, count + 1);
                let expected = spelled(&tokenizer, expected);
                if loss < MARKED {
                    text += &token;
                } else {
                    write!(text, "⟦{token:?} {loss:.1}, not {expected:?}⟧")?;
                }
            }
            if arguments.domain.as_ref().is_none_or(|wanted| wanted == Domain::name(*domain)) {
                let mean = sum / f64::from(count.max(1));
                println!("{text}\n{}: {mean:.3} nats a token\n", domain.name());
            }
        }
    }
    Ok(())
}

fn spelled(tokenizer: &Tokenizer, token: usize) -> String {
    match token as u32 {
        marker @ 0..=2 => tokenizer.token_name(marker).clone(),
        token => tokenizer.decode(&[token]),
    }
}
