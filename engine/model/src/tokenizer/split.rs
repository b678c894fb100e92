//! Pre-tokenizers: cutting text into the pieces that byte-pair merges never cross.
//!
//! Model families publish these as regular expressions. They are written out by hand here: a
//! regex engine with look-ahead and Unicode tables is larger than the rest of the page (the
//! `tokenizers` crate adds 649 KB gzip), and five patterns are known. Each function below shows
//! the pattern it follows; alternatives are tried in order, as in the pattern.

use super::category::Category;

/// A family's way to cut text; named in files by `tokenizer.ggml.pre`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Splitter {
    /// Files without a (known) name: llama.cpp's fallback.
    Fallback,
    /// GPT-2 and its kin.
    Gpt2,
    /// `SmolLM`, `StarCoder`: every digit stands alone, the rest as GPT-2.
    SmolLm,
    /// Llama 3: up to three digits together.
    Llama3,
    /// Qwen 2, 2.5 and 3: every digit stands alone.
    Qwen2,
    /// Qwen 3.5: as Qwen 2, and combining marks belong to words.
    Qwen35,
}

impl Splitter {
    /// The splitter that a file's `tokenizer.ggml.pre` names, if it is known.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::Fallback),
            "gpt-2" | "gpt2" | "phi-2" | "mpt" | "olmo" | "jais" => Some(Self::Gpt2),
            "smollm" | "starcoder" | "refact" | "command-r" | "codeshell" => Some(Self::SmolLm),
            "llama-bpe" | "llama3" | "llama-v3" | "dbrx" | "smaug-bpe" => Some(Self::Llama3),
            "qwen2" | "stablelm2" | "hunyuan" | "megrez" => Some(Self::Qwen2),
            "qwen35" => Some(Self::Qwen35),
            _ => None,
        }
    }

    /// Calls `each` with the pieces of `text` in order; together they are `text`.
    pub fn split<'a>(self, text: &'a str, each: &mut impl FnMut(&'a str)) {
        match self {
            Self::Gpt2 => repeat(text, gpt2, each),
            Self::SmolLm => runs(text, Category::Number, &mut |run, numbers| {
                if numbers {
                    repeat(run, width, each);
                } else {
                    repeat(run, gpt2, each);
                }
            }),
            Self::Fallback => fallback(text, each),
            Self::Llama3 => repeat(text, |rest| word(rest, 3, false), each),
            Self::Qwen2 => repeat(text, |rest| word(rest, 1, false), each),
            Self::Qwen35 => repeat(text, |rest| word(rest, 1, true), each),
        }
    }
}

/// Cuts piece after piece off `text`; `next` gives the length of the first piece of what is left.
fn repeat<'a>(text: &'a str, next: impl Fn(&str) -> usize, each: &mut impl FnMut(&'a str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(next(rest));
        each(piece);
        rest = after;
    }
}

/// Cuts `text` into runs of characters that are, and are not, of one category.
fn runs<'a>(text: &'a str, category: Category, each: &mut impl FnMut(&'a str, bool)) {
    runs_by(text, |c| Category::of(c) == category, each);
}

/// Cuts `text` into runs of characters for which `inside` holds, and does not.
fn runs_by<'a>(text: &'a str, inside: impl Fn(char) -> bool, each: &mut impl FnMut(&'a str, bool)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = inside(first);
        let (run, after) = rest.split_at(length_while(rest, |c| inside(c) == kind));
        each(run, kind);
        rest = after;
    }
}

/// Three patterns after each other, each on the pieces of the one before:
/// `[\p{P}\$\+<=>\^~\|]+`, GPT-2's, `\p{N}+`, `[0-9][0-9][0-9]`.
fn fallback<'a>(text: &'a str, each: &mut impl FnMut(&'a str)) {
    let mark = |c| "$+<=>^~|".contains(c) || Category::of(c) == Category::Punctuation;
    runs_by(text, mark, &mut |run, _| {
        repeat(run, gpt2, &mut |piece| {
            runs(piece, Category::Number, &mut |piece, numbers| {
                if numbers {
                    runs_by(piece, |c| c.is_ascii_digit(), &mut |digits, ascii| {
                        let most = if ascii { 3 } else { digits.len() };
                        repeat(digits, |rest| most.min(rest.len()), each);
                    });
                } else {
                    each(piece);
                }
            });
        });
    });
}

/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
fn gpt2(rest: &str) -> usize {
    if let Some(length) = contraction(rest, false) {
        return length;
    }
    let space = usize::from(rest.starts_with(' '));
    for kind in [Kind::Letter, Kind::Number, Kind::Symbol] {
        let run = length_while(&rest[space..], |c| Kind::of(c, false) == kind);
        if run > 0 {
            return space + run;
        }
    }
    spaces(rest)
}

