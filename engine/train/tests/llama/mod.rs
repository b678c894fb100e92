//! Comparing with llama.cpp, as the npm package node-llama-cpp has it.

use diorama_model::{Executor, Tokenizer, tokenizer::Special};
use diorama_train::vocabulary::id;
use diorama_truth::{
    Walk,
    split::{self, Kind},
};
use diorama_world::{
    Domain,
    delta::{Context, context::Part},
};
use serde::{Deserialize, Serialize};
use std::{
    env::{temp_dir, var_os},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The package that `cargo xtask setup --test` brings.
const PACKAGE: &str = "tools/node-llama-cpp-3.22.1/node_modules";
/// Tokens that are written at most.
const LIMIT: usize = 40;

/// A held-out step that is to be predicted.
#[derive(Debug, Serialize)]
pub struct Prompt {
    /// Its texts, without the markers.
    texts: Vec<String>,
    /// All of it.
    whole: String,
    /// The tokens of all of it.
    tokens: Vec<u32>,
    /// The tokens of each text.
    #[serde(skip)]
    parts: Vec<Vec<u32>>,
}

/// What llama.cpp makes of a prompt.
#[derive(Debug, Deserialize)]
struct Answer {
    texts: Vec<Vec<u32>>,
    whole: Vec<u32>,
    written: Vec<u32>,
}

#[derive(Serialize)]
struct Question<'a> {
    model: &'a Path,
    cache: &'a str,
    limit: usize,
    prompts: &'a [Prompt],
}

/// How near an executor comes to llama.cpp.
#[derive(Debug)]
pub struct Agreement {
    /// Prompts after which it writes the very same.
    pub same: usize,
    /// Where it writes another token: by how much the logit of its own is above the other's.
    pub gaps: Vec<f32>,
}

/// Steps of held-out worlds: the last of as many walks in each domain, each a step longer than the
/// one before.
pub fn prompts(tokenizer: &Tokenizer, walks: u64) -> Vec<Prompt> {
    let walks = Domain::ALL.into_iter().flat_map(|domain| (0..walks).map(move |n| (domain, n)));
    walks.map(|(domain, n)| prompt(domain, n, tokenizer)).collect()
}

/// Tokens that an executor needs room for.
pub fn capacity(prompts: &[Prompt]) -> usize {
    prompts.iter().map(|prompt| prompt.tokens.len()).max().unwrap_or_default() + LIMIT
}

fn prompt(domain: Domain, n: u64, tokenizer: &Tokenizer) -> Prompt {
    let kind = if n == 0 { Kind::Plain } else { Kind::Controlled };
    let drawn = split::held_out(domain, kind, n).unwrap();
    let mut walk = Walk::new(domain, drawn.seed, &drawn.controls);
    let at = walk.environment();
    let mut context = Context::new(domain, &drawn.controls, at.facts(), at.screen()).unwrap();
    for _ in 0..n {
        let action = walk.suggest();
        walk.step(&action);
        context.act(&action).unwrap();
        let at = walk.environment();
        context.show(at.facts(), at.screen()).unwrap();
    }
    context.act(&walk.suggest()).unwrap();
    let mut prompt = Prompt {
        texts: Vec::new(),
        whole: context.to_string(),
        tokens: Vec::new(),
        parts: Vec::new(),
    };
    for segment in context.segments() {
        match &segment.part {
            Part::Marker(marker) => prompt.tokens.push(id(*marker)),
            Part::Text(text) => {
                let tokens = tokenizer.encode(text, Special::Plain);
                prompt.tokens.extend(&tokens);
                prompt.texts.push(text.clone());
                prompt.parts.push(tokens);
            }
        }
    }
    prompt
}

/// What llama.cpp writes after each prompt, with keys and values kept as `cache`. Its tokens of the
/// prompts' texts must be ours.
pub fn written(model: &Path, cache: &str, prompts: &[Prompt]) -> Vec<Vec<u32>> {
    let file = model.with_extension(format!("{}.json", std::process::id()));
    let file = temp_dir().join(file.file_name().unwrap());
    let question = Question { model, cache, limit: LIMIT, prompts };
    fs::write(&file, serde_json::to_vec(&question).unwrap()).unwrap();
    let package = cache_folder().join(PACKAGE);
    assert!(package.exists(), "{}: run `cargo xtask setup --test`", package.display());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/llama/ask.mjs");
    let mut node = Command::new("node");
    let output = node.arg(script).arg(package).arg(&file).stderr(Stdio::inherit()).output();
    fs::remove_file(&file).unwrap();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", output.status);
    let answers: Vec<Answer> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), prompts.len());
    let pairs = prompts.iter().zip(answers);
    pairs
        .map(|(prompt, answer)| {
            assert_eq!(answer.texts, prompt.parts, "{}", prompt.whole);
            assert_eq!(answer.whole, prompt.tokens, "{}", prompt.whole);
            assert!(!answer.written.is_empty());
            answer.written
        })
        .collect()
}

/// Follows llama.cpp: where the executor's best token is another, both go on with llama.cpp's.
pub fn follow(executor: &mut impl Executor, prompts: &[Prompt], written: &[Vec<u32>]) -> Agreement {
    let mut agreement = Agreement { same: 0, gaps: Vec::new() };
    pollster::block_on(async {
        for (prompt, written) in prompts.iter().zip(written) {
            let before = agreement.gaps.len();
            executor.truncate(0);
            executor.feed(&prompt.tokens).await.unwrap();
            for &token in written {
                let logits = executor.logits().await.unwrap();
                let best = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let gap = best - logits[token as usize];
                if gap > 0.0 {
                    agreement.gaps.push(gap);
                }
                executor.feed(&[token]).await.unwrap();
            }
            agreement.same += usize::from(agreement.gaps.len() == before);
        }
    });
    agreement
}

fn cache_folder() -> PathBuf {
    let home = var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let caches = var_os("XDG_CACHE_HOME").map_or_else(|| home.join(".cache"), PathBuf::from);
    var_os("DIORAMA_CACHE").map_or_else(|| caches.join("diorama"), PathBuf::from)
}
