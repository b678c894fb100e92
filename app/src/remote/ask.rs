//! The two questions that a server is asked: which models it has, and what comes next.

use super::{
    events::Events,
    exchange::Exchange,
    http::{Answer, Connection, Trouble},
    names::names,
    piece::Event,
    reply::Reply,
    request::Request,
    words::About,
};
use crate::{
    protocol::{End, remote::FromRemote},
    wire::post,
    worker::{
        js,
        throttle::{Throttle, WRITING_MS},
    },
};
use std::rc::Rc;

/// Longest list of models in bytes.
const LONGEST_LIST: usize = 4 << 20;
/// Longest answer in bytes: a stream has some three hundred for each token.
const LONGEST_ANSWER: usize = 64 << 20;

/// Asks for the models.
pub async fn models(connection: &Connection, exchange: &Rc<Exchange>) -> FromRemote {
    match listed(connection, exchange).await {
        Ok(names) => FromRemote::Models { names },
        Err(trouble) => {
            let message = connection.told(trouble, About::Models).unwrap_or_default();
            FromRemote::Refused { message }
        }
    }
}

async fn listed(connection: &Connection, exchange: &Rc<Exchange>) -> Result<Vec<String>, Trouble> {
    let answer = match connection.ask("/models", None, exchange).await {
        // Not every server lists its models.
        Err(Trouble::Refused { status: 404 | 405 | 501, .. }) => return Ok(Vec::new()),
        answer => answer?,
    };
    let body = answer.text(LONGEST_LIST, connection).await?;
    names(&body).ok_or_else(|| {
        connection.did("answers, but not as a server of models does. Is the address right?")
    })
}

/// Asks for a step, and sends what is written as it comes.
pub async fn step(
    connection: &Connection,
    id: u64,
    model: &str,
    request: Request,
    exchange: &Rc<Exchange>,
) -> FromRemote {
    let mut reply = Reply::new(js::now_ms());
    let outcome = match asked(connection, request, exchange).await {
        Ok(answer) => read(connection, id, &answer, &mut reply).await,
        Err(trouble) => Err(trouble),
    };
    tell_news(id, &mut reply);
    let end = match outcome {
        Ok(end) => end,
        Err(trouble) => match connection.told(trouble, About::Model(model)) {
            Some(message) => return FromRemote::Failed { id, message },
            None => End::Stopped,
        },
    };
    let speed = reply.speed(js::now_ms());
    FromRemote::Stepped { id, reply: reply.text, thoughts: reply.thoughts, end, speed }
}

/// Asks, and asks again without what the server does not know.
async fn asked(
    connection: &Connection,
    mut request: Request,
    exchange: &Rc<Exchange>,
) -> Result<Answer, Trouble> {
    loop {
        match connection.ask("/chat/completions", Some(&request.text()), exchange).await {
            Err(Trouble::Refused { status: 400 | 422, said }) if request.yield_to(&said) => {}
            answer => return answer,
        }
    }
}

/// Reads an answer to its end.
async fn read(
    connection: &Connection,
    id: u64,
    answer: &Answer,
    reply: &mut Reply,
) -> Result<End, Trouble> {
    if answer.whole {
        let body = answer.text(LONGEST_ANSWER, connection).await?;
        take(connection, reply, &body)?;
        return reply.end.ok_or_else(|| misunderstood(connection));
    }
    let mut events = Events::default();
    let mut left = LONGEST_ANSWER;
    let mut writing = Throttle::every_ms(WRITING_MS);
    let long =
        |error: &dyn std::fmt::Display| connection.did(format_args!("goes on too long: {error}."));
    while let Some(bytes) = answer.next(connection).await? {
        left = left
            .checked_sub(bytes.len())
            .ok_or_else(|| long(&format_args!("more than {LONGEST_ANSWER} bytes")))?;
        for data in events.push(&bytes).map_err(|error| long(&error))? {
            if take(connection, reply, &data)? {
                return Ok(reply.end.unwrap_or(End::Complete));
            }
        }
        if writing.ready(js::now_ms()) {
            tell_news(id, reply);
        }
    }
    for data in events.finish().map_err(|error| long(&error))? {
        if take(connection, reply, &data)? {
            return Ok(reply.end.unwrap_or(End::Complete));
        }
    }
    // Some servers close without a last word; what they said before tells whether that was all.
    reply.end.ok_or_else(|| connection.did("broke off in the middle of its reply."))
}

/// Takes an event in; says whether it was the last.
fn take(connection: &Connection, reply: &mut Reply, data: &str) -> Result<bool, Trouble> {
    match Event::read(data) {
        Event::Piece(piece) => reply
            .take(&piece, js::now_ms())
            .map(|()| false)
            .map_err(|error| connection.did(format_args!("goes on too long: {error}."))),
        Event::Done => Ok(true),
        Event::Failed(said) => Err(connection.failed(&said)),
        Event::Unknown => Err(misunderstood(connection)),
    }
}

fn misunderstood(connection: &Connection) -> Trouble {
    connection.did("sent something that is no part of a chat completion.")
}

fn tell_news(id: u64, reply: &mut Reply) {
    if let Some((text, thoughts)) = reply.news() {
        post(&FromRemote::Writing { id, text, thoughts });
    }
}
