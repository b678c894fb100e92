//! Writing with a model of whole observations: a step, or the continuation of a plain text.

use crate::{
    protocol::{self, Branch, FailureKind, FromWorker, Speed},
    wire::post,
    worker::{breath::Breath, failure::Failure, jobs::Cancel, js, load::Full, throttle::Throttle},
};
use diorama_model::{
    ExecuteError, Sampler, Sampling,
    chat::{ChatOptions, Message},
    session::{End, Flow, Observer, Request},
    tokenizer::{Detokenizer, Special},
};
use diorama_world::{Dialect, full};

/// Shortest time between two pieces of text sent to the page, in milliseconds.
pub const WRITING_MS: f64 = 33.0;
/// Shortest time between two reports of how far the prompt is read, in milliseconds.
pub const READING_MS: f64 = 100.0;

/// What to write.
pub struct Task {
    id: u64,
    prompt: Vec<u32>,
    /// The reply's beginning, given rather than written.
    prefix: String,
    sampler: Sampler,
    max_tokens: u32,
    /// For an observation, its dialect, which tells when there is no use in writing on.
    dialect: Option<Dialect>,
}

impl Task {
    /// The continuation of a plain text.
    pub fn continuation(
        model: &Full,
        id: u64,
        prompt: &str,
        sampler: Sampler,
        max_tokens: u32,
    ) -> Result<Self, Failure> {
        let prompt = model.tokenizer.encode_prompt(prompt, Special::Plain);
        if prompt.is_empty() {
            return Err(Failure::new(FailureKind::Protocol, "There is no text to continue."));
        }
        Ok(Self { id, prompt, prefix: String::new(), sampler, max_tokens, dialect: None })
    }

    /// The observation after `action`.
    pub fn observation(
        model: &Full,
        id: u64,
        branch: &Branch,
        action: &str,
        sampler: Sampler,
        max_tokens: u32,
    ) -> Result<Self, Failure> {
        let bad = |words: String| Failure::new(FailureKind::BadModel, words);
        let template = model.template.as_ref().map_err(|error| bad(error.to_string()))?;
        let Branch { scenario, turns, .. } = branch;
        let conversation = full::conversation(scenario, turns, action);
        let messages: Vec<Message> = conversation
            .iter()
            .map(|message| Message { role: &message.role, content: &message.content })
            .collect();
        // The prefix begins the answer at once; a model that can think is told not to.
        let options = ChatOptions {
            add_generation_prompt: true,
            thinking: Some(false),
            ..ChatOptions::default()
        };
        let mut prompt = template
            .encode(&model.tokenizer, &messages, options)
            .map_err(|error| bad(error.to_string()))?;
        let prefix = full::reply_prefix(scenario);
        prompt.extend(model.tokenizer.encode(&prefix, Special::Plain));
        Ok(Self { id, prompt, prefix, sampler, max_tokens, dialect: Some(scenario.dialect) })
    }

    /// Writes, and sends what is written as it comes.
    pub async fn run(
        self,
        model: &mut Full,
        breath: &Breath,
        cancel: &Cancel,
    ) -> Result<FromWorker, ExecuteError> {
        let mut watch = Watch {
            id: self.id,
            breath,
            cancel,
            detokenizer: model.tokenizer.detokenizer(),
            reply: self.prefix,
            sent: 0,
            dialect: self.dialect,
            over: false,
            reading: Throttle::every_ms(READING_MS),
            writing: Throttle::every_ms(WRITING_MS),
        };
        let request = Request {
            prompt: &self.prompt,
            sampler: self.sampler,
            stop: model.tokenizer.stop_tokens(),
            max_tokens: self.max_tokens as usize,
        };
        let generation = model.session.generate(request, &mut watch).await?;
        let over = watch.over;
        let end = match generation.end {
            End::StopToken(_) => protocol::End::Complete,
            End::Stopped if over => protocol::End::Complete,
            End::Stopped => protocol::End::Stopped,
            End::MaxTokens => protocol::End::Length,
            End::ContextFull => protocol::End::ContextFull,
        };
        Ok(FromWorker::Stepped {
            id: self.id,
            reply: watch.finish(),
            outcome: None,
            end,
            speed: Speed {
                prompt_tokens: self.prompt.len() as u32,
                reused_tokens: generation.reused as u32,
                prefill_ms: generation.read_ms,
                tokens: generation.tokens.len() as u32,
                decode_ms: generation.write_ms,
            },
            tokens: generation.tokens,
        })
    }
}

/// The sampler that the page asks for.
pub fn sampler(sampling: Sampling) -> Result<Sampler, Failure> {
    Sampler::new(sampling)
        .map_err(|error| Failure::new(FailureKind::Protocol, format!("Sampling: {error}.")))
}

/// Shows the page how far it is, and listens whether to go on.
struct Watch<'a> {
    id: u64,
    breath: &'a Breath,
    cancel: &'a Cancel,
    detokenizer: Detokenizer<'a>,
    /// The reply so far, with its prefix.
    reply: String,
    /// How many of its bytes the page has.
    sent: usize,
    dialect: Option<Dialect>,
    over: bool,
    reading: Throttle,
    writing: Throttle,
}

impl Watch<'_> {
    fn send(&mut self) {
        if let Some(text) = self.reply.get(self.sent..).filter(|text| !text.is_empty()) {
            post(&FromWorker::Writing { id: self.id, text: text.into() });
            self.sent = self.reply.len();
        }
    }

    async fn flow(&self) -> Flow {
        self.breath.if_due().await;
        if self.over || self.cancel.is_cancelled() { Flow::Stop } else { Flow::Continue }
    }

    /// Sends the rest; gives the whole reply.
    fn finish(mut self) -> String {
        self.reply.push_str(&self.detokenizer.clone().finish());
        self.send();
        self.reply
    }
}

impl Observer for Watch<'_> {
    fn now_ms(&self) -> f64 {
        js::now_ms()
    }

    async fn reading(&mut self, done: usize, total: usize) -> Flow {
        if self.reading.ready(js::now_ms()) || done == total {
            let (done, total) = (done as u32, total as u32);
            post(&FromWorker::Reading { id: self.id, done, total });
        }
        self.flow().await
    }

    async fn wrote(&mut self, tokens: &[u32]) -> Flow {
        self.reply.push_str(&self.detokenizer.push_all(tokens));
        if self.writing.ready(js::now_ms()) {
            self.send();
        }
        self.over = self.dialect.is_some_and(|dialect| full::is_over(dialect, &self.reply));
        self.flow().await
    }
}
