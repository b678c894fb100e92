//! The language of the projects: functions over whole numbers, written as in Python.

mod expression;
mod module;
mod run;

pub(super) use module::{Module, parse};
pub(super) use run::{Failure, Program};

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    Number(i64),
    Name(String),
    Not(Box<Expression>),
    Minus(Box<Expression>),
    Two(Operator, Box<Expression>, Box<Expression>),
    Call(String, Vec<Expression>),
}

/// What stands between two expressions, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    AtMost,
    AtLeast,
    Less,
    More,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A statement, with the number of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    number: usize,
    does: Statement,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Statement {
    Pass,
    Return(Expression),
    Set(String, Expression),
    Assert(Expression),
    If(Expression, Vec<Line>, Vec<Line>),
    While(Expression, Vec<Line>),
    For { name: String, from: Expression, to: Expression, body: Vec<Line> },
    Do(Expression),
}

/// A function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function {
    pub name: String,
    parameters: Vec<String>,
    body: Vec<Line>,
}
