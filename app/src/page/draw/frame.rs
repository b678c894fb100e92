//! What stands around a screen: the phone, the browser, the desktop.

use super::icon::icon;
use crate::page::say::{say, say_with};
use diorama_world::{Action, Domain, screen::Header};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A control of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Control {
    Back,
    Home,
    Address,
}

const BACK: &str = "M14 6l-6 6 6 6";
const HOME: &str = "M5 11l7-6 7 6M7 10v8h10v-8";

/// Puts a frame around the sheets.
pub fn frame(
    domain: Domain,
    header: &Header,
    next: Option<Control>,
    act: &Callback<Action>,
    sheets: Html,
) -> Html {
    match domain {
        Domain::Android => phone(header, next, act, sheets),
        Domain::Web => browser(header, next, act, sheets),
        Domain::Os | Domain::Mcp | Domain::Search | Domain::Terminal | Domain::Swe => {
            desktop(header, sheets)
        }
    }
}

fn button(
    label: &'static str,
    strokes: &'static str,
    next: bool,
    action: Action,
    act: &Callback<Action>,
) -> Html {
    let act = act.clone();
    html! {
        <button type="button" class={classes!("key", next.then_some("next"))} aria-label={label}
            title={label} onclick={move |_| act.emit(action.clone())}>{ icon(strokes) }</button>
    }
}

fn phone(header: &Header, next: Option<Control>, act: &Callback<Action>, sheets: Html) -> Html {
    let title = header.app.clone().unwrap_or_else(|| say("Phone").to_owned());
    html! {
        <section class="frame phone" aria-label={say_with("Phone: {1}", &[&title])}>
            <div class="glass">{ sheets }</div>
            <div class="keys">
                { button(say("Back"), BACK, next == Some(Control::Back), Action::Back, act) }
                { button(say("Home"), HOME, next == Some(Control::Home), Action::Home, act) }
            </div>
        </section>
    }
}

fn browser(header: &Header, next: Option<Control>, act: &Callback<Action>, sheets: Html) -> Html {
    let title = header.title.clone().unwrap_or_else(|| say("New tab").to_owned());
    let url = header.url.clone().unwrap_or_default();
    let go = act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        event.stop_propagation();
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field.filter(|_| event.key() == "Enter" && !event.is_composing()) {
            event.prevent_default();
            go.emit(Action::Open { target: field.value() });
        }
    });
    let address = classes!("address", (next == Some(Control::Address)).then_some("next"));
    html! {
        <section class="frame browser" aria-label={say_with("Browser: {1}", &[&title])}>
            <div class="tabs"><span class="page-tab" title={title.clone()}>{ &title }</span></div>
            <div class="bar-row">
                { button(say("Back"), BACK, next == Some(Control::Back), Action::Back, act) }
                <input key={url.clone()} class={address} type="text" value={url.clone()}
                    aria-label={say("Address")} spellcheck="false" autocomplete="off" {onkeydown} />
            </div>
            <div class="glass" tabindex="-1">{ sheets }</div>
        </section>
    }
}

fn desktop(header: &Header, sheets: Html) -> Html {
    let title = header.title.clone().or_else(|| header.app.clone());
    let title = title.unwrap_or_else(|| say("Desktop").to_owned());
    html! {
        <section class="frame desktop" aria-label={say_with("Desktop: {1}", &[&title])}>
            <div class="glass">{ sheets }</div>
        </section>
    }
}
