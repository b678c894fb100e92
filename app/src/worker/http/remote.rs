//! A file on a server, read in parts.

use super::fetch;
use crate::{
    protocol::FailureKind,
    worker::{failure::Failure, jobs::Cancel},
};
use diorama_model::{ByteSource, SourceError, source::check_range};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Longest file that is taken for a model, in bytes.
const LONGEST_FILE: u64 = 1 << 40;

/// A file on a server.
#[derive(Debug, Clone)]
pub struct Remote {
    /// Its address.
    pub url: String,
    /// Length in bytes.
    pub length: u64,
    /// The server's tag of this version, if it shows one.
    pub etag: Option<String>,
    /// Whether the server gives parts of it.
    pub ranges: bool,
    cancel: Cancel,
}

impl Remote {
    /// Asks the server how long the file is and whether it gives parts.
    pub async fn open(url: &str, cancel: &Cancel) -> Result<Self, Failure> {
        let first = fetch::get(url, Some((0, Some(1))), cancel).await?;
        let ranges = first.is_partial();
        let etag = first.header("etag");
        let length = match first.range.and_then(|range| range.total) {
            Some(total) => Some(total),
            // A whole answer says its length; of a part, other origins may hide the total, but
            // never the length of a whole.
            None if ranges => fetch::get(url, None, cancel).await?.discard(),
            None => first.discard(),
        };
        match length {
            Some(length) if length <= LONGEST_FILE => {
                Ok(Self { url: url.into(), length, etag, ranges, cancel: cancel.clone() })
            }
            Some(length) => Err(Failure::new(
                FailureKind::Network,
                format!("{} says that the file has {length} bytes.", fetch::host(url)),
            )),
            None => Err(Failure::new(
                FailureKind::Network,
                format!("{} does not say how long the file is.", fetch::host(url)),
            )),
        }
    }

    async fn part(&self, offset: u64, length: usize) -> Result<Vec<u8>, Failure> {
        let broken = |what: &str| {
            let host = fetch::host(&self.url);
            Failure::new(FailureKind::Network, format!("{host} {what}"))
        };
        let answer =
            fetch::get(&self.url, Some((offset, Some(length as u64))), &self.cancel).await?;
        if !answer.is_partial() {
            answer.discard();
            return Err(broken("does not give parts of a file."));
        }
        let last = offset + length as u64 - 1;
        if answer.range.is_some_and(|range| {
            (range.first, range.last) != (offset, last)
                || range.total.is_some_and(|total| total != self.length)
        }) {
            return Err(broken("gave another part of the file than was asked for."));
        }
        if answer.content_length().is_some_and(|bytes| bytes != length as u64) {
            return Err(broken("gave a part of another length than was asked for."));
        }
        let thrown = |thrown: JsValue| fetch::broken(&self.url, &thrown, &self.cancel);
        let buffer = answer.response.array_buffer().map_err(thrown)?;
        let bytes = Uint8Array::new(&JsFuture::from(buffer).await.map_err(thrown)?);
        if bytes.length() as usize != length {
            return Err(broken("gave a part of another length than was asked for."));
        }
        Ok(bytes.to_vec())
    }
}

impl ByteSource for Remote {
    fn len(&self) -> u64 {
        self.length
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError> {
        check_range(offset, length, self.length)?;
        if length == 0 {
            return Ok(Vec::new());
        }
        self.part(offset, length).await.map_err(|failure| match failure.kind {
            FailureKind::Cancelled => SourceError::Cancelled,
            _ => SourceError::Medium(failure.message),
        })
    }
}

impl fetch::Answer {
    /// Drops the body unread, and gives its length.
    fn discard(self) -> Option<u64> {
        let length = self.content_length();
        if let Some(body) = self.response.body() {
            // Whether the server stops at once is not our concern.
            drop(body.cancel());
        }
        length
    }
}
