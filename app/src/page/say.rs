//! The page's words in the language of who reads them.
//!
//! The English text is the key, so that code reads as the page does and English needs no table. A
//! translation is looked up where a text is drawn; what a language lacks is said in English. `cargo
//! xtask words` finds the keys in the sources: texts that stand right behind `say(`, `say_with(` or
//! `to_say(`.
//!
//! A count takes two keys, one thing and several: `plural(n, say("step"), say("steps"))`. Languages
//! with more forms than two want a rule of their own here.

use std::{
    cell::Cell,
    fmt::{Display, Write as _},
};

/// English texts and what is said instead, sorted by bytes.
pub type Table = &'static [(&'static str, &'static str)];

thread_local! {
    /// Set before anything is drawn, and never again: another language is another visit.
    static TABLE: Cell<Table> = const { Cell::new(&[]) };
}

/// Says everything from now on with a table.
pub fn say_by(table: Table) {
    TABLE.set(table);
}

/// A text in the language of the page.
pub fn say(english: &'static str) -> &'static str {
    let table = TABLE.get();
    let found = table.binary_search_by(|(key, _)| (*key).cmp(english));
    found.ok().and_then(|at| table.get(at)).map_or(english, |(_, said)| *said)
}

/// A text with holes, `{1}` to `{9}`, filled: a language may have them in another order. What fills a
/// hole is not read again.
pub fn say_with(english: &'static str, values: &[&dyn Display]) -> String {
    let (mut text, mut rest) = (String::new(), say(english));
    while let Some((before, hole)) = rest.split_once('{') {
        text.push_str(before);
        let Some((number, after)) = hole.split_once('}') else { break };
        let digit = number.as_bytes().first().map_or(0, |digit| digit.wrapping_sub(b'1'));
        if let Some(value) = values.get(usize::from(digit)) {
            // Writing to a string does not fail.
            let _ = write!(text, "{value}");
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Marks a text that is said later, by who draws it: `say` cannot be called in a constant.
pub const fn to_say(english: &'static str) -> &'static str {
    english
}

#[cfg(test)]
mod tests {
    use super::{say, say_by, say_with, to_say};

    #[test]
    fn what_a_language_lacks_is_said_in_english() {
        assert_eq!(say("Undo"), "Undo");
        say_by(&[("Step {1} of {2}", "Von {2} der {1}. Schritt"), ("Undo", "Zurück")]);
        assert_eq!(say("Undo"), "Zurück");
        assert_eq!(say(to_say("Redo")), "Redo");
        assert_eq!(say_with("Step {1} of {2}", &[&3, &"7"]), "Von 7 der 3. Schritt");
        say_by(&[]);
    }

    #[test]
    fn holes_are_filled_once() {
        assert_eq!(say_with("{1}: {2}", &[&"{2}", &"a"]), "{2}: a");
        assert_eq!(say_with("{1} and {3}.", &[&"a"]), "a and .");
        assert_eq!(say_with("none", &[&"a"]), "none");
    }
}
