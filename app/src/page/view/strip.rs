//! The timeline as a strip: the tools to walk and change it, and the tree of steps.

mod naming;
mod steps;
mod tools;

use super::over::Sheet;
use crate::page::say::{say, say_with};
use crate::page::state::{
    Msg, Open, State,
    tree::{self, Move, Task},
};
use yew::prelude::*;

/// The strip.
pub fn strip(state: &State, send: &Callback<Msg>) -> Html {
    let Some(open) = state.open() else { return html! { <footer class="strip" /> } };
    html! {
        <footer class="strip" aria-label={say("Timeline")}>
            { tools::tools(state, open, send) }
            { steps::tree(open, send) }
            { put_back(open, send) }
            { may_go(open, send) }
        </footer>
    }
}

/// What was deleted can be put back until something else is done.
fn put_back(open: &Open, send: &Callback<Msg>) -> Html {
    let Some(gone) = &open.gone else { return Html::default() };
    html! {
        <p class="gone">
            <span>{ say_with("{1} deleted", &[&tree::steps(gone.count())]) }</span>
            <button type="button" title={say("Put back what was deleted (u)")}
                onclick={send.reform(|_| Msg::Tree(Move::Restore))}>{ say("Undo delete") }</button>
        </p>
    }
}

/// Asks whether more than one step, or a pinned one, may go.
fn may_go(open: &Open, send: &Callback<Msg>) -> Html {
    let (asked, steps, pinned) = match open.task {
        Task::Deleting { steps, pinned } => (true, tree::steps(steps), pinned),
        _ => (false, String::new(), 0),
    };
    let leave = send.reform(|()| Msg::Tree(Move::Leave));
    let keep = send.reform(|_: MouseEvent| Msg::Tree(Move::Leave));
    let pinned = match pinned {
        0 => String::new(),
        1 => say(" One of them is pinned.").to_owned(),
        more => say_with(" {1} of them are pinned.", &[&more]),
    };
    let words = say_with("This step and all that follows it: {1} in all.{2}", &[&steps, &pinned]);
    html! {
        <Sheet title={say("Delete these steps?")} open={asked} close={leave}>
            <p>{ words }</p>
            <div class="buttons">
                <button type="button" class="primary"
                    onclick={send.reform(|_| Msg::Tree(Move::DeleteAll))}>
                    { say_with("Delete {1}", &[&steps]) }
                </button>
                <button type="button" onclick={keep}>{ say("Keep them") }</button>
            </div>
        </Sheet>
    }
}
