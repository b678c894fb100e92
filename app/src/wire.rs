//! The workers' end of the line to the page.

mod envelope;

use crate::protocol::VERSION;
pub use envelope::EnvelopeError;
use js_sys::{JsString, Object, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The worker's global object.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Posts a message to the page.
pub fn post(message: &impl Serialize) {
    // Neither step can fail on our own message types: they hold only strings, numbers and lists,
    // and a text can always be cloned. There is no one to tell either.
    if let Ok(text) = serde_json::to_string(message) {
        let posted = Object::new();
        for (name, value) in
            [("diorama", JsValue::from(VERSION)), ("message", JsValue::from_str(&text))]
        {
            Reflect::set(&posted, &JsValue::from_str(name), &value).ok();
        }
        scope().post_message(&posted).ok();
    }
}

/// Takes a message out of its envelope.
pub fn read<T: DeserializeOwned>(event: &MessageEvent) -> Result<T, EnvelopeError> {
    let data = event.data();
    let part = |name: &'static str| Reflect::get(&data, &name.into()).ok();
    let version = part("diorama").and_then(|it| it.as_f64());
    let version = version.ok_or(EnvelopeError::Missing("diorama"))?;
    let text: Option<JsString> = part("message").and_then(|it| it.dyn_into().ok());
    let text = text.ok_or(EnvelopeError::Missing("message"))?;
    if text.length() > envelope::LONGEST {
        return Err(EnvelopeError::TooLong(text.length()));
    }
    envelope::open(version, &String::from(text))
}
