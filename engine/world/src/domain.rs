//! The kinds of environment.

use crate::Dialect;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A kind of environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Domain {
    /// A phone, drawn as one.
    Android,
    /// A page in a browser.
    Web,
    /// A desktop with windows.
    Os,
    /// Tools that are called with JSON arguments (Model Context Protocol).
    Mcp,
    /// A search engine and the pages it finds.
    Search,
    /// A shell in a terminal.
    Terminal,
    /// Tools over a software project: read, edit, test.
    Swe,
}

/// A name that no domain or no dialect has.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{given}” is none of {known}")]
pub struct UnknownName {
    /// The name as given.
    pub given: String,
    /// The names there are.
    pub known: String,
}

impl UnknownName {
    pub(crate) fn new<T: fmt::Display>(given: &str, known: &[T]) -> Self {
        let known: Vec<String> = known.iter().map(T::to_string).collect();
        Self { given: given.to_owned(), known: known.join(", ") }
    }
}

impl Domain {
    /// All domains: the drawn ones, then those of text.
    pub const ALL: [Self; 7] =
        [Self::Android, Self::Web, Self::Os, Self::Mcp, Self::Search, Self::Terminal, Self::Swe];

    /// Whether it is drawn as a screen; the others are text.
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::Android | Self::Web | Self::Os)
    }

    /// Its name in files and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Web => "web",
            Self::Os => "os",
            Self::Mcp => "mcp",
            Self::Search => "search",
            Self::Terminal => "terminal",
            Self::Swe => "swe",
        }
    }

    /// The dialects it is described in, the usual one first.
    pub fn dialects(self) -> &'static [Dialect] {
        match self {
            Self::Android => {
                &[Dialect::AndroidJson, Dialect::AndroidPhone, Dialect::AndroidDroidbot]
            }
            Self::Web => &[Dialect::WebPlaywright, Dialect::WebAxtree],
            Self::Os => &[Dialect::OsA11y],
            Self::Mcp => &[Dialect::Mcp],
            Self::Search => &[Dialect::Search],
            Self::Terminal => &[Dialect::Terminal],
            Self::Swe => &[Dialect::Swe],
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Domain {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|domain| domain.name() == name);
        found.ok_or_else(|| UnknownName::new(name, &Self::ALL))
    }
}
