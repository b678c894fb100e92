//! What a step changed, in signs and words.

use super::{links::said, numbers::plural, sure};
use crate::page::{
    draw::traits::{describe, label, role_word, shortened},
    state::{
        Open, Phase,
        walk::{Origin, View},
    },
};
use diorama_world::{
    Node, Screen,
    diff::{Changed, Diff, Field, Verdict},
    timeline::Place,
};
use yew::prelude::*;

/// Most changes that are listed.
const MOST: usize = 60;

/// What the step shown changed.
pub fn changes(open: &Open) -> Html {
    if let Phase::Predicting(_) = open.phase {
        return html! { <p class="muted">{ "The next screen is being written." }</p> };
    }
    let here = open.walk.here();
    if here == Place::START {
        return html! {
            <>
                <p class="verdict">{ "The start" }</p>
                <p>{ &open.world.scenario.summary }</p>
                <p class="muted">{ "What each step changes is listed here." }</p>
            </>
        };
    }
    let sight = open.walk.sight(here);
    if let Origin::Edited(_) = sight.origin {
        return html! {
            <>
                <p class="verdict">{ "Changed by hand" }</p>
                <p>{ &sight.spoken }</p>
                <p class="muted">{ "This holds from here on. The screen stays as it was until \
                    something is done." }</p>
            </>
        };
    }
    let View::Drawn { screen, diff, .. } = &sight.view else {
        return html! { <p class="verdict">{ "The reply cannot be drawn." }</p> };
    };
    let by = open.walk.timeline().step(here).map(|step| step.by.clone()).unwrap_or_default();
    let source = match &sight.origin {
        Origin::Recorded(_) => format!("Recorded: {by}."),
        Origin::Predicted(_) => format!("Predicted by {by}."),
        Origin::Reference(_) => format!("Played by {by}."),
        Origin::Edited(_) => format!("Changed by {by}."),
        Origin::Linked(it) => {
            let link = open.link.as_ref().map(|link| said(it, link)).unwrap_or_default();
            format!("From a link. {link}")
        }
    };
    let verdict = match (diff.verdict(), &sight.origin) {
        (Verdict::Unchanged, Origin::Predicted(_)) => {
            "The model predicts that nothing changes.".to_owned()
        }
        (verdict, _) => crate::page::state::act::capitalised(&verdict.to_string()),
    };
    let drawn = open.world.scenario.domain.is_drawn();
    let verdict = if drawn { verdict } else { verdict.replace("node", "line") };
    html! {
        <>
            <p class="verdict">{ verdict }</p>
            { sure::explained(&open.walk, here) }
            <p class="muted">{ source }</p>
            { open.walk.screen_before(here).map(|old| list(old, screen, diff, drawn)).unwrap_or_default() }
        </>
    }
}

/// The changes, one a line. What is not drawn has lines where the rest has nodes.
fn list(old: &Screen, new: &Screen, diff: &Diff, drawn: bool) -> Html {
    let name = |screen: &Screen, index: usize| match screen.nodes.get(index) {
        Some(line) if !drawn => shortened(&line.name, 120),
        _ => name(screen, index),
    };
    let (one, several) = if drawn { ("node", "nodes") } else { ("line", "lines") };
    let header = if diff.header { header(old, new) } else { Vec::new() };
    let changed = diff.changed.iter().filter(|it| !it.moved_only()).filter_map(|it| {
        let (before, after) = (old.nodes.get(it.old)?, new.nodes.get(it.new)?);
        Some(row("~", "changed", &name(new, it.new), &edits(it, before, after)))
    });
    let added = diff.added.iter().map(|&it| row("+", "added", &name(new, it), &[]));
    let removed = diff.removed.iter().map(|&it| row("−", "removed", &name(old, it), &[]));
    let mut rows: Vec<Html> = header;
    let removed: Vec<Html> = removed.collect();
    let moved = diff.changed.iter().filter(|it| it.moved_only()).count();
    rows.extend(changed.chain(added));
    // Of another screen, what is there counts; what went is at hand.
    let gone = if diff.new_screen {
        removed
    } else {
        rows.extend(removed);
        Vec::new()
    };
    let more = rows.len().saturating_sub(MOST);
    html! {
        <>
            <ul class="changes">{ for rows.into_iter().take(MOST) }</ul>
            if !gone.is_empty() {
                <details>
                    <summary>{ format!("{} of the last screen went", plural(gone.len(), one, several)) }</summary>
                    <ul class="changes">{ for gone.into_iter().take(MOST) }</ul>
                </details>
            }
            if more > 0 { <p class="muted">{ format!("and {more} more") }</p> }
            if moved > 0 { <p class="muted">{ format!("{moved} only moved") }</p> }
            if diff.kept > 0 { <p class="muted">{ format!("{} stayed as they were", diff.kept) }</p> }
        </>
    }
}

