//! Which steps are counted together.

use super::Kind;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// Where spans begin: each ends before the next.
const SPANS: [u32; 9] = [0, 1, 2, 4, 8, 16, 32, 64, 128];

/// Which steps are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// All of a domain.
    All,
    /// Those of one kind.
    Kind(Kind),
    /// Those in which so many lines came or went: the beginning of a [`span`].
    Changed(u32),
    /// Those whose longest text that came onto the screen without having stood there, and that is
    /// known from the facts or the action, has so many characters: the beginning of a [`span`].
    Copied(u32),
    /// Those with a control in force; free text goes by `free text`.
    Control(String),
    /// Those of them in which the control made a difference.
    Acts(String),
    /// Those of worlds with a control and an app that were never learned from together.
    Pair,
    /// Those of them in which the control made a difference.
    PairActs,
}

/// The beginning of the span that a number is in: 0, 1, 2, 4, 8, … 128.
pub fn span(number: u64) -> u32 {
    SPANS.iter().rev().copied().find(|&from| u64::from(from) <= number).unwrap_or(0)
}

/// A span from its beginning: `4–7`.
fn show(f: &mut Formatter<'_>, what: &str, from: u32) -> fmt::Result {
    let next = SPANS.iter().find(|&&next| next > from);
    match next {
        Some(&next) if next == from + 1 => f.pad(&format!("{what} {from}")),
        Some(&next) => f.pad(&format!("{what} {from}–{}", next - 1)),
        None => f.pad(&format!("{what} {from}+")),
    }
}

impl Display for Group {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.pad("all"),
            Self::Kind(Kind::Nothing) => f.pad("nothing changes"),
            Self::Kind(Kind::Set) => f.pad("something changes"),
            Self::Kind(Kind::NewScreen) => f.pad("new screen"),
            Self::Changed(from) => show(f, "lines", *from),
            Self::Copied(from) => show(f, "copied text", *from),
            Self::Control(name) => f.pad(name),
            Self::Acts(name) => f.pad(&format!("{name} acts")),
            Self::Pair => f.pad("held-out pair"),
            Self::PairActs => f.pad("held-out pair acts"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_names() {
        let name = |number| Group::Changed(span(number)).to_string();
        let names = [0, 1, 3, 4, 127, 128, u64::MAX].map(name);
        let expected = [
            "lines 0",
            "lines 1",
            "lines 2–3",
            "lines 4–7",
            "lines 64–127",
            "lines 128+",
            "lines 128+",
        ];
        assert_eq!(names, expected);
    }
}
