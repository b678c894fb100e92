//! Pages: results, articles.

use super::{
    ADDRESS, ARTICLES, At, LINES, LINK, TEXT, TITLE, articles, lines, rank, set_visit, visit,
};
use crate::{
    session::{Answer, Refused, Turn},
    text::cut,
};
use diorama_world::{
    control::Effect,
    facts::{Cell, Row},
};

/// Results a page.
const RESULTS: usize = 4;
/// Most articles.
const MAX_ARTICLES: usize = 40;

/// A page of what a query finds.
pub(super) fn results(turn: &mut Turn<'_>, query: &str, page: usize) -> Answer {
    let hits = rank::find(turn.world, query);
    let total = hits.len();
    let rows = turn.shown(total).min(RESULTS);
    let pages = total.div_ceil(rows).max(1);
    if page == 0 || page > pages {
        return Err(format!("there is no page {page}").into());
    }
    let look = turn.look();
    let mut out = Vec::new();
    if total == 0 {
        out.push(match look {
            0 => format!("No results for \"{query}\"."),
            1 => format!("Nothing found: {query}"),
            _ => "Your search matched no articles.".to_owned(),
        });
    } else {
        out.push(match look {
            0 => format!("# Results for \"{query}\""),
            1 => format!("# {query}: {total} found"),
            _ => format!("# Search: {query}"),
        });
    }
    let first = (page - 1) * rows;
    for (i, hit) in hits.iter().enumerate().skip(first).take(rows) {
        let number = i + 1;
        let (title, address) = (hit.article.cells[TITLE].text(), hit.article.cells[ADDRESS].text());
        match look {
            0 => out.extend([
                format!("{number}. {title}"),
                format!("   {address}"),
                format!("   {}", hit.snippet),
            ]),
            1 => out.extend([
                format!("[{number}] {title}"),
                format!("URL: {address}"),
                format!("Snippet: {}", hit.snippet),
            ]),
            _ => out.extend([
                format!("Title: {title}"),
                format!("URL: {address}"),
                format!("Snippet: {}", hit.snippet),
            ]),
        }
    }
    if total > 0 {
        out.push(format!("# Page {page} of {pages}"));
    }
    set_visit(turn.world, At::Query, query);
    set_visit(turn.world, At::Page, page as i64);
    set_visit(turn.world, At::Open, "");
    Ok(out)
}

/// Another page of the results.
pub(super) fn turn_page(turn: &mut Turn<'_>, by: i64) -> Answer {
    let query = visit(turn.world, At::Query).map_or("", Cell::text).to_owned();
    if query.is_empty() {
        return Err("nothing was asked yet".to_owned().into());
    }
    let page = visit(turn.world, At::Page).map_or(1, Cell::number).saturating_add(by);
    turn.request()?;
    results(turn, &query, usize::try_from(page).unwrap_or(0))
}

/// An article.
pub(super) fn article(turn: &mut Turn<'_>, address: &str) -> Answer {
    let found = articles(turn.world).iter().find(|row| row.cells[ADDRESS].text() == address);
    let Some(row) = found else {
        return Err(format!("404 Not Found: {}", cut(address, 100)).into());
    };
    let row = row.clone();
    turn.open();
    set_visit(turn.world, At::Open, address);
    let mut out = vec![format!("# {}", row.cells[TITLE].text()), address.to_owned()];
    let (mut texts, mut links) = (Vec::new(), Vec::new());
    for line in lines(turn.world, row.number) {
        texts.push(line.cells[TEXT].text().to_owned());
        links.extend(target(turn, line));
    }
    out.extend(texts);
    let mark = turn.look();
    for (number, link) in (1..).zip(links) {
        let (title, address) = (link.cells[TITLE].text(), link.cells[ADDRESS].text());
        out.push(match mark {
            0 => format!("[{number}] {title}: {address}"),
            1 => format!("Link {number}: {title} ({address})"),
            _ => format!("-> {number} {title} {address}"),
        });
    }
    Ok(out)
}

/// The article that a line leads to.
fn target<'t>(turn: &'t Turn<'_>, line: &Row) -> Option<&'t Row> {
    let number = u32::try_from(line.cells[LINK].number()).ok()?;
    articles(turn.world).iter().find(|row| row.number == number)
}

/// Follows a link of the open article, by its number.
pub(super) fn follow(turn: &mut Turn<'_>, link: u64) -> Answer {
    let open = visit(turn.world, At::Open).map_or("", Cell::text);
    let article = articles(turn.world).iter().find(|row| row.cells[ADDRESS].text() == open);
    let Some(article) = article else { return Err("no article is open".to_owned().into()) };
    let links = lines(turn.world, article.number).filter_map(|line| target(turn, line));
    let at = usize::try_from(link).ok().and_then(|link| link.checked_sub(1));
    let address = at.and_then(|at| links.map(|row| row.cells[ADDRESS].text()).nth(at));
    let address = address.ok_or_else(|| format!("there is no link {link}"))?.to_owned();
    turn.request()?;
    self::article(turn, &address)
}

/// Writes a new article of one line.
pub(super) fn add(turn: &mut Turn<'_>, title: &str, text: &str) -> Answer {
    let (title, text) = (cut(title.trim(), 60), cut(text.trim(), 200));
    if title.is_empty() || text.is_empty() {
        return Err("an article needs a title and a text".to_owned().into());
    }
    let host = articles(turn.world).first().map_or("", |row| row.cells[ADDRESS].text());
    let host = host.split('/').nth(2).unwrap_or("pages.example");
    let address = super::generate::address(host, title);
    let known = articles(turn.world).iter().any(|row| row.cells[ADDRESS].text() == address);
    if known || articles(turn.world).len() >= MAX_ARTICLES {
        return Err(format!("409 Conflict: {address}").into());
    }
    turn.request()?;
    let effect = turn.save(ARTICLES)?;
    let table = turn.world.facts.table_mut(ARTICLES).ok_or(Refused::Nothing)?;
    let number = table.push([Cell::from(title), address.as_str().into()]);
    if let Some(lines) = turn.world.facts.table_mut(LINES) {
        lines.push([Cell::from(i64::from(number)), text.into(), Cell::from(-1)]);
    }
    if effect == Some(Effect::Hide) {
        turn.world.hide(ARTICLES, number);
    }
    Ok(vec![format!("Added: {title}"), address])
}
