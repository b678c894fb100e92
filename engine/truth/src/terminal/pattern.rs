//! Patterns: file names with `*` and `?`, and the simple regular expressions of `grep`.

/// Whether a name fits a pattern with `*` and `?`; a backslash takes away their meaning.
pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    let mut states = Vec::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        states.push(match letter {
            '*' => State { what: What::Any, many: true },
            '?' => State { what: What::Any, many: false },
            '\\' => State { what: What::Letter(letters.next().unwrap_or('\\')), many: false },
            letter => State { what: What::Letter(letter), many: false },
        });
    }
    Pattern { states, start: true, end: true, fold: false }.is_in(name)
}

/// A regular expression: letters, `.`, `*`, `^`, `$`, `[…]` and `\`.
pub(crate) struct Pattern {
    states: Vec<State>,
    /// Only from the line's start on.
    start: bool,
    /// Only up to the line's end.
    end: bool,
    /// Upper and lower case are the same.
    fold: bool,
}

struct State {
    what: What,
    /// Any number of them, also none.
    many: bool,
}

enum What {
    Any,
    Letter(char),
    Class { ranges: Vec<(char, char)>, not: bool },
}

impl Pattern {
    /// Reads an expression; `None` where a class is not closed.
    pub(crate) fn new(text: &str, fold: bool) -> Option<Self> {
        let text = if fold { text.to_lowercase() } else { text.to_owned() };
        let (start, text) = text.strip_prefix('^').map_or((false, text.as_str()), |t| (true, t));
        let (end, text) = match text.strip_suffix('$') {
            Some(rest) if !rest.ends_with('\\') => (true, rest),
            _ => (false, text),
        };
        let mut states: Vec<State> = Vec::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let what = match letter {
                '*' if !states.is_empty() => {
                    if let Some(last) = states.last_mut() {
                        last.many = true;
                    }
                    continue;
                }
                '.' => What::Any,
                '\\' => What::Letter(letters.next().unwrap_or('\\')),
                '[' => class(&mut letters)?,
                letter => What::Letter(letter),
            };
            states.push(State { what, many: false });
        }
        Some(Self { states, start, end, fold })
    }

    /// Whether it is found in a line.
    pub(crate) fn is_in(&self, line: &str) -> bool {
        // All states at once: takes states × letters steps, whatever the expression.
        let last = self.states.len();
        let mut at = vec![false; last + 1];
        let lower = if self.fold { line.to_lowercase() } else { String::new() };
        let line = if self.fold { &lower } else { line };
        self.enter(0, &mut at);
        for letter in line.chars() {
            if at[last] && !self.end {
                return true;
            }
            let mut next = vec![false; last + 1];
            for (i, state) in self.states.iter().enumerate() {
                if at[i] && state.what.is(letter) {
                    self.enter(if state.many { i } else { i + 1 }, &mut next);
                }
            }
            if !self.start {
                self.enter(0, &mut next);
            }
            at = next;
        }
        at[last]
    }

    /// Goes to a state, and past those that may match nothing.
    fn enter(&self, mut state: usize, at: &mut [bool]) {
        while !at[state] {
            at[state] = true;
            if !self.states.get(state).is_some_and(|state| state.many) {
                break;
            }
            state += 1;
        }
    }
}

/// What stands between brackets.
fn class(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<What> {
    let not = letters.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let first = letters.next()?;
        if first == ']' && !ranges.is_empty() {
            return Some(What::Class { ranges, not });
        }
        let mut last = first;
        let mut ahead = letters.clone();
        if ahead.next() == Some('-') && ahead.peek().is_some_and(|&next| next != ']') {
            letters.next();
            last = letters.next()?;
        }
        ranges.push((first, last));
    }
}

impl What {
    fn is(&self, letter: char) -> bool {
        match self {
            Self::Any => true,
            Self::Letter(this) => *this == letter,
            Self::Class { ranges, not } => {
                ranges.iter().any(|&(first, last)| (first..=last).contains(&letter)) != *not
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (pattern, name, does) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "a.txt.old", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*", "", true),
            (r"\*", "*", true),
            (r"\*", "a", false),
            ("a*b*c", "aXXbYYc", true),
        ] {
            assert_eq!(fits(pattern, name), does, "{pattern} {name}");
        }
    }

    #[test]
    fn expressions_are_found() {
        for (pattern, line, does) in [
            ("b", "abc", true),
            ("^b", "abc", false),
            ("c$", "abc", true),
            ("a.c", "xabcx", true),
            ("ab*c", "ac", true),
            ("ab*c", "abbbc", true),
            ("[0-9][0-9]*$", "x42", true),
            ("[^a]", "aaa", false),
            ("^$", "", true),
            (r"a\.b", "axb", false),
            ("", "anything", true),
        ] {
            assert_eq!(Pattern::new(pattern, false).unwrap().is_in(line), does, "{pattern} {line}");
        }
        assert!(Pattern::new("ABC", true).unwrap().is_in("xabcx"));
        assert!(Pattern::new("[a", false).is_none());
    }
}
