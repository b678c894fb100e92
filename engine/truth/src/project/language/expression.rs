//! Reading expressions.

use super::{Expression, Operator};

/// Deepest nesting.
const MAX_DEPTH: usize = 32;

/// Longest expression in bytes; bounds how deep operators nest.
const MAX_LENGTH: usize = 120;

/// What is wrong with a text that should be an expression.
const INVALID: &str = "invalid syntax";

/// Operators by how tightly they bind; longer spellings before those they begin with.
const LEVELS: [&[(&str, Operator)]; 5] = [
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("<", Operator::Less),
        (">", Operator::More),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("//", Operator::Divide), ("%", Operator::Remainder)],
];

impl Operator {
    /// How it is written.
    pub fn spelling(self) -> &'static str {
        let mut all = LEVELS.iter().flat_map(|level| level.iter());
        all.find(|(_, this)| *this == self).map_or("?", |(spelling, _)| spelling)
    }
}

/// Reads a text that is one expression.
pub(super) fn read(text: &str) -> Result<Expression, String> {
    if text.len() > MAX_LENGTH {
        return Err("expression too long".to_owned());
    }
    let mut reader = Reader { rest: text.trim_start(), depth: 0 };
    let expression = reader.level(0)?;
    if reader.rest.is_empty() { Ok(expression) } else { Err(INVALID.to_owned()) }
}

/// What is not read yet; never begins with space.
struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl Reader<'_> {
    fn eat(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(token) else { return false };
        // A word is no part of a longer one.
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if token.starts_with(letter) && rest.starts_with(letter) {
            return false;
        }
        self.rest = rest.trim_start();
        true
    }

    fn level(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.single() };
        if level == 2 && self.eat("not") {
            return self.deeper(|reader| Ok(Expression::Not(Box::new(reader.level(2)?))));
        }
        let mut left = self.level(level + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(token, _)| self.eat(token)) {
            let right = self.level(level + 1)?;
            left = Expression::Two(*operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expression, String>,
    ) -> Result<Expression, String> {
        if self.depth >= MAX_DEPTH {
            return Err("too many nested parentheses".to_owned());
        }
        self.depth += 1;
        let expression = read(self)?;
        self.depth -= 1;
        Ok(expression)
    }

    fn single(&mut self) -> Result<Expression, String> {
        if self.eat("-") {
            return self.deeper(|reader| Ok(Expression::Minus(Box::new(reader.single()?))));
        }
        if self.eat("(") {
            let inner = self.deeper(|reader| reader.level(0))?;
            return if self.eat(")") { Ok(inner) } else { Err("'(' was never closed".to_owned()) };
        }
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if word.is_empty() || ["and", "or", "not", "if", "in"].contains(&word) {
            return Err(INVALID.to_owned());
        }
        self.rest = rest.trim_start();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word.parse().map(Expression::Number).map_err(|_| INVALID.to_owned());
        }
        if !self.eat("(") {
            return Ok(match word {
                "True" => Expression::Number(1),
                "False" => Expression::Number(0),
                word => Expression::Name(word.to_owned()),
            });
        }
        let word = word.to_owned();
        self.deeper(|reader| {
            let mut values = Vec::new();
            while !reader.eat(")") {
                values.push(reader.level(0)?);
                if !reader.eat(",") && !reader.rest.starts_with(')') {
                    return Err("'(' was never closed".to_owned());
                }
            }
            Ok(Expression::Call(word, values))
        })
    }
}
