//! Chat templates: a conversation as the one text that the model was trained on.
//!
//! Model files carry a Jinja template (`tokenizer.chat_template`), written for Python's Jinja2 in
//! the environment of the `transformers` library: blocks trimmed, Python's string methods,
//! `raise_exception`, `strftime_now`, a `tojson` that spells as Python does. Files without one get
//! `ChatML`. Templates are untrusted: their length, output, steps and depth are limited. What is
//! not: a template may double a text in memory until there is none left; the process that runs
//! it must be one that can be started again.

mod environment;

use crate::gguf::{Gguf, LookupError, optional};
use crate::tokenizer::{Special, Tokenizer};
use environment::{LimitedWriter, Refusal, environment};
use minijinja::{ErrorKind, Value, context};
use std::borrow::Cow;
use std::error::Error as _;
use thiserror::Error;

const CHAT_TEMPLATE: &str = "tokenizer.chat_template";

/// Longest template in bytes; the longest published are about 30 KB.
const MAX_TEMPLATE: usize = 256 << 10;

/// `ChatML`, for files without a template.
const CHATML: &str = "{% for message in messages %}<|im_start|>{{ message.role }}\n\
    {{ message.content }}<|im_end|>\n{% endfor %}\
    {% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

/// A turn of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// Whose turn: `system`, `user`, `assistant`, or another that the template knows.
    pub role: &'a str,
    /// What was said.
    pub content: &'a str,
}

/// How to render a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChatOptions {
    /// Whether the text ends where the assistant's turn begins.
    pub add_generation_prompt: bool,
    /// What the template hears as `enable_thinking` (Qwen 3); nothing when `None`.
    pub thinking: Option<bool>,
    /// Today, for templates that tell the model (Llama 3); their own default when `None`.
    pub date: Option<Date>,
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year of the common era.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// Why a conversation could not be rendered.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum ChatError {
    /// The template's metadata are of the wrong type.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// The template is too long to be one.
    #[error("the chat template has {0} bytes; at most {MAX_TEMPLATE} are allowed")]
    TooLong(usize),
    /// The template is no Jinja.
    #[error("the chat template cannot be read: {0}")]
    Syntax(String),
    /// The template does not take this conversation, in its own words.
    #[error("the chat template refuses this conversation: {0}")]
    Refused(String),
    /// The template failed or went over a limit.
    #[error("the chat template failed: {0}")]
    Failed(String),
}

/// A chat template and the texts of the tokens it may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatTemplate {
    source: String,
    bos: String,
    eos: String,
}

impl ChatTemplate {
    /// The template of a model file, else `ChatML`.
    pub fn from_gguf(gguf: &Gguf, tokenizer: &Tokenizer) -> Result<Self, ChatError> {
        let source = optional(gguf.string(CHAT_TEMPLATE))?.unwrap_or(CHATML);
        let name = |token: Option<u32>| token.map(|token| tokenizer.token_name(token));
        let (bos, eos) = (name(tokenizer.bos()), name(tokenizer.eos()));
        Self::new(source, bos.unwrap_or_default(), eos.unwrap_or_default())
    }

    /// Checks a template. `bos` and `eos` are the texts of the tokens that begin and end a text.
    pub fn new(source: &str, bos: String, eos: String) -> Result<Self, ChatError> {
        if source.len() > MAX_TEMPLATE {
            return Err(ChatError::TooLong(source.len()));
        }
        environment(None)
            .template_from_str(source)
            .map_err(|error| ChatError::Syntax(error.to_string()))?;
        Ok(Self { source: source.to_owned(), bos, eos })
    }

    /// The conversation as text.
    pub fn render(
        &self,
        messages: &[Message<'_>],
        options: ChatOptions,
    ) -> Result<String, ChatError> {
        let environment = environment(options.date);
        let turns: Vec<Value> = messages
            .iter()
            .map(|message| context! { role => message.role, content => message.content })
            .collect();
        let variables = context! {
            messages => turns,
            add_generation_prompt => options.add_generation_prompt,
            bos_token => self.bos.as_str(),
            eos_token => self.eos.as_str(),
        };
        let variables = match options.thinking {
            Some(enable_thinking) => context! { enable_thinking, ..variables },
            None => variables,
        };
        let mut writer = LimitedWriter::default();
        let template = environment
            .template_from_str(&self.source)
            .map_err(|error| ChatError::Syntax(error.to_string()))?;
        match template.render_captured_to(variables, &mut writer) {
            Ok(_) => Ok(writer.into_text()),
            Err(error) => Err(failure(&error)),
        }
    }

    /// The conversation as tokens. Names of control tokens in the messages are text: only the
    /// template writes control tokens.
    pub fn encode(
        &self,
        tokenizer: &Tokenizer,
        messages: &[Message<'_>],
        options: ChatOptions,
    ) -> Result<Vec<u32>, ChatError> {
        let contents: Vec<Cow<str>> =
            messages.iter().map(|message| tokenizer.shield(message.content)).collect();
        let shielded: Vec<Message> = messages
            .iter()
            .zip(&contents)
            .map(|(message, content)| Message { role: message.role, content })
            .collect();
        let text = self.render(&shielded, options)?;
        Ok(tokenizer.encode_prompt(&text, Special::Parse))
    }
}

/// What went wrong while rendering.
fn failure(error: &minijinja::Error) -> ChatError {
    let mut cause = error.source();
    while let Some(source) = cause {
        if let Some(Refusal(message)) = source.downcast_ref() {
            return ChatError::Refused(message.clone());
        }
        cause = source.source();
    }
    match error.kind() {
        ErrorKind::WriteFailure => ChatError::Failed("its text is too long".into()),
        _ => ChatError::Failed(error.to_string()),
    }
}

#[cfg(test)]
mod tests;
