//! Choosing a world.

use super::{language, numbers::plural};
use crate::page::say::{say, say_with, to_say};
use crate::{
    beside::Card,
    page::{
        draw::traits::shortened,
        letters::small,
        state::{
            Msg, Over, State,
            worlds::{Fetching, Listed},
        },
    },
};
use diorama_world::{Domain, control};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A kind of world in words.
pub struct Words {
    /// The kind.
    pub domain: Domain,
    /// One of them.
    pub one: &'static str,
    /// Several.
    several: &'static str,
    /// What they are.
    pub what: &'static str,
}

/// The kinds of world, in order.
pub const DOMAINS: [Words; 7] = [
    words(Domain::Android, to_say("Phone"), to_say("Phones"), to_say("A phone, tapped through")),
    words(Domain::Web, to_say("Web"), to_say("Web pages"), to_say("A browser and its pages")),
    words(Domain::Os, to_say("Desktop"), to_say("Desktops"), to_say("A desktop and its windows")),
    words(
        Domain::Terminal,
        to_say("Terminal"),
        to_say("Terminals"),
        to_say("A shell and its files"),
    ),
    words(Domain::Mcp, to_say("Tools"), to_say("Tools"), to_say("Tools and what they answer")),
    words(
        Domain::Search,
        to_say("Search"),
        to_say("Search engines"),
        to_say("Queries and the pages they find"),
    ),
    words(
        Domain::Swe,
        to_say("Project"),
        to_say("Software projects"),
        to_say("Files to read, change and test"),
    ),
];

const fn words(
    domain: Domain,
    one: &'static str,
    several: &'static str,
    what: &'static str,
) -> Words {
    Words { domain, one, several, what }
}

/// Longest tag in characters.
const TAG: usize = 40;

/// The worlds, by domain; those of the person's own first.
pub fn worlds(state: &State, send: &Callback<Msg>) -> Html {
    let lay = |over: Over| send.reform(move |_: MouseEvent| Msg::Over(over));
    let seek = send.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
            seek.emit(Msg::Seek(field.value()));
        }
    });
    let sought = small(&state.sought);
    let fits = |listed: &&Listed| sought.split_whitespace().all(|word| says(&listed.card, word));
    let found: Vec<&Listed> = state.worlds.iter().filter(fits).collect();
    let group = |name: &'static str, what: &'static str, of: &dyn Fn(&Card) -> bool| {
        let mut cards = found.iter().filter(|it| of(&it.card)).peekable();
        if cards.peek().is_none() {
            return Html::default();
        }
        html! {
            <section class="group" key={name}>
                <h3>{ name }<span class="muted">{ what }</span></h3>
                <div class="cards">{ for cards.map(|it| card(it, state, send)) }</div>
            </section>
        }
    };
    html! {
        <>
            <div class="cards">
                <button type="button" class="card new" onclick={lay(Over::Make)}>
                    <b>{ say("Open a new world") }</b>
                    <span>{ say("Any kind, from a seed, with the disk full or the network gone if you like.") }</span>
                </button>
                <button type="button" class="card new" onclick={lay(Over::Bring)}>
                    <b>{ say("Bring a world") }</b>
                    <span>{ say("A link, a recorded walk, or a screen as text.") }</span>
                </button>
            </div>
            if let Fetching::Failed { why, .. } = &state.fetching {
                <p class="slip" role="alert">{ why }</p>
            }
            <input type="search" class="seek" aria-label={say("Find a world")} value={state.sought.clone()}
                placeholder={say("Find: alarm, disk full, shell…")} {oninput} />
            { group(say("Yours"), say("Made, changed or brought on this visit"), &|card| !card.built_in) }
            { for DOMAINS.iter().map(|words| {
                let of = |card: &Card| card.built_in && card.domain == words.domain;
                group(say(words.several), say(words.what), &of)
            }) }
            if found.is_empty() {
                <p class="muted" role="status">{ say("No world here says that.") }</p>
            }
            <p class="muted">{ say("Every world here is a simulation; nothing in it is real.") }</p>
            // Here as well as among the keys, which narrow pages do not list.
            { language::choice() }
        </>
    }
}

/// Whether a card says a word, in small letters, anywhere.
fn says(card: &Card, word: &str) -> bool {
    let kind = DOMAINS.iter().find(|words| words.domain == card.domain);
    let kind = kind.map_or([""; 2], |words| [say(words.one), say(words.several)]);
    let texts = [&*card.title, &*card.summary, &*card.task].into_iter().chain(kind);
    let said = |text: &str| small(text).contains(word);
    texts.into_iter().any(said) || card.controls.iter().any(|control| said(&tag(control)))
}

/// A control in short: its title, or the beginning of what it says.
fn tag(control: &str) -> String {
    let named = control::ALL.into_iter().find(|it| it.name == control);
    let begins = control.split([':', '.', ';']).next().unwrap_or_default();
    named.map_or_else(|| shortened(begins, TAG), |it| it.title.to_owned())
}

fn card(listed: &Listed, state: &State, send: &Callback<Msg>) -> Html {
    let Listed { card, world } = listed;
    let id = card.id.to_string();
    let open = state.open().map(|open| &open.world);
    let here = world.as_ref().zip(open).is_some_and(|(world, open)| Rc::ptr_eq(world, open));
    let coming = matches!(&state.fetching, Fetching::Asked(asked) if *asked == id);
    let played = card.reference.then(|| say("reference environment").to_owned());
    let recorded = (card.steps > 0)
        .then(|| say_with("{1} recorded", &[&plural(card.steps, say("step"), say("steps"))]));
    let notes: Vec<String> = [played, recorded].into_iter().flatten().collect();
    let edit = say_with("Edit {1}", &[&card.title]);
    html! {
        <div class={classes!("world-card", here.then_some("here"))} key={id.clone()}>
            <button type="button" class="card"
                aria-current={here.then_some("true")} aria-busy={coming.then_some("true")}
                onclick={ let id = id.clone(); send.reform(move |_| Msg::Choose(id.clone())) }>
                <b><bdi>{ &*card.title }</bdi></b>
                <span><bdi>{ &*card.summary }</bdi></span>
                if !card.task.is_empty() {
                    <span class="task"><i>{ say("Task: ") }</i><bdi>{ &*card.task }</bdi></span>
                }
                <small class="muted">
                    { for card.controls.iter().map(|it| html! { <bdi class="tag">{ tag(it) }</bdi> }) }
                    { if coming { say("Fetching it…").to_owned() } else { notes.join(" · ") } }
                </small>
            </button>
            <button type="button" class="quiet edit" aria-label={edit.clone()} title={edit}
                onclick={send.reform(move |_| Msg::EditListed(id.clone()))}>{ say("Edit") }</button>
        </div>
    }
}
