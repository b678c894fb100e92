//! The page's end of a worker: starts it, speaks and listens, ends it.

use crate::protocol::VERSION;
use js_sys::{Object, Reflect};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, Event, File, MessageEvent, Worker};

/// What comes over a line.
#[derive(Debug)]
pub enum Heard<From> {
    /// A message.
    Message(From),
    /// The worker broke down; a sentence says how.
    Broke(String),
}

/// A running worker that is told messages of one type. Dropping it ends the worker.
pub struct Line<To> {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
    /// Spells a message. Made where the line is started, so that of a worker which is seldom needed
    /// this comes with the second part of the page.
    spell: fn(&To) -> serde_json::Result<String>,
}

impl<To: Serialize> Line<To> {
    /// Starts the worker whose code is at `script`, beside the page.
    pub fn start<From: DeserializeOwned>(
        script: &str,
        heard: impl Fn(Heard<From>) + Clone + 'static,
    ) -> Result<Self, String> {
        let worker = Worker::new(&super::widget::at(script)).map_err(|error| said(&error))?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
            let heard = heard.clone();
            move |event: MessageEvent| {
                heard(read(&event.data()).map_or_else(Heard::Broke, Heard::Message));
            }
        });
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            // A script that cannot be fetched gives a plain event, which has no message.
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            let message = message.filter(|message| !message.is_empty());
            let message = message.unwrap_or_else(|| "its code could not be loaded.".to_owned());
            heard(Heard::Broke(message));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let spell = |message: &To| serde_json::to_string(message);
        Ok(Self { worker, _on_message: on_message, _on_error: on_error, spell })
    }
}

impl<To> Line<To> {
    /// Tells the worker something; `file` travels beside it.
    pub fn send(&self, message: &To, file: Option<&File>) -> Result<(), String> {
        let text = (self.spell)(message).map_err(|error| error.to_string())?;
        let envelope = Object::new();
        let set = |key: &str, value: &JsValue| Reflect::set(&envelope, &key.into(), value);
        set("diorama", &VERSION.into())
            .and_then(|_| set("message", &text.into()))
            .and_then(|_| file.map_or(Ok(true), |file| set("file", file)))
            .and_then(|_| self.worker.post_message(&envelope))
            .map_err(|error| said(&error))
    }
}

impl<To> Drop for Line<To> {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Opens an envelope.
fn read<From: DeserializeOwned>(data: &JsValue) -> Result<From, String> {
    let version = Reflect::get(data, &"diorama".into()).ok().and_then(|version| version.as_f64());
    if version != Some(f64::from(VERSION)) {
        return Err("it speaks another version. Reload the page.".to_owned());
    }
    let message = Reflect::get(data, &"message".into()).ok().and_then(|text| text.as_string());
    let message = message.ok_or("it sent a message without text.")?;
    serde_json::from_str(&message).map_err(|error| format!("it sent an unknown message: {error}."))
}

/// What an exception says.
fn said(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| error.as_string()).unwrap_or_else(|| format!("{error:?}"))
}
