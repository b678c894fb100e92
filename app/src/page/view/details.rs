//! All that the inspector tells of a step beneath its verdict.

use super::{
    futures::futures,
    list::{Pair, STEP, list},
    sure,
};
use crate::page::state::{Msg, Open, State, walk::View};
use yew::prelude::*;

/// How sure the model was of the step shown, other futures of it, and what it changed, one
/// thing a line.
pub fn details(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    html! { <>{ sure::explained(state, open) }{ futures(state, open, send) }{ changes(open) }</> }
}

fn changes(open: &Open) -> Html {
    let here = open.walk.here();
    let View::Drawn { screen, diff, .. } = &open.walk.sight(here).view else {
        return Html::default();
    };
    let Some(old) = open.walk.screen_before(here) else { return Html::default() };
    let (drawn, sure) = (open.world.scenario.domain.is_drawn(), sure::nodes(&open.walk, here));
    list(&Pair { old, new: screen, diff, drawn, sure }, &STEP)
}
