//! Copying text to the clipboard.

use wasm_bindgen_futures::JsFuture;
use web_sys::Window;

/// Copies a text; says whether the browser did.
pub async fn copy(text: String) -> bool {
    // Insecure addresses and some embedded pages have no clipboard: reading the property would
    // otherwise give an object that is not there.
    let clipboard = web_sys::window().filter(Window::is_secure_context);
    match clipboard.map(|window| window.navigator().clipboard().write_text(&text)) {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
