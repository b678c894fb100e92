//! The desk: a worker that carries what the page seldom needs and should not weigh. It starts when
//! it is first asked for something. Each thing it does has a module of its own.

mod exports;
mod links;
mod worlds;

use crate::{
    protocol::{
        VERSION,
        desk::{FromDesk, ToDesk},
    },
    wire,
};

/// Starts the worker: listens, and says that it is ready.
pub fn start() {
    wire::serve(
        &FromDesk::Ready { version: VERSION },
        |message| FromDesk::Panicked { message },
        |message: Result<ToDesk, String>| match message {
            Ok(message) => answer(message),
            Err(message) => FromDesk::Failed { id: None, message },
        },
    );
}

/// Does what a message asks for.
pub(crate) fn answer(message: ToDesk) -> FromDesk {
    match message {
        ToDesk::MakeLink { id, shared } => links::make(id, *shared),
        ToDesk::Export { id, what, walk } => exports::make(id, what, &walk),
        ToDesk::OpenLink { id, text, built_in } => links::open(id, &text, built_in.map(|it| *it)),
        ToDesk::Read { id, text, built_in } => worlds::read(id, &text, built_in.map(|it| *it)),
        ToDesk::Settle { id, start, dialect } => worlds::settle(id, *start, dialect),
        ToDesk::Here { id, shared } => worlds::here(id, &shared),
    }
}
