//! `diorama-train vocabulary`: learns the vocabulary from the texts of training sequences, and
//! measures on held-out ones what it makes of them.

#![allow(clippy::print_stdout)] // the table is what is asked for

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use diorama_model::{Tokenizer, tokenizer::Special};
use diorama_train::{
    Config, Vocabulary,
    data::Teller,
    merges::{self, Merge},
    vocabulary::{LEAST, SPLITTER},
};
use diorama_truth::{
    Seed,
    split::{self, Kind, Split},
};
use diorama_world::{Domain, delta::context::Part};
use std::{collections::BTreeMap, fs, path::PathBuf, time::Instant};

/// Bytes of each sequence: about as many as a sequence of tokens has.
const BYTES: usize = 3000;
/// Steps of a walk that is measured.
const STEPS: usize = 40;

/// Arguments of `diorama-train vocabulary`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The configuration of the model.
    #[arg(long, default_value = "engine/train/configs/default.toml")]
    config: PathBuf,
    /// Where the vocabulary is written to.
    #[arg(long, default_value = "engine/train/vocabulary.json")]
    file: PathBuf,
    /// Sequences to learn from.
    #[arg(long, default_value_t = 8000)]
    sequences: u64,
    /// Learn nothing and write nothing; print what vocabularies of these sizes make of held-out
    /// worlds.
    #[arg(long, value_delimiter = ',', num_args = 0.., default_missing_value = "1024,2048,4096")]
    measure: Option<Vec<usize>>,
}

/// Learns or measures.
pub fn run(arguments: &Arguments) -> Result<()> {
    let config =
        Config::read(&arguments.config).with_context(|| arguments.config.display().to_string())?;
    if let Some(sizes) = &arguments.measure {
        let most = sizes.iter().copied().max().context("no sizes to measure")?;
        let merges = learn(&config, most, arguments.sequences)?;
        // The first merges are those of a smaller vocabulary.
        let of = |&size: &usize| Vocabulary::learned(&merges[..size.saturating_sub(LEAST)]);
        return sizes.iter().map(of).try_for_each(|vocabulary| measure(&vocabulary));
    }
    let vocabulary = Vocabulary::learned(&learn(&config, config.vocabulary, arguments.sequences)?);
    let file = &arguments.file;
    fs::write(file, vocabulary.to_json()?).with_context(|| file.display().to_string())
}

fn learn(config: &Config, tokens: usize, sequences: u64) -> Result<Vec<Merge>> {
    ensure!(tokens >= LEAST, "a vocabulary has {LEAST} tokens at least");
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    let purpose = format!("vocabulary {}", config.seed);
    for number in 0..sequences {
        let mut teller = Teller::draw(&config.data, Split::Train, Seed::new(number, &purpose))?;
        let mut bytes = 0;
        while bytes < BYTES {
            for segment in teller.take() {
                // Each marker counts, so that walks which stand still end.
                bytes += 1;
                let Part::Text(text) = &segment.part else { continue };
                bytes += text.len();
                SPLITTER.split(text, &mut |word| match words.get_mut(word) {
                    Some(count) => *count += 1,
                    None => _ = words.insert(word.to_owned(), 1),
                });
            }
            teller.step()?;
        }
    }
    let counted = words.iter().map(|(word, count)| (word.as_str(), *count));
    let merges = merges::learn(counted, tokens - LEAST);
    ensure!(merges.len() == tokens - LEAST, "only {} merges occur twice", merges.len());
    Ok(merges)
}

/// What a kind of text comes to.
#[derive(Default, Clone, Copy)]
struct Sum {
    texts: usize,
    bytes: usize,
    tokens: usize,
}

impl Sum {
    fn add(&mut self, tokenizer: &Tokenizer, text: &str) {
        self.texts += 1;
        self.bytes += text.len();
        self.tokens += tokenizer.encode(text, Special::Plain).len();
    }

    fn mean(self) -> f64 {
        self.tokens as f64 / self.texts.max(1) as f64
    }
}

fn measure(vocabulary: &Vocabulary) -> Result<()> {
    let tokenizer = vocabulary.tokenizer()?;
    println!("{} tokens", vocabulary.tokens().len());
    println!("  domain    bytes/token  tokens a keyframe  an action  a delta");
    let (start, mut all) = (Instant::now(), 0);
    for domain in Domain::ALL {
        // Keyframe, action, delta.
        let mut sums = [Sum::default(); 3];
        for number in 0..60 {
            let kind = if number % 2 == 0 { Kind::Plain } else { Kind::Controlled };
            let Some(drawn) = split::held_out(domain, kind, number) else { continue };
            let mut teller = Teller::new(domain, &drawn, 1.0, Seed::new(number, "measure"))?;
            for _ in 0..STEPS {
                let fresh = teller.is_fresh();
                let mut first = true;
                for segment in teller.take() {
                    let Part::Text(text) = &segment.part else { continue };
                    let sum = if segment.loss { 2 } else { usize::from(!(fresh && first)) };
                    sums[sum].add(&tokenizer, text);
                    first = false;
                }
                teller.step()?;
            }
        }
        let (bytes, tokens) =
            sums.iter().fold((0, 0), |(b, t), sum| (b + sum.bytes, t + sum.tokens));
        all += tokens;
        let [keyframe, action, delta] = sums.map(Sum::mean);
        println!(
            "  {:9} {:11.2} {keyframe:18.0} {action:10.1} {delta:8.1}",
            domain.name(),
            bytes as f64 / tokens as f64,
        );
    }
    println!("  {:.0} tokens/s told and encoded", all as f64 / start.elapsed().as_secs_f64());
    Ok(())
}
