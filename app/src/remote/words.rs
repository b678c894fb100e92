//! What is said to people about a server, and what a server's own words come to before they are
//! shown.

use crate::protocol::remote::Server;

/// Longest text of a server that stands in a sentence of ours, in characters.
const LONGEST_WORDS: usize = 300;

/// A server's words, fit to stand in a line of ours: short, without line ends, and without letters
/// that are not seen or that turn others around.
pub fn clean(words: &str) -> String {
    let mut cleaned = String::new();
    let mut count = 0;
    for word in words.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        let word: String = word.chars().filter(|letter| !is_hidden(*letter)).collect();
        if word.is_empty() {
            continue;
        }
        if count > 0 {
            cleaned.push(' ');
            count += 1;
        }
        for letter in word.chars() {
            if count == LONGEST_WORDS {
                cleaned.push('…');
                return cleaned;
            }
            cleaned.push(letter);
            count += 1;
        }
    }
    cleaned
}

/// Whether a letter has no shape of its own or turns others around.
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About<'a> {
    /// The list of models.
    Models,
    /// A step with this model.
    Model(&'a str),
}

/// Why a server refused, in sentences: its status, what that means, and its own words.
pub fn refusal(host: &str, status: u16, about: About<'_>, has_key: bool, said: &str) -> String {
    let meaning = match (status, about) {
        (401 | 403, _) if has_key => "it does not take this key".to_owned(),
        (401 | 403, _) => "it wants a key".to_owned(),
        (404, About::Model(model)) => format!(
            "it has no model called “{}”, or no chat completions at this address",
            clean(model)
        ),
        (404, About::Models) => "there is nothing at this address".to_owned(),
        (408 | 504, _) => "it gave up waiting for its model".to_owned(),
        (413, _) => "the conversation is too long for it; a shorter branch may fit".to_owned(),
        (429, _) => "too many requests; try again later".to_owned(),
        (500..=599, _) => "it has a problem; try again later".to_owned(),
        (400 | 422, _) => "it does not take what was asked".to_owned(),
        _ => "it does not speak the interface of OpenAI here".to_owned(),
    };
    format!("{host} answered {status}: {meaning}.{}", quoted(said))
}

/// A server's own words, to stand behind a sentence of ours.
pub fn quoted(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(" It says: “{said}”") }
}

/// No answer came that a page from `origin` may read. Browsers do not say why, and asking whether
/// anybody is there at all would mean to follow wherever they lead.
pub fn no_answer(server: &Server, origin: &str) -> String {
    let Server { base, host } = server;
    let mut words = format!(
        "No answer from {host} reached this page. Either nothing answers there: see whether the server \
         runs, and whether the address is right. Or it does not let pages from {origin} read its \
         answers (CORS): start it so that it does, in vLLM with --allowed-origins '[\"{origin}\"]'."
    );
    if origin.starts_with("https:") && base.starts_with("http:") {
        words += " And from a page that came over https, browsers reach http servers on this device \
                  only: give the server https, or make it reachable at localhost.";
    }
    words
}

/// A text of a server without the key, should it repeat it.
pub fn without_key(words: String, key: Option<&str>) -> String {
    match key {
        Some(key) if !key.is_empty() => words.replace(key, "…"),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_servers_are_made_to_fit_a_line() {
        assert_eq!(clean(" a\r\n\tb\u{0}c \u{202e}d\u{200b}e "), "a b c de");
        assert_eq!(clean("<b>bold</b>"), "<b>bold</b>");
        let long = clean(&"ä".repeat(1000));
        assert_eq!(long.chars().count(), LONGEST_WORDS + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn refusals_say_what_to_do() {
        let words = refusal("h:1", 401, About::Models, false, "");
        assert_eq!(words, "h:1 answered 401: it wants a key.");
        let words = refusal("h:1", 403, About::Models, true, "No.");
        assert_eq!(words, "h:1 answered 403: it does not take this key. It says: “No.”");
        let words = refusal("h:1", 404, About::Model("a\u{202e}b"), true, "");
        assert!(words.contains("“ab”"), "{words}");
        for status in [302, 400, 404, 408, 413, 429, 500, 503] {
            assert!(refusal("h", status, About::Models, true, "").starts_with("h answered "));
        }
    }

    #[test]
    fn who_gets_no_answer_is_told_what_it_may_be() {
        let server = |base: &str| Server { base: base.into(), host: "h:1".into() };
        let words = no_answer(&server("http://h:1/v1"), "http://page.example");
        assert!(words.contains("--allowed-origins '[\"http://page.example\"]'"), "{words}");
        assert!(!words.contains("https"), "{words}");
        assert!(no_answer(&server("http://h:1/v1"), "https://p").contains("localhost"));
        assert!(!no_answer(&server("https://h:1/v1"), "https://p").contains("localhost"));
    }

    #[test]
    fn a_key_that_a_server_repeats_is_left_out() {
        let words = without_key("Incorrect key: sk-1.".into(), Some("sk-1"));
        assert_eq!(words, "Incorrect key: ….");
        assert_eq!(without_key("as it is".into(), None), "as it is");
    }
}
