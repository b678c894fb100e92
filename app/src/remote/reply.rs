//! A reply as it grows.

use super::piece::{Piece, Usage};
use crate::protocol::{End, Speed};
use thiserror::Error;

/// Longest reply in bytes, and as much again for thoughts: no context of today holds more.
const LONGEST: usize = 1 << 20;

/// A reply that goes over the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the reply is longer than {} bytes", LONGEST)]
pub struct TooLong;

/// A reply so far.
#[derive(Debug)]
pub struct Reply {
    /// What the model says.
    pub text: String,
    /// What it thinks, where the server tells that apart.
    pub thoughts: String,
    /// Why it ended, once it has.
    pub end: Option<End>,
    usage: Usage,
    /// When it was asked for and when it began, in milliseconds.
    asked: f64,
    began: Option<f64>,
    /// Bytes of text and of thoughts that the page has.
    sent: (usize, usize),
}

impl Reply {
    /// A reply that is asked for now.
    pub fn new(now: f64) -> Self {
        Self {
            text: String::new(),
            thoughts: String::new(),
            end: None,
            usage: Usage::default(),
            asked: now,
            began: None,
            sent: (0, 0),
        }
    }

    /// Takes in what came now.
    pub fn take(&mut self, piece: &Piece, now: f64) -> Result<(), TooLong> {
        for (whole, more) in [(&mut self.text, &piece.text), (&mut self.thoughts, &piece.thoughts)]
        {
            if whole.len() + more.len() > LONGEST {
                return Err(TooLong);
            }
            whole.push_str(more);
        }
        if self.began.is_none() && !self.is_empty() {
            self.began = Some(now);
        }
        self.end = piece.end.or(self.end);
        self.usage = piece.usage.unwrap_or(self.usage);
        Ok(())
    }

    /// Whether nothing was written or thought yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.thoughts.is_empty()
    }

    /// What came of text and of thoughts since this was asked last, if anything.
    pub fn news(&mut self) -> Option<(String, String)> {
        let (text, thoughts) = (&self.text[self.sent.0..], &self.thoughts[self.sent.1..]);
        if text.is_empty() && thoughts.is_empty() {
            return None;
        }
        let news = (text.to_owned(), thoughts.to_owned());
        self.sent = (self.text.len(), self.thoughts.len());
        Some(news)
    }

    /// How fast it went until now. Where the server does not count tokens there are none.
    pub fn speed(&self, now: f64) -> Speed {
        let began = self.began.unwrap_or(now);
        Speed {
            prompt_tokens: self.usage.prompt,
            reused_tokens: self.usage.reused.min(self.usage.prompt),
            prefill_ms: began - self.asked,
            tokens: self.usage.written,
            decode_ms: now - began,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, thoughts: &str) -> Piece {
        Piece { text: text.into(), thoughts: thoughts.into(), ..Piece::default() }
    }

    #[test]
    fn pieces_add_up_and_are_told_once() {
        let mut reply = Reply::new(100.0);
        reply.take(&Piece::default(), 150.0).unwrap();
        assert_eq!(reply.news(), None);
        reply.take(&piece("", "Hm, ä"), 200.0).unwrap();
        reply.take(&piece("a", ""), 300.0).unwrap();
        assert_eq!(reply.news(), Some(("a".into(), "Hm, ä".into())));
        assert_eq!(reply.news(), None);
        let usage = Usage { prompt: 10, reused: 40, written: 4 };
        let last = Piece { end: Some(End::Length), usage: Some(usage), ..Piece::default() };
        reply.take(&last, 500.0).unwrap();
        assert_eq!(reply.end, Some(End::Length));
        let speed = reply.speed(500.0);
        assert_eq!((speed.prefill_ms, speed.decode_ms), (100.0, 300.0));
        assert_eq!((speed.prompt_tokens, speed.reused_tokens, speed.tokens), (10, 10, 4));
    }

    #[test]
    fn a_reply_without_end_is_given_up() {
        let mut reply = Reply::new(0.0);
        let long = piece("", &"x".repeat(LONGEST / 2));
        reply.take(&long, 1.0).unwrap();
        reply.take(&long, 1.0).unwrap();
        assert_eq!(reply.take(&piece("", "x"), 1.0), Err(TooLong));
    }
}
