//! `cargo xtask words`: the texts of the page, found in its sources, and how the languages stand.
//!
//! A file in `web/words` is a language. The English one is written from the sources; the others are
//! held against it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::workspace;

/// Where the texts are said.
const SOURCES: &str = "app/src/page";
/// Where the languages are.
const WORDS: &str = "web/words";
const ENGLISH: &str = "en.json";
/// What stands before a text that is said.
const CALLS: [&str; 3] = ["say(", "say_with(", "to_say("];

/// A language.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    /// What it calls itself.
    name: String,
    /// Which way it is written.
    dir: Direction,
    /// English texts, and what is said instead.
    words: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Ltr,
    Rtl,
}

/// Writes the English file, sorts the others, and says what is missing where.
pub fn main() -> Result<()> {
    let english = english()?;
    for (file, language) in languages()? {
        let english_itself = file.ends_with(ENGLISH);
        fs::write(&file, text(if english_itself { &english } else { &language })?)?;
    }
    fs::write(folder().join(ENGLISH), text(&english)?)?;
    check()
}

/// Fails where a file does not fit the sources; counts what is not translated.
pub fn check() -> Result<()> {
    let english = english()?;
    let mut faults = Vec::new();
    for (file, language) in languages()? {
        let name = file.strip_prefix(workspace::root()).unwrap_or(&file).display().to_string();
        let is = fs::read_to_string(&file)?;
        if is != text(if file.ends_with(ENGLISH) { &english } else { &language })? {
            faults.push(format!("{name}: not as `cargo xtask words` writes it"));
        }
        faults.extend(amiss(&english, &language).map(|fault| format!("{name}: {fault}")));
        let missing = english.words.keys().filter(|key| !language.words.contains_key(*key));
        println!("{name}: {} texts, {} missing", language.words.len(), missing.count());
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

/// What a language says that cannot be right.
fn amiss(english: &Language, language: &Language) -> impl Iterator<Item = String> {
    language.words.iter().filter_map(|(key, said)| {
        let ends = |text: &str| (text.starts_with(' '), text.ends_with(' '));
        if !english.words.contains_key(key) {
            Some(format!("nobody says “{key}”"))
        } else if holes(key) != holes(said) {
            Some(format!("“{key}” and “{said}” have different holes"))
        } else if ends(key) != ends(said) {
            Some(format!("“{key}” and “{said}” begin or end with different spaces"))
        } else {
            None
        }
    })
}

/// The holes of a text, sorted: what stands between braces and is a digit.
fn holes(text: &str) -> Vec<&str> {
    let hole = |rest: &str| rest.find('}') == Some(1);
    let mut holes: Vec<&str> = text
        .match_indices('{')
        .map(|(at, _)| &text[at + 1..])
        .filter(|it| hole(it))
        .map(|it| &it[..1])
        .collect();
    holes.sort_unstable();
    holes
}

/// English as the sources say it.
fn english() -> Result<Language> {
    let mut words = BTreeMap::new();
    for file in workspace::files_below(&workspace::root().join(SOURCES))? {
        let source =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let said = said(&source).with_context(|| format!("in {}", file.display()))?;
        words.extend(said.into_iter().map(|text| (text.clone(), text)));
    }
    Ok(Language { name: "English".to_owned(), dir: Direction::Ltr, words })
}

fn folder() -> PathBuf {
    workspace::root().join(WORDS)
}

fn languages() -> Result<Vec<(PathBuf, Language)>> {
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file)?;
        let language = serde_json::from_str(&text)
            .with_context(|| format!("cannot read {}", file.display()))?;
        Ok((file, language))
    };
    workspace::files_below(&folder())?.into_iter().map(read).collect()
}

fn text(language: &Language) -> Result<String> {
    Ok(serde_json::to_string_pretty(language)? + "\n")
}

/// The texts that a source says: literals right behind one of the calls. Tests and comments say
/// nothing.
fn said(source: &str) -> Result<Vec<String>> {
    let code = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(source);
    let code: String =
        code.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect();
    let mut texts = Vec::new();
    for call in CALLS {
        for (at, _) in code.match_indices(call) {
            let inside = code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_');
            let argument = code[at + call.len()..].trim_start();
            if let Some(literal) = argument.strip_prefix('"').filter(|_| !inside) {
                texts.push(unescaped(literal)?);
            }
        }
    }
    Ok(texts)
}

/// The text of a literal, from behind its first quotation mark on.
fn unescaped(literal: &str) -> Result<String> {
    let mut text = String::new();
    let mut rest = literal.chars();
    loop {
        match rest.next().context("a text without an end")? {
            '"' => return Ok(text),
            '\\' => match rest.next() {
                Some(it @ ('"' | '\\' | '\'')) => text.push(it),
                Some('n') => text.push('\n'),
                Some('\n') => rest = rest.as_str().trim_start().chars(),
                other => bail!("an escape that no text needs: \\{other:?}"),
            },
            it => text.push(it),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(words: &[(&str, &str)]) -> Language {
        let words = words.iter().map(|(key, said)| ((*key).to_owned(), (*said).to_owned()));
        Language { name: String::new(), dir: Direction::Rtl, words: words.collect() }
    }

    #[test]
    fn texts_are_found_where_they_are_said() {
        let source = "a(say(\"One\")); say_with(\n  \"Two \\\"{1}\\\" \\\n     more\", &[]);\n\
            // say(\"not this\")\nessay(\"nor this\"); say(that); to_say(\"Three\")\n\
            #[cfg(test)]\nmod tests { say(\"nor that\") }";
        assert_eq!(said(source).unwrap(), ["One", "Two \"{1}\" more", "Three"]);
        assert!(said("say(\"no end").is_err());
        assert!(said("say(\"\\u{41}\")").is_err());
    }

    #[test]
    fn what_cannot_be_right_is_found() {
        let english = language(&[("{1} of {2}", ""), ("A", ""), (" B", "")]);
        let count = |words: &[(&str, &str)]| amiss(&english, &language(words)).count();
        assert_eq!(count(&[("{1} of {2}", "{2} hat {1}"), ("A", "Ä"), (" B", " b")]), 0);
        assert_eq!(count(&[("{1} of {2}", "{1} von {1}")]), 1);
        assert_eq!(count(&[("C", "C"), (" B", "b")]), 2);
    }

    #[test]
    fn the_files_are_what_the_sources_say() {
        check().unwrap();
    }
}
