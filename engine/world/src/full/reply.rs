//! Reading the observation out of a reply.

use super::{CLOSE, LABEL, OPEN};
use crate::{Dialect, dialect::MAX_TEXT};

/// Around a model's thoughts.
const BEGIN: &str = "<think>";
const END: &str = "</think>";

/// A reply, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The model's reasoning, if any: what it put between `<think>` tags, or before the
    /// observation.
    pub thinking: Option<String>,
    /// The observation, if one was begun; at most [`MAX_TEXT`] bytes of it.
    pub observation: Option<String>,
    /// Whether the observation's end was seen.
    pub complete: bool,
}

/// Reads the observation out of a reply that may be unfinished: thinking is dropped, the last
/// `<predicted_observation>` block taken, a missing end tag tolerated. Without a block, what
/// follows `**Environment Observation:**` is taken. The reply includes the prefix it was begun
/// with, see [`reply_prefix`](super::reply_prefix).
pub fn read_reply(reply: &str) -> Reply {
    let (mut thinking, answer) = thinking_apart(reply);
    let begun = answer.rfind(OPEN).map(|at| (at, at + OPEN.len()));
    let labelled = || answer.rfind(LABEL).map(|at| (at, at + LABEL.len()));
    let Some((before, from)) = begun.or_else(labelled) else {
        return Reply { thinking: note(&thinking), ..Reply::default() };
    };
    let said = answer[..before].trim_end().trim_end_matches(LABEL);
    // Earlier blocks were drafts; what was said around them is reasoning.
    thinking.push_str(said);
    let block = &answer[from..];
    let (block, complete) = match block.find(CLOSE) {
        Some(end) => (&block[..end], true),
        None => (without_cut_tag(block), false),
    };
    let observation = without_blank_end(unfenced(block.trim_start_matches(['\r', '\n'])));
    let limit = observation.floor_char_boundary(MAX_TEXT);
    Reply {
        thinking: note(&thinking),
        observation: Some(observation[..limit].to_owned()),
        complete: complete && limit == observation.len(),
    }
}

/// How often a line may come again in a row before writing is stopped: on a screen, where lines
/// differ in more than numbers, and in text, where a program may well repeat itself.
const MAX_REPEATS: usize = 4;
const MAX_REPEATS_OF_TEXT: usize = 40;

/// Whether there is no use in writing on: the observation was closed, its snapshot ended, or the
/// model repeats one line over and over, on a screen apart from numbers. Small models often do not
/// find the end by themselves. Cheap enough to ask after every token.
pub fn is_over(dialect: Dialect, reply: &str) -> bool {
    let Some((before, block)) = reply.rsplit_once(OPEN) else { return false };
    // A draft in the model's thoughts is none.
    if before.rsplit_once(BEGIN).is_some_and(|(_, thought)| !thought.contains(END)) {
        return false;
    }
    if block.contains(CLOSE) {
        return true;
    }
    // The last line may still grow.
    let Some((written, _)) = block.rsplit_once('\n') else { return false };
    if dialect == Dialect::WebPlaywright {
        let snapshot = written.split_once("```yaml\n").map_or("", |(_, snapshot)| snapshot);
        if snapshot.lines().any(|line| line.trim_end() == "```") {
            return true;
        }
    }
    if !dialect.domain().is_drawn() {
        return repeats(written.lines().rev(), MAX_REPEATS_OF_TEXT);
    }
    repeats(written.lines().rev().map(without_numbers), MAX_REPEATS)
}

/// Whether the first line comes again `most` times in a row.
fn repeats<L: PartialEq>(mut lines: impl Iterator<Item = L>, most: usize) -> bool {
    let first = lines.next();
    lines.take(most).filter(|line| Some(line) == first.as_ref()).count() == most
}

fn without_numbers(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn note(thinking: &str) -> Option<String> {
    let thinking = thinking.trim();
    (!thinking.is_empty()).then(|| thinking.to_owned())
}

/// Parts the text between `<think>` and `</think>` from the rest: thoughts, then what is said. An
/// unclosed tag thinks to the end; a closing tag alone ends thinking that the prompt began.
pub fn thinking_apart(reply: &str) -> (String, String) {
    let (mut thinking, mut answer) = (String::new(), String::new());
    let mut rest = reply;
    if let Some(end) = rest.find(END)
        && rest.find(BEGIN).is_none_or(|begin| end < begin)
    {
        thinking.push_str(&rest[..end]);
        rest = &rest[end + END.len()..];
    }
    while let Some((before, inside)) = rest.split_once(BEGIN) {
        answer.push_str(before);
        let (thought, after) = inside.split_once(END).unwrap_or((inside, ""));
        thinking.push_str(thought);
        rest = after;
    }
    answer.push_str(rest);
    (thinking, answer)
}

/// Leaves out an end tag that is cut off.
fn without_cut_tag(block: &str) -> &str {
    let cut = (1..CLOSE.len()).rev().find_map(|length| block.strip_suffix(&CLOSE[..length]));
    cut.unwrap_or(block)
}

/// Takes off blank lines at the end. Spaces at the end of the last line stay: a prompt ends so.
fn without_blank_end(text: &str) -> &str {
    let said = text.trim_end().len();
    let end = text[said..].find(['\r', '\n']).map_or(text.len(), |at| said + at);
    &text[..end]
}

/// Takes off a fence around the whole observation, which some models put there. A fence of YAML
/// belongs to the observation.
fn unfenced(block: &str) -> &str {
    let Some((first, inside)) = block.split_once('\n') else { return block };
    match first.trim_end().strip_prefix("```") {
        Some(language) if !language.starts_with('y') => {
            inside.trim_end().strip_suffix("```").unwrap_or(inside)
        }
        _ => block,
    }
}
