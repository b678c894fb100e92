//! The page's end of the worker: starts it, speaks and listens, ends it.

use crate::protocol::{FromWorker, ToWorker, VERSION};
use js_sys::{Object, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, File, MessageEvent, Worker};
use yew::Callback;

/// Where the worker's code is, beside the page.
const SCRIPT: &str = "./worker_loader.js";

/// What comes over the link.
#[derive(Debug)]
pub enum Heard {
    /// A message. What the model writes is gathered over one frame of the display.
    Message(Box<FromWorker>),
    /// The worker broke down; a sentence says how.
    Broke(String),
}

/// A running worker. Dropping it ends the worker.
pub struct Link {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Link {
    /// Starts a worker.
    pub fn start(heard: Callback<Heard>) -> Result<Self, String> {
        let worker = Worker::new(SCRIPT).map_err(|error| said(&error))?;
        let gather = Rc::new(Gather { written: RefCell::default(), heard: heard.clone() });
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
            let heard = heard.clone();
            move |event: MessageEvent| match read(&event.data()) {
                Ok(FromWorker::Writing { id, text }) => gather.add(id, &text),
                Ok(message) => {
                    gather.flush();
                    heard.emit(Heard::Message(Box::new(message)));
                }
                Err(why) => heard.emit(Heard::Broke(why)),
            }
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let message = event.message();
            let message = if message.is_empty() {
                "its code could not be loaded.".to_owned()
            } else {
                message
            };
            heard.emit(Heard::Broke(message));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Tells the worker something; `file` travels beside it.
    pub fn send(&self, message: &ToWorker, file: Option<&File>) -> Result<(), String> {
        let text = serde_json::to_string(message).map_err(|error| error.to_string())?;
        let envelope = Object::new();
        let set = |key: &str, value: &JsValue| Reflect::set(&envelope, &key.into(), value);
        set("diorama", &VERSION.into())
            .and_then(|_| set("message", &text.into()))
            .and_then(|_| file.map_or(Ok(true), |file| set("file", file)))
            .and_then(|_| self.worker.post_message(&envelope))
            .map_err(|error| said(&error))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Opens an envelope.
fn read(data: &JsValue) -> Result<FromWorker, String> {
    let version = Reflect::get(data, &"diorama".into()).ok().and_then(|version| version.as_f64());
    if version != Some(f64::from(VERSION)) {
        return Err("it speaks another version. Reload the page.".to_owned());
    }
    let message = Reflect::get(data, &"message".into()).ok().and_then(|text| text.as_string());
    let message = message.ok_or("it sent a message without text.")?;
    serde_json::from_str(&message).map_err(|error| format!("it sent an unknown message: {error}."))
}

/// Gathers what the model writes until the display draws its next frame.
struct Gather {
    written: RefCell<Option<(u64, String)>>,
    heard: Callback<Heard>,
}

impl Gather {
    fn add(self: &Rc<Self>, id: u64, text: &str) {
        let mut written = self.written.borrow_mut();
        match &mut *written {
            Some((writing, gathered)) if *writing == id => gathered.push_str(text),
            Some(_) | None => {
                // Something of another step was flushed by that step's last message.
                *written = Some((id, text.to_owned()));
                drop(written);
                let gather = Rc::clone(self);
                let frame = Closure::once_into_js(move |_: f64| gather.flush());
                let window = web_sys::window();
                // A display that draws no frames gets the text with the next message.
                let _ = window.map(|it| it.request_animation_frame(frame.unchecked_ref()));
            }
        }
    }

    fn flush(&self) {
        let written = self.written.borrow_mut().take();
        if let Some((id, text)) = written {
            self.heard.emit(Heard::Message(Box::new(FromWorker::Writing { id, text })));
        }
    }
}

/// What an exception says.
fn said(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| error.as_string()).unwrap_or_else(|| format!("{error:?}"))
}
