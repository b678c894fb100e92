//! Choosing a world.

use super::{links::Paste, numbers::plural};
use crate::{
    beside::Card,
    page::state::{Msg, Over, State, worlds::Fetching},
};
use diorama_world::Domain;
use web_sys::File;
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
    words(Domain::Android, "Phone", "Phones", "A phone, tapped through"),
    words(Domain::Web, "Web", "Web pages", "A browser and its pages"),
    words(Domain::Os, "Desktop", "Desktops", "A desktop and its windows"),
    words(Domain::Terminal, "Terminal", "Terminals", "A shell and its files"),
    words(Domain::Mcp, "Tools", "Tools", "Tools and what they answer"),
    words(Domain::Search, "Search", "Search engines", "Queries and the pages they find"),
    words(Domain::Swe, "Project", "Software projects", "Files to read, change and test"),
];

const fn words(
    domain: Domain,
    one: &'static str,
    several: &'static str,
    what: &'static str,
) -> Words {
    Words { domain, one, several, what }
}

/// The worlds, by domain.
pub fn worlds(state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    let open = state.open().map(|open| open.world.scenario.id.as_str());
    html! {
        <>
            <button type="button" class="card new" onclick={send.reform(|_| Msg::Over(Over::Make))}>
                <b>{ "Open a new world" }</b>
                <span>{ "Any kind, from a seed, with the disk full or the network gone if you like." }</span>
            </button>
            if let Fetching::Failed { why, .. } = &state.fetching {
                <p class="slip" role="alert">{ why }</p>
            }
            { for DOMAINS.iter().map(|words| {
                let cards = state.worlds.iter().map(|it| &it.card);
                let mut cards = cards.filter(|it| it.domain == words.domain).peekable();
                if cards.peek().is_none() {
                    return Html::default();
                }
                html! {
                    <section class="group">
                        <h3>{ words.several }<span class="muted">{ words.what }</span></h3>
                        <div class="cards">
                            { for cards.map(|it| card(it, open, &state.fetching, send)) }
                        </div>
                    </section>
                }
            }) }
            <Paste opening={state.opening.clone()} send={send.clone()} give={give.clone()} />
            <p class="muted">{ "Every world here is a simulation; nothing in it is real." }</p>
        </>
    }
}

fn card(card: &Card, open: Option<&str>, fetching: &Fetching, send: &Callback<Msg>) -> Html {
    let id = card.id.to_string();
    let here = open == Some(id.as_str());
    let coming = matches!(fetching, Fetching::Asked(asked) if *asked == id);
    let played = card.reference.then(|| "reference environment".to_owned());
    let recorded =
        (card.steps > 0).then(|| format!("{} recorded", plural(card.steps, "step", "steps")));
    let controls = (card.controls > 0).then(|| plural(card.controls, "control", "controls"));
    let notes: Vec<String> = [played, recorded, controls].into_iter().flatten().collect();
    html! {
        <button type="button" class={classes!("card", here.then_some("here"))}
            aria-current={here.then_some("true")} aria-busy={coming.then_some("true")}
            onclick={send.reform(move |_| Msg::Choose(id.clone()))}>
            <b>{ &*card.title }</b>
            <span>{ &*card.summary }</span>
            <small class="muted">
                { if coming { "Fetching it…".to_owned() } else { notes.join(" · ") } }
            </small>
        </button>
    }
}
