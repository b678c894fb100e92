//! Messages to the page.

use crate::{
    protocol::{FromWorker, Stage, VERSION},
    worker::{envelope, js, throttle::Throttle},
};
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// Posts a message to the page.
pub fn post(message: &FromWorker) {
    // Neither step can fail on our own message types: they hold only strings, numbers and lists,
    // and a text can always be cloned. There is no one to tell either.
    if let Ok(text) = envelope::seal(message) {
        let posted = Object::new();
        for (name, value) in
            [("diorama", JsValue::from(VERSION)), ("message", JsValue::from_str(&text))]
        {
            Reflect::set(&posted, &JsValue::from_str(name), &value).ok();
        }
        js::scope().post_message(&posted).ok();
    }
}

/// Reports how far a download or a load is, about ten times a second.
pub struct Meter {
    stage: Stage,
    total: u64,
    throttle: RefCell<Throttle>,
}

impl Meter {
    /// Begins a stage of `total` bytes; says so at the first report.
    pub fn new(stage: Stage, total: u64) -> Self {
        Self { stage, total, throttle: RefCell::new(Throttle::every_ms(100.0)) }
    }

    /// Reports if it is time, and always at the end.
    pub fn report(&self, done: u64) {
        let due = self.throttle.borrow_mut().ready(js::now_ms());
        if due || done >= self.total {
            post(&FromWorker::Progress { stage: self.stage, done, total: self.total });
        }
    }
}
