//! What can be wrong with a delta or a keyframe.

use crate::{
    control::ControlError,
    domain::UnknownName,
    facts::{FactsError, Kind},
};
use thiserror::Error;

/// Where and why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {flaw}")]
pub struct DeltaError {
    /// 1-based line.
    pub line: usize,
    /// What is wrong.
    #[source]
    pub flaw: Flaw,
}

/// What is wrong with a line, or with a change that cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    /// No such node.
    #[error("there is no node {0}")]
    NoSuchNode(u32),
    /// A range of nodes has to begin and end with siblings, in order.
    #[error("{0} to {1} are not siblings in order")]
    NotSiblings(u32, u32),
    /// A new node has another number than the next.
    #[error("the next node is {expected}, not {found}")]
    NotNext {
        /// The number it has to have.
        expected: u32,
        /// The number it has.
        found: u32,
    },
    /// A new row cannot have this number.
    #[error("the table has a row {0} already")]
    Taken(u32),
    /// A node is deeper than any node before it allows, or than the limit.
    #[error("the node is too deep here")]
    Depth,
    /// There is too much of something.
    #[error("too many {0}")]
    TooMany(&'static str),
    /// The texts come to too much.
    #[error("more than {0} bytes of text")]
    TooLong(usize),
    /// No table has this letter.
    #[error("no table has this letter")]
    NoSuchTable,
    /// The table has no such row.
    #[error("the table has no such row")]
    NoSuchRow,
    /// The table has no such column.
    #[error("the table has no such column")]
    NoSuchColumn,
    /// The text has no such line.
    #[error("the text has no such line")]
    NoSuchLine,
    /// The action has no such text.
    #[error("the action has no such text")]
    NothingTyped,
    /// The node has no value.
    #[error("node {0} has no value")]
    NoValue(u32),
    /// Only cells of text can be referred to.
    #[error("the cell is not text")]
    NotText,
    /// Something else than a number, or not in plain decimal.
    #[error("not a number in plain decimal")]
    Number,
    /// A cell holds something else than its column says.
    #[error("the cell has to hold {0}")]
    Cell(Kind),
    /// Not as many cells as the table has columns.
    #[error("the cells are not those of the table's columns")]
    Cells,
    /// An unknown escape.
    #[error("an unknown escape after \\")]
    Escape,
    /// A line stands where lines of its kind cannot.
    #[error("such a line cannot stand here")]
    Place,
    /// Not a line of the protocol.
    #[error("not a line of the protocol")]
    Unknown,
    /// Not JSON.
    #[error("not JSON")]
    Json,
    /// The text ends too early.
    #[error("the text ends too early")]
    End,
    /// The facts are refused.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// The control is refused.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// The domain is not known.
    #[error(transparent)]
    Domain(#[from] UnknownName),
}
