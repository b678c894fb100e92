//! The worker that asks a server for predictions: any server that speaks the interface of `OpenAI`,
//! such as vLLM, SGLang or llama.cpp's. It is small, and fetched when a person asks for a server.
//!
//! What a server sends is hostile until it is read: it is taken apart as its bytes come, under limits
//! ([`events`], [`piece`], [`reply`]). The key lives in this worker's memory and goes to that server
//! only. A panic is posted to the page and closes the worker.

mod ask;
mod events;
mod exchange;
mod http;
mod names;
mod piece;
mod reply;
mod request;
mod words;

use crate::{
    protocol::{
        VERSION,
        remote::{FromRemote, ToRemote},
    },
    wire,
    worker::js,
};
use diorama_world::full::{Form, conversation_in};
use exchange::Exchange;
use http::Connection;
use request::Request;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

/// Starts the worker: listens, and says that it is ready.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        wire::post(&FromRemote::Panicked { message: panic.to_string() });
        wire::scope().close();
    }));
    let remote = Remote::default();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        match wire::read::<ToRemote>(&event) {
            Ok(message) => remote.take(message),
            // The page is another version of the program; what failed is not quoted, since a message
            // may hold a key.
            Err(_) => wire::post(&FromRemote::Refused {
                message: "The page and its worker are of different versions. Reload the page."
                    .to_owned(),
            }),
        }
    });
    wire::scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    wire::post(&FromRemote::Ready { version: VERSION });
}

/// What lasts from one message to the next.
#[derive(Default)]
struct Remote {
    connection: RefCell<Option<Rc<Connection>>>,
    under_way: RefCell<Option<Rc<Exchange>>>,
}

impl Remote {
    fn take(&self, message: ToRemote) {
        match message {
            ToRemote::Connect { server, key, patience_ms } => {
                let connection = Rc::new(Connection { server, key, patience_ms });
                self.connection.replace(Some(Rc::clone(&connection)));
                match self.begin(&connection) {
                    Ok(exchange) => spawn_local(async move {
                        wire::post(&ask::models(&connection, &exchange).await);
                    }),
                    Err(message) => wire::post(&FromRemote::Refused { message }),
                }
            }
            ToRemote::Step { id, model, scenario, turns, action, sampling, max_tokens } => {
                let Some(connection) = self.connection.borrow().clone() else {
                    let message = "There is no server to ask; connect to one first.".to_owned();
                    return wire::post(&FromRemote::Failed { id, message });
                };
                // Models that think are asked as they were trained; thoughts are not kept, so that
                // a form that spares a server's cache would spare nothing.
                let messages = conversation_in(Form::Published, &scenario, &turns, &action);
                let request = Request::new(&model, &messages, sampling, max_tokens);
                match self.begin(&connection) {
                    Ok(exchange) => spawn_local(async move {
                        let answer = ask::step(&connection, id, &model, request, &exchange).await;
                        wire::post(&answer);
                    }),
                    Err(message) => wire::post(&FromRemote::Failed { id, message }),
                }
            }
            ToRemote::Stop => self.stop(),
        }
    }

    /// Begins a question; one that is under way is taken back.
    fn begin(&self, connection: &Connection) -> Result<Rc<Exchange>, String> {
        self.stop();
        let exchange = Exchange::begin(connection.patience_ms)
            .map_err(|thrown| format!("This browser cannot ask: {}.", js::describe(&thrown)))?;
        self.under_way.replace(Some(Rc::clone(&exchange)));
        Ok(exchange)
    }

    fn stop(&self) {
        if let Some(exchange) = self.under_way.take() {
            exchange.stop();
        }
    }
}
