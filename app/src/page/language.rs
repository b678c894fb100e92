//! The language of the page: which there are, which one is chosen, and its table of words, which is
//! fetched before anything is drawn. English has none.

use super::{
    fetch,
    say::{Table, say_by},
};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::JsValue;

/// A language that the page can be read in: a file in `web/words`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its code, as HTML has it.
    pub code: &'static str,
    /// What it calls itself.
    pub name: &'static str,
    /// Which way it is written: `ltr` or `rtl`.
    pub dir: &'static str,
}

/// All of them; English, which the sources are written in, comes first.
pub const LANGUAGES: &[Language] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// Where it is kept which one was chosen.
const KEPT: &str = "diorama.language";

/// Sets the page in the language that was chosen, or else in the first that the browser prefers and the
/// page has. Where its words cannot be had, the page is English.
pub async fn begin() {
    let Some(language) = kept().or_else(preferred) else { return };
    if language == LANGUAGES[0] {
        return;
    }
    let file = fetch::text(&format!("words/{}.json", language.code)).await;
    if let Some(table) = file.and_then(|file| table(&file).ok()) {
        say_by(table);
        let root = web_sys::window().and_then(|it| it.document()?.document_element());
        for (name, value) in [("lang", language.code), ("dir", language.dir)] {
            // Setting an attribute that is well named does not fail.
            let _ = root.as_ref().map(|root| root.set_attribute(name, value));
        }
    }
}

/// Keeps a choice and opens the page anew with it: so no text of another language stays anywhere. What a
/// person did is kept over that.
pub fn choose(code: &str) {
    let Some(window) = web_sys::window() else { return };
    // Where nothing may be kept, the language stays as it is.
    let kept = window.local_storage().ok().flatten().map(|it| it.set_item(KEPT, code));
    if matches!(kept, Some(Ok(()))) {
        // A page that cannot be loaded again stays as it is, too.
        let _ = window.location().reload();
    }
}

/// The language that the page is in.
pub fn now() -> &'static str {
    let root = web_sys::window().and_then(|it| it.document()?.document_element());
    let code = root.and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    of(&code).unwrap_or(LANGUAGES[0]).code
}

fn kept() -> Option<Language> {
    of(&web_sys::window()?.local_storage().ok()??.get_item(KEPT).ok()??)
}

fn preferred() -> Option<Language> {
    let wanted = web_sys::window()?.navigator().languages();
    wanted.iter().find_map(|it| of(it.as_string()?.split('-').next()?))
}

fn of(code: &str) -> Option<Language> {
    LANGUAGES.iter().find(|it| it.code == code).copied()
}

/// Reads a file of words, which are sorted there. They stay as long as the page does.
fn table(file: &str) -> Result<Table, JsValue> {
    let words = Reflect::get(&JSON::parse(file)?, &"words".into())?;
    let text =
        |pair: &Array, at| pair.get(at).as_string().map(|it| &*Box::leak(it.into_boxed_str()));
    let pairs = Object::entries(&words.into());
    let pairs = pairs.iter().filter_map(|pair| {
        let pair = Array::from(&pair);
        Some((text(&pair, 0)?, text(&pair, 1)?))
    });
    Ok(Box::leak(pairs.collect()))
}
