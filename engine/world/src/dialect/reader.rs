//! What the readers of all dialects share: going through the lines within limits, and keeping
//! apart which lines belong to which node so that the text can be printed back.

use super::{MAX_NODES, MAX_PROBLEMS, MAX_TEXT, ParseError, Reading};
use crate::{
    Action, Node, Screen,
    action::{ActionError, Direction},
    spelling::Spelling,
};
use std::borrow::Cow;

/// A dialect, as the shared code sees it.
///
/// An observation is a sequence of pieces: what stands before the nodes, one piece a node, and
/// what stands after them. Every line ends with a newline here; the last one is taken off again
/// when the pieces are put together.
pub(super) trait Format: Sync {
    /// Reads all lines into nodes.
    fn read(&self, reader: &mut Reader<'_>);
    /// Writes canonically what stands before the nodes.
    fn head(&self, _screen: &Screen, _out: &mut String) {}
    /// Writes one node canonically.
    fn node(&self, screen: &Screen, index: usize, out: &mut String);
    /// Writes canonically what stands after the nodes.
    fn end(&self, _screen: &Screen, _out: &mut String) {}
    /// Gives the nodes of a canonical screen the dialect's kinds, references and attributes.
    fn dress(&self, screen: &mut Screen);
    /// Spells an action.
    fn spell(&self, action: &Action, screen: &Screen) -> Result<String, ActionError>;
    /// Reads an action; `None` for what is none of the dialect's.
    fn read_action(&self, text: &str, screen: &Screen) -> Result<Option<Action>, ActionError>;
}

/// Something wrong in a line.
#[derive(Debug)]
pub(super) struct Flaw {
    /// Byte offset in the line.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

/// Goes through the lines of an observation and collects the screen.
pub(super) struct Reader<'a> {
    text: &'a str,
    /// Whether more of the text may follow.
    partial: bool,
    /// Byte offset of the next line; past the end once all were taken.
    next: usize,
    /// Byte offset and 1-based number of the line taken last.
    line: usize,
    number: usize,
    /// The screen so far.
    pub screen: Screen,
    /// Byte offset of the first line of each node.
    starts: Vec<usize>,
    /// Byte offset of the first line after the nodes.
    end: Option<usize>,
    problems: Vec<ParseError>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, partial: bool) -> Self {
        let mut reader = Self {
            text,
            partial,
            next: 0,
            line: 0,
            number: 0,
            screen: Screen::default(),
            starts: Vec::new(),
            end: None,
            problems: Vec::new(),
        };
        if text.len() > MAX_TEXT {
            reader.number = 1;
            reader.problem("", &Flaw { at: 0, message: format!("longer than {MAX_TEXT} bytes") });
            reader.number = 0;
            reader.text = &text[..text.floor_char_boundary(MAX_TEXT)];
        }
        if partial {
            reader.text = &reader.text[..reader.text.rfind('\n').map_or(0, |end| end + 1)];
        }
        reader
    }

    /// The next line, without its end.
    pub fn next_line(&mut self) -> Option<&'a str> {
        let line = self.peek()?;
        self.line = self.next;
        self.number += 1;
        self.next += line.len() + 1;
        Some(line)
    }

    /// Takes the next line as part of the current one.
    pub fn continue_line(&mut self) -> Option<&'a str> {
        let line = self.line;
        let next = self.next_line();
        self.line = line;
        next
    }

    /// The line after the one taken last.
    pub fn peek(&self) -> Option<&'a str> {
        let rest = self.text.get(self.next..)?;
        Some(rest.split_once('\n').map_or(rest, |(line, _)| line))
    }

    /// Adds a node that begins on the current line; gives its index.
    pub fn push(&mut self, node: Node) -> Result<usize, Flaw> {
        if self.screen.nodes.len() >= MAX_NODES {
            self.next = self.text.len() + 1;
            return Err(Flaw { at: 0, message: format!("more than {MAX_NODES} nodes") });
        }
        self.starts.push(self.line);
        self.screen.nodes.push(node);
        Ok(self.screen.nodes.len() - 1)
    }

    /// Says that the current line and what follows it stands after the nodes.
    pub fn end_nodes(&mut self) {
        self.end.get_or_insert(self.line);
    }

    /// Whether the text may go on after its last line.
    pub fn partial(&self) -> bool {
        self.partial
    }

    /// Notes that the current line cannot be read; `line` may hold several that belong together.
    pub fn problem(&mut self, line: &str, flaw: &Flaw) {
        if self.problems.len() < MAX_PROBLEMS {
            let before = line.get(..flaw.at).unwrap_or(line);
            let after = line.get(before.len()..).unwrap_or_default();
            self.problems.push(ParseError {
                line: self.number - after.matches('\n').count(),
                column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
                message: flaw.message.clone(),
            });
        }
    }

    /// Notes the pieces' spellings and gives the result.
    fn finish(mut self, format: &dyn Format) -> Reading {
        let all = self.text.len() + 1;
        let end = self.end.unwrap_or(if self.next > self.text.len() { all } else { self.next });
        let starts: Vec<usize> = self.starts.iter().copied().chain(std::iter::once(end)).collect();
        let mut canonical = String::new();
        format.head(&self.screen, &mut canonical);
        self.screen.head = Spelling::note(&canonical, &self.piece(0, starts[0]));
        for (i, span) in starts.windows(2).enumerate() {
            canonical.clear();
            format.node(&self.screen, i, &mut canonical);
            self.screen.nodes[i].spelling =
                Spelling::note(&canonical, &self.piece(span[0], span[1]));
        }
        canonical.clear();
        format.end(&self.screen, &mut canonical);
        self.screen.end = Spelling::note(&canonical, &self.piece(end, all));
        Reading { screen: self.screen, problems: self.problems }
    }

    /// The lines between two offsets, each with its newline, also the last of the text.
    fn piece(&self, from: usize, to: usize) -> Cow<'a, str> {
        let piece = self.text.get(from..to.min(self.text.len())).unwrap_or("");
        if to > self.text.len() && from < to {
            Cow::Owned(format!("{piece}\n"))
        } else {
            Cow::Borrowed(piece)
        }
    }
}

