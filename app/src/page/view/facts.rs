//! The facts: the hidden state, as it is known at the place that is shown.

use crate::page::state::{Open, walk::Origin};
use diorama_world::{
    Facts,
    facts::{Row, Table},
    link::By,
};
use yew::prelude::*;

/// The facts at the place that is shown: those that the reference environment said, else those at
/// the start.
pub fn facts(open: &Open) -> Html {
    let here = open.walk.here();
    let first = &open.world.scenario.facts;
    let known = open.walk.facts(here);
    let now: &Facts = known.unwrap_or(first);
    if now.is_empty() {
        return html! { <p class="muted">{ "This world states no facts." }</p> };
    }
    let parent = open.walk.timeline().parent(here);
    let before = match (known, parent) {
        (Some(_), Some(parent)) => Some(open.walk.facts(parent).unwrap_or(first)),
        _ => None,
    };
    let predicted = match &open.walk.sight(here).origin {
        Origin::Predicted(_) => true,
        Origin::Linked(it) => matches!(it.by, By::Model | By::Stopped),
        Origin::Recorded(_) | Origin::Reference(_) => false,
    };
    let words = match (known, parent) {
        (Some(_), _) if predicted => {
            "The hidden state after this step, as the model predicts it together with the screen."
        }
        (Some(_), _) => "The hidden state that the screens are drawn from, after this step.",
        (None, None) => "The hidden state that the screens are drawn from.",
        (None, Some(_)) => {
            "The hidden state at the start. What became of it this step does not say."
        }
    };
    html! {
        <>
            <p class="muted">{ words }</p>
            { for now.tables.iter().map(|table| {
                // A table that was not there before had no rows.
                let none = Table::new(String::new(), []);
                drawn(table, before.map(|facts| facts.table(&table.name).unwrap_or(&none)))
            }) }
        </>
    }
}

/// A table. `before` is the same table a step earlier, where that is known; what differs is marked.
fn drawn(table: &Table, before: Option<&Table>) -> Html {
    let gone = before.map_or(0, |before| {
        before.rows().iter().filter(|row| table.row(row.number).is_none()).count()
    });
    html! {
        <section class="facts" key={table.name.clone()}>
            <h3>{ &table.name }
                if gone > 0 { <span class="gone">{ format!("− {gone} removed") }</span> }
            </h3>
            <div class="scroller" tabindex="0" role="group" aria-label={table.name.clone()}>
                <table>
                    <thead><tr>
                        { for table.columns.iter().map(|it| html! { <th scope="col">{ &it.name }</th> }) }
                    </tr></thead>
                    <tbody>
                        { for table.rows().iter().map(|row| {
                            let was = before.and_then(|table| table.row(row.number));
                            drawn_row(row, was, before.is_some() && was.is_none())
                        }) }
                        if table.rows().is_empty() {
                            <tr><td class="muted" colspan={table.columns.len().max(1).to_string()}>
                                { "empty" }</td></tr>
                        }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// A row, what it was a step earlier, and whether it is new.
fn drawn_row(row: &Row, before: Option<&Row>, new: bool) -> Html {
    let cells = row.cells.iter().enumerate().map(|(at, cell)| {
        let was = before.and_then(|row| row.cells.get(at));
        let changed = was.filter(|was| *was != cell);
        let title = changed.map(|was| format!("was {was}"));
        html! {
            <td class={changed.map(|_| "changed")} {title}>
                { cell.to_string() }
                if changed.is_some() { <span class="sr">{ " (changed)" }</span> }
            </td>
        }
    });
    html! {
        <tr class={new.then_some("added")}>{ for cells }</tr>
    }
}
