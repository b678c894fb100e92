//! Doing what the page asks, one thing after the other.

use crate::{
    protocol::{FailureKind, FromWorker, Gpu, ToWorker, VERSION},
    wire::post,
    worker::{
        breath::Breath,
        card::{Head, USUAL_CONTEXT},
        delta,
        failure::Failure,
        find::Finder,
        gpu,
        jobs::{Job, Jobs},
        js,
        load::{Model, load},
        program::{Asked, Program, Text, Writer},
        refusal::Refusal,
        storage::{Folder, record, room},
    },
};
use diorama_model::{ExecuteError, Sampler, Sampling};
use diorama_predict::Options;
use std::rc::Rc;

/// Says that the worker is ready, and then does every job.
pub async fn serve<P: Program>(jobs: Rc<Jobs>) {
    let breath = match Breath::new() {
        Ok(breath) => breath,
        Err(thrown) => return post(&FromWorker::Panicked { message: js::describe(&thrown) }),
    };
    let finder = Finder { folder: Folder::open().await, breath };
    let mut worker = Worker::<P> { finder, gpu: gpu::probe().await, model: None };
    let gpu = worker.gpu.clone();
    post(&FromWorker::Ready { version: VERSION, gpu, storage: room().await });
    loop {
        let job = jobs.next().await;
        let id = match &job.message {
            ToWorker::Load { id, .. }
            | ToWorker::Step { id, .. }
            | ToWorker::Generate { id, .. } => Some(*id),
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
struct Worker<P: Program> {
    finder: Finder,
    gpu: Gpu,
    model: Option<Model<P>>,
}

impl<P: Program> Worker<P> {
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
            ToWorker::Load { id, source, executor, context } => {
                let found = self.finder.bring(&source, file, &cancel).await?;
                let head = Head::read(&found).await?;
                if !P::suits(head.protocol.into(), executor, &self.gpu) {
                    return Ok(Some(FromWorker::Outgrown { id }));
                }
                // Two models at once may not fit. What cannot be a model does not cost the old one.
                self.model = None;
                let (model, loaded) = load(id, &found, &head, &self.gpu, executor, context).await?;
                // The page knows of no model whose load it took back.
                if cancel.is_cancelled() {
                    return Err(Failure::cancelled());
                }
                self.model = Some(model);
                Ok(Some(loaded))
            }
            ToWorker::Prepare { branch } => {
                let breath = &self.finder.breath;
                if let Some(Model::Delta(model)) = &mut self.model
                    && !cancel.is_cancelled()
                    && let Err(Refusal::Broke(error)) =
                        delta::prepare(model, *branch, breath, &cancel).await
                {
                    // Whoever steps next is told that there is no model.
                    self.broke(&error);
                }
                Ok(None)
            }
            ToWorker::Step { id, branch, action, sampling, max_tokens } => {
                let sampler = sampler(sampling)?;
                let breath = &self.finder.breath;
                let answer = match self.model.as_mut().ok_or_else(no_model)? {
                    Model::Full(session, writer) => {
                        let text = Text::Observation(&branch, &action);
                        let asked = Asked { id, text, sampler, max_tokens };
                        writer.write(session, asked, breath, &cancel).await
                    }
                    Model::Delta(model) => {
                        let options = Options { sampler, max_tokens: max_tokens as usize };
                        let asked = (*branch, &*action);
                        delta::step(model, id, asked, &options, breath, &cancel).await
                    }
                };
                self.answered(answer)
            }
            ToWorker::Generate { id, prompt, sampling, max_tokens } => {
                let sampler = sampler(sampling)?;
                let Model::Full(session, writer) = self.model.as_mut().ok_or_else(no_model)? else {
                    let words = "This model predicts steps; it does not continue texts.";
                    return Err(Failure::new(FailureKind::Protocol, words));
                };
                let text = Text::Continuation(&prompt);
                let asked = Asked { id, text, sampler, max_tokens };
                let answer = writer.write(session, asked, &self.finder.breath, &cancel).await;
                self.answered(answer)
            }
        }
    }

    fn answered(
        &mut self,
        answer: Result<FromWorker, Refusal>,
    ) -> Result<Option<FromWorker>, Failure> {
        answer.map(Some).map_err(|refusal| match refusal {
            Refusal::Asked(failure) => failure,
            Refusal::Broke(error) => self.broke(&error),
        })
    }

    /// What runs the model failed.
    fn broke(&mut self, error: &ExecuteError) -> Failure {
        if !is_about_the_request(error) {
            // What is left of the model cannot be trusted; it can be loaded again.
            self.model = None;
        }
        Failure::from_execute(error, FailureKind::Gpu)
    }

    async fn stored(&self) -> Result<FromWorker, Failure> {
        let models = match &self.finder.folder {
            Ok(folder) => folder.list().await?,
            Err(_) => Vec::new(),
        };
        Ok(FromWorker::Stored { models, storage: room().await })
    }
}

/// The sampler that the page asks for.
fn sampler(sampling: Sampling) -> Result<Sampler, Failure> {
    Sampler::new(sampling)
        .map_err(|error| Failure::new(FailureKind::Protocol, format!("Sampling: {error}.")))
}

fn no_model() -> Failure {
    Failure::new(FailureKind::NoModel, "No model is loaded; load one first.")
}

/// Whether an error is about what was asked, and the model is as good as before.
fn is_about_the_request(error: &ExecuteError) -> bool {
    matches!(
        error,
        ExecuteError::ContextFull { .. } | ExecuteError::NothingFed | ExecuteError::UnknownToken(_)
    )
}
