//! What could be asked: mostly sensible, at times wrong.

use super::{ADDRESS, At, LINES, TEXT, TITLE, articles, visit};
use crate::{Seed, World, words};
use diorama_world::{Action, facts::Cell};
use serde_json::{Map, Value};

fn call(tool: &str, arguments: impl IntoIterator<Item = (&'static str, Value)>) -> Action {
    let arguments: Map<String, Value> =
        arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Action::Call { tool: tool.to_owned(), arguments }
}

/// Something to ask now.
pub(super) fn suggest(world: &World, seed: &mut Seed) -> Action {
    let open = visit(world, At::Open).is_some_and(|open| !open.text().is_empty());
    match seed.below(20) {
        0..=3 => Action::Query { queries: vec![title_word(world, seed)] },
        4 | 5 => Action::Query { queries: vec![line_word(world, seed)] },
        6 => {
            let queries = vec![format!("{} {}", title_word(world, seed), line_word(world, seed))];
            Action::Query { queries }
        }
        7 => Action::Query { queries: vec![words::word(seed, 2)] },
        8..=10 => Action::Open { target: address(world, seed) },
        11 => Action::Open { target: format!("https://{}/page", words::host(seed)) },
        12 => call("previous_page", []),
        13 | 14 if !open => call("follow", [("link", 1.into())]),
        15..=17 if !open => call("next_page", []),
        13..=17 => call("follow", [("link", Value::from(1 + seed.below(4)))]),
        18 => call(
            "add_page",
            [("title", words::thing(seed).into()), ("text", words::sentence(seed).into())],
        ),
        _ => call(&words::word(seed, 2), []),
    }
}

fn address(world: &World, seed: &mut Seed) -> String {
    let rows = articles(world);
    seed.choose(rows).map_or_else(String::new, |row| row.cells[ADDRESS].text().to_owned())
}

fn title_word(world: &World, seed: &mut Seed) -> String {
    let title = seed.choose(articles(world)).map_or("", |row| row.cells[TITLE].text());
    word_of(title, seed)
}

fn line_word(world: &World, seed: &mut Seed) -> String {
    let rows = world.facts.table(LINES).map_or(&[][..], |table| table.rows());
    let text = seed.choose(rows).and_then(|row| row.cells.get(TEXT)).map_or("", Cell::text);
    word_of(text, seed)
}

fn word_of(text: &str, seed: &mut Seed) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let word = seed.choose(&words).copied().unwrap_or("what");
    word.trim_end_matches(['.', ',']).to_owned()
}