/// Llama 3's and Qwen's pattern, with `digits` numbers together at most; with `marks`, `\p{L}`
/// also takes `\p{M}`, save in the character before a word:
/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
fn word(rest: &str, digits: usize, marks: bool) -> usize {
    if let Some(length) = contraction(rest, true) {
        return length;
    }
    let letters = |text: &str| length_while(text, |c| Kind::of(c, marks) == Kind::Letter);
    let first = rest.chars().next().unwrap_or_default();
    let kind = Kind::of(first, marks);
    match kind {
        Kind::Letter => return letters(rest),
        Kind::Number => {
            return rest
                .chars()
                .take(digits)
                .take_while(|&c| Kind::of(c, marks) == Kind::Number)
                .map(char::len_utf8)
                .sum();
        }
        Kind::Symbol | Kind::Space => {
            let after = letters(&rest[first.len_utf8()..]);
            if after > 0 && !is_newline(first) {
                return first.len_utf8() + after;
            }
        }
    }
    let space = usize::from(first == ' ');
    let symbols = length_while(&rest[space..], |c| Kind::of(c, marks) == Kind::Symbol);
    if symbols > 0 {
        let end = space + symbols;
        return end + length_while(&rest[end..], is_newline);
    }
    let run = &rest[..length_while(rest, |c| Kind::of(c, marks) == Kind::Space)];
    match run.rfind(is_newline) {
        Some(newline) => newline + 1,
        None => spaces(rest),
    }
}

/// `\s+(?!\S)|\s+`: a run of spaces without its last character, which goes with the word after
/// it; the whole run at the end of the text or when it is one character.
fn spaces(rest: &str) -> usize {
    let run = length_while(rest, |c| Category::of(c) == Category::Space);
    let last = rest[..run].chars().next_back().map_or(0, char::len_utf8);
    if run < rest.len() && last < run { run - last } else { run.max(width(rest)) }
}

/// The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at the beginning of `rest`.
fn contraction(rest: &str, any_case: bool) -> Option<usize> {
    let after = rest.strip_prefix('\'')?.as_bytes();
    let same = |a: u8, b: u8| if any_case { a.eq_ignore_ascii_case(&b) } else { a == b };
    let starts =
        |end: &[u8]| after.len() >= end.len() && end.iter().zip(after).all(|(&b, &a)| same(a, b));
    let endings: [&[u8]; 7] = [b"s", b"t", b"re", b"ve", b"m", b"ll", b"d"];
    endings.into_iter().find(|end| starts(end)).map(|end| 1 + end.len())
}

/// What the patterns tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Number,
    Space,
    Symbol,
}

impl Kind {
    /// The kind of `c`; with `marks`, combining marks are letters.
    fn of(c: char, marks: bool) -> Self {
        match Category::of(c) {
            Category::Letter => Self::Letter,
            Category::Mark if marks => Self::Letter,
            Category::Number => Self::Number,
            Category::Space => Self::Space,
            Category::Mark | Category::Punctuation | Category::Other => Self::Symbol,
        }
    }
}

fn is_newline(c: char) -> bool {
    matches!(c, '\r' | '\n')
}

/// Bytes of the first character.
fn width(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Bytes of the leading characters for which `inside` holds.
fn length_while(text: &str, inside: impl Fn(char) -> bool) -> usize {
    text.find(|c| !inside(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::Splitter;
    use proptest::prelude::*;

    fn pieces(splitter: Splitter, text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        splitter.split(text, &mut |piece| pieces.push(piece));
        pieces
    }

    #[test]
    fn gpt2_keeps_a_space_with_its_word() {
        assert_eq!(
            pieces(Splitter::Gpt2, "I'm  here, it'S 1234\n\n x "),
            ["I", "'m", " ", " here", ",", " it", "'", "S", " 1234", "\n\n", " x", " "]
        );
    }

    #[test]
    fn smollm_cuts_every_digit() {
        assert_eq!(pieces(Splitter::SmolLm, "a 12b"), ["a", " ", "1", "2", "b"]);
    }

    #[test]
    fn llama3_takes_three_digits_and_newlines_with_symbols() {
        assert_eq!(
            pieces(Splitter::Llama3, "I'LL  pay 12345;\r\n\tnow \n \n x"),
            ["I", "'LL", " ", " pay", " ", "123", "45", ";\r\n", "\tnow", " \n \n", " x"]
        );
    }

    #[test]
    fn qwen_differs_in_digits_and_marks() {
        assert_eq!(pieces(Splitter::Qwen2, "x12"), ["x", "1", "2"]);
        assert_eq!(pieces(Splitter::Qwen2, "ก\u{e31}น"), ["ก", "\u{e31}น"]);
        assert_eq!(pieces(Splitter::Qwen35, "ก\u{e31}น"), ["ก\u{e31}น"]);
    }

    #[test]
    fn fallback_cuts_punctuation_and_triples() {
        assert_eq!(
            pieces(Splitter::Fallback, "a, b 12345<x"),
            ["a", ",", " b", " ", "123", "45", "<", "x"]
        );
    }

    proptest! {
        #[test]
        fn pieces_make_the_text(text in "\\PC*|[ \\t\\r\\n'a-zé漢0-9!\u{301}]*") {
            for splitter in [
                Splitter::Fallback,
                Splitter::Gpt2,
                Splitter::SmolLm,
                Splitter::Llama3,
                Splitter::Qwen2,
                Splitter::Qwen35,
            ] {
                let pieces = pieces(splitter, &text);
                prop_assert!(pieces.iter().all(|piece| !piece.is_empty()));
                prop_assert_eq!(pieces.concat(), text.clone());
            }
        }
    }
}
