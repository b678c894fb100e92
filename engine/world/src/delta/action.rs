//! Actions as text: a verb, nodes by their numbers, and what is typed. One line each; a sequence
//! is the line `do` and a line for each of its actions.

use super::{
    DeltaError, Flaw, Frame,
    cells::cut,
    keyframe::{push_name, read_name},
    reference::{Sources, number, read_number},
    text::{TextReader, Within, Writer},
};
use crate::{
    Action, Facts,
    action::{ActionError, Direction, Keys},
    dialect::MAX_TEXT,
};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// Stands between texts.
const BAR: &str = " | ";
/// Begins a JSON value that is no string.
const JSON: &str = ":=";
/// The wait after keystrokes that is not spelled, in milliseconds.
const WAIT: u32 = 100;
/// Most texts of an action that can be referred to.
const MAX_TYPED: usize = 64;

/// The texts of an action, which deltas can refer to: what is typed, chosen, asked or passed to a
/// tool; of what is typed at a terminal also the single words.
pub fn typed(action: &Action) -> Vec<String> {
    let mut texts = Vec::new();
    collect(action, &mut texts);
    texts.truncate(MAX_TYPED);
    texts
}

fn collect(action: &Action, texts: &mut Vec<String>) {
    match action {
        Action::Type { text, .. } | Action::Raw { text } => texts.push(text.clone()),
        Action::Select { option, .. } => texts.push(option.clone()),
        Action::Open { target } => texts.push(target.clone()),
        Action::Fill { fields } => texts.extend(fields.iter().map(|(_, text)| text.clone())),
        Action::Query { queries } => texts.extend(queries.iter().cloned()),
        Action::Keystrokes { keys } => {
            let lines = keys.iter().map(|keys| keys.keystrokes.trim_end_matches('\n'));
            texts.extend(lines.clone().map(str::to_owned));
            let words = lines.filter(|line| line.contains(' ')).flat_map(str::split_whitespace);
            texts.extend(words.map(str::to_owned));
        }
        Action::Call { arguments, .. } => arguments.values().for_each(|value| leaves(value, texts)),
        Action::Sequence { actions } => actions.iter().for_each(|action| collect(action, texts)),
        _ => {}
    }
}

/// The strings in a JSON value.
fn leaves(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| leaves(value, texts)),
        Value::Object(map) => map.values().for_each(|value| leaves(value, texts)),
        _ => {}
    }
}

/// Spells an action on a screen: `click 12`, `type 3 Mira`.
pub fn spell_action(action: &Action, frame: &Frame) -> Result<String, ActionError> {
    let facts = Facts::default();
    let writer = Writer::new(Sources { typed: &[], facts: &facts, frame: None }, false);
    let mut speller = Speller { frame, writer, out: String::new() };
    if let Action::Sequence { actions } = action {
        speller.out.push_str("do");
        for action in actions {
            speller.out.push('\n');
            speller.action(action)?;
        }
    } else {
        speller.action(action)?;
    }
    Ok(speller.out)
}

struct Speller<'a> {
    frame: &'a Frame,
    writer: Writer<'a>,
    out: String,
}

