//! Reports to the page while something long goes on.

use crate::{
    protocol::{FromWorker, Stage},
    wire::post,
    worker::{js, throttle::Throttle},
};
use std::cell::RefCell;

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
