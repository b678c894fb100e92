//! What a word stands for: variables and file names put in.

use super::{
    disk,
    pattern::fits,
    state,
    syntax::{Piece, Word},
};
use crate::World;

/// Longest word after expansion, in bytes.
const MAX_WORD: usize = 1024;
/// Most words that one stands for.
const MAX_WORDS: usize = 200;

/// A word while it is put together: its text, and the pattern it is should it be one.
#[derive(Default)]
struct Field {
    text: String,
    pattern: String,
    wild: bool,
}

impl Field {
    fn push(&mut self, text: &str, quoted: bool) {
        for letter in text.chars().take(MAX_WORD.saturating_sub(self.text.len())) {
            self.text.push(letter);
            if "*?\\".contains(letter) {
                if quoted || letter == '\\' {
                    self.pattern.push('\\');
                } else {
                    self.wild = true;
                }
            }
            self.pattern.push(letter);
        }
    }
}

/// The words that a word stands for.
pub(super) fn expand(world: &World, word: &Word) -> Vec<String> {
    let mut fields: Vec<Field> = Vec::new();
    let mut field: Option<Field> = None;
    for (i, piece) in word.iter().enumerate() {
        match piece {
            Piece::Single(text) => field.get_or_insert_default().push(text, true),
            Piece::Double(text) => {
                let text = variables(world, text);
                field.get_or_insert_default().push(&text, true);
            }
            Piece::Bare(text) => {
                let home = Some(text.as_str())
                    .filter(|_| i == 0)
                    .and_then(|text| text.strip_prefix('~'))
                    .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                    .map(|rest| state::home(world) + rest);
                let text = variables(world, home.as_deref().unwrap_or(text));
                // Space that variables brought parts words.
                let mut parts = text.split_whitespace().peekable();
                if text.starts_with(char::is_whitespace) {
                    fields.extend(field.take());
                }
                while let Some(part) = parts.next() {
                    field.get_or_insert_default().push(part, false);
                    if parts.peek().is_some() || text.ends_with(char::is_whitespace) {
                        fields.extend(field.take());
                    }
                }
            }
        }
    }
    fields.extend(field);
    fields.into_iter().flat_map(|field| files(world, field)).take(MAX_WORDS).collect()
}

/// The text that a word stands for where only one can be.
pub(super) fn expand_one(world: &World, word: &Word) -> String {
    expand(world, word).join(" ")
}

/// Whether the word is an assignment: its name and value.
pub(super) fn assignment(world: &World, word: &Word) -> Option<(String, String)> {
    let Some(Piece::Bare(first)) = word.first() else { return None };
    let (name, start) = first.split_once('=')?;
    if !is_name(name) {
        return None;
    }
    let mut value = variables(world, start);
    for piece in &word[1..] {
        match piece {
            Piece::Single(text) => value += text,
            Piece::Double(text) | Piece::Bare(text) => value += &variables(world, text),
        }
    }
    Some((name.to_owned(), crate::text::cut(&value, MAX_WORD).to_owned()))
}

/// Whether a variable may be called so.
pub(super) fn is_name(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(letter) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// A text with the values of its variables put in.
fn variables(world: &World, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out += before;
        let braced = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (name, then) = match braced {
            Some(parts) => parts,
            None if after.starts_with('?') => after.split_at(1),
            None => {
                let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                after.split_at(end.unwrap_or(after.len()))
            }
        };
        if name.is_empty() {
            out.push('$');
        }
        out += &state::variable(world, name);
        rest = then;
    }
    out + rest
}

/// The files that a pattern fits; the word itself where it is none or fits nothing.
fn files(world: &World, field: Field) -> Vec<String> {
    if !field.wild {
        return vec![field.text];
    }
    let (prefix, start) =
        if field.text.starts_with('/') { ("/", "/") } else { ("", state::folder(world)) };
    let mut found: Vec<(String, String)> = vec![(prefix.to_owned(), start.to_owned())];
    let parts: Vec<&str> = field.pattern.split('/').filter(|part| !part.is_empty()).collect();
    for (i, part) in parts.iter().enumerate() {
        // A pattern that ends with a slash is for folders.
        let last = i + 1 == parts.len() && !field.pattern.ends_with('/');
        let mut next = Vec::new();
        for (shown, folder) in &found {
            if *part == "." || *part == ".." {
                next.push((format!("{shown}{part}/"), disk::absolute(folder, part)));
                continue;
            }
            for row in disk::list(world, folder) {
                let name = row.cells[disk::NAME].text();
                let hidden = name.starts_with('.') && !part.starts_with('.');
                if !hidden && fits(part, name) && (last || disk::is_folder(row)) {
                    let end = if last { "" } else { "/" };
                    next.push((format!("{shown}{name}{end}"), disk::join(folder, name)));
                }
            }
        }
        next.truncate(MAX_WORDS);
        found = next;
    }
    if found.is_empty() {
        return vec![field.text];
    }
    let mut shown: Vec<String> = found.into_iter().map(|(shown, _)| shown).collect();
    shown.sort();
    shown
}