impl Speller<'_> {
    fn action(&mut self, action: &Action) -> Result<(), ActionError> {
        match action {
            Action::Click { node } => self.on("click", *node),
            Action::DoubleClick { node } => self.on("double", *node),
            Action::RightClick { node } => self.on("right", *node),
            Action::Hover { node } => self.on("hover", *node),
            Action::LongPress { node } => self.on("hold", *node),
            Action::Check { node, on: true } => self.on("check", *node),
            Action::Check { node, on: false } => self.on("uncheck", *node),
            Action::Drag { node, onto } => {
                self.on("drag", *node)?;
                self.node(*onto)
            }
            Action::Type { node, text, submit } => {
                let verb = if *submit { "enter" } else { "type" };
                match node {
                    Some(node) => self.on(verb, *node)?,
                    None => _ = write!(self.out, "{verb} -"),
                }
                self.text(text)
            }
            Action::Select { node, option } => {
                self.on("select", *node)?;
                self.text(option)
            }
            Action::Fill { fields } => {
                self.out.push_str("fill");
                for (i, (node, text)) in fields.iter().enumerate() {
                    self.out.push_str(if i == 0 { "" } else { " |" });
                    self.node(*node)?;
                    self.text(text)?;
                }
                Ok(())
            }
            Action::Press { key } => self.word("press", [key.as_str()]),
            Action::Open { target } => self.word("open", [target.as_str()]),
            Action::Say { text } => self.word("say", [text.as_str()]),
            Action::GiveUp { reason } => self.word("fail", [reason.as_str()]),
            Action::Raw { text } => self.word("raw", [text.as_str()]),
            Action::Query { queries } => self.word("query", queries.iter().map(String::as_str)),
            Action::Keystrokes { keys } => {
                let mut verb = "keys".to_owned();
                if keys.iter().any(|keys| keys.wait != WAIT) {
                    let waits: Vec<String> =
                        keys.iter().map(|keys| keys.wait.to_string()).collect();
                    verb = format!("keys@{}", waits.join(","));
                }
                self.word(&verb, keys.iter().map(|keys| keys.keystrokes.as_str()))
            }
            Action::Call { tool, arguments } => {
                self.out.push_str("call");
                push_name(tool, &mut self.out);
                for (i, (name, value)) in arguments.iter().enumerate() {
                    self.out.push_str(if i == 0 { "" } else { " |" });
                    push_name(name, &mut self.out);
                    self.out.push(' ');
                    if let Value::String(text) = value {
                        self.writer.write(text, Within::Cells, false, &mut self.out);
                    } else {
                        self.out.push_str(JSON);
                        self.writer.write(&value.to_string(), Within::Cells, false, &mut self.out);
                    }
                }
                Ok(())
            }
            Action::Scroll { node, direction } => {
                let direction = DIRECTIONS.iter().find(|(known, _)| known == direction);
                _ = write!(self.out, "scroll {}", direction.map_or("", |(_, word)| word));
                node.map_or(Ok(()), |node| self.node(node))
            }
            Action::SelectTab { tab } => self.count("tab", Some(*tab)),
            Action::CloseTab { tab } => self.count("close", *tab),
            Action::Back => self.count("back", None),
            Action::Forward => self.count("forward", None),
            Action::NewTab => self.count("newtab", None),
            Action::Home => self.count("home", None),
            Action::Wait => self.count("wait", None),
            Action::Finish => self.count("finish", None),
            Action::Sequence { .. } => {
                Err(ActionError::NotInDialect("a sequence in a sequence".to_owned()))
            }
        }
    }

    fn on(&mut self, verb: &str, node: usize) -> Result<(), ActionError> {
        self.out.push_str(verb);
        self.node(node)
    }

    fn node(&mut self, node: usize) -> Result<(), ActionError> {
        let id = self.frame.ids.get(node);
        let id = id.ok_or_else(|| ActionError::NoSuchNode(node.to_string()))?;
        self.out.push(' ');
        number(*id, &mut self.out);
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps)] // as its neighbours, so that arms read alike
    fn count(&mut self, verb: &str, number: Option<usize>) -> Result<(), ActionError> {
        self.out.push_str(verb);
        if let Some(number) = number {
            _ = write!(self.out, " {number}");
        }
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps)] // as its neighbours, so that arms read alike
    fn text(&mut self, text: &str) -> Result<(), ActionError> {
        self.out.push(' ');
        self.writer.write(text, Within::Cells, false, &mut self.out);
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps)] // as its neighbours, so that arms read alike
    fn word<'t>(
        &mut self,
        verb: &str,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<(), ActionError> {
        self.out.push_str(verb);
        for (i, text) in texts.into_iter().enumerate() {
            self.out.push_str(if i == 0 { " " } else { BAR });
            self.writer.write(text, Within::Cells, false, &mut self.out);
        }
        Ok(())
    }
}

