//! Watches predictions: tells the time, and prints a delta as it comes.

use diorama_predict::{Draft, Flow, Observer};
use std::{
    io::{Write, stdout},
    time::Instant,
};

/// Watches a prediction.
pub struct Watch {
    start: Instant,
    shown: bool,
    /// Bytes that were printed.
    printed: usize,
}

impl Watch {
    /// Prints nothing.
    pub fn quiet() -> Self {
        Self { start: Instant::now(), shown: false, printed: 0 }
    }

    /// Prints the delta.
    pub fn aloud() -> Self {
        Self { shown: true, ..Self::quiet() }
    }
}

impl Observer for Watch {
    fn now_ms(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1000.0
    }

    async fn reading(&mut self, _: usize, _: usize) -> Flow {
        Flow::Continue
    }

    async fn wrote(&mut self, draft: Draft<'_>) -> Flow {
        if !self.shown {
            return Flow::Continue;
        }
        let mut out = stdout().lock();
        let new = draft.text.as_bytes().get(self.printed..).unwrap_or_default();
        self.printed = draft.text.len();
        // When nobody reads any more there is no reason to go on.
        if out.write_all(new).and_then(|()| out.flush()).is_ok() {
            Flow::Continue
        } else {
            Flow::Stop
        }
    }
}
