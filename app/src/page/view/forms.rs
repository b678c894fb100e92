//! The tabs of the inspector in which something can be changed.

use super::{controls, facts};
use crate::page::state::{Msg, Open, Tab};
use yew::prelude::*;

/// What is in a tab; nothing where it only tells.
pub fn form(tab: Tab, open: &Open, send: &Callback<Msg>) -> Html {
    match tab {
        Tab::Facts => facts::facts(open, send),
        Tab::Controls => controls::controls(open, send),
        Tab::Changes | Tab::Text | Tab::Speed => Html::default(),
    }
}
