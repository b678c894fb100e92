//! Which articles a query finds, best first. Whole numbers only: the same everywhere.

use super::{TEXT, TITLE, articles, lines};
use crate::World;
use diorama_world::facts::Row;

/// An article that was found, and the line that shows why.
pub(super) struct Hit<'w> {
    pub article: &'w Row,
    pub snippet: &'w str,
}

/// What a word of the query is worth where it stands.
const TITLE_WORD: usize = 8;
const TITLE_START: usize = 4;
const LINE_WORD: usize = 2;

fn terms(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The articles that have words of a query. Equals stand in the order in which they were written.
pub(super) fn find<'w>(world: &'w World, query: &str) -> Vec<Hit<'w>> {
    const COMMON: [&str; 12] =
        ["a", "an", "and", "by", "in", "is", "of", "the", "to", "was", "what", "who"];
    let asked: Vec<String> =
        terms(query).into_iter().filter(|word| !COMMON.contains(&word.as_str())).take(12).collect();
    let mut hits: Vec<(usize, Hit<'_>)> = Vec::new();
    for article in articles(world).iter().filter(|row| world.shows(super::ARTICLES, row.number)) {
        let title = terms(article.cells[TITLE].text());
        let mut score = 0;
        for word in &asked {
            if title.contains(word) {
                score += TITLE_WORD;
            } else if title.iter().any(|part| part.starts_with(word.as_str())) {
                score += TITLE_START;
            }
        }
        let (mut best, mut snippet) = (0, "");
        for line in lines(world, article.number) {
            let text = line.cells[TEXT].text();
            let words = terms(text);
            let count = asked.iter().filter(|word| words.contains(word)).count();
            score += LINE_WORD * count;
            if snippet.is_empty() || count > best {
                (best, snippet) = (count, text);
            }
        }
        if score > 0 {
            hits.push((score, Hit { article, snippet }));
        }
    }
    hits.sort_by(|(a, _), (b, _)| b.cmp(a));
    hits.into_iter().map(|(_, hit)| hit).collect()
}
