//! A question to a server that can be taken back, and that is given up when the server says nothing
//! for too long.

use crate::{wire::scope, worker::js};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{AbortController, AbortSignal};

/// How often it is seen whether the server still speaks, in milliseconds.
const GLANCE_MS: i32 = 250;

/// Why a question was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenUp {
    /// The person stopped it.
    Stopped,
    /// The server said nothing for too long.
    Late,
}

/// A question under way. When its last handle goes, the browser lets go of the connection.
#[derive(Debug)]
pub struct Exchange {
    controller: AbortController,
    given_up: Cell<Option<GivenUp>>,
    /// When the server was heard last, in milliseconds.
    heard: Cell<f64>,
    timer: RefCell<Option<Timer>>,
}

impl Exchange {
    /// Begins one with a server that may be silent for so many milliseconds.
    pub fn begin(patience_ms: u32) -> Result<Rc<Self>, JsValue> {
        let exchange = Rc::new(Self {
            controller: AbortController::new()?,
            given_up: Cell::default(),
            heard: Cell::new(js::now_ms()),
            timer: RefCell::default(),
        });
        let watched = Rc::downgrade(&exchange);
        let timer = Timer::every(GLANCE_MS, move || {
            if let Some(it) = watched.upgrade()
                && js::now_ms() - it.heard.get() > f64::from(patience_ms)
            {
                it.give_up(GivenUp::Late);
            }
        })?;
        exchange.timer.replace(Some(timer));
        Ok(exchange)
    }

    /// The server was heard.
    pub fn hear(&self) {
        self.heard.set(js::now_ms());
    }

    /// Takes the question back.
    pub fn stop(&self) {
        self.give_up(GivenUp::Stopped);
    }

    /// Why it was given up, if it was.
    pub fn given_up(&self) -> Option<GivenUp> {
        self.given_up.get()
    }

    /// For the browser's own functions, which then stop waiting.
    pub fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    fn give_up(&self, why: GivenUp) {
        if self.given_up.get().is_none() {
            self.given_up.set(Some(why));
        }
        self.controller.abort();
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

/// Something that is done again and again until this is dropped.
#[derive(Debug)]
struct Timer {
    handle: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Timer {
    fn every(milliseconds: i32, act: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let closure = Closure::<dyn FnMut()>::new(act);
        let handle = scope().set_interval_with_callback_and_timeout_and_arguments_0(
            closure.as_ref().unchecked_ref(),
            milliseconds,
        )?;
        Ok(Self { handle, _closure: closure })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        scope().clear_interval_with_handle(self.handle);
    }
}
