//! A place in a line that is being read.

use super::reader::Flaw;

/// A place in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of a line.
    pub fn new(line: &'a str) -> Self {
        Self { line, at: 0 }
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the next character.
    pub fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Takes `token` if it comes next.
    pub fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    /// Takes `token` or fails.
    pub fn expect(&mut self, token: &str) -> Result<(), Flaw> {
        if self.eat(token) { Ok(()) } else { Err(self.fail(format!("expected “{token}”"))) }
    }

    /// Takes characters as long as they fit.
    pub fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !fits(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Takes a number with an optional sign.
    pub fn integer(&mut self) -> Result<i32, Flaw> {
        let start = *self;
        self.eat("-");
        self.take_while(|c| c.is_ascii_digit());
        let digits = &start.rest()[..self.at - start.at];
        digits.parse().map_err(|_| start.fail("expected a number"))
    }

    /// An error at this place.
    pub fn fail(&self, message: impl Into<String>) -> Flaw {
        Flaw { at: self.at, message: message.into() }
    }
}
