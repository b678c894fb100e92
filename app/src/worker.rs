//! The inference worker: its messages, its storage, and the model it runs.
//!
//! The page's messages are taken in by a listener and done one after the other by one loop
//! ([`jobs`]). Long work gives up the thread now and then ([`breath`]), so that `Stop` and
//! `CancelLoad` are heard while it runs. A panic is posted to the page and closes the worker.

mod address;
mod breath;
mod bytes;
mod card;
mod envelope;
mod executor;
mod failure;
mod find;
mod gpu;
mod http;
mod hub;
mod jobs;
mod js;
mod load;
mod outbox;
mod serve;
mod step;
mod storage;
mod throttle;

use crate::protocol::{FromWorker, ToWorker};
use envelope::EnvelopeError;
use failure::Failure;
use jobs::Jobs;
use js_sys::JsString;
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent};

/// Starts the worker: listens, says that it is ready, and does what the page asks.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        outbox::post(&FromWorker::Panicked { message: panic.to_string() });
        // Nothing that was running can be trusted now. Closing also lets go of open files.
        js::scope().close();
    }));
    let jobs = Rc::new(Jobs::default());
    listen(&jobs);
    spawn_local(serve::serve(jobs));
}

/// Takes the page's messages in, for as long as the worker lives.
fn listen(jobs: &Rc<Jobs>) {
    let jobs = Rc::clone(jobs);
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let taken = read(&event).map_err(Failure::from).and_then(|(message, file)| {
            jobs.add(message, file).then_some(()).ok_or_else(Failure::too_busy)
        });
        if let Err(failure) = taken {
            outbox::post(&failure.into_message(None));
        }
    });
    js::scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

/// Takes a message out of its envelope.
fn read(event: &MessageEvent) -> Result<(ToWorker, Option<File>), EnvelopeError> {
    let data = event.data();
    let version = js::get(&data, "diorama").as_f64().ok_or(EnvelopeError::Missing("diorama"))?;
    let text: JsString =
        js::get(&data, "message").dyn_into().map_err(|_| EnvelopeError::Missing("message"))?;
    if text.length() > envelope::LONGEST {
        return Err(EnvelopeError::TooLong(text.length()));
    }
    let message = envelope::open(version, &String::from(text))?;
    Ok((message, js::get(&data, "file").dyn_into().ok()))
}
