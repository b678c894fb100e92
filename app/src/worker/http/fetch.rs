//! Asking a server for a file or a part of it.

use super::range::{self, ContentRange};
use crate::{
    protocol::FailureKind,
    worker::{failure::Failure, jobs::Cancel, js},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCache, RequestInit, Response};

/// An answer that is a success: the whole file (200) or a part of it (206).
pub struct Answer {
    /// The browser's response; its body is not read yet.
    pub response: Response,
    /// What part it is, where the server says and lets us see it.
    pub range: Option<ContentRange>,
}

impl Answer {
    /// Whether this is a part of the file.
    pub fn is_partial(&self) -> bool {
        self.response.status() == 206
    }

    /// A header, where the server lets us see it: across origins most are hidden.
    pub fn header(&self, name: &str) -> Option<String> {
        self.response.headers().get(name).ok().flatten()
    }

    /// Length of the body, unless it travels compressed.
    pub fn content_length(&self) -> Option<u64> {
        if self.header("content-encoding").is_some_and(|encoding| encoding != "identity") {
            return None;
        }
        range::number(&self.header("content-length")?)
    }
}

/// Asks for `url`, from `offset` for `length` bytes if a range is given. Redirects are followed.
pub async fn get(
    url: &str,
    part: Option<(u64, Option<u64>)>,
    cancel: &Cancel,
) -> Result<Answer, Failure> {
    let response = send(url, part, cancel).await.map_err(|thrown| {
        if cancel.is_cancelled() {
            return Failure::cancelled();
        }
        Failure::new(
            FailureKind::Network,
            format!(
                "{} could not be reached: {}. There may be no connection, or the server does not \
                 let other sites read its files (CORS).",
                host(url),
                js::describe(&thrown)
            ),
        )
    })?;
    match response.status() {
        200 | 206 => {}
        status => return Err(Failure::new(FailureKind::Network, refusal(status, url))),
    }
    let range = match response.headers().get("content-range").ok().flatten() {
        Some(header) if response.status() == 206 => Some(
            range::parse(&header)
                .map_err(|error| Failure::new(FailureKind::Network, error.to_string()))?,
        ),
        _ => None,
    };
    Ok(Answer { response, range })
}

async fn send(
    url: &str,
    part: Option<(u64, Option<u64>)>,
    cancel: &Cancel,
) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_signal(Some(&cancel.signal()));
    // The browser's own cache would keep a second copy of hundreds of megabytes.
    init.set_cache(RequestCache::NoStore);
    if let Some((offset, length)) = part {
        let headers = Headers::new()?;
        headers.set("range", &range::request(offset, length))?;
        init.set_headers(&headers);
    }
    let promise = js::scope().fetch_with_str_and_init(url, &init);
    JsFuture::from(promise).await?.dyn_into()
}

/// What a broken connection is: taken back, or the network's failure.
pub fn broken(url: &str, thrown: &JsValue, cancel: &Cancel) -> Failure {
    if cancel.is_cancelled() {
        return Failure::cancelled();
    }
    let message = format!("{} broke the connection: {}", host(url), js::describe(thrown));
    Failure::new(FailureKind::Network, message)
}

/// Why a server refused, in words.
fn refusal(status: u16, url: &str) -> String {
    let host = host(url);
    let words = match status {
        401 | 403 => "access is refused; the file may need a login or a consent given there",
        404 | 410 => "there is no such file",
        416 => "the part asked for does not exist; the file may have changed",
        429 => "too many requests; try again later",
        500..=599 => "the server has a problem; try again later",
        _ => "an answer that is not a file",
    };
    format!("{host} answered {status}: {words}.")
}

/// The part of an address that people know.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_name_the_host_and_the_status() {
        let words = refusal(404, "https://example.org:8443/a/b.gguf?x#y");
        assert_eq!(words, "example.org:8443 answered 404: there is no such file.");
        assert!(refusal(503, "http://x").contains("503"));
    }
}
