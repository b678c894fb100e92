//! Choosing a world.

use super::numbers::plural;
use crate::page::state::{Msg, State, World};
use diorama_world::Domain;
use std::rc::Rc;
use yew::prelude::*;

/// The worlds, by domain.
pub fn worlds(state: &State, send: &Callback<Msg>) -> Html {
    let groups = [
        (Domain::Android, "Phones", "A phone, tapped through"),
        (Domain::Web, "Web pages", "A browser and its pages"),
        (Domain::Os, "Desktops", "A desktop and its windows"),
    ];
    let open = state.open().map(|open| open.world.scenario.id.as_str());
    html! {
        <>
            { for groups.iter().map(|(domain, name, what)| {
                let worlds = state.worlds.iter().filter(|it| it.scenario.domain == *domain);
                html! {
                    <section class="group">
                        <h3>{ *name }<span class="muted">{ *what }</span></h3>
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
    let recorded = world.trace.as_ref().map_or_else(
        || "no recording".to_owned(),
        |trace| format!("{} recorded", plural(trace.steps.len(), "step", "steps")),
    );
    html! {
        <button type="button" class={classes!("card", here.then_some("here"))}
            aria-current={here.then_some("true")}
            onclick={send.reform(move |_| Msg::Choose(id.clone()))}>
            <b>{ &scenario.title }</b>
            <span>{ &scenario.summary }</span>
            <small class="muted">
                { recorded }
                if !scenario.controls.is_empty() {
                    { " · " }{ plural(scenario.controls.len(), "control", "controls") }
                }
            </small>
        </button>
    }
}
