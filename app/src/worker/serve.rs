//! Doing what the page asks, one thing after the other.

use crate::{
    protocol::{FailureKind, FromWorker, ToWorker, VERSION},
    worker::{
        breath::Breath,
        card::{Head, USUAL_CONTEXT},
        failure::Failure,
        find::Finder,
        gpu,
        jobs::{Job, Jobs},
        js,
        outbox::post,
        storage::{Folder, record, room},
    },
};
use std::rc::Rc;

/// Says that the worker is ready, and then does every job.
pub async fn serve(jobs: Rc<Jobs>) {
    let breath = match Breath::new() {
        Ok(breath) => breath,
        Err(thrown) => return post(&FromWorker::Panicked { message: js::describe(&thrown) }),
    };
    let mut worker = Worker { finder: Finder { folder: Folder::open().await, breath } };
    post(&FromWorker::Ready { version: VERSION, gpu: gpu::probe().await, storage: room().await });
    loop {
        let job = jobs.next().await;
        let id = match &job.message {
            ToWorker::Step { id, .. } | ToWorker::Generate { id, .. } => Some(*id),
            _ => None,
        };
        match worker.handle(job).await {
            Ok(Some(answer)) => post(&answer),
            Ok(None) => {}
            Err(failure) => post(&failure.into_message(id)),
        }
    }
}

/// What lasts from one job to the next.
struct Worker {
    finder: Finder,
}

impl Worker {
    async fn handle(&mut self, job: Job) -> Result<Option<FromWorker>, Failure> {
        let Job { message, file, cancel } = job;
        match message {
            ToWorker::Inspect { source } => {
                let found = self.finder.look(&source, file, &cancel).await?;
                let head = Head::read(&found).await?;
                let model = head.card(&found, head.context(USUAL_CONTEXT));
                Ok(Some(FromWorker::Inspected { source, model }))
            }
            ToWorker::ListStored => self.stored().await.map(Some),
            ToWorker::Delete { key } => {
                if let Ok(folder) = &self.finder.folder
                    && record::is_key(&key)
                {
                    folder.delete(&key).await?;
                }
                self.stored().await.map(Some)
            }
            // Done already when they came; they never wait.
            ToWorker::Stop | ToWorker::CancelLoad => Ok(None),
            ToWorker::Load { .. } | ToWorker::Step { .. } | ToWorker::Generate { .. } => {
                Err(Failure::new(FailureKind::NoModel, "No model is loaded."))
            }
        }
    }

    async fn stored(&self) -> Result<FromWorker, Failure> {
        let models = match &self.finder.folder {
            Ok(folder) => folder.list().await?,
            Err(_) => Vec::new(),
        };
        Ok(FromWorker::Stored { models, storage: room().await })
    }
}
