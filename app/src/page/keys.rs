//! The keyboard, wherever the focus is.

use super::state::{Msg, Over, grades::TruthMsg};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::Callback;

/// The keys and what they do, as the sheet lists them.
pub const KEYS: [(&str, &str); 14] = [
    ("Enter", "Press the focused control, or type what a field holds"),
    ("Shift Enter", "Type what a field holds and press Enter there"),
    ("/", "Go to the action line"),
    ("z  ←", "One step back"),
    ("y  →", "One step on"),
    ("n", "Next step of the recording"),
    ("r", "Ask the predictor again"),
    ("w", "Choose a world"),
    ("o", "Open a new world"),
    ("m", "Predictors"),
    ("1 – 6", "Changes, Text, Facts, Controls, Truth, Speed"),
    ("t", "Truth tab: the true screen in place, or the predicted one"),
    ("Escape", "Stop, or leave a field"),
    ("?", "This list"),
];

/// Listens to keys on the whole page.
pub fn listen(send: Callback<Msg>) -> Option<Closure<dyn FnMut(KeyboardEvent)>> {
    let document = web_sys::window()?.document()?;
    let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // Inside a dialog the browser's own keys hold.
        let inside = |selector: &str| {
            target.as_ref().is_some_and(|it| matches!(it.closest(selector), Ok(Some(_))))
        };
        if inside("dialog") {
            return;
        }
        if inside("input, textarea, select") {
            if event.key() == "Escape"
                && let Some(field) = target.and_then(|it| it.dyn_into::<HtmlElement>().ok())
            {
                // A field that cannot lose the focus keeps it.
                let _ = field.blur();
            }
            return;
        }
        let arrows = !inside("[role=tablist], [role=slider]");
        if event.key() == "/" {
            event.prevent_default();
            focus_line();
        } else if let Some(msg) = meaning(&event.key(), arrows) {
            event.prevent_default();
            send.emit(msg);
        }
    });
    let added =
        document.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    added.ok().map(|()| listener)
}

/// What a key means.
fn meaning(key: &str, arrows: bool) -> Option<Msg> {
    let msg = match key {
        "z" => Msg::Undo,
        "y" => Msg::Redo,
        "ArrowLeft" if arrows => Msg::Undo,
        "ArrowRight" if arrows => Msg::Redo,
        "n" => Msg::Play,
        "r" => Msg::Resample,
        "t" => Msg::Truth(TruthMsg::Flip),
        "w" => Msg::Over(Over::Worlds),
        "o" => Msg::Over(Over::Make),
        "m" => Msg::Over(Over::Models),
        "?" => Msg::Over(Over::Keys),
        "Escape" => Msg::Stop,
        digit => {
            let index = digit.parse::<usize>().ok()?.checked_sub(1)?;
            Msg::Tab(*super::state::Tab::ALL.get(index)?)
        }
    };
    Some(msg)
}

fn focus_line() {
    let line = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("action-line"))
        .and_then(|line| line.dyn_into::<HtmlElement>().ok());
    // No world, no action line.
    let _ = line.map(|line| line.focus());
}
