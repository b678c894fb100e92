//! Differences between two screens as a list, in signs and words.

use super::{
    numbers::plural,
    sure::{is_low, percent},
};
use crate::page::apart::{Edit, edits, named, shown};
use crate::page::say::{say, say_with, to_say};
use diorama_world::{Screen, diff::Diff};
use yew::prelude::*;

/// Most differences that are listed.
const MOST: usize = 60;

/// What the differences are called.
pub struct Words {
    /// A node on both screens.
    changed: &'static str,
    /// A node on the new one only.
    added: &'static str,
    /// A node on the old one only.
    removed: &'static str,
    /// What stands between old and new.
    became: &'static str,
    /// Of how many of the old one it is said that they are not on another new one.
    gone: &'static str,
}

/// Of a step.
pub const STEP: Words = Words {
    changed: to_say("changed"),
    added: to_say("added"),
    removed: to_say("removed"),
    became: to_say("became"),
    gone: to_say("of the last screen went"),
};

/// Of a predicted screen and the true one.
pub const TRUTH: Words = Words {
    changed: to_say("differs"),
    added: to_say("missing in the prediction"),
    removed: to_say("only in the prediction"),
    became: to_say("is truly"),
    gone: to_say("of the predicted screen are not there"),
};

/// Two screens that differ, and how a predictor came to the new one.
pub struct Pair<'a> {
    /// The old one.
    pub old: &'a Screen,
    /// The new one.
    pub new: &'a Screen,
    /// How they differ.
    pub diff: &'a Diff,
    /// Whether they are drawn: what is not has lines where the rest has nodes.
    pub drawn: bool,
    /// Nodes of the new one that a model spoke of, and how sure it was of each.
    pub sure: &'a [(usize, f32)],
}

/// The differences, one a line.
pub fn list(pair: &Pair<'_>, words: &Words) -> Html {
    let Pair { old, new, diff, drawn, sure } = *pair;
    let (one, several) =
        if drawn { (say("node"), say("nodes")) } else { (say("line"), say("lines")) };
    let sure_of = |node: usize| sure.iter().find(|(it, _)| *it == node).map(|(_, sure)| *sure);
    let mut rows = if diff.header { header(old, new, words) } else { Vec::new() };
    rows.extend(diff.changed.iter().filter(|it| !it.moved_only()).filter_map(|it| {
        let edits = edits(it, old.nodes.get(it.old)?, new.nodes.get(it.new)?);
        let row = Row { sign: "~", class: "changed", what: named(new, it.new, drawn), edits };
        Some(row.draw(say(words.changed), words, sure_of(it.new)))
    }));
    let plain = |sign, class, screen, at| Row {
        sign,
        class,
        what: named(screen, at, drawn),
        edits: Vec::new(),
    };
    rows.extend(
        diff.added
            .iter()
            .map(|&at| plain("+", "added", new, at).draw(say(words.added), words, sure_of(at))),
    );
    let removed = diff
        .removed
        .iter()
        .map(|&at| plain("−", "removed", old, at).draw(say(words.removed), words, None));
    let removed: Vec<Html> = removed.collect();
    let moved = diff.changed.iter().filter(|it| it.moved_only()).count();
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
                    <summary>{ format!("{} {}", plural(gone.len(), one, several), say(words.gone)) }</summary>
                    <ul class="changes">{ for gone.into_iter().take(MOST) }</ul>
                </details>
            }
            if more > 0 { <p class="muted">{ say_with("and {1} more", &[&more]) }</p> }
            if moved > 0 { <p class="muted">{ say_with("{1} only moved", &[&moved]) }</p> }
            if diff.kept > 0 { <p class="muted">{ stayed(diff.kept) }</p> }
        </>
    }
}

fn stayed(kept: usize) -> String {
    if kept == 1 {
        say("1 stayed as it was").to_owned()
    } else {
        say_with("{1} stayed as they were", &[&kept])
    }
}

/// What differs around the nodes.
fn header(old: &Screen, new: &Screen, words: &Words) -> Vec<Html> {
    let (old, new) = (&old.header, &new.header);
    let pairs = [
        (say("app"), &old.app, &new.app),
        (say("title"), &old.title, &new.title),
        (say("address"), &old.url, &new.url),
    ];
    let differing = pairs.into_iter().filter(|(_, before, after)| before != after);
    let row = |(name, before, after): (&str, &Option<String>, &Option<String>)| {
        let some = |it: &Option<String>| it.clone().unwrap_or_default();
        let edits = vec![Edit { part: "", before: some(before), after: some(after) }];
        let row = Row { sign: "~", class: "changed", what: name.to_owned(), edits };
        row.draw(say(words.changed), words, None)
    };
    differing.map(row).collect()
}

/// A line of the list.
struct Row {
    sign: &'static str,
    class: &'static str,
    what: String,
    edits: Vec<Edit>,
}

impl Row {
    fn draw(self, word: &'static str, words: &Words, sure: Option<f32>) -> Html {
        let Self { sign, class, what, edits } = self;
        let became = say(words.became);
        html! {
            <li class={class}>
                <span class="sign" aria-hidden="true">{ sign }</span>
                <span class="sr">{ word }{ ": " }</span>
                <span class="what">
                    { what }
                    { for edits.into_iter().map(|edit| html! {
                        <span class="edit">
                            if !edit.part.is_empty() { <i>{ edit.part }{ " " }</i> }
                            if edit.is_told() {
                                <del>{ shown(&edit.before) }</del>
                                <span aria-hidden="true">{ " → " }</span>
                                <span class="sr">{ " " }{ became }{ " " }</span>
                                <ins>{ shown(&edit.after) }</ins>
                            }
                        </span>
                    }) }
                </span>
                if let Some(sure) = sure {
                    <span class={classes!("part", is_low(sure).then_some("low"))}>
                        <span class="sr">{ say(", sure ") }</span>{ percent(sure) }
                    </span>
                }
            </li>
        }
    }
}