/// What changed around the nodes.
fn header(old: &Screen, new: &Screen) -> Vec<Html> {
    let (old, new) = (&old.header, &new.header);
    let pairs = [
        ("app", &old.app, &new.app),
        ("title", &old.title, &new.title),
        ("address", &old.url, &new.url),
    ];
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| {
            let shown = |it: &Option<String>| it.clone().unwrap_or_default();
            row("~", "changed", name, &[(String::new(), shown(before), shown(after))])
        })
        .collect()
}

/// A node in a few words.
pub fn name(screen: &Screen, index: usize) -> String {
    let Some(node) = screen.nodes.get(index) else { return String::new() };
    let called = label(screen, index);
    if called.is_empty() {
        return describe(screen, index);
    }
    format!("{} “{}”", role_word(node.role), shortened(&called, 60))
}

/// What differs in a node: which part, before and after.
pub fn edits(changed: &Changed, before: &Node, after: &Node) -> Vec<(String, String, String)> {
    let mut edits = Vec::new();
    for field in &changed.fields {
        let pair = |name: &str, before: &str, after: &str| {
            (name.to_owned(), before.to_owned(), after.to_owned())
        };
        match field {
            Field::Kind => edits.push(pair("kind", &before.kind, &after.kind)),
            Field::Name => edits.push(pair("", &before.name, &after.name)),
            Field::Value => {
                let held = |node: &Node| node.value.clone().unwrap_or_default();
                edits.push((String::new(), held(before), held(after)));
            }
            Field::Hint => {
                let shown = |node: &Node| node.hint.clone().unwrap_or_default();
                edits.push((String::from("hint"), shown(before), shown(after)));
            }
            Field::States => edits.extend(states(before, after)),
            Field::Bounds => {}
            Field::Attributes => edits.push(pair("details", "", "")),
        }
    }
    edits
}

/// The states that differ, in words.
fn states(before: &Node, after: &Node) -> Vec<(String, String, String)> {
    let (old, new) = (before.states, after.states);
    let on = |set: bool| if set { "on" } else { "off" }.to_owned();
    let mut edits = Vec::new();
    if old.checked != new.checked {
        let (was, is) = (old.checked.unwrap_or(false), new.checked.unwrap_or(false));
        edits.push((String::new(), on(was), on(is)));
    }
    let yes = |set: bool| if set { "yes" } else { "no" }.to_owned();
    let flags = [
        ("focused", old.focused, new.focused),
        ("selected", old.selected, new.selected),
        ("expanded", old.expanded, new.expanded),
        ("disabled", old.disabled, new.disabled),
        ("clickable", old.clickable, new.clickable),
        ("scrollable", old.scrollable, new.scrollable),
    ];
    edits.extend(
        flags
            .into_iter()
            .filter(|(_, was, is)| was != is)
            .map(|(name, was, is)| (name.to_owned(), yes(was), yes(is))),
    );
    edits
}

fn row(
    sign: &'static str,
    class: &'static str,
    what: &str,
    edits: &[(String, String, String)],
) -> Html {
    html! {
        <li class={class}>
            <span class="sign" aria-hidden="true">{ sign }</span>
            <span class="sr">{ format!("{class}: ") }</span>
            <span class="what">
                { what }
                { for edits.iter().map(|(part, before, after)| html! {
                    <span class="edit">
                        if !part.is_empty() { <i>{ part }{ " " }</i> }
                        if !(before.is_empty() && after.is_empty()) {
                            <del>{ shown(before) }</del>
                            <span aria-hidden="true">{ " → " }</span><span class="sr">{ " became " }</span>
                            <ins>{ shown(after) }</ins>
                        }
                    </span>
                }) }
            </span>
        </li>
    }
}

fn shown(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { shortened(text, 80) }
}
