//! A language model asked for observations, in the `full` protocol.

use crate::model::{AnyExecutor, Backend, Model};
use anyhow::Result;
use diorama_model::{
    Sampler,
    chat::{ChatOptions, ChatTemplate, Message},
    session::{Flow, Generation, Observer, Request, Session},
    tokenizer::{Detokenizer, Special},
};
use diorama_world::{
    Dialect, Scenario,
    full::{self, Form},
};
use std::{
    io::{Write, stdout},
    path::Path,
    time::Instant,
};

/// A model file, its chat template, and how it is asked.
pub struct WorldModel {
    model: Model,
    template: ChatTemplate,
    think: bool,
}

/// A question: the tokens to read, and the text that the reply was begun with.
pub struct Question {
    /// The tokens, those of the prefix included.
    pub tokens: Vec<u32>,
    prefix: String,
    dialect: Dialect,
}

/// An answer.
pub struct Answer {
    /// Everything the model wrote, and what was written for it.
    pub reply: String,
    /// How it was written.
    pub generation: Generation,
}

impl WorldModel {
    /// Reads the head of a model file. With `think`, the model may think before it answers.
    pub async fn open(path: &Path, think: bool) -> Result<Self> {
        let model = Model::open(path).await?;
        let template = ChatTemplate::from_gguf(&model.file, &model.tokenizer)?;
        Ok(Self { model, template, think })
    }

    /// Asks for the observation after an action.
    pub fn question(
        &self,
        scenario: &Scenario,
        turns: &[full::Turn],
        action: &str,
    ) -> Result<Question> {
        let tokenizer = &self.model.tokenizer;
        // Thoughts are no part of the history, so with them no cache holds what was written.
        let form = if self.think { Form::Published } else { Form::Cached };
        let conversation = full::conversation_in(form, scenario, turns, action);
        let messages: Vec<Message<'_>> =
            conversation.iter().map(|m| Message { role: &m.role, content: &m.content }).collect();
        let thinking = Some(self.think);
        let options = ChatOptions { add_generation_prompt: true, thinking, ..Default::default() };
        let mut tokens = self.template.encode(tokenizer, &messages, options)?;
        let prefix = if self.think { String::new() } else { full::reply_prefix(scenario) };
        tokens.extend(tokenizer.encode(&prefix, Special::Plain));
        Ok(Question { tokens, prefix, dialect: scenario.dialect })
    }

    /// Loads the weights, with room for `context` tokens.
    pub async fn load(&self, backend: Backend, context: usize) -> Result<Session<AnyExecutor>> {
        Ok(Session::new(self.model.load(backend, context).await?))
    }

    /// Has a question answered; shows the reply as it comes if `shown`.
    pub async fn answer(
        &self,
        session: &mut Session<AnyExecutor>,
        question: &Question,
        sampler: Sampler,
        max_tokens: usize,
        shown: bool,
    ) -> Result<Answer> {
        let tokenizer = &self.model.tokenizer;
        let mut writer = Writer {
            start: Instant::now(),
            detokenizer: tokenizer.detokenizer(),
            dialect: question.dialect,
            reply: String::new(),
            shown,
        };
        writer.append(&question.prefix)?;
        let stop = tokenizer.stop_tokens();
        let request = Request { prompt: &question.tokens, sampler, stop, max_tokens };
        let generation = session.generate(request, &mut writer).await?;
        Ok(Answer { reply: writer.reply, generation })
    }
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