const DIRECTIONS: [(Direction, &str); 4] = [
    (Direction::Up, "up"),
    (Direction::Down, "down"),
    (Direction::Left, "left"),
    (Direction::Right, "right"),
];

/// Reads an action on a screen.
pub fn read_action(text: &str, frame: &Frame) -> Result<Action, DeltaError> {
    if text.len() > MAX_TEXT {
        return Err(DeltaError { line: 1, flaw: Flaw::TooLong(MAX_TEXT) });
    }
    let at = |line: usize| move |flaw| DeltaError { line: line + 1, flaw };
    match text.strip_prefix("do") {
        Some(rest) if rest.is_empty() || rest.starts_with('\n') => {
            let lines = rest.split('\n').enumerate().skip(1);
            let actions = lines.map(|(i, line)| read_line(line, frame).map_err(at(i)));
            Ok(Action::Sequence { actions: actions.collect::<Result<_, _>>()? })
        }
        _ => read_line(text, frame).map_err(at(0)),
    }
}

fn read_line(line: &str, frame: &Frame) -> Result<Action, Flaw> {
    let (verb, rest) = match line.split_once(' ') {
        Some((verb, rest)) => (verb, Some(rest)),
        None => (line, None),
    };
    let node = || last_node(rest.unwrap_or_default(), frame);
    let text = || read_text(rest.ok_or(Flaw::End)?);
    let count = || match rest {
        Some(rest) => match read_number(rest) {
            Some((number, "")) => Ok(Some(number as usize)),
            _ => Err(Flaw::Number),
        },
        None => Ok(None),
    };
    let alone = |action| if rest.is_none() { Ok(action) } else { Err(Flaw::Unknown) };
    match verb {
        "click" => Ok(Action::Click { node: node()? }),
        "double" => Ok(Action::DoubleClick { node: node()? }),
        "right" => Ok(Action::RightClick { node: node()? }),
        "hover" => Ok(Action::Hover { node: node()? }),
        "hold" => Ok(Action::LongPress { node: node()? }),
        "check" => Ok(Action::Check { node: node()?, on: true }),
        "uncheck" => Ok(Action::Check { node: node()?, on: false }),
        "drag" => {
            let (node, rest) = read_node(rest.unwrap_or_default(), frame)?;
            let onto = last_node(rest.strip_prefix(' ').ok_or(Flaw::End)?, frame)?;
            Ok(Action::Drag { node, onto })
        }
        "type" | "enter" => {
            let rest = rest.ok_or(Flaw::End)?;
            let (node, rest) = match rest.strip_prefix('-') {
                Some(rest) => (None, rest),
                None => read_node(rest, frame).map(|(node, rest)| (Some(node), rest))?,
            };
            let text = read_text(rest.strip_prefix(' ').ok_or(Flaw::End)?)?;
            Ok(Action::Type { node, text, submit: verb == "enter" })
        }
        "select" => read_field(rest.ok_or(Flaw::End)?, frame)
            .map(|(node, option)| Action::Select { node, option }),
        "fill" => {
            let fields = pieces(rest)?.into_iter().map(|piece| read_field(piece, frame));
            Ok(Action::Fill { fields: fields.collect::<Result<_, _>>()? })
        }
        "press" => Ok(Action::Press { key: text()? }),
        "open" => Ok(Action::Open { target: text()? }),
        "say" => Ok(Action::Say { text: text()? }),
        "fail" => Ok(Action::GiveUp { reason: text()? }),
        "raw" => Ok(Action::Raw { text: text()? }),
        "query" => {
            let queries = pieces(rest)?.into_iter().map(read_text).collect::<Result<_, _>>()?;
            Ok(Action::Query { queries })
        }
        "call" => read_call(rest.ok_or(Flaw::End)?),
        "scroll" => {
            let rest = rest.ok_or(Flaw::End)?;
            let word = rest.split(' ').next().unwrap_or_default();
            let found = DIRECTIONS.iter().find(|(_, known)| *known == word);
            let direction = found.ok_or(Flaw::Unknown)?.0;
            let node = rest[word.len()..].strip_prefix(' ');
            let node = node.map(|node| last_node(node, frame)).transpose()?;
            Ok(Action::Scroll { node, direction })
        }
        "tab" => Ok(Action::SelectTab { tab: count()?.ok_or(Flaw::End)? }),
        "close" => Ok(Action::CloseTab { tab: count()? }),
        "back" => alone(Action::Back),
        "forward" => alone(Action::Forward),
        "newtab" => alone(Action::NewTab),
        "home" => alone(Action::Home),
        "wait" => alone(Action::Wait),
        "finish" => alone(Action::Finish),
        _ if verb == "keys" || verb.starts_with("keys@") => read_keys(verb, rest),
        _ => Err(Flaw::Unknown),
    }
}

