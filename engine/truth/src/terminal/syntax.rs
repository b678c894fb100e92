//! The shell's grammar: a line is a list of pipelines of commands.

/// A part of a word, by how it was quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Not quoted: variables and patterns mean something.
    Bare(String),
    /// In double quotes: variables mean something.
    Double(String),
    /// In single quotes, or after a backslash: stands for itself.
    Single(String),
}

/// A word: pieces without space between them.
pub(super) type Word = Vec<Piece>;

/// Where a command's output or input goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Redirect {
    /// `> file`, `>> file`, `2> file`, `&> file`.
    To { out: bool, errors: bool, append: bool, file: Word },
    /// `2>&1`.
    ErrorsToOut,
    /// `< file`.
    From(Word),
    /// `<< word`: the lines up to that word.
    Here(String),
}

/// A command: words and redirects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub words: Vec<Word>,
    pub redirects: Vec<Redirect>,
}

/// When a pipeline runs, by how the one before it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Always,
    Succeeded,
    Failed,
}

/// Commands that are run one into the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pipeline {
    pub when: When,
    pub commands: Vec<Command>,
    /// Where in the line it starts.
    pub start: usize,
}

/// Why a line is not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It goes on in the next line.
    Unfinished,
    /// This does not belong here.
    Unexpected(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(Word),
    Operator(&'static str),
}

/// Operators, longer ones first.
const OPERATORS: [&str; 16] =
    ["2>&1", "2>>", "2>", "&>>", "&>", "&&", "&", "||", "|", ";", ">>", ">", "<<", "<", "(", ")"];

/// Reads a line.
pub(super) fn parse(line: &str) -> Result<Vec<Pipeline>, Flaw> {
    let mut list: Vec<Pipeline> = Vec::new();
    let (mut command, mut commands) = (Command::default(), Vec::new());
    let (mut when, mut start) = (When::Always, 0);
    let mut tokens = tokens(line)?.into_iter();
    let empty = |command: &Command| command.words.is_empty() && command.redirects.is_empty();
    while let Some((at, token)) = tokens.next() {
        match token {
            Token::Word(word) => command.words.push(word),
            Token::Operator(operator @ ("|" | "&&" | "||" | ";")) => {
                if empty(&command) {
                    return Err(Flaw::Unexpected(operator.to_owned()));
                }
                commands.push(std::mem::take(&mut command));
                if operator != "|" {
                    list.push(Pipeline { when, commands: std::mem::take(&mut commands), start });
                    start = at + operator.len();
                    when = match operator {
                        "&&" => When::Succeeded,
                        "||" => When::Failed,
                        _ => When::Always,
                    };
                }
            }
            Token::Operator(operator @ ("&" | "(" | ")")) => {
                return Err(Flaw::Unexpected(operator.to_owned()));
            }
            Token::Operator("2>&1") => command.redirects.push(Redirect::ErrorsToOut),
            Token::Operator(operator) => {
                let word = match tokens.next() {
                    Some((_, Token::Word(word))) => word,
                    Some((_, Token::Operator(other))) => {
                        return Err(Flaw::Unexpected(other.to_owned()));
                    }
                    None => return Err(Flaw::Unexpected("newline".to_owned())),
                };
                command.redirects.push(redirect(operator, word));
            }
        }
    }
    if !empty(&command) {
        commands.push(command);
    } else if !commands.is_empty() || when != When::Always {
        // A line that ends with `|`, `&&` or `||` goes on.
        return Err(Flaw::Unfinished);
    }
    if !commands.is_empty() {
        list.push(Pipeline { when, commands, start });
    }
    Ok(list)
}

fn redirect(operator: &str, file: Word) -> Redirect {
    match operator {
        "<" => Redirect::From(file),
        "<<" => Redirect::Here(file.into_iter().map(Piece::into_text).collect()),
        _ => Redirect::To {
            out: !operator.starts_with('2'),
            errors: operator.starts_with(['2', '&']),
            append: operator.ends_with(">>"),
            file,
        },
    }
}

impl Piece {
    fn into_text(self) -> String {
        let (Self::Bare(text) | Self::Double(text) | Self::Single(text)) = self;
        text
    }
}

/// The tokens of a line, each with where it starts.
fn tokens(line: &str) -> Result<Vec<(usize, Token)>, Flaw> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(letter) = line[at..].chars().next() {
        let operator = OPERATORS.into_iter().find(|operator| line[at..].starts_with(operator));
        if letter.is_whitespace() {
            at += letter.len_utf8();
        } else if letter == '#' {
            at += line[at..].find('\n').unwrap_or(line.len() - at);
        } else if let Some(operator) = operator {
            tokens.push((at, Token::Operator(operator)));
            at += operator.len();
        } else {
            let (word, length) = word(&line[at..])?;
            tokens.push((at, Token::Word(word)));
            at += length;
        }
    }
    Ok(tokens)
}

/// The word at the start of a text, and its length.
fn word(text: &str) -> Result<(Word, usize), Flaw> {
    let (mut word, mut bare) = (Word::new(), String::new());
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter.is_whitespace() || ";|&<>()".contains(letter) {
            push_bare(&mut word, bare);
            return Ok((word, at.max(1)));
        }
        match letter {
            '\\' => {
                let (_, escaped) = letters.next().ok_or(Flaw::Unfinished)?;
                push_bare(&mut word, std::mem::take(&mut bare));
                if escaped != '\n' {
                    word.push(Piece::Single(escaped.to_string()));
                }
            }
            '\'' => {
                push_bare(&mut word, std::mem::take(&mut bare));
                let inner = &text[at + 1..];
                let length = inner.find('\'').ok_or(Flaw::Unfinished)?;
                word.push(Piece::Single(inner[..length].to_owned()));
                letters = advance(text, at + length + 2);
            }
            '"' => {
                push_bare(&mut word, std::mem::take(&mut bare));
                let (pieces, length) = double(&text[at + 1..])?;
                word.extend(pieces);
                letters = advance(text, at + length + 2);
            }
            letter => bare.push(letter),
        }
    }
    push_bare(&mut word, bare);
    Ok((word, text.len()))
}

/// The indices of a text's letters from a place on.
fn advance(text: &str, from: usize) -> std::str::CharIndices<'_> {
    let mut letters = text.char_indices();
    while letters.offset() < from && letters.next().is_some() {}
    letters
}

/// What stands in double quotes, up to their end: its pieces and its length.
fn double(text: &str) -> Result<(Vec<Piece>, usize), Flaw> {
    let (mut pieces, mut part) = (Vec::new(), String::new());
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                pieces.push(Piece::Double(part));
                return Ok((pieces, at));
            }
            '\\' => match letters.next().ok_or(Flaw::Unfinished)?.1 {
                escaped @ ('$' | '"' | '\\' | '`') => {
                    pieces.push(Piece::Double(std::mem::take(&mut part)));
                    pieces.push(Piece::Single(escaped.to_string()));
                }
                '\n' => {}
                other => part.extend(['\\', other]),
            },
            letter => part.push(letter),
        }
    }
    Err(Flaw::Unfinished)
}

fn push_bare(word: &mut Word, bare: String) {
    if !bare.is_empty() {
        word.push(Piece::Bare(bare));
    }
}
