//! What is found, in which order, and what pages say.

use super::*;
use crate::{
    Environment,
    session::{self, Session},
};
use diorama_world::{
    Control, Facts,
    facts::{Column, Kind, Table},
};

const TOWN: &str = "https://a.example/velbo";

fn session(controls: &[&str]) -> Session<Search> {
    let mut session = session::table(&mut Seed::new(1, "search"));
    session.set(0, 0, 0.into());
    let table = |name: &str, columns: &[(&str, Kind)]| {
        Table::new(name, columns.iter().map(|&(name, kind)| Column::new(name, kind)))
    };
    let mut articles = table(ARTICLES, &[("title", Kind::Text), ("address", Kind::Text)]);
    let mut lines =
        table(LINES, &[("article", Kind::Number), ("text", Kind::Text), ("link", Kind::Number)]);
    for (number, title, address, text, link) in [
        (0, "Velbo", TOWN, "A town on the Amra River.", 1),
        (1, "Amra River", "https://a.example/amra", "It flows through Velbo and Velbo Bay.", 0),
        (2, "Uma Kel", "https://a.example/uma", "A painter from Velbo.", 0),
        (3, "Velbora", "https://a.example/velbora", "A drum.", -1),
        (4, "Tin drum", "https://a.example/drum", "A drum of tin.", -1),
        (5, "Old drum", "https://a.example/old", "A drum that is old.", -1),
    ] {
        articles.push([Cell::from(title), address.into()]);
        lines.push([Cell::from(number), text.into(), link.into()]);
    }
    let mut visit =
        table(VISIT, &[("query", Kind::Text), ("page", Kind::Number), ("open", Kind::Text)]);
    visit.push([]);
    let controls: Vec<_> = controls.iter().map(|name| Control::read(name).unwrap()).collect();
    Session::new(Facts { tables: vec![session, articles, lines, visit] }, &controls)
}

fn does(session: &mut Session<Search>, action: &Action) -> Vec<String> {
    session.step(action);
    session.screen().nodes.iter().map(|node| node.name.clone()).collect()
}

fn ask(session: &mut Session<Search>, query: &str) -> Vec<String> {
    does(session, &Action::Query { queries: vec![query.to_owned()] })
}

fn open(session: &mut Session<Search>, address: &str) -> Vec<String> {
    does(session, &Action::Open { target: address.to_owned() })
}

fn call(session: &mut Session<Search>, tool: &str, arguments: &[(&str, &str)]) -> Vec<String> {
    let value = |text: &str| match text.parse::<i64>() {
        Ok(number) => serde_json::Value::from(number),
        Err(_) => text.into(),
    };
    let arguments =
        arguments.iter().map(|(name, text)| ((*name).to_owned(), value(text))).collect();
    does(session, &Action::Call { tool: tool.to_owned(), arguments })
}

#[test]
fn results_are_ranked() {
    for (query, titles) in [
        // In the title; at the start of a title; twice in lines; once.
        ("velbo", &["1. Velbo", "2. Velbora", "3. Amra River", "4. Uma Kel"][..]),
        ("Who is Uma", &["1. Uma Kel"]),
        ("amra river", &["1. Amra River", "2. Velbo"]),
        ("drum", &["1. Tin drum", "2. Old drum", "3. Velbora"]),
        ("old drum", &["1. Old drum", "2. Tin drum", "3. Velbora"]),
        ("nothing", &[]),
    ] {
        let says = ask(&mut session(&[]), query);
        let found: Vec<&str> = says
            .iter()
            .map(String::as_str)
            .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        assert_eq!(found, titles, "{query}: {says:?}");
    }
}

#[test]
fn pages_are_shown() {
    let mut session = session(&[]);
    assert_eq!(ask(&mut session, "nothing"), ["No results for \"nothing\"."]);
    assert_eq!(
        ask(&mut session, "uma"),
        [
            "# Results for \"uma\"",
            "1. Uma Kel",
            "   https://a.example/uma",
            "   A painter from Velbo.",
            "# Page 1 of 1",
        ]
    );
    assert_eq!(call(&mut session, "next_page", &[]), ["Error: there is no page 2"]);
    assert_eq!(
        open(&mut session, "https://a.example/uma"),
        [
            "# Uma Kel",
            "https://a.example/uma",
            "A painter from Velbo.",
            "[1] Velbo: https://a.example/velbo"
        ]
    );
    assert_eq!(call(&mut session, "follow", &[("link", "1")])[0], "# Velbo");
    assert_eq!(call(&mut session, "follow", &[("link", "2")]), ["Error: there is no link 2"]);
    assert_eq!(
        open(&mut session, "https://x.example/"),
        ["Error: 404 Not Found: https://x.example/"]
    );
}

#[test]
fn controls_have_effects() {
    for (control, first) in [
        ("offline", "Error: 503 Network is unreachable"),
        ("flaky-api:every=1", "Error: 500 Internal server error"),
        ("session-expired:after=1", "Error: 401 Unauthorized: call sign_in to sign in again"),
        ("slow-network", "Loading."),
        ("unexpected-dialog:every=1", "What is new: A new version was installed."),
    ] {
        assert_eq!(open(&mut session(&[control]), TOWN)[0], first, "{control}");
    }
    let mut paged = session(&["forced-pagination:rows=2"]);
    assert_eq!(ask(&mut paged, "velbo").last().unwrap(), "# Page 1 of 2");
    assert_eq!(call(&mut paged, "next_page", &[])[1], "3. Amra River");
    assert_eq!(call(&mut paged, "previous_page", &[])[1], "1. Velbo");

    let mut stale = session(&["stale-list"]);
    let new = [("title", "Red boat"), ("text", "It floats.")];
    assert_eq!(
        call(&mut stale, "add_page", &new),
        ["Added: Red boat", "https://a.example/red-boat"]
    );
    assert_eq!(ask(&mut stale, "boat"), ["No results for \"boat\"."]);
    assert_eq!(open(&mut stale, "https://a.example/red-boat")[0], "# Red boat");
    call(&mut stale, "refresh", &[]);
    assert_eq!(ask(&mut stale, "boat")[1], "1. Red boat");
}
