//! The workers' end of the line to the page.

mod envelope;

use crate::protocol::VERSION;
pub use envelope::EnvelopeError;
use js_sys::{JsString, Object, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The worker's global object.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Runs a worker that answers each message at once: says `ready`, and hands what the page says, or
/// why it cannot be read, to `answer`. A panic is posted to the page and closes the worker.
pub fn serve<To: DeserializeOwned + 'static, From: Serialize>(
    ready: &From,
    panicked: impl Fn(String) -> From + Send + Sync + 'static,
    mut answer: impl FnMut(Result<To, String>) -> From + 'static,
) {
    std::panic::set_hook(Box::new(move |panic| {
        post(&panicked(panic.to_string()));
        scope().close();
    }));
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        post(&answer(read(&event).map_err(|error| error.to_string())));
    });
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    post(ready);
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
