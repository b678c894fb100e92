//! The styles of the second part of the page, which come with it.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Where they are, beside the page.
const LATER: &str = "./later.css";

/// Fetches the styles, and is done once they hold. Where they cannot be had, all of it works, plainly
/// set.
pub async fn fetch() {
    if let Ok(loading) = begin() {
        // It never rejects.
        let _ = JsFuture::from(loading).await;
    }
}

/// Begins to fetch them; the promise is kept when they are there, or cannot be had.
fn begin() -> Result<Promise, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let head = document.query_selector("head")?.ok_or(JsValue::NULL)?;
    if document.query_selector("link[href='./later.css']")?.is_some() {
        return Err(JsValue::NULL); // begun before
    }
    let link = document.create_element("link")?;
    link.set_attribute("rel", "stylesheet")?;
    link.set_attribute("href", LATER)?;
    let settled = Promise::new(&mut |resolve, _| {
        for event in ["load", "error"] {
            // Adding a listener to an element does not fail.
            let _ = link.add_event_listener_with_callback(event, &resolve);
        }
    });
    head.append_child(&link)?;
    Ok(settled)
}
