//! The observation as it was written.

use super::{
    marked::{Line, compare},
    numbers::plural,
};
use crate::page::say::say;
use crate::page::state::{
    Open, Phase,
    walk::{Origin, Prediction, View},
};
use diorama_world::full;
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
                <pre class="raw growing" tabindex="0" aria-label={say("Observation, being written")}>
                    { said }<span class="caret" aria-hidden="true" />
                </pre>
            </>
        };
    }
    let here = open.walk.here();
    let sight = open.walk.sight(here);
    let text = open.walk.observation(here);
    // Of another screen every line is new: nothing is marked.
    let another = matches!(&sight.view, View::Drawn { diff, .. } if diff.new_screen);
    let parent = open.walk.timeline().parent(here).filter(|_| !another);
    let before = parent.map(|place| AttrValue::from(open.walk.observation(place).to_owned()));
    let text = AttrValue::from(text.to_owned());
    let reply = match &sight.origin {
        Origin::Predicted(Prediction { told: Some(told), .. }) => {
            Some((say("What the model wrote: the changes"), &told.delta))
        }
        Origin::Predicted(it) => it.reply.as_ref().map(|reply| (say("The whole reply"), reply)),
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
                <p class="muted">{ say("This text could not be drawn. It is what the model wrote.") }</p>
            }
            if let Origin::Predicted(Prediction { thoughts: Some(thoughts), .. }) = &sight.origin {
                { reasoning(thoughts) }
            }
            if another {
                <p class="muted">{ say("Another screen: no line of it is marked.") }</p>
            }
            <Marked {text} {before} />
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
            <summary>{ say("Reasoning") }<span class="muted">{ format!(" {}", plural(count, say("character"), say("characters"))) }</span></summary>
            <pre class="raw" tabindex="0" aria-label={say("Reasoning")}>{ thoughts.to_owned() }</pre>
        </details>
    }
}

/// A text and the one before it.
#[derive(Properties, PartialEq)]
struct MarkedProps {
    text: AttrValue,
    before: Option<AttrValue>,
}

/// The lines of a text with what became of those before it. A component, so that texts are compared
/// once.
#[component(Marked)]
fn marked(props: &MarkedProps) -> Html {
    let short = |it: &&AttrValue| it.len() + props.text.len() <= MOST_MARKED;
    let lines = match props.before.as_ref().filter(short) {
        Some(before) => compare(before, &props.text).into_iter().map(line).collect(),
        None => html! { { &props.text } },
    };
    html! { <pre class="raw" tabindex="0" aria-label={say("Observation")}>{ lines }</pre> }
}

/// A line with its sign. Signs, and what is no longer there, are left out when the text is copied.
fn line(line: Line<'_>) -> Html {
    let (class, sign, word, inside) = match line {
        Line::Kept(text) => return html! { { format!("{text}\n") } },
        Line::Added(text) => ("added", "+", say("added: "), html! { { text } }),
        Line::Removed(text) => ("removed", "−", say("removed: "), html! { <del>{ text }</del> }),
        Line::Changed { head, old, new, tail } => {
            let inside = html! {
                <>
                    { head }
                    if !old.is_empty() { <del>{ old }</del> }
                    if !new.is_empty() { <ins>{ new }</ins> }
                    { tail }
                </>
            };
            ("changed", "~", say("changed: "), inside)
        }
    };
    html! {
        <span class={classes!("mark-line", class)}>
            <i class="sign" aria-hidden="true">{ sign }</i><i class="sr">{ word }</i>
            { inside }{ "\n" }
        </span>
    }
}
