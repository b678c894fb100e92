//! A search engine over a small encyclopedia of places, people and things that do not exist.

mod generate;
mod page;
mod rank;
mod suggest;

pub use generate::facts;

use crate::{
    Seed, World,
    session::{Answer, Refused, Service, Turn},
};
use diorama_world::{
    Action, Dialect, Domain,
    facts::{Cell, Row},
};

/// Table of articles.
const ARTICLES: &str = "articles";
const TITLE: usize = 0;
const ADDRESS: usize = 1;
/// Table of their lines; each may lead to another article.
const LINES: &str = "lines";
const ARTICLE: usize = 0;
const TEXT: usize = 1;
const LINK: usize = 2;
/// Table of where the person is; it has one row.
const VISIT: &str = "visit";

/// A column of the table `visit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// What was asked last.
    Query,
    /// Which page of results is shown, from 1.
    Page,
    /// The address of the open article.
    Open,
}

/// The search engine.
pub(crate) struct Search;

impl Service for Search {
    const DOMAIN: Domain = Domain::Search;
    const DIALECT: Dialect = Dialect::Search;

    fn greet(world: &World) -> Vec<String> {
        let count = articles(world).len();
        vec!["# Search".to_owned(), format!("{count} articles. Ask something.")]
    }

    fn answer(turn: &mut Turn<'_>, action: &Action) -> Answer {
        match action {
            Action::Query { queries } => {
                let query = queries.join(" ");
                if query.trim().is_empty() {
                    return Err("nothing was asked".to_owned().into());
                }
                turn.request()?;
                page::results(turn, crate::text::cut(query.trim(), 100), 1)
            }
            Action::Open { target } => {
                turn.request()?;
                page::article(turn, target)
            }
            Action::Call { tool, arguments } => {
                let text = |name: &str| {
                    let text = arguments.get(name).and_then(serde_json::Value::as_str);
                    text.ok_or_else(|| format!("missing required field \"{name}\""))
                };
                match tool.as_str() {
                    "next_page" => page::turn_page(turn, 1),
                    "previous_page" => page::turn_page(turn, -1),
                    "follow" => {
                        let link = arguments.get("link").and_then(serde_json::Value::as_u64);
                        let link = link.ok_or("missing required field \"link\"".to_owned())?;
                        page::follow(turn, link)
                    }
                    "add_page" => page::add(turn, text("title")?, text("text")?),
                    other => {
                        let name = crate::text::cut(other, 60);
                        Err(format!("unknown tool \"{name}\"").into())
                    }
                }
            }
            _ => Err(Refused::Nothing),
        }
    }

    fn suggest(world: &World, seed: &mut Seed) -> Action {
        suggest::suggest(world, seed)
    }

    fn task(world: &World) -> String {
        let title = articles(world).first().map_or("", |row| row.cells[TITLE].text());
        format!("Find out what you can about {title}.")
    }
}

/// All articles.
fn articles(world: &World) -> &[Row] {
    world.facts.table(ARTICLES).map_or(&[], |table| table.rows())
}

/// The lines of an article.
fn lines(world: &World, article: u32) -> impl Iterator<Item = &Row> {
    let rows = world.facts.table(LINES).map_or(&[][..], |table| table.rows());
    rows.iter().filter(move |row| row.cells[ARTICLE].number() == i64::from(article))
}

fn visit(world: &World, at: At) -> Option<&Cell> {
    world.facts.table(VISIT)?.rows().first()?.cells.get(at as usize)
}

fn set_visit(world: &mut World, at: At, cell: impl Into<Cell>) {
    let Some(table) = world.facts.table_mut(VISIT) else { return };
    if let Some(row) = table.rows().first().map(|row| row.number) {
        table.set(row, at as usize, cell.into());
    }
}

#[cfg(test)]
mod tests;
