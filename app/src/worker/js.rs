//! Small things about the JavaScript around the worker.

pub use crate::wire::scope;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// Milliseconds since the worker started, from a clock that never goes back.
pub fn now_ms() -> f64 {
    scope().performance().map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// A property of an object; `undefined` where there is none.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A thrown value in words.
pub fn describe(thrown: &JsValue) -> String {
    get(thrown, "message")
        .as_string()
        .filter(|message| !message.is_empty())
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| format!("{thrown:?}"))
}

/// Whether a thrown value is the browser's exception of this name, such as `NotFoundError`.
pub fn is_exception(thrown: &JsValue, name: &str) -> bool {
    get(thrown, "name").as_string().is_some_and(|ours| ours == name)
}

/// Size of the WebAssembly memory in bytes; it never shrinks.
pub fn wasm_memory() -> u64 {
    let buffer = get(&wasm_bindgen::memory(), "buffer");
    get(&buffer, "byteLength").as_f64().unwrap_or(0.0) as u64
}
