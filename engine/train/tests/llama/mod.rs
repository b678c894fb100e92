//! Comparing with llama.cpp, as the npm package node-llama-cpp has it.

use diorama_model::{
    Decoder, Executor, Gguf, Tokenizer, cpu::CpuExecutor, source::FileSource, tokenizer::Special,
};
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
/// Where the best two tokens are closer than this, llama.cpp's rounding may swap them: it rounds
/// what it multiplies weights with to F16 or to the 8 bits of `Q8_0`.
pub const TIE: f32 = 0.2;
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
    cache: &'static str,
    limit: usize,
    prompts: &'a [Prompt],
}

/// A model file, and what llama.cpp writes with it.
pub struct Golden {
    /// The file.
    pub source: FileSource,
    /// Its head.
    pub file: Gguf,
    /// The steps that it was asked for, the shortest first.
    pub prompts: Vec<Prompt>,
    /// What follows each prompt.
    written: Vec<Vec<u32>>,
}

impl Golden {
    /// Asks llama.cpp for the last step of each of `walks` walks in each domain, where it fits into
    /// what the model can read.
    pub fn ask(model: &Path, walks: u64) -> Self {
        let source =
            FileSource::open(model).unwrap_or_else(|error| panic!("{}: {error}", model.display()));
        let file = pollster::block_on(Gguf::read(&source)).unwrap();
        let mut prompts = prompts(&Tokenizer::from_gguf(&file).unwrap(), walks);
        let context = Decoder::from_gguf(&file).unwrap().context as usize;
        prompts.retain(|prompt| prompt.tokens.len() + LIMIT <= context);
        prompts.sort_by_key(|prompt| prompt.tokens.len());
        let written = written(model, &prompts);
        Self { source, file, prompts, written }
    }

    /// The model in the file.
    pub fn decoder(&self) -> Decoder {
        Decoder::from_gguf(&self.file).unwrap()
    }

    /// Tokens that an executor needs room for.
    pub fn capacity(&self) -> usize {
        self.prompts.iter().map(|prompt| prompt.tokens.len()).max().unwrap() + LIMIT
    }

    /// The model on the CPU.
    pub async fn on_cpu(&self) -> CpuExecutor {
        let (decoder, capacity) = (self.decoder(), self.capacity());
        CpuExecutor::load(&self.source, &self.file, decoder, capacity, |_, _| ()).await.unwrap()
    }

    /// Follows llama.cpp. Where the executor's best token is another, its logit must be less than
    /// `tie` above the other's, and both go on with llama.cpp's.
    pub async fn agrees_with(&self, mut executor: impl Executor, tie: f32) {
        let mut same = 0;
        let mut gaps = Vec::new();
        for (prompt, written) in self.prompts.iter().zip(&self.written) {
            let before = gaps.len();
            executor.truncate(0);
            executor.feed(&prompt.tokens).await.unwrap();
            for &token in written {
                let logits = executor.logits().await.unwrap();
                let best = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let gap = best - logits[token as usize];
                if gap > 0.0 {
                    gaps.push(gap);
                }
                executor.feed(&[token]).await.unwrap();
            }
            same += usize::from(gaps.len() == before);
        }
        let device = executor.device();
        println!("{device}: the same on {same} of {}; gaps {gaps:?}", self.prompts.len());
        assert!(gaps.iter().all(|&gap| gap < tie));
    }
}

/// Steps of held-out worlds: the last of as many walks in each domain, each a step longer than the
/// one before.
fn prompts(tokenizer: &Tokenizer, walks: u64) -> Vec<Prompt> {
    let walks = Domain::ALL.into_iter().flat_map(|domain| (0..walks).map(move |n| (domain, n)));
    walks.map(|(domain, n)| prompt(domain, n, tokenizer)).collect()
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
            Part::Marker(marker) => {
                prompt.tokens.extend(tokenizer.encode(marker.text(), Special::Parse));
            }
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

/// What llama.cpp writes after each prompt, with keys and values kept in full. Its tokens of the
/// prompts' texts must be ours.
fn written(model: &Path, prompts: &[Prompt]) -> Vec<Vec<u32>> {
    let file = model.with_extension(format!("{}.json", std::process::id()));
    let file = temp_dir().join(file.file_name().unwrap());
    let question = Question { model, cache: "F32", limit: LIMIT, prompts };
    fs::write(&file, serde_json::to_vec(&question).unwrap()).unwrap();
    let package = cache_folder().join(PACKAGE);
    assert!(package.exists(), "{}: run `cargo xtask setup --test`", package.display());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../train/tests/llama/ask.mjs");
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

fn cache_folder() -> PathBuf {
    let home = var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let caches = var_os("XDG_CACHE_HOME").map_or_else(|| home.join(".cache"), PathBuf::from);
    var_os("DIORAMA_CACHE").map_or_else(|| caches.join("diorama"), PathBuf::from)
}
