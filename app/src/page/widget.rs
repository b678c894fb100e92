//! The page's end of the widget: what the document asks for, and words between the page and the
//! widget's script (`web/embed`).

use super::state::widget::{Command, Told, Widget};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{CustomEvent, CustomEventInit, Document, Element};
use yew::Callback;

/// What the script asks.
const ASKED: &str = "diorama-asked";
/// What it is told.
const TOLD: &str = "diorama-told";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

/// What a widget is asked for; `None` for a page that stands by itself.
pub fn asked() -> Option<Widget> {
    let root = root().filter(|root| root.get_attribute("data-mode").as_deref() == Some("embed"))?;
    let attribute = |name| root.get_attribute(name).unwrap_or_default();
    let on = |name| attribute(name) == "on";
    let mut widget = Widget::new(attribute("data-world"));
    widget.step = attribute("data-step").parse().ok();
    widget.read_only = on("data-read-only");
    widget.autoplay = on("data-autoplay");
    widget.barred = attribute("data-carried") == "all";
    widget.playground = attribute("data-playground");
    Some(widget)
}

/// Listens to what the widget's script asks.
pub fn listen(heard: Callback<Command>) -> Option<Closure<dyn FnMut(CustomEvent)>> {
    let listener = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
        if let Some(command) = event.detail().as_string().and_then(|it| Command::read(&it)) {
            heard.emit(command);
        }
    });
    let added =
        document()?.add_event_listener_with_callback(ASKED, listener.as_ref().unchecked_ref());
    added.ok().map(|()| listener)
}

/// Tells the widget's script something.
pub fn tell(told: &Told) {
    let detail = CustomEventInit::new();
    detail.set_detail(&JsValue::from_str(&told.words()));
    let event = CustomEvent::new_with_event_init_dict(TOLD, &detail);
    if let (Ok(event), Some(document)) = (event, document()) {
        // It says whether somebody prevented something; nobody does.
        let _ = document.dispatch_event(&event);
    }
}

/// The address of a worker's script. Where the page may not start workers from their addresses, the
/// widget's script gives those of its own.
pub fn worker(script: &str) -> String {
    let name = script.trim_start_matches("./").trim_end_matches("_loader.js");
    let given = root().and_then(|root| root.get_attribute(&["data-worker-", name].concat()));
    given.unwrap_or_else(|| script.to_owned())
}
