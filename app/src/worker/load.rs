//! From a model's bytes to something that steps.

use crate::{
    protocol::{ExecutorChoice, FailureKind, FromWorker, Gpu},
    worker::{
        card::Head,
        failure::Failure,
        find::Found,
        js,
        program::{Prepared, Program, Writer},
    },
};
use diorama_model::{Executor, Session};
use diorama_predict::{Language, Predictor, Protocol};

/// A model that runs, by what it speaks.
pub enum Model<P: Program> {
    /// It writes whole observations, and continues texts.
    Full(Box<Session<P::Executor>>, P::Writer),
    /// It writes what changes.
    Delta(Box<Predictor<P::Executor>>),
}

/// Loads what was found, and tells what the page is to be told.
pub async fn load<P: Program>(
    id: u64,
    found: &Found,
    head: &Head,
    gpu: &Gpu,
    choice: ExecutorChoice,
    context: u32,
) -> Result<(Model<P>, FromWorker), Failure> {
    // What cannot be spoken to is not worth the memory of its weights.
    let speech = Speech::<P>::read(head)?;
    let context = head.context(context);
    let card = head.card(found, context);
    let Prepared { executor, kind, note } = P::prepare(head, found, gpu, choice, context)
        .await
        .map_err(|error| Failure::from_execute(&error, found.bytes.medium()))?;
    let notes: Vec<&str> = [note.as_deref(), found.note.as_deref()].into_iter().flatten().collect();
    let loaded = FromWorker::Loaded {
        id,
        model: card,
        executor: kind,
        device: executor.device().into(),
        context: executor.capacity() as u32,
        wasm_memory: js::wasm_memory(),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    };
    Ok((speech.with(Session::new(executor)), loaded))
}

/// What a model's file says of its words.
enum Speech<P: Program> {
    Full(P::Writer),
    Delta(Box<Language>),
}

impl<P: Program> Speech<P> {
    fn read(head: &Head) -> Result<Self, Failure> {
        match head.protocol {
            Protocol::Full => P::Writer::read(head).map(Self::Full),
            Protocol::Delta => {
                let language = Language::from_gguf(&head.gguf);
                let bad = |words: String| Failure::new(FailureKind::BadModel, words);
                language.map(|it| Self::Delta(Box::new(it))).map_err(|error| bad(error.to_string()))
            }
        }
    }

    fn with(self, session: Session<P::Executor>) -> Model<P> {
        match self {
            Self::Full(writer) => Model::Full(Box::new(session), writer),
            Self::Delta(language) => Model::Delta(Box::new(Predictor::of(*language, session))),
        }
    }
}
