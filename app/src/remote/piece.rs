//! What stands in one event of a chat completion, or in a whole one that came at once.

use super::words::clean;
use crate::protocol::End;
use serde::Deserialize;
use serde_json::Value;

/// What ends a stream.
const DONE: &str = "[DONE]";

/// What one event says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Piece {
    /// More of the reply.
    pub text: String,
    /// More of the thoughts.
    pub thoughts: String,
    /// Why the reply ended, once it has.
    pub end: Option<End>,
    /// How many tokens there were, once the server says it.
    pub usage: Option<Usage>,
}

/// Tokens as the server counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of the conversation.
    pub prompt: u32,
    /// Of those, the ones that it had read before.
    pub reused: u32,
    /// Of the reply and its thoughts.
    pub written: u32,
}

/// What an event may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Part of a reply.
    Piece(Piece),
    /// The stream is over.
    Done,
    /// The server failed, in its own words; there may be none.
    Failed(String),
    /// Nothing that we understand.
    Unknown,
}

impl Event {
    /// Reads an event's data.
    pub fn read(data: &str) -> Self {
        if data.trim() == DONE {
            return Self::Done;
        }
        let Ok(read) = serde_json::from_str::<Completion>(data) else { return Self::Unknown };
        if let Some(error) = read.error {
            return Self::Failed(said(&error));
        }
        let mut piece = Piece { usage: read.usage.map(Usage::from), ..Piece::default() };
        // More than one choice comes to those who ask for more.
        if let Some(choice) = read.choices.unwrap_or_default().into_iter().next() {
            let Message { content, reasoning_content, reasoning } =
                choice.delta.or(choice.message).unwrap_or_default();
            piece.text = content.unwrap_or_default();
            piece.thoughts = reasoning_content.or(reasoning).unwrap_or_default();
            piece.end = choice.finish_reason.map(|reason| match reason.as_str() {
                "length" => End::Length,
                _ => End::Complete,
            });
        }
        Self::Piece(piece)
    }
}

/// What a server says in the body of a failure: JSON with a message, or plain text.
pub fn complaint(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(value) => said(value.get("error").unwrap_or(&value)),
        // Pages of HTML say nothing that helps.
        Err(_) if body.trim_start().starts_with('<') => String::new(),
        Err(_) => clean(body),
    }
}

/// The words of an error: `{"message": …}` (`OpenAI`, vLLM, llama.cpp), `{"detail": …}` (`FastAPI`)
/// or a text.
fn said(error: &Value) -> String {
    let words = ["message", "detail"].iter().find_map(|name| error.get(name)).unwrap_or(error);
    words.as_str().map_or_else(|| clean(&words.to_string()), clean)
}

/// The parts of a completion that matter; a server may leave any of them out.
#[derive(Deserialize)]
struct Completion {
    choices: Option<Vec<Choice>>,
    usage: Option<Tokens>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    /// In a stream.
    delta: Option<Message>,
    /// In a completion that came at once.
    message: Option<Message>,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Message {
    content: Option<String>,
    /// The name that vLLM, SGLang and llama.cpp use.
    reasoning_content: Option<String>,
    /// The name that newer versions of vLLM use.
    reasoning: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    prompt_tokens: Option<u32>,
    completion_tokens: Option<u32>,
    prompt_tokens_details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    cached_tokens: Option<u32>,
}

impl From<Tokens> for Usage {
    fn from(tokens: Tokens) -> Self {
        let reused = tokens.prompt_tokens_details.and_then(|it| it.cached_tokens);
        Self {
            prompt: tokens.prompt_tokens.unwrap_or_default(),
            reused: reused.unwrap_or_default(),
            written: tokens.completion_tokens.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(data: &str) -> Piece {
        match Event::read(data) {
            Event::Piece(piece) => piece,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pieces_of_the_servers_we_know_are_read() {
        // llama.cpp
        let read = piece(
            r#"{"choices":[{"finish_reason":null,"index":0,"delta":{"content":"I"}}],"created":1}"#,
        );
        assert_eq!(read, Piece { text: "I".into(), ..Piece::default() });
        let read = piece(
            r#"{"choices":[],"usage":{"completion_tokens":8,"prompt_tokens":32,
               "prompt_tokens_details":{"cached_tokens":30}},"timings":{}}"#,
        );
        assert_eq!(read.usage, Some(Usage { prompt: 32, reused: 30, written: 8 }));
        // vLLM, old and new
        for name in ["reasoning_content", "reasoning"] {
            let data = format!(
                r#"{{"choices":[{{"delta":{{"{name}":"Hm","content":null}},"finish_reason":"length"}}],
                   "usage":null}}"#
            );
            let read = piece(&data);
            assert_eq!((read.thoughts.as_str(), read.end), ("Hm", Some(End::Length)));
        }
        // A whole one
        let read = piece(
            r#"{"choices":[{"message":{"role":"assistant","content":"All"},"finish_reason":"stop"}]}"#,
        );
        assert_eq!((read.text.as_str(), read.end), ("All", Some(End::Complete)));
    }

    #[test]
    fn the_end_and_failures_are_told_apart() {
        assert_eq!(Event::read(" [DONE]"), Event::Done);
        let failed = Event::read(r#"{"error":{"message":"too long","type":"x"}}"#);
        assert_eq!(failed, Event::Failed("too long".into()));
        for data in ["", "{", r#"{"choices":[{"delta":{"content":"#, "[]", r#"{"choices":{}}"#] {
            assert_eq!(Event::read(data), Event::Unknown, "{data}");
        }
        let deep = format!("{{\"error\":{}", "[".repeat(100_000));
        assert_eq!(Event::read(&deep), Event::Unknown);
    }

    #[test]
    fn complaints_are_found_in_bodies_of_any_kind() {
        assert_eq!(complaint(r#"{"error":{"message":"no \u202esuch\nmodel"}}"#), "no such model");
        assert_eq!(complaint(r#"{"error":"busy"}"#), "busy");
        assert_eq!(complaint(r#"{"detail":"Not Found"}"#), "Not Found");
        assert_eq!(complaint(r#"{"object":"error","message":"bad"}"#), "bad");
        assert_eq!(complaint("plain\twords"), "plain words");
        assert_eq!(complaint("<!doctype html><title>502</title>"), "");
        assert!(complaint(&"x".repeat(5000)).chars().count() < 400);
    }
}
