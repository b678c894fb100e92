//! The page on paper: the open branch as a trace, each step with its screen as text. Drawn only while
//! the browser prints.

use super::changes::{line, source};
use crate::page::say::{say, say_with};
use crate::page::{
    draw::{roles::role_word, traits::held},
    state::{
        Medium, Msg, Open, State,
        act::capitalised,
        walk::{Origin, View},
    },
};
use diorama_world::{Facts, Node, Screen, diff::Verdict, facts::Table, timeline::Place};
use wasm_bindgen::{JsCast, closure::Closure};
use yew::prelude::*;

/// Most lines of one screen; the rest is counted.
const MOST: usize = 400;

/// The trace, while the page is put on paper, and what listens for that.
pub fn print(state: &State, send: &Callback<Msg>) -> Html {
    let open = state.open().filter(|_| state.medium == Medium::Paper);
    html! {
        <>
            <Listen send={send.clone()} />
            if let Some(open) = open { { trace(open) } }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ListenProps {
    send: Callback<Msg>,
}

/// Hears of printing. What is drawn in answer is there before the browser takes its picture.
#[component(Listen)]
fn listen(props: &ListenProps) -> Html {
    let send = props.send.clone();
    use_effect_with((), move |()| {
        let window = web_sys::window();
        let heard = [("beforeprint", true), ("afterprint", false)].map(|(event, on)| {
            let send = send.clone();
            let heard = Closure::<dyn FnMut()>::new(move || send.emit(Msg::Printing(on)));
            (event, heard)
        });
        if let Some(window) = &window {
            for (event, heard) in &heard {
                let heard = heard.as_ref().unchecked_ref();
                // Adding a listener to a window does not fail.
                let _ = window.add_event_listener_with_callback(event, heard);
            }
        }
        move || {
            let Some(window) = window else { return };
            for (event, heard) in &heard {
                let heard = heard.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback(event, heard);
            }
        }
    });
    Html::default()
}

/// The open branch, all of it.
fn trace(open: &Open) -> Html {
    let scenario = &open.world.scenario;
    let branch = open.walk.timeline().branch(open.walk.here());
    html! {
        <article class="trace" aria-label={say("Trace")}>
            <h1 dir="auto">{ &scenario.title }</h1>
            <p dir="auto">{ &scenario.summary }</p>
            if !scenario.task.is_empty() {
                <p><b>{ say("Task: ") }</b><bdi>{ &scenario.task }</bdi></p>
            }
            <p class="muted">{ say("A simulation: nothing in it is real.") }</p>
            { facts(&scenario.facts) }
            { for branch.into_iter().enumerate().map(|(count, place)| step(open, count, place)) }
        </article>
    }
}

/// The hidden state that the walk began with.
fn facts(facts: &Facts) -> Html {
    if facts.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ say("Facts at the start") }</h2>
            { for facts.tables.iter().map(table) }
        </section>
    }
}

fn table(table: &Table) -> Html {
    html! {
        <table>
            <caption dir="auto">{ &table.name }</caption>
            <thead><tr>
                { for table.columns.iter().map(|it| html! { <th scope="col" dir="auto">{ &it.name }</th> }) }
            </tr></thead>
            <tbody>
                { for table.rows().iter().map(|row| html! {
                    <tr>{ for row.cells.iter().map(|it| html! { <td dir="auto">{ it.to_string() }</td> }) }</tr>
                }) }
            </tbody>
        </table>
    }
}

/// A step: what was done, what came of it, and the screen where it is another one.
fn step(open: &Open, count: usize, place: Place) -> Html {
    let name = capitalised(open.walk.name(place));
    let step = open.walk.timeline().step(place);
    let action = step.map(|step| open.walk.spelled(step.from, &step.action));
    let action = action.filter(|action| !action.is_empty());
    let sight = open.walk.sight(place);
    let drawn = open.world.scenario.domain.is_drawn();
    let (verdict, shown) = match (&sight.view, &sight.origin) {
        (_, Origin::Edited(_)) => (say("Changed by hand").to_owned(), None),
        (View::Unreadable, _) => (
            say("The reply cannot be drawn.").to_owned(),
            Some(open.walk.observation(place).to_owned()),
        ),
        (View::Drawn { screen, .. }, _) if place == Place::START => {
            (String::new(), Some(told(screen, drawn)))
        }
        (View::Drawn { screen, diff, .. }, _) => {
            let same = diff.verdict() == Verdict::Unchanged;
            (line(open, place, diff), (!same).then(|| told(screen, drawn)))
        }
    };
    html! {
        <section class="printed-step" key={place.number()}>
            <h2>
                if count > 0 { <span class="count">{ count }{ ". " }</span> }
                <bdi>{ name }</bdi>
            </h2>
            if let Some(action) = action { <code dir="auto">{ action }</code> }
            if count > 0 {
                <p><b>{ verdict }</b>{ " · " }<bdi>{ source(open, place) }</bdi></p>
            }
            if let Some(shown) = shown { <pre dir="auto">{ shown }</pre> }
        </section>
    }
}

/// A screen as lines of text.
fn told(screen: &Screen, drawn: bool) -> String {
    let header = &screen.header;
    let around = [("app", &header.app), ("title", &header.title), ("address", &header.url)];
    let around = around.into_iter().filter_map(|(what, held)| {
        held.as_ref().filter(|held| !held.is_empty()).map(|held| [what, ": ", held].concat())
    });
    let nodes = screen.nodes.iter();
    let nodes = nodes.filter_map(|node| if drawn { said(node) } else { Some(node.name.clone()) });
    let mut lines: Vec<String> = around.chain(nodes).collect();
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(say_with("and {1} more", &[&more]));
    }
    lines.join("\n")
}

/// A node that says something, in a line: `checkbox “Snooze”, on`.
fn said(node: &Node) -> Option<String> {
    let value = Some(held(node)).filter(|value| !value.is_empty() && *value != node.name);
    let hint = node.hint.as_deref().filter(|_| node.name.is_empty() && value.is_none());
    let name = Some(node.name.as_str()).filter(|name| !name.is_empty()).or(hint);
    let states = node.states;
    if name.is_none_or(str::is_empty) && value.is_none() && states.checked.is_none() {
        return None;
    }
    let mut line = role_word(node.role).to_owned();
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        line += &[" “", name, "”"].concat();
    }
    if let Some(value) = value {
        line += &[": ", value].concat();
    }
    line += match states.checked {
        Some(true) => ", on",
        Some(false) => ", off",
        None => "",
    };
    if states.disabled {
        line += ", disabled";
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use diorama_world::Role;

    #[test]
    fn a_node_is_told_by_what_it_is_called_and_holds() {
        let mut node = Node { role: Role::CheckBox, name: "Snooze".into(), ..Node::default() };
        node.states.checked = Some(true);
        assert_eq!(said(&node).as_deref(), Some("checkbox “Snooze”, on"));
        node.value = Some("5 minutes".into());
        node.states.disabled = true;
        assert_eq!(said(&node).as_deref(), Some("checkbox “Snooze”: 5 minutes, on, disabled"));
        node.states.password = true;
        assert_eq!(said(&node).as_deref(), Some("checkbox “Snooze”: •••••••••, on, disabled"));
        assert_eq!(said(&Node::default()), None);
    }

    #[test]
    fn a_screen_of_any_length_ends() {
        let node = Node { name: "a".into(), ..Node::default() };
        let screen = Screen { nodes: vec![node; MOST + 7], ..Screen::default() };
        assert_eq!(told(&screen, false).lines().last(), Some("and 7 more"));
    }
}
