//! What the page asked for, in order, and what it took back.

use crate::protocol::ToWorker;
use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    task::{Poll, Waker},
};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal, File};

/// Most jobs that wait; a page that asks for more is broken.
const MOST_WAITING: usize = 1000;

/// One thing to do.
pub struct Job {
    /// What.
    pub message: ToWorker,
    /// The file that travelled beside it.
    pub file: Option<File>,
    /// Whether it was taken back.
    pub cancel: Cancel,
}

/// Whether a job was taken back. A copy tells the same.
#[derive(Debug, Clone)]
pub struct Cancel(AbortController);

impl Cancel {
    fn new() -> Result<Self, JsValue> {
        AbortController::new().map(Self)
    }

    /// Whether the job was taken back.
    pub fn is_cancelled(&self) -> bool {
        self.0.signal().aborted()
    }

    /// For the browser's own functions, which then stop waiting.
    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

/// What takes a job back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TakenBackBy {
    Stop,
    CancelLoad,
    Step,
    Load,
}

fn taken_back_by(message: &ToWorker) -> &'static [TakenBackBy] {
    match message {
        ToWorker::Step { .. } | ToWorker::Generate { .. } => &[TakenBackBy::Stop],
        ToWorker::Prepare { .. } => &[TakenBackBy::Step],
        ToWorker::Inspect { .. } => &[TakenBackBy::CancelLoad],
        ToWorker::Load { .. } => &[TakenBackBy::CancelLoad, TakenBackBy::Load],
        _ => &[],
    }
}

/// The jobs that wait and the one under way.
#[derive(Default)]
pub struct Jobs {
    waiting: RefCell<VecDeque<Job>>,
    under_way: RefCell<Option<(&'static [TakenBackBy], Cancel)>>,
    waker: RefCell<Option<Waker>>,
}

impl Jobs {
    /// Takes a message in. `Stop` and `CancelLoad` take effect at once; the rest waits its turn.
    /// Says whether there was room.
    pub fn add(&self, message: ToWorker, file: Option<File>) -> bool {
        match message {
            ToWorker::Stop => self.take_back(TakenBackBy::Stop),
            ToWorker::CancelLoad => self.take_back(TakenBackBy::CancelLoad),
            message => {
                match message {
                    ToWorker::Step { .. } | ToWorker::Prepare { .. } => {
                        self.take_back(TakenBackBy::Step);
                    }
                    ToWorker::Load { .. } => self.take_back(TakenBackBy::Load),
                    _ => {}
                }
                let mut waiting = self.waiting.borrow_mut();
                let Ok(cancel) = Cancel::new() else { return false };
                if waiting.len() >= MOST_WAITING {
                    return false;
                }
                waiting.push_back(Job { message, file, cancel });
            }
        }
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
        true
    }

    fn take_back(&self, by: TakenBackBy) {
        if let Some((kinds, cancel)) = &*self.under_way.borrow()
            && kinds.contains(&by)
        {
            cancel.0.abort();
        }
        for job in &*self.waiting.borrow() {
            if taken_back_by(&job.message).contains(&by) {
                job.cancel.0.abort();
            }
        }
    }

    /// The next job, once there is one. The one before is over.
    pub async fn next(&self) -> Job {
        self.under_way.replace(None);
        let job = poll_fn(|context| {
            let job = self.waiting.borrow_mut().pop_front();
            if job.is_none() {
                self.waker.replace(Some(context.waker().clone()));
            }
            job.map_or(Poll::Pending, Poll::Ready)
        })
        .await;
        self.under_way.replace(Some((taken_back_by(&job.message), job.cancel.clone())));
        job
    }
}
