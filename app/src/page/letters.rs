//! Small and capital letters of any script. The browser knows them; Rust's tables would add six
//! kilobytes to the page.

#[cfg(target_arch = "wasm32")]
use js_sys::JsString;

/// The text in small letters.
pub fn small(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return JsString::from(text).to_lower_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    text.to_lowercase()
}

/// The text in capital letters.
pub fn capital(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return JsString::from(text).to_upper_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    text.to_uppercase()
}
