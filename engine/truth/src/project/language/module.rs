//! Reading a file.

use super::{Expression, Function, Line, Statement, expression};

/// Deepest indentation, in steps.
const MAX_DEPTH: usize = 16;

/// What a file defines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::project) struct Module {
    /// Its functions, in order.
    pub functions: Vec<Function>,
    /// What it takes from others: a module and the names of functions.
    pub imports: Vec<(String, Vec<String>)>,
}

/// A line of a file: number, indentation, text.
type Source<'t> = (usize, usize, &'t str);

/// Reads a file; the number of a line and what is wrong there where it cannot be read.
pub(in crate::project) fn parse(text: &str) -> Result<Module, (usize, String)> {
    let lines: Vec<Source<'_>> = (1..)
        .zip(text.lines())
        .map(|(number, line)| {
            let code = line.split_once('#').map_or(line, |(code, _)| code).trim_end();
            let text = code.trim_start();
            (number, code.len() - text.len(), text)
        })
        .filter(|(_, _, text)| !text.is_empty())
        .collect();
    let mut module = Module::default();
    let mut at = 0;
    while let Some(&(number, indent, text)) = lines.get(at) {
        let fail = |why: &str| Err((number, why.to_owned()));
        if indent > 0 {
            return fail("unexpected indent");
        }
        at += 1;
        if let Some(import) = text.strip_prefix("from ") {
            let Some((from, names)) = import.split_once(" import ") else {
                return fail("invalid syntax");
            };
            let names = names.split(',').map(|name| name.trim().to_owned()).collect();
            module.imports.push((from.trim().to_owned(), names));
        } else if let Some(head) = text.strip_prefix("def ") {
            let (name, parameters) = header(head).map_err(|why| (number, why))?;
            let body = block(&lines, &mut at, 0, (number, "function definition"), 1)?;
            module.functions.push(Function { name, parameters, body });
        } else {
            return fail("only functions and imports stand here");
        }
    }
    Ok(module)
}

/// `name(a, b):`
fn header(text: &str) -> Result<(String, Vec<String>), String> {
    let head = text.strip_suffix(':').ok_or("expected ':'")?;
    let (name, rest) = head.split_once('(').ok_or("expected '('")?;
    let inner = rest.trim_end().strip_suffix(')').ok_or("'(' was never closed")?;
    let parameters = inner.split(',').map(str::trim).filter(|p| !p.is_empty());
    let parameters: Vec<String> = parameters.map(str::to_owned).collect();
    if !is_name(name.trim()) || !parameters.iter().all(|name| is_name(name)) {
        return Err("invalid syntax".to_owned());
    }
    Ok((name.trim().to_owned(), parameters))
}

fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !text.is_empty() && text.chars().all(letter) && !text.starts_with(|c: char| c.is_ascii_digit())
}

/// The lines that stand further in than `outer`.
fn block(
    lines: &[Source<'_>],
    at: &mut usize,
    outer: usize,
    (after, what): (usize, &str),
    depth: usize,
) -> Result<Vec<Line>, (usize, String)> {
    let Some(&(number, inner, _)) = lines.get(*at).filter(|(_, indent, _)| *indent > outer) else {
        return Err((after, format!("expected an indented block after {what}")));
    };
    if depth > MAX_DEPTH {
        return Err((number, "too many levels of indentation".to_owned()));
    }
    let mut body = Vec::new();
    while let Some(&(number, indent, text)) = lines.get(*at) {
        if indent < inner {
            if indent > outer {
                return Err((number, "unindent does not match any outer level".to_owned()));
            }
            break;
        }
        if indent > inner {
            return Err((number, "unexpected indent".to_owned()));
        }
        *at += 1;
        let does = statement(lines, at, (number, indent, text), depth)?;
        body.push(Line { number, does });
    }
    Ok(body)
}

fn statement(
    lines: &[Source<'_>],
    at: &mut usize,
    (number, indent, text): Source<'_>,
    depth: usize,
) -> Result<Statement, (usize, String)> {
    let fail = |why: String| (number, why);
    let read = |text: &str| expression::read(text).map_err(fail);
    let colon = |text: &str| -> Result<String, (usize, String)> {
        text.strip_suffix(':').map(str::to_owned).ok_or((number, "expected ':'".to_owned()))
    };
    let word = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let rest = text[word.len()..].trim_start();
    Ok(match word {
        "pass" if rest.is_empty() => Statement::Pass,
        "return" => Statement::Return(read(rest)?),
        "assert" => Statement::Assert(read(rest)?),
        "while" => {
            let condition = read(&colon(rest)?)?;
            let what = (number, "'while' statement");
            Statement::While(condition, block(lines, at, indent, what, depth + 1)?)
        }
        "for" => {
            let head = colon(rest)?;
            let parts = head.split_once(" in ");
            let (name, range) = parts.ok_or((number, "invalid syntax".to_owned()))?;
            let (from, to) = match read(range)? {
                Expression::Call(range, mut values) if range == "range" && is_name(name.trim()) => {
                    match (values.pop(), values.pop()) {
                        (Some(to), None) => (Expression::Number(0), to),
                        (Some(to), Some(from)) if values.is_empty() => (from, to),
                        _ => return Err((number, "range takes one or two numbers".to_owned())),
                    }
                }
                _ => return Err((number, "invalid syntax".to_owned())),
            };
            let body = block(lines, at, indent, (number, "'for' statement"), depth + 1)?;
            Statement::For { name: name.trim().to_owned(), from, to, body }
        }
        "if" => {
            let condition = read(&colon(rest)?)?;
            let then = block(lines, at, indent, (number, "'if' statement"), depth + 1)?;
            let mut other = Vec::new();
            if let Some(&(number, _, "else:")) =
                lines.get(*at).filter(|(_, level, _)| *level == indent)
            {
                *at += 1;
                other = block(lines, at, indent, (number, "'else' statement"), depth + 1)?;
            }
            Statement::If(condition, then, other)
        }
        _ => match assigned(text) {
            Some((name, value)) => Statement::Set(name.to_owned(), read(value)?),
            None => Statement::Do(read(text)?),
        },
    })
}

/// `name = value`
fn assigned(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    (is_name(name.trim()) && !value.starts_with('=')).then(|| (name.trim(), value))
}
