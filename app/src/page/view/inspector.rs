//! The inspector: its tabs, and what changed, which is what it opens with.

use super::changes;
use crate::page::say::say;
use crate::page::{
    later::{Part, draw},
    state::{Msg, Open, State, Tab},
};
use yew::prelude::*;

/// The inspector.
pub fn inspector(state: &State, open: &Open, send: &Callback<Msg>) -> Html {
    let up = state.sheet;
    let panel = match state.tab {
        Tab::Changes => changes::changes(state, open, send),
        _ => draw(Part::now(state), send, |views| (views.panel)(state, open, send)),
    };
    let name = state.tab.label();
    html! {
        <aside class={classes!("inspector", up.then_some("up"))} aria-label={say("Inspector")}>
            <div class="tab-row">
                <div role="tablist" aria-label={say("Inspector")} onkeydown={arrows(state.tab, send)}>
                    { for Tab::ALL.iter().map(|tab| {
                        let here = *tab == state.tab;
                        let tab = *tab;
                        html! {
                            <button type="button" role="tab" id={format!("tab-{}", tab.label())}
                                aria-selected={if here { "true" } else { "false" }}
                                aria-controls="tab-panel" tabindex={if here { "0" } else { "-1" }}
                                onclick={send.reform(move |_| Msg::Tab(tab))}>{ say(tab.label()) }</button>
                        }
                    }) }
                </div>
                <button type="button" class="quiet draw-up" aria-expanded={up.to_string()}
                    aria-controls="tab-panel"
                    onclick={send.reform(move |_| Msg::Sheet(!up))}>
                    <span class="sr">{ if up { say("Close the inspector") } else { say("Open the inspector") } }</span>
                    <span aria-hidden="true">{ if up { "▾" } else { "▴" } }</span>
                </button>
            </div>
            <div id="tab-panel" class="panel" role="tabpanel" tabindex="0"
                aria-labelledby={format!("tab-{name}")}>
                { panel }
            </div>
        </aside>
    }
}

/// Arrow keys go from tab to tab, as the pattern for tabs has it.
fn arrows(tab: Tab, send: &Callback<Msg>) -> Callback<KeyboardEvent> {
    let send = send.clone();
    Callback::from(move |event: KeyboardEvent| {
        let here = Tab::ALL.iter().position(|it| *it == tab).unwrap_or(0);
        let count = Tab::ALL.len();
        let to = match event.key().as_str() {
            "ArrowRight" => (here + 1) % count,
            "ArrowLeft" => (here + count - 1) % count,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        send.emit(Msg::Tab(Tab::ALL[to]));
    })
}
