//! The page's own address: what link it was opened with, and where its links lead.

use super::state::Msg;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Event;
use yew::Callback;

/// The link in the page's address, if there is one: `#` and the version of the format.
pub fn link() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    let is_link = hash.strip_prefix('#')?.starts_with(|it| matches!(it, '1'..='9'));
    is_link.then_some(hash)
}

/// Listens for links that come into the page's address.
pub fn listen(send: Callback<Msg>) -> Option<Closure<dyn FnMut(Event)>> {
    let listener = Closure::<dyn FnMut(Event)>::new(move |_: Event| {
        if let Some(link) = link() {
            send.emit(Msg::OpenLink(Ok(link)));
        }
    });
    let window = web_sys::window()?;
    let added =
        window.add_event_listener_with_callback("hashchange", listener.as_ref().unchecked_ref());
    added.ok().map(|()| listener)
}

/// The address of a link: this page's own.
pub fn address_of(link: &str) -> String {
    let here = web_sys::window().and_then(|window| window.location().href().ok());
    let here = here.unwrap_or_default();
    let page = here.split_once('#').map_or(here.as_str(), |(page, _)| page);
    format!("{page}#{link}")
}

/// Puts a link into the address bar: nothing is loaded, and there is no new entry to go back from.
pub fn show(link: &str) -> bool {
    let history = web_sys::window().and_then(|window| window.history().ok());
    let put = history.map(|history| {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{link}")))
    });
    matches!(put, Some(Ok(())))
}
