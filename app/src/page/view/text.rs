//! The observation as it was written.

use super::numbers::plural;
use crate::page::state::{
    Open, Phase,
    walk::{Origin, Prediction, View},
};
use diorama_world::full;
use std::collections::HashMap;
use yew::prelude::*;

/// Longest text shown line by line with its changes marked, in bytes; a longer one is shown plain.
const MOST_MARKED: usize = 64 * 1024;

/// The observation: as it grows, or with its changed lines marked.
pub fn text(open: &Open) -> Html {
    if let Phase::Predicting(it) = &open.phase {
        let (inline, said) = full::thinking_apart(&it.text);
        return html! {
            <>
                { reasoning(&format!("{}{inline}", it.thoughts)) }
                <pre class="raw growing" tabindex="0" aria-label="Observation, being written">
                    { said }<span class="caret" aria-hidden="true" />
                </pre>
            </>
        };
    }
    let here = open.walk.here();
    let sight = open.walk.sight(here);
    let text = open.walk.observation(here);
    let before = open.walk.timeline().parent(here).map(|place| open.walk.observation(place));
    let reply = match &sight.origin {
        Origin::Predicted(Prediction { told: Some(told), .. }) => {
            Some(("What the model wrote: the changes", &told.delta))
        }
        Origin::Predicted(it) => it.reply.as_ref().map(|reply| ("The whole reply", reply)),
        Origin::Recorded(_) | Origin::Reference(_) | Origin::Linked(_) | Origin::Edited(_) => None,
    };
    html! {
        <>
            if !sight.problems.is_empty() {
                <ul class="problems">
                    { for sight.problems.iter().take(8).map(|it| html! { <li>{ it.to_string() }</li> }) }
                </ul>
            }
            if sight.view == View::Unreadable {
                <p class="muted">{ "This text could not be drawn. It is what the model wrote." }</p>
            }
            if let Origin::Predicted(Prediction { thoughts: Some(thoughts), .. }) = &sight.origin {
                { reasoning(thoughts) }
            }
            { lines(text, before) }
            if let Some((name, reply)) = reply {
                <details><summary>{ name }</summary><pre class="raw">{ reply }</pre></details>
            }
        </>
    }
}

/// What a model thought before it answered, folded: it may be long, and is no part of the world.
fn reasoning(thoughts: &str) -> Html {
    let thoughts = thoughts.trim();
    if thoughts.is_empty() {
        return Html::default();
    }
    let count = thoughts.chars().count();
    html! {
        <details class="reasoning">
            <summary>{ "Reasoning" }<span class="muted">{ format!(" {}", plural(count, "character", "characters")) }</span></summary>
            <pre class="raw" tabindex="0" aria-label="Reasoning">{ thoughts.to_owned() }</pre>
        </details>
    }
}

/// The lines of a text; those that the text before does not have are marked.
fn lines(text: &str, before: Option<&str>) -> Html {
    let Some(before) = before.filter(|before| before.len() + text.len() <= MOST_MARKED) else {
        return html! { <pre class="raw" tabindex="0" aria-label="Observation">{ text }</pre> };
    };
    let mut had: HashMap<&str, usize> = HashMap::new();
    for line in before.lines() {
        *had.entry(key(line)).or_default() += 1;
    }
    let lines = text.lines().map(|line| {
        let new = match had.get_mut(key(line)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        html! { <span class={new.then_some("new")}>{ line }{ "\n" }</span> }
    });
    html! { <pre class="raw" tabindex="0" aria-label="Observation">{ for lines }</pre> }
}

/// What tells one line from another: all but the running number, which every screen gives anew.
fn key(line: &str) -> &str {
    match line.split_once("] | ") {
        Some((number, rest)) if number.starts_with('[') => rest,
        _ => line,
    }
}
