//! Choosing a world.

use super::numbers::plural;
use crate::page::state::{Msg, Over, State, World};
use diorama_world::Domain;
use std::rc::Rc;
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
pub fn worlds(state: &State, send: &Callback<Msg>) -> Html {
    let open = state.open().map(|open| open.world.scenario.id.as_str());
    html! {
        <>
            <button type="button" class="card new" onclick={send.reform(|_| Msg::Over(Over::Make))}>
                <b>{ "Open a new world" }</b>
                <span>{ "Any kind, from a seed, with the disk full or the network gone if you like." }</span>
            </button>
            { for DOMAINS.iter().map(|words| {
                let mut worlds =
                    state.worlds.iter().filter(|it| it.scenario.domain == words.domain).peekable();
                if worlds.peek().is_none() {
                    return Html::default();
                }
                html! {
                    <section class="group">
                        <h3>{ words.several }<span class="muted">{ words.what }</span></h3>
                        <div class="cards">
                            { for worlds.map(|world| card(world, open, send)) }
                        </div>
                    </section>
                }
            }) }
            <p class="muted">{ "Every world here is a simulation; nothing in it is real." }</p>
        </>
    }
}

fn card(world: &Rc<World>, open: Option<&str>, send: &Callback<Msg>) -> Html {
    let scenario = &world.scenario;
    let id = scenario.id.clone();
    let here = open == Some(id.as_str());
    let played = scenario.reference.map(|_| "reference environment".to_owned());
    let recorded = world
        .trace
        .as_ref()
        .map(|trace| format!("{} recorded", plural(trace.steps.len(), "step", "steps")));
    let controls = (!scenario.controls.is_empty())
        .then(|| plural(scenario.controls.len(), "control", "controls"));
    let notes: Vec<String> = [played, recorded, controls].into_iter().flatten().collect();
    html! {
        <button type="button" class={classes!("card", here.then_some("here"))}
            aria-current={here.then_some("true")}
            onclick={send.reform(move |_| Msg::Choose(id.clone()))}>
            <b>{ &scenario.title }</b>
            <span>{ &scenario.summary }</span>
            <small class="muted">{ notes.join(" · ") }</small>
        </button>
    }
}
