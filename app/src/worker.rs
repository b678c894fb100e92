//! The inference worker: its messages, its storage, and the model it runs.
//!
//! The page's messages are taken in by a listener and done one after the other by one loop
//! ([`jobs`]). Long work gives up the thread now and then ([`breath`]), so that `Stop` and
//! `CancelLoad` are heard while it runs. A panic is posted to the page and closes the worker.

mod address;
mod breath;
mod bytes;
mod card;
mod chat;
mod delta;
mod executor;
mod failure;
mod find;
mod gpu;
mod http;
mod hub;
mod jobs;
pub(crate) mod js;
mod load;
mod meter;
mod program;
mod refusal;
mod serve;
mod storage;
pub(crate) mod throttle;

pub use program::{Lean, Program, Whole};

use crate::{
    protocol::{FromWorker, ToWorker},
    wire,
};
use failure::Failure;
use jobs::Jobs;
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

/// Starts a program of the worker: it listens, says that it is ready, and does what the page asks.
pub fn start<P: Program>() {
    std::panic::set_hook(Box::new(|panic| {
        wire::post(&FromWorker::Panicked { message: panic.to_string() });
        // Nothing that was running can be trusted now. Closing also lets go of open files.
        js::scope().close();
    }));
    let jobs = Rc::new(Jobs::default());
    listen(&jobs);
    spawn_local(serve::serve::<P>(jobs));
}

/// Takes the page's messages in, for as long as the worker lives.
fn listen(jobs: &Rc<Jobs>) {
    let jobs = Rc::clone(jobs);
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let taken = wire::read::<ToWorker>(&event).map_err(Failure::from).and_then(|message| {
            let file = js::get(&event.data(), "file").dyn_into().ok();
            jobs.add(message, file).then_some(()).ok_or_else(Failure::too_busy)
        });
        if let Err(failure) = taken {
            wire::post(&failure.into_message(None));
        }
    });
    js::scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}
