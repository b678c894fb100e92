//! Letting the browser deliver messages while synchronous work goes on.

use crate::worker::{js::now_ms, throttle::Throttle};
use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageChannel, MessageEvent, MessagePort};

/// Longest stretch of work without looking at messages, in milliseconds.
const STRETCH_MS: f64 = 10.0;

/// Gives up the thread for a turn of the event loop now and then.
///
/// A promise that is ready continues in a microtask, before any message is delivered, so waiting
/// for one lets nothing in. A message posted to ourselves queues behind those already there, and
/// unlike `setTimeout(0)` is not held back for 4 ms.
pub struct Breath {
    port: MessagePort,
    arrived: Rc<Arrived>,
    pace: RefCell<Throttle>,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

#[derive(Default)]
struct Arrived {
    yes: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Breath {
    /// Opens the channel to ourselves.
    pub fn new() -> Result<Self, JsValue> {
        let channel = MessageChannel::new()?;
        let arrived = Rc::new(Arrived::default());
        let heard = Rc::clone(&arrived);
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |_| {
            heard.yes.set(true);
            if let Some(waker) = heard.waker.take() {
                waker.wake();
            }
        });
        channel.port1().set_onmessage(Some(listener.as_ref().unchecked_ref()));
        let pace = RefCell::new(Throttle::starting_at(STRETCH_MS, now_ms()));
        Ok(Self { port: channel.port2(), arrived, pace, _listener: listener })
    }

    /// Breathes if the last breath was [`STRETCH_MS`] ago.
    pub async fn if_due(&self) {
        if self.pace.borrow_mut().ready(now_ms()) {
            self.now().await;
        }
    }

    /// Lets every message that waits be delivered.
    pub async fn now(&self) {
        self.arrived.yes.set(false);
        if self.port.post_message(&JsValue::NULL).is_err() {
            return;
        }
        poll_fn(|context| {
            if self.arrived.yes.get() {
                return Poll::Ready(());
            }
            self.arrived.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}
