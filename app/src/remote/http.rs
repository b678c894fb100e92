//! Asking a server over HTTP. Nothing but the server that the person named is ever asked: redirects
//! are not followed, and no cookies and no referrer go along.

use super::{
    exchange::{Exchange, GivenUp},
    piece::complaint,
    words::{self, About},
};
use crate::{
    protocol::remote::{Key, Server},
    wire::scope,
    worker::js,
};
use js_sys::Uint8Array;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect, Response, ResponseType,
};

/// Most bytes of a refusal that are read for its words.
const LONGEST_REFUSAL: usize = 16 << 10;

/// A server and how it is spoken to.
pub struct Connection {
    /// Which server.
    pub server: Server,
    /// What the server knows the person by.
    pub key: Option<Key>,
    /// How long it may say nothing, in milliseconds.
    pub patience_ms: u32,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The person stopped it.
    Stopped,
    /// The server refused: its status and its own words.
    Refused {
        /// The status of HTTP.
        status: u16,
        /// What it says besides.
        said: String,
    },
    /// Anything else, in sentences.
    Failed(String),
}

impl Connection {
    /// Asks for `path` below the server's base: `body` is posted, nothing is got. A refusal is
    /// trouble.
    pub async fn ask(
        &self,
        path: &str,
        body: Option<&str>,
        exchange: &Rc<Exchange>,
    ) -> Result<Answer, Trouble> {
        let address = format!("{}{path}", self.server.base);
        let init = self.init(body, exchange).map_err(|_| {
            Trouble::Failed("The key has letters that cannot be sent. Is it the right one?".into())
        })?;
        let sent = JsFuture::from(scope().fetch_with_str_and_init(&address, &init)).await;
        let Ok(response) = sent.and_then(JsCast::dyn_into::<Response>) else {
            return Err(match exchange.given_up() {
                Some(why) => self.given_up(why),
                None => {
                    Trouble::Failed(words::no_answer(&self.server, &scope().location().origin()))
                }
            });
        };
        exchange.hear();
        if response.type_() == ResponseType::Opaqueredirect {
            return Err(Trouble::Failed(format!(
                "{} sends on to another address, which was not followed. Give the address that it \
                 leads to.",
                self.server.host
            )));
        }
        let status = response.status();
        let answer = Answer::new(response, exchange);
        if (200..300).contains(&status) {
            return Ok(answer);
        }
        // What cannot be read has no words.
        let said = answer.text(LONGEST_REFUSAL, self).await.unwrap_or_default();
        let said = self.without_key(complaint(&self.without_key(said)));
        Err(Trouble::Refused { status, said })
    }

    /// What trouble is called for people; `None` where they stopped it themselves.
    pub fn told(&self, trouble: Trouble, about: About<'_>) -> Option<String> {
        match trouble {
            Trouble::Stopped => None,
            Trouble::Refused { status, said } => {
                let has_key = self.key.is_some();
                Some(words::refusal(&self.server.host, status, about, has_key, &said))
            }
            Trouble::Failed(message) => Some(message),
        }
    }

    /// A failure of the server, with its own words.
    pub fn failed(&self, said: &str) -> Trouble {
        let said = words::quoted(&self.without_key(said.to_owned()));
        Trouble::Failed(format!("{} failed while it wrote.{said}", self.server.host))
    }

    /// Something that the server did, after its name.
    pub fn did(&self, what: impl std::fmt::Display) -> Trouble {
        Trouble::Failed(format!("{} {what}", self.server.host))
    }

    fn given_up(&self, why: GivenUp) -> Trouble {
        match why {
            GivenUp::Stopped => Trouble::Stopped,
            GivenUp::Late => self.did(format_args!(
                "said nothing for {} seconds and was given up.",
                self.patience_ms.div_ceil(1000)
            )),
        }
    }

    fn without_key(&self, said: String) -> String {
        words::without_key(said, self.key.as_ref().map(Key::expose))
    }

    fn init(&self, body: Option<&str>, exchange: &Exchange) -> Result<RequestInit, JsValue> {
        let init = RequestInit::new();
        init.set_redirect(RequestRedirect::Manual);
        init.set_credentials(RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        init.set_cache(RequestCache::NoStore);
        init.set_signal(Some(&exchange.signal()));
        let headers = Headers::new()?;
        if let Some(key) = &self.key {
            headers.set("authorization", &format!("Bearer {}", key.expose()))?;
        }
        if let Some(body) = body {
            init.set_method("POST");
            init.set_body(&body.into());
            headers.set("content-type", "application/json")?;
        }
        init.set_headers(&headers);
        Ok(init)
    }
}

/// An answer, whose body is read as it comes.
pub struct Answer {
    /// Whether it is one piece of JSON and not a stream.
    pub whole: bool,
    reader: Option<ReadableStreamDefaultReader>,
    exchange: Rc<Exchange>,
}

impl Answer {
    fn new(response: Response, exchange: &Rc<Exchange>) -> Self {
        let kind = response.headers().get("content-type").ok().flatten().unwrap_or_default();
        Self {
            whole: kind.starts_with("application/json"),
            reader: response.body().map(|body| body.get_reader().unchecked_into()),
            exchange: Rc::clone(exchange),
        }
    }

    /// The next bytes; `None` at the end.
    pub async fn next(&self, connection: &Connection) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let read = JsFuture::from(reader.read()).await;
        // What comes after a question was taken back is of no interest.
        if let Some(why) = self.exchange.given_up() {
            return Err(connection.given_up(why));
        }
        let next = read.map_err(|_| connection.did("broke the connection off."))?;
        self.exchange.hear();
        if js::get(&next, "done").is_truthy() {
            return Ok(None);
        }
        let bytes: Uint8Array = js::get(&next, "value").unchecked_into();
        Ok(Some(bytes.to_vec()))
    }

    /// All of the body as text, if it is not longer than so many bytes.
    pub async fn text(&self, most: usize, connection: &Connection) -> Result<String, Trouble> {
        let mut body = Vec::new();
        while let Some(bytes) = self.next(connection).await? {
            if body.len() + bytes.len() > most {
                return Err(connection.did(format_args!("sent more than {most} bytes.")));
            }
            body.extend_from_slice(&bytes);
        }
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}
