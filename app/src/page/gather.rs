//! Gathering what a model writes over one frame of the display: it may come in hundreds of small
//! pieces, and drawing each would be wasted.

use super::line::Heard;
use crate::protocol::FromWorker;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use yew::Callback;

/// Passes on what the inference worker says; what it writes is gathered first.
#[derive(Clone)]
pub struct Gather(Rc<Inner>);

struct Inner {
    written: RefCell<Option<(u64, String)>>,
    heard: Callback<Heard<FromWorker>>,
}

impl Gather {
    /// Passes on to `heard`.
    pub fn new(heard: Callback<Heard<FromWorker>>) -> Self {
        Self(Rc::new(Inner { written: RefCell::default(), heard }))
    }

    /// Takes in something that was heard.
    pub fn take(&self, heard: Heard<FromWorker>) {
        if let Heard::Message(FromWorker::Writing { id, text }) = heard {
            self.add(id, &text);
        } else {
            self.0.flush();
            self.0.heard.emit(heard);
        }
    }

    fn add(&self, id: u64, text: &str) {
        let mut written = self.0.written.borrow_mut();
        match &mut *written {
            Some((writing, gathered)) if *writing == id => gathered.push_str(text),
            Some(_) | None => {
                // Something of another step was flushed by that step's last message.
                *written = Some((id, text.to_owned()));
                drop(written);
                let inner = Rc::clone(&self.0);
                let frame = Closure::once_into_js(move |_: f64| inner.flush());
                let window = web_sys::window();
                // A display that draws no frames gets the text with the next message.
                let _ = window.map(|it| it.request_animation_frame(frame.unchecked_ref()));
            }
        }
    }
}

impl Inner {
    fn flush(&self) {
        let written = self.written.borrow_mut().take();
        if let Some((id, text)) = written {
            self.heard.emit(Heard::Message(FromWorker::Writing { id, text }));
        }
    }
}