/// Reads an observation.
pub(super) fn read(format: &dyn Format, text: &str, partial: bool) -> Reading {
    let mut reader = Reader::new(text, partial);
    format.read(&mut reader);
    reader.finish(format)
}

/// Prints a screen.
pub(super) fn print(format: &dyn Format, screen: &Screen) -> String {
    let mut text = String::with_capacity(256 + 96 * screen.nodes.len());
    Spelling::apply(screen.head.as_deref(), &mut text, |out| format.head(screen, out));
    for (i, node) in screen.nodes.iter().enumerate() {
        Spelling::apply(node.spelling.as_deref(), &mut text, |out| format.node(screen, i, out));
    }
    Spelling::apply(screen.end.as_deref(), &mut text, |out| format.end(screen, out));
    text.pop();
    text
}

/// The node an action is done to.
pub(super) fn target(screen: &Screen, node: usize) -> Result<&Node, ActionError> {
    screen.nodes.get(node).ok_or_else(|| ActionError::NoSuchNode(node.to_string()))
}

/// The node the dialect calls `reference`.
pub(super) fn referred(screen: &Screen, reference: &str) -> Result<usize, ActionError> {
    screen.find(reference).ok_or_else(|| ActionError::NoSuchNode(reference.to_owned()))
}

/// What an action is called when a dialect cannot say it.
pub(super) fn unsayable(action: &Action) -> ActionError {
    let name = match action {
        Action::Click { .. } => "click",
        Action::DoubleClick { .. } => "double click",
        Action::RightClick { .. } => "click with the other button",
        Action::Hover { .. } => "point at a node",
        Action::Drag { .. } => "drag",
        Action::Fill { .. } => "fill several fields",
        Action::Check { .. } => "check",
        Action::Forward => "go forward",
        Action::NewTab => "open a tab",
        Action::SelectTab { .. } => "turn to a tab",
        Action::CloseTab { .. } => "close a tab",
        Action::Keystrokes { .. } => "type at a terminal",
        Action::Call { .. } => "call a tool",
        Action::Query { .. } => "search",
        Action::Say { .. } => "tell",
        Action::Finish => "finish",
        Action::GiveUp { .. } => "give up",
        Action::Sequence { .. } => "several actions",
        Action::LongPress { .. } => "long press",
        Action::Type { node: None, .. } => "type where the focus is",
        Action::Type { submit: true, .. } => "type and press Enter",
        Action::Type { .. } => "type",
        Action::Select { .. } => "choose an option",
        Action::Press { .. } => "press this key",
        Action::Scroll { node: Some(_), .. } => "scroll a node",
        Action::Scroll { direction: Direction::Left | Direction::Right, .. } => "scroll sideways",
        Action::Scroll { .. } => "scroll",
        Action::Open { .. } => "open",
        Action::Back => "go back",
        Action::Home => "go to the home screen",
        Action::Wait => "wait",
        Action::Raw { .. } => "this",
    };
    ActionError::NotInDialect(name.to_owned())
}
