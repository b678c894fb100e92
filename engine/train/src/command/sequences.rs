//! `diorama-train sequences`: what the sequences of a configuration are made of.

#![allow(clippy::print_stdout)] // the table is what is asked for

use anyhow::{Context as _, Result};
use clap::Args;
use diorama_train::{
    Config, Vocabulary,
    data::{Recordings, Row, Sequences},
    vocabulary::id,
};
use diorama_world::{Domain, delta::context::Marker};
use std::{path::PathBuf, time::Instant};

/// Arguments of `diorama-train sequences`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The configuration of the model.
    #[arg(long, default_value = "engine/train/configs/default.toml")]
    config: PathBuf,
    /// The vocabulary.
    #[arg(long, default_value = "engine/train/vocabulary.json")]
    vocabulary: PathBuf,
    /// The folder of the recorded walks.
    #[arg(long, default_value = "engine/world/tests/recordings")]
    recordings: PathBuf,
    /// Tokens in a sequence, if not as many as the configuration says.
    #[arg(long)]
    sequence: Option<usize>,
    /// The chance that a step which changes nothing is told, if not that of the configuration.
    #[arg(long)]
    quiet: Option<f64>,
    /// The share of sequences of recorded walks, if not that of the configuration.
    #[arg(long)]
    recorded: Option<f64>,
    /// Sequences to look at.
    #[arg(long, default_value_t = 400)]
    count: u64,
    /// Print the sequences themselves.
    #[arg(long)]
    show: bool,
}

/// Sums over the sequences of a domain.
#[derive(Default, Clone, Copy)]
struct Sum {
    rows: usize,
    refused: usize,
    tokens: usize,
    keyframes: usize,
    learned: usize,
    steps: usize,
    quiet: usize,
}

impl Sum {
    fn add(&mut self, row: &Row, same: &[u32]) {
        let tokens = row.tokens();
        self.rows += 1;
        self.tokens += tokens.len();
        let first = |marker| tokens.iter().position(|&token| token == id(marker));
        self.keyframes += first(Marker::Do).unwrap_or(tokens.len());
        self.learned += row.weights().filter(|&weight| weight > 0.0).count();
        let said = tokens.split(|&token| token == id(Marker::Now)).skip(1);
        for delta in said {
            self.steps += 1;
            self.quiet += usize::from(delta.starts_with(same));
        }
    }
}

/// Makes sequences and counts.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut config =
        Config::read(&arguments.config).with_context(|| arguments.config.display().to_string())?;
    config.data.sequence = arguments.sequence.unwrap_or(config.data.sequence);
    config.data.quiet = arguments.quiet.unwrap_or(config.data.quiet);
    config.data.recordings = arguments.recorded.unwrap_or(config.data.recordings);
    let file = arguments.vocabulary.display().to_string();
    let vocabulary = Vocabulary::read(&arguments.vocabulary).context(file)?;
    let tokenizer = vocabulary.tokenizer()?;
    let mut same = tokenizer.encode("same\n", diorama_model::tokenizer::Special::Plain);
    same.push(id(Marker::Do));
    let sequences = Sequences::new(config.seed, 1, &config.data, vocabulary.tokenizer()?)
        .with(Recordings::read(&arguments.recordings)?);
    let mut sums = [Sum::default(); Domain::ALL.len()];
    let start = Instant::now();
    for number in 0..arguments.count {
        let (row, refused) = sequences.row_and_refused(number)?;
        for domain in refused {
            sums[domain as usize].refused += 1;
        }
        sums[row.domain() as usize].add(&row, &same);
        if arguments.show {
            let name = |&token: &u32| match token {
                0..=2 => tokenizer.token_name(token),
                _ => tokenizer.decode(&[token]),
            };
            println!("{}\n", row.tokens().iter().map(name).collect::<String>());
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("domain     share  refused  keyframe  steps  unchanged  learned");
    let all: usize = sums.iter().map(|sum| sum.tokens).sum();
    for (domain, sum) in Domain::ALL.into_iter().zip(sums.map(|mut sum| {
        sum.rows = sum.rows.max(1);
        sum
    })) {
        let of = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        println!(
            "{:9} {:5.1}% {:7.1}% {:9.0} {:6.1} {:9.1}% {:7.1}%",
            domain.name(),
            100.0 * of(sum.tokens, all),
            100.0 * of(sum.refused, sum.refused + sum.rows),
            of(sum.keyframes, sum.rows),
            of(sum.steps, sum.rows),
            100.0 * of(sum.quiet, sum.steps),
            100.0 * of(sum.learned, sum.tokens),
        );
    }
    let learned: usize = sums.iter().map(|sum| sum.learned).sum();
    println!(
        "{:.1} % of the tokens are learned; {:.0} tokens/s made",
        100.0 * learned as f64 / all as f64,
        all as f64 / seconds,
    );
    Ok(())
}
