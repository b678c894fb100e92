//! `diorama generate`: continues a text.

use crate::{
    choice::Choice,
    model::{Backend, Model},
};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use diorama_model::{
    Executor,
    session::{Flow, Observer, Request, Session},
    tokenizer::{Detokenizer, Special},
};
use serde::Serialize;
use std::{
    io::{Write, stdout},
    path::PathBuf,
    time::Instant,
};

/// Arguments of `diorama generate`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The model, a GGUF file.
    model: PathBuf,
    /// The text to continue; names of control tokens count as such.
    #[arg(long, required_unless_present = "prompt_file", conflicts_with = "prompt_file")]
    prompt: Option<String>,
    /// A file with the text to continue.
    #[arg(long)]
    prompt_file: Option<PathBuf>,
    /// Tokens to write at most.
    #[arg(long, default_value_t = 128)]
    max_tokens: usize,
    #[command(flatten)]
    choice: Choice,
    /// Where to run the model.
    #[arg(long, value_enum, default_value = "cpu")]
    backend: Backend,
    /// Begin with the token for the beginning of a text even if the model does not ask for it.
    #[arg(long)]
    bos: bool,
    /// Print one JSON object at the end instead of the text as it comes.
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Report {
    /// Tokens of the prompt.
    prompt_tokens: usize,
    /// The tokens written.
    tokens: Vec<u32>,
    /// Their text.
    text: String,
    prefill_ms: f64,
    decode_ms: f64,
    /// Tokens written in a second.
    tokens_per_s: f64,
    backend: Backend,
    /// The device's name.
    adapter: String,
}

/// Loads the model and continues the text.
pub fn run(arguments: &Arguments) -> Result<()> {
    pollster::block_on(generate(arguments))
}

async fn generate(arguments: &Arguments) -> Result<()> {
    let Arguments { backend, max_tokens, .. } = *arguments;
    let sampler = arguments.choice.sampler()?;
    let text = arguments.text()?;
    let model = Model::open(&arguments.model).await?;
    let tokenizer = &model.tokenizer;
    let mut prompt = tokenizer.encode_prompt(&text, Special::Parse);
    if let Some(bos) = tokenizer.bos().filter(|_| arguments.bos)
        && prompt.first() != Some(&bos)
    {
        prompt.insert(0, bos);
    }
    ensure!(!prompt.is_empty(), "the prompt has no tokens; --bos gives it one");
    let context = prompt.len().saturating_add(max_tokens);
    let mut session = Session::new(model.load(backend, context).await?);
    let stop = tokenizer.stop_tokens();
    let request = Request { prompt: &prompt, sampler, stop, max_tokens };
    let detokenizer = (!arguments.json).then(|| tokenizer.detokenizer());
    let mut writer = Writer { start: Instant::now(), detokenizer };
    let generation = session.generate(request, &mut writer).await?;
    let mut out = stdout().lock();
    if arguments.json {
        let report = Report {
            prompt_tokens: prompt.len(),
            text: tokenizer.decode(&generation.tokens),
            prefill_ms: generation.read_ms,
            decode_ms: generation.write_ms,
            tokens_per_s: generation.tokens.len() as f64 / generation.write_ms * 1000.0,
            tokens: generation.tokens,
            backend,
            adapter: session.executor().device().to_owned(),
        };
        serde_json::to_writer_pretty(&mut out, &report)?;
    }
    writeln!(out)?;
    Ok(())
}

impl Arguments {
    /// The text to continue.
    fn text(&self) -> Result<String> {
        match (&self.prompt, &self.prompt_file) {
            (Some(text), _) => Ok(text.clone()),
            (None, Some(path)) => {
                std::fs::read_to_string(path).with_context(|| path.display().to_string())
            }
            (None, None) => bail!("neither a prompt nor a file with one"),
        }
    }
}

/// Prints the text as it comes, and tells the time.
struct Writer<'a> {
    start: Instant,
    /// `None` prints nothing.
    detokenizer: Option<Detokenizer<'a>>,
}

impl Observer for Writer<'_> {
    fn now_ms(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1000.0
    }

    async fn reading(&mut self, _done: usize, _total: usize) -> Flow {
        Flow::Continue
    }

    async fn wrote(&mut self, tokens: &[u32]) -> Flow {
        let Some(detokenizer) = &mut self.detokenizer else { return Flow::Continue };
        let mut out = stdout().lock();
        let written = out.write_all(detokenizer.push_all(tokens).as_bytes());
        // When nobody reads any more there is no reason to go on.
        if written.and_then(|()| out.flush()).is_ok() { Flow::Continue } else { Flow::Stop }
    }
}