/// Reads a node's number; gives its index and the rest.
fn read_node<'t>(text: &'t str, frame: &Frame) -> Result<(usize, &'t str), Flaw> {
    let (id, rest) = read_number(text).ok_or(Flaw::Number)?;
    frame.index(id).map(|index| (index, rest)).ok_or(Flaw::NoSuchNode(id))
}

/// Reads a node's number that ends the line.
fn last_node(text: &str, frame: &Frame) -> Result<usize, Flaw> {
    match read_node(text, frame)? {
        (node, "") => Ok(node),
        _ => Err(Flaw::Unknown),
    }
}

/// Reads a node and a text: `3 Mira`.
fn read_field(text: &str, frame: &Frame) -> Result<(usize, String), Flaw> {
    let (node, rest) = read_node(text, frame)?;
    Ok((node, read_text(rest.strip_prefix(' ').ok_or(Flaw::End)?)?))
}

/// Reads a text without references.
fn read_text(text: &str) -> Result<String, Flaw> {
    let facts = Facts::default();
    let sources = Sources { typed: &[], facts: &facts, frame: None };
    match cut(text)? {
        (text, None) => TextReader { sources, left: &mut { MAX_TEXT } }.read(text),
        _ => Err(Flaw::Cells),
    }
}

/// What stands between bars.
fn pieces(text: Option<&str>) -> Result<Vec<&str>, Flaw> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(text) = rest {
        let (piece, after) = cut(text)?;
        pieces.push(piece);
        rest = after;
    }
    Ok(pieces)
}

fn read_keys(verb: &str, rest: Option<&str>) -> Result<Action, Flaw> {
    let texts = pieces(rest)?;
    let waits = match verb.split_once('@') {
        Some((_, waits)) => {
            let waits = waits.split(',').map(|wait| match read_number(wait) {
                Some((wait, "")) => Ok(wait),
                _ => Err(Flaw::Number),
            });
            waits.collect::<Result<_, _>>()?
        }
        None => vec![WAIT; texts.len()],
    };
    if waits.len() != texts.len() {
        return Err(Flaw::Cells);
    }
    let keys = texts
        .into_iter()
        .zip(waits)
        .map(|(text, wait)| Ok(Keys { keystrokes: read_text(text)?, wait }));
    Ok(Action::Keystrokes { keys: keys.collect::<Result<_, Flaw>>()? })
}

fn read_call(text: &str) -> Result<Action, Flaw> {
    let word = |text: &str| -> Result<String, Flaw> {
        match read_name(text)? {
            (name, "") => Ok(name),
            _ => Err(Flaw::Unknown),
        }
    };
    let (tool, rest) = match text.split_once(' ') {
        Some((tool, rest)) => (tool, Some(rest)),
        None => (text, None),
    };
    let mut arguments = Map::new();
    for piece in pieces(rest)? {
        let (name, spelled) = piece.split_once(' ').ok_or(Flaw::End)?;
        let value = match spelled.strip_prefix(JSON) {
            Some(json) => serde_json::from_str(&read_text(json)?).map_err(|_| Flaw::Json)?,
            None => Value::String(read_text(spelled)?),
        };
        arguments.insert(word(name)?, value);
    }
    Ok(Action::Call { tool: word(tool)?, arguments })
}
