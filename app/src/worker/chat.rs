//! Writing with a model that was not made for worlds: whole observations in a conversation, or the
//! continuation of a plain text.

use crate::{
    protocol::{self, Branch, FailureKind, FromWorker, Speed},
    wire::post,
    worker::{
        breath::Breath,
        card::Head,
        failure::Failure,
        jobs::Cancel,
        js,
        program::{Asked, Text, Writer},
        refusal::Refusal,
        throttle::{READING_MS, Throttle, WRITING_MS},
    },
};
use diorama_model::{
    Executor, Session, Tokenizer,
    chat::{ChatError, ChatOptions, ChatTemplate, Message},
    session::{End, Flow, Observer, Request},
    tokenizer::{Detokenizer, Special},
};
use diorama_world::{Dialect, full};

/// A model's own words: conversations and plain texts to tokens, and back.
pub struct Chat {
    tokenizer: Tokenizer,
    /// A model whose template is unreadable still continues plain text.
    template: Result<ChatTemplate, ChatError>,
}

/// What the model reads.
struct Prompt {
    tokens: Vec<u32>,
    /// The reply's beginning, given rather than written.
    prefix: String,
    /// For an observation, its dialect, which tells when there is no use in writing on.
    dialect: Option<Dialect>,
}

impl Chat {
    fn prompt(&self, text: &Text) -> Result<Prompt, Failure> {
        match *text {
            Text::Observation(branch, action) => self.observation(branch, action),
            Text::Continuation(text) => {
                let tokens = self.tokenizer.encode_prompt(text, Special::Plain);
                if tokens.is_empty() {
                    let words = "There is no text to continue.";
                    return Err(Failure::new(FailureKind::Protocol, words));
                }
                Ok(Prompt { tokens, prefix: String::new(), dialect: None })
            }
        }
    }

    fn observation(&self, branch: &Branch, action: &str) -> Result<Prompt, Failure> {
        let bad = |words: String| Failure::new(FailureKind::BadModel, words);
        let template = self.template.as_ref().map_err(|error| bad(error.to_string()))?;
        let since = branch.since_edit();
        let Branch { scenario, turns, .. } = since.as_ref().unwrap_or(branch);
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
        let mut tokens = template
            .encode(&self.tokenizer, &messages, options)
            .map_err(|error| bad(error.to_string()))?;
        let prefix = full::reply_prefix(scenario);
        tokens.extend(self.tokenizer.encode(&prefix, Special::Plain));
        Ok(Prompt { tokens, prefix, dialect: Some(scenario.dialect) })
    }
}

impl Writer for Chat {
    fn read(head: &Head) -> Result<Self, Failure> {
        let tokenizer = Tokenizer::from_gguf(&head.gguf).map_err(|error| {
            let words = format!("The tokenizer cannot be read: {error}.");
            Failure::new(FailureKind::BadModel, words)
        })?;
        let template = ChatTemplate::from_gguf(&head.gguf, &tokenizer);
        Ok(Self { tokenizer, template })
    }

    async fn write(
        &self,
        session: &mut Session<impl Executor>,
        asked: Asked<'_>,
        breath: &Breath,
        cancel: &Cancel,
    ) -> Result<FromWorker, Refusal> {
        let Prompt { tokens: prompt, prefix, dialect } = self.prompt(&asked.text)?;
        let mut watch = Watch {
            id: asked.id,
            breath,
            cancel,
            detokenizer: self.tokenizer.detokenizer(),
            reply: prefix,
            sent: 0,
            dialect,
            over: false,
            reading: Throttle::every_ms(READING_MS),
            writing: Throttle::every_ms(WRITING_MS),
        };
        let request = Request {
            prompt: &prompt,
            sampler: asked.sampler,
            stop: self.tokenizer.stop_tokens(),
            max_tokens: asked.max_tokens as usize,
        };
        let generation = session.generate(request, &mut watch).await.map_err(Refusal::Broke)?;
        let over = watch.over;
        let end = match generation.end {
            End::StopToken(_) => protocol::End::Complete,
            End::Stopped if over => protocol::End::Complete,
            End::Stopped => protocol::End::Stopped,
            End::MaxTokens => protocol::End::Length,
            End::ContextFull => protocol::End::ContextFull,
        };
        Ok(FromWorker::Stepped {
            id: asked.id,
            reply: watch.finish(),
            outcome: None,
            end,
            speed: Speed {
                prompt_tokens: prompt.len() as u32,
                reused_tokens: generation.reused as u32,
                prefill_ms: generation.read_ms,
                tokens: generation.tokens.len() as u32,
                decode_ms: generation.write_ms,
            },
            tokens: generation.tokens,
        })
    }
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
