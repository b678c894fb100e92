//! The page: its state, how it is drawn, and its lines to the workers.

mod apart;
mod app;
mod copy;
mod database;
mod draw;
mod export;
mod fetch;
mod files;
mod focus;
mod gather;
mod keep;
mod keys;
pub mod language;
pub mod later;
mod letters;
mod line;
mod place;
pub mod say;
pub mod state;
mod style;
mod text;
mod view;
mod widget;

/// Puts the page in the place of the words that stood there while it loaded. `fetch` brings what of
/// it comes later.
pub fn open(fetch: later::FetchViews) {
    later::fetch_with(fetch);
    let place = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("page"));
    let Some(place) = place else { return };
    let renderer = yew::Renderer::<app::App>::with_root(place);
    if !widget::is_one() {
        wasm_bindgen_futures::spawn_local(async {
            language::begin().await;
            renderer.render();
        });
        return;
    }
    // What makes it a widget comes with the second part.
    wasm_bindgen_futures::spawn_local(async {
        match later::fetched().await {
            Some(_) => _ = renderer.render(),
            None => widget::tell_words("error A part of the world could not be fetched."),
        }
    });
}

/// The absolute address of something beside the page.
fn address(path: &str) -> String {
    let base = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten());
    base.and_then(|base| web_sys::Url::new_with_base(path, &base).ok())
        .map_or_else(|| path.to_owned(), |url| url.href())
}
