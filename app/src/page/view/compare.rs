//! Two places side by side: both drawn, what differs marked in both and listed.

use super::stage::told;
use crate::page::say::{say, say_with};
use crate::page::{
    apart::{Edit, edits, named, shown},
    draw::Drawing,
    state::{Msg, Open, act::capitalised, compare::Compare, tree::Move, walk::Walk},
    text::TextWorld,
};
use diorama_world::{Domain, Screen, diff::Diff, timeline::Place};
use std::rc::Rc;
use yew::prelude::*;

/// Most differences that are listed.
const MOST: usize = 60;

/// The two places.
pub fn compare(open: &Open, compare: &Compare, send: &Callback<Msg>) -> Html {
    let walk = &open.walk;
    let domain = open.world.scenario.domain;
    let drawn = domain.is_drawn();
    // Differences are marked even where all is another.
    let right = Diff { new_screen: false, ..(*compare.diff).clone() };
    let sides = [("A", compare.left.at, right.reversed()), ("B", compare.right.at, right)];
    let button = |label: &'static str, title: &'static str, it: Move| {
        html! {
            <button type="button" {title}
                onclick={send.reform(move |_| Msg::Tree(it.clone()))}>{ label }</button>
        }
    };
    html! {
        <>
            <section class={classes!("compare", (domain == Domain::Android).then_some("phones"))}
                aria-label={say("Comparison")}>
                <header>
                    <p class="verdict">{ compare.verdict(drawn) }</p>
                    <p class="muted">{ parting(walk, compare.left.at, compare.right.at) }
                        <span class="hint">{ say(" Choose another step below to compare with.") }</span></p>
                    { button(say("Swap"), say("Swap the sides"), Move::Swap) }
                    { button(say("Close"), say("Stop comparing (Escape)"), Move::Leave) }
                </header>
                <div class="sides" tabindex="0" role="group" aria-label={say("Both screens")}>
                    { for sides.into_iter().map(|(letter, place, diff)| {
                        let words = walk.told(place);
                        html! {
                            <figure key={letter} aria-label={format!("{letter}: {words}")}>
                                <figcaption><b class="letter">{ letter }</b>{ capitalised(&words) }</figcaption>
                                // Drawn to be looked at.
                                <div class="hold" inert={true}>{ side(open, place, diff) }</div>
                            </figure>
                        }
                    }) }
                </div>
            </section>
            <aside class="inspector differences" aria-label={say("Differences")}>
                <div class="panel" tabindex="0">
                    { list(open, compare, drawn) }
                </div>
            </aside>
        </>
    }
}

/// How the two lie in the tree.
fn parting(walk: &Walk, left: Place, right: Place) -> String {
    match walk.parting(left, right) {
        _ if left == right => say("Both are the same step.").to_owned(),
        parting if parting == left => say("A lies on the way to B.").to_owned(),
        parting if parting == right => say("B lies on the way to A.").to_owned(),
        parting => say_with("They part after {1}.", &[&walk.told(parting)]),
    }
}

fn side(open: &Open, place: Place, diff: Diff) -> Html {
    let domain = open.world.scenario.domain;
    let Some(screen) = open.walk.screen(place) else { return Html::default() };
    let (screen, diff, place_number) = (Rc::clone(screen), Rc::new(diff), place.number());
    if domain.is_drawn() {
        return html! {
            <Drawing {domain} {screen} {diff} place={place_number} partial={None}
                next={None} busy={false} act={Callback::noop()} point={Callback::noop()} />
        };
    }
    let told = told(open, place);
    html! {
        <TextWorld {domain} {screen} {diff} place={place_number} partial={None} last={told.last}
            typed={told.typed} tools={told.tools} busy={false} act={Callback::noop()} />
    }
}

/// What differs, one node or line each.
fn list(open: &Open, compare: &Compare, drawn: bool) -> Html {
    let screen = |place| open.walk.screen(place);
    let (Some(left), Some(right)) = (screen(compare.left.at), screen(compare.right.at)) else {
        return html! { <p class="muted">{ say("One of them cannot be drawn.") }</p> };
    };
    let called = |screen: &Screen, index: usize| named(screen, index, drawn);
    let diff = &compare.diff;
    let changed = diff.changed.iter().filter(|it| !it.moved_only()).filter_map(|it| {
        let (a, b) = (left.nodes.get(it.old)?, right.nodes.get(it.new)?);
        Some(row("≠", say("differs"), &called(right, it.new), edits(it, a, b)))
    });
    let left_only =
        diff.removed.iter().map(|&it| row("A", say("only in A"), &called(left, it), Vec::new()));
    let right_only =
        diff.added.iter().map(|&it| row("B", say("only in B"), &called(right, it), Vec::new()));
    let rows: Vec<Html> =
        header(left, right).into_iter().chain(changed).chain(left_only).chain(right_only).collect();
    let more = rows.len().saturating_sub(MOST);
    html! {
        <>
            <h3>{ say("Differences") }</h3>
            if rows.is_empty() { <p class="muted">{ say("Both show the same.") }</p> }
            <ul class="changes">{ for rows.into_iter().take(MOST) }</ul>
            if more > 0 { <p class="muted">{ say_with("and {1} more", &[&more]) }</p> }
            if diff.kept > 0 { <p class="muted">{ say_with("{1} are the same in both", &[&diff.kept]) }</p> }
        </>
    }
}

/// What differs around the nodes.
fn header(left: &Screen, right: &Screen) -> Vec<Html> {
    let (left, right) = (&left.header, &right.header);
    let pairs = [
        (say("app"), &left.app, &right.app),
        (say("title"), &left.title, &right.title),
        (say("address"), &left.url, &right.url),
    ];
    let differs = pairs.into_iter().filter(|(_, a, b)| a != b);
    let row = |(name, a, b): (_, &Option<String>, &Option<String>)| {
        let held = |it: &Option<String>| it.clone().unwrap_or_default();
        row("≠", say("differs"), name, vec![Edit { part: "", before: held(a), after: held(b) }])
    };
    differs.map(row).collect()
}

/// A difference: the sign for those who see it, words for those who hear it, what it is about, and
/// the parts that differ, in A and in B.
fn row(sign: &'static str, words: &'static str, what: &str, edits: Vec<Edit>) -> Html {
    let class = match sign {
        "A" => "left-only",
        "B" => "right-only",
        _ => "differs",
    };
    let held = |letter: &'static str, text: &str| {
        html! { <span class="held"><b class="letter">{ letter }</b>{ shown(text) }</span> }
    };
    let edits = edits.into_iter().filter(|it| it.is_told() || !it.part.is_empty());
    html! {
        <li {class}>
            <span class="sign" aria-hidden="true">{ sign }</span>
            <span class="sr">{ words }{ ": " }</span>
            <span class="what">
                { what.to_owned() }
                { for edits.map(|edit| html! {
                    <span class="edit">
                        if !edit.part.is_empty() { <i>{ edit.part }{ " " }</i> }
                        if edit.is_told() { { held("A", &edit.before) }{ held("B", &edit.after) } }
                    </span>
                }) }
            </span>
        </li>
    }
}
