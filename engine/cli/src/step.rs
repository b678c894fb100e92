//! `diorama step`: predicts one step of a scenario.

mod plan;
mod report;

use crate::{
    choice::Choice,
    model::{Backend, Model},
};
use anyhow::{Context, Result};
use clap::Args;
use diorama_model::{
    Executor,
    chat::{ChatOptions, ChatTemplate, Message},
    session::{Flow, Observer, Request, Session},
    tokenizer::{Detokenizer, Special},
};
use diorama_world::{Dialect, full};
use plan::Plan;
use report::Report;
use std::{
    io::{Write, stdout},
    path::PathBuf,
    time::Instant,
};

/// Arguments of `diorama step`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The world, a scenario file.
    #[arg(long)]
    scenario: PathBuf,
    /// The model, a GGUF file.
    #[arg(long)]
    model: PathBuf,
    /// What is done, as the dialect spells it. Without it, the next step of the trace is done.
    #[arg(long, required_unless_present = "trace")]
    action: Option<String>,
    /// A recorded walk; its steps are what happened before.
    #[arg(long)]
    trace: Option<PathBuf>,
    /// Take only so many steps of the trace. All of them if nothing is said, or all but the last
    /// when no action is given.
    #[arg(long, requires = "trace", value_name = "STEPS")]
    after: Option<usize>,
    /// Let the model think before it answers, instead of beginning the observation for it.
    #[arg(long)]
    think: bool,
    /// Tokens to write at most.
    #[arg(long, default_value_t = 1024)]
    max_tokens: usize,
    #[command(flatten)]
    choice: Choice,
    /// Where to run the model.
    #[arg(long, value_enum, default_value = "cpu")]
    backend: Backend,
    /// Print one JSON object at the end instead of the reply as it comes.
    #[arg(long)]
    json: bool,
}

/// Loads world and model, predicts, and prints what came of it.
pub fn run(arguments: &Arguments) -> Result<()> {
    pollster::block_on(step(arguments))
}

async fn step(arguments: &Arguments) -> Result<()> {
    let Arguments { backend, max_tokens, think, .. } = *arguments;
    let plan = Plan::read(
        &arguments.scenario,
        arguments.trace.as_deref(),
        arguments.after,
        arguments.action.as_deref(),
    )?;
    let sampler = arguments.choice.sampler()?;
    let model = Model::open(&arguments.model).await?;
    let tokenizer = &model.tokenizer;
    let template = ChatTemplate::from_gguf(&model.file, tokenizer)?;
    let conversation = full::conversation(&plan.scenario, &plan.turns, &plan.action);
    let messages: Vec<Message<'_>> =
        conversation.iter().map(|m| Message { role: &m.role, content: &m.content }).collect();
    let options =
        ChatOptions { add_generation_prompt: true, thinking: Some(think), ..Default::default() };
    let mut prompt = template.encode(tokenizer, &messages, options)?;
    let prefix = if think { String::new() } else { full::reply_prefix(&plan.scenario) };
    prompt.extend(tokenizer.encode(&prefix, Special::Plain));

    let context = prompt.len().saturating_add(max_tokens);
    let mut session = Session::new(model.load(backend, context).await?);
    let mut writer = Writer {
        start: Instant::now(),
        detokenizer: tokenizer.detokenizer(),
        dialect: plan.scenario.dialect,
        reply: String::new(),
        shown: !arguments.json,
    };
    writer.append(&prefix).context("standard output")?;
    let request = Request { prompt: &prompt, sampler, stop: tokenizer.stop_tokens(), max_tokens };
    let generation = session.generate(request, &mut writer).await?;
    let place = (backend, session.executor().device().to_owned());
    let report = Report::new(&plan, &writer.reply, prompt.len(), &generation, place);
    let mut out = stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        report.print(&mut out)?;
    }
    Ok(())
}

/// Collects the reply, shows it as it comes, and stops where going on is no use.
struct Writer<'a> {
    start: Instant,
    detokenizer: Detokenizer<'a>,
    dialect: Dialect,
    reply: String,
    shown: bool,
}

impl Writer<'_> {
    fn append(&mut self, text: &str) -> std::io::Result<()> {
        self.reply.push_str(text);
        if self.shown {
            let mut out = stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
        Ok(())
    }
}

impl Observer for Writer<'_> {
    fn now_ms(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1000.0
    }

    async fn reading(&mut self, _: usize, _: usize) -> Flow {
        Flow::Continue
    }

    async fn wrote(&mut self, tokens: &[u32]) -> Flow {
        let text = self.detokenizer.push_all(tokens);
        // Whoever reads the output may have gone away.
        let gone = self.append(&text).is_err();
        if gone || full::is_over(self.dialect, &self.reply) { Flow::Stop } else { Flow::Continue }
    }
}
