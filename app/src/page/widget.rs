//! The page's end of the widget: what the document asks for, and words between the page and the
//! widget's script (`web/embed`).

use super::state::{
    Msg, State,
    widget::{Begins, Command, Subject, Told, Widget},
};
use crate::protocol::ModelSource;
use js_sys::{Function, Reflect};
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

/// Whether the page is a widget in another page.
pub fn is_one() -> bool {
    root().is_some_and(|root| root.get_attribute("data-mode").as_deref() == Some("embed"))
}

/// The widget that the document asks for.
pub fn open(default: Option<ModelSource>) -> State {
    let root = root();
    let attribute =
        |name| root.as_ref().and_then(|root| root.get_attribute(name)).unwrap_or_default();
    let on = |name| attribute(name) == "on";
    let link = attribute("data-link");
    let subject =
        if link.is_empty() { Subject::World(attribute("data-world")) } else { Subject::Link(link) };
    let begins = match attribute("data-step").parse() {
        Ok(step) => Begins::At(step),
        Err(_) if on("data-autoplay") => Begins::Playing,
        Err(_) => Begins::Still,
    };
    let mut widget = Widget::new(subject, begins);
    widget.read_only = on("data-read-only");
    widget.playground = attribute("data-playground");
    State::open_widget(widget, default)
}

/// What listens to the widget's script.
pub type Listener = Closure<dyn FnMut(CustomEvent)>;

/// Listens to what the widget's script asks.
pub fn listen(heard: Callback<Msg>) -> Option<Listener> {
    let listener = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
        if let Some(command) = event.detail().as_string().and_then(|it| Command::read(&it)) {
            heard.emit(Msg::Asked(command));
        }
    });
    let added =
        document()?.add_event_listener_with_callback(ASKED, listener.as_ref().unchecked_ref());
    added.ok().map(|()| listener)
}

/// Tells the widget's script something.
pub fn tell(told: &Told) {
    tell_words(&told.words());
}

/// Tells the widget's script something in its own words.
pub fn tell_words(words: &str) {
    let detail = CustomEventInit::new();
    detail.set_detail(&JsValue::from_str(words));
    let event = CustomEvent::new_with_event_init_dict(TOLD, &detail);
    if let (Ok(event), Some(document)) = (event, document()) {
        // It says whether somebody prevented something; nobody does.
        let _ = document.dispatch_event(&event);
    }
}

/// Where something beside the page is to be had: at its address, or, where a sandbox forbids that, where
/// the widget's script has put it.
pub fn at(path: &str) -> String {
    let find = || {
        let window = web_sys::window()?;
        let found = Reflect::get(&window, &"dioramaAt".into()).ok()?;
        let at = found.dyn_into::<Function>().ok()?.call1(&JsValue::NULL, &path.into()).ok()?;
        at.as_string()
    };
    find().unwrap_or_else(|| path.to_owned())
}
