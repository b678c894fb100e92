//! The text formats of observations and actions, one module each.

mod android;
mod aria;
mod axtree;
mod call;
mod cursor;
mod json;
mod kinds;
mod os;
mod reader;
mod text;
mod web;

use crate::{Action, Domain, Role, Screen, action::ActionError, domain::UnknownName};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// A text format of observations and actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Android element list; actions are JSON objects.
    AndroidJson,
    /// Android as DroidRun tells it: the phone's state, then its elements; actions are tool calls.
    AndroidPhone,
    /// Android as DroidBot tells it: an indented tree; actions are short commands.
    AndroidDroidbot,
    /// Playwright's accessibility snapshot; actions are tool calls.
    WebPlaywright,
    /// The accessibility tree of BrowserGym and WebArena; actions are calls.
    WebAxtree,
    /// A tab-separated accessibility tree of a desktop; actions are pyautogui calls.
    OsA11y,
    /// A terminal's screen; actions are keystrokes.
    Terminal,
    /// What tools answer; actions are tool calls in JSON.
    Mcp,
    /// Result lists and pages; actions are queries.
    Search,
    /// What a programmer's tools answer; actions are tool calls in JSON.
    Swe,
}

/// Longest observation that is read, in bytes.
pub const MAX_TEXT: usize = 1 << 20;
/// Longest action that is read, in bytes.
pub const MAX_ACTION: usize = 1 << 18;
/// Most nodes on a screen.
pub const MAX_NODES: usize = 20_000;
/// Deepest nesting of nodes.
pub const MAX_DEPTH: usize = 256;
/// Most attributes of a node.
pub const MAX_ATTRIBUTES: usize = 64;
/// Most problems that are listed.
pub const MAX_PROBLEMS: usize = 100;

/// What could be read of an observation that may be faulty: a model wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The screen, from the lines that could be read. Prints back as the whole text all the same.
    pub screen: Screen,
    /// The lines that could not be read and were skipped, the first [`MAX_PROBLEMS`] of them.
    pub problems: Vec<ParseError>,
}

/// Where and why an observation could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {message}")]
pub struct ParseError {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl Dialect {
    /// All dialects, domain by domain.
    pub const ALL: [Self; 10] = [
        Self::AndroidJson,
        Self::AndroidPhone,
        Self::AndroidDroidbot,
        Self::WebPlaywright,
        Self::WebAxtree,
        Self::OsA11y,
        Self::Mcp,
        Self::Search,
        Self::Terminal,
        Self::Swe,
    ];

    /// The domain the dialect describes.
    pub fn domain(self) -> Domain {
        match self {
            Self::AndroidJson | Self::AndroidPhone | Self::AndroidDroidbot => Domain::Android,
            Self::WebPlaywright | Self::WebAxtree => Domain::Web,
            Self::OsA11y => Domain::Os,
            Self::Terminal => Domain::Terminal,
            Self::Mcp => Domain::Mcp,
            Self::Search => Domain::Search,
            Self::Swe => Domain::Swe,
        }
    }

    /// Its name in files and commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::AndroidJson => "android-json",
            Self::AndroidPhone => "android-phone",
            Self::AndroidDroidbot => "android-droidbot",
            Self::WebPlaywright => "web-playwright",
            Self::WebAxtree => "web-axtree",
            Self::OsA11y => "os-a11y",
            Self::Terminal => "terminal",
            Self::Mcp => "mcp",
            Self::Search => "search",
            Self::Swe => "swe",
        }
    }

    /// Reads an observation strictly: the first line that cannot be read is an error. Also reads
    /// the beginning of one that is still being written: with `partial`, a last line without its
    /// end is left out rather than refused.
    pub fn parse(self, text: &str, partial: bool) -> Result<Screen, ParseError> {
        let reading = self.read(text, partial);
        match reading.problems.into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(reading.screen),
        }
    }

    /// Reads whatever can be read of an observation and lists the rest as problems: for model
    /// output, where one bad line should not hide the others. `partial` as for [`Self::parse`].
    pub fn read(self, text: &str, partial: bool) -> Reading {
        reader::read(self.format(), text, partial)
    }

    /// Prints a screen. A screen that was read prints back byte for byte, if its text was within
    /// [`MAX_TEXT`].
    pub fn print(self, screen: &Screen) -> String {
        reader::print(self.format(), screen)
    }

    /// Dresses a [canonical](Screen::canonical) screen: gives it the dialect's kinds, references,
    /// attributes and bounds, so that it prints as the dialect has it. The same screen is always
    /// dressed the same way.
    ///
    /// Windows of a desktop that have a place keep it, since people move them; everything else is
    /// laid out.
    ///
    /// A dialect leaves unsaid what it has no words for: parsing the printed screen gives the
    /// canonical screen without it. What each dialect leaves unsaid stands with its module.
    #[must_use]
    pub fn dress(self, canonical: &Screen) -> Screen {
        let mut screen = canonical.canonical();
        for (node, given) in screen.nodes.iter_mut().zip(&canonical.nodes) {
            node.bounds = given.bounds.filter(|_| node.role == Role::Window);
        }
        self.format().dress(&mut screen);
        screen
    }

    /// Spells an action as this dialect does. The screen gives names and positions to point at.
    /// Whatever is spelled reads back as the same action on the same screen, except
    /// [`Action::Raw`], which may turn out to be one of the others.
    pub fn spell(self, action: &Action, screen: &Screen) -> Result<String, ActionError> {
        if let Action::Raw { text } = action {
            return Ok(text.clone());
        }
        if let Some(missing) = action.targets().into_iter().find(|&n| n >= screen.nodes.len()) {
            return Err(ActionError::NoSuchNode(missing.to_string()));
        }
        let spelled = self.format().spell(action, screen)?;
        // Nodes may share a reference or a place, texts may hold the dialect's own marks.
        match self.read_action(&spelled, screen) {
            Ok(read) if read == *action => Ok(spelled),
            _ => Err(reader::unsayable(action)),
        }
    }

    /// Reads an action in this dialect's spelling. Text that is none of the dialect's known
    /// actions is [`Action::Raw`]: the model may make something of it. An action on a node that is
    /// not there is an error that names the node.
    pub fn read_action(self, text: &str, screen: &Screen) -> Result<Action, ActionError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ActionError::Malformed("nothing was said".to_owned()));
        }
        if text.len() > MAX_ACTION {
            return Err(ActionError::Malformed(format!("longer than {MAX_ACTION} bytes")));
        }
        let read = self.format().read_action(text, screen)?;
        Ok(read.unwrap_or_else(|| Action::Raw { text: text.to_owned() }))
    }

    fn format(self) -> &'static dyn reader::Format {
        match self {
            Self::AndroidJson => &android::AndroidJson,
            Self::WebPlaywright => &web::WebPlaywright,
            Self::OsA11y => &os::OsA11y,
            Self::Terminal => &text::TERMINAL,
            Self::AndroidPhone => &android::AndroidPhone,
            Self::AndroidDroidbot => &android::AndroidDroidbot,
            Self::WebAxtree => &axtree::WebAxtree,
            Self::Mcp => &text::MCP,
            Self::Search => &text::SEARCH,
            Self::Swe => &text::SWE,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Dialect {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|dialect| dialect.name() == name);
        found.ok_or_else(|| UnknownName::new(name, &Self::ALL))
    }
}
