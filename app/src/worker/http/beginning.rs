//! The beginning of a file on a server that gives no parts.

use super::{Remote, fetch};
use crate::worker::{failure::Failure, jobs::Cancel, js};
use diorama_model::{ByteSource, SourceError, source::check_range};
use js_sys::Uint8Array;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

/// Most bytes that are kept; heads of models with large vocabularies have up to 16 MB.
const MOST_KEPT: u64 = 32 << 20;

/// The beginning of a file, as far as its transfer has come: enough to look at a model's head.
#[derive(Debug, Clone)]
pub struct Beginning {
    length: u64,
    transfer: Rc<Transfer>,
    cancel: Cancel,
}

/// A transfer that ends when nobody looks any more.
#[derive(Debug)]
struct Transfer {
    reader: ReadableStreamDefaultReader,
    kept: RefCell<Vec<u8>>,
}

impl Drop for Transfer {
    fn drop(&mut self) {
        drop(self.reader.cancel());
    }
}

impl Beginning {
    /// Begins a transfer of the whole file.
    pub async fn open(remote: &Remote, cancel: &Cancel) -> Result<Self, Failure> {
        let answer = fetch::get(&remote.url, None, cancel).await?;
        let body = answer.response.body().ok_or_else(|| {
            let host = fetch::host(&remote.url);
            Failure::new(crate::protocol::FailureKind::Network, format!("{host} sent no bytes."))
        })?;
        let reader = body.get_reader().unchecked_into();
        let transfer = Rc::new(Transfer { reader, kept: RefCell::default() });
        Ok(Self { length: remote.length, transfer, cancel: cancel.clone() })
    }

    /// Waits for the next bytes.
    async fn more(&self) -> Result<(), SourceError> {
        let broken = |thrown: JsValue| {
            if self.cancel.is_cancelled() {
                return SourceError::Cancelled;
            }
            SourceError::Medium(format!("The connection broke: {}.", js::describe(&thrown)))
        };
        let next = JsFuture::from(self.transfer.reader.read()).await.map_err(broken)?;
        if js::get(&next, "done").is_truthy() {
            return Err(SourceError::Medium("The file is shorter than the server said.".into()));
        }
        let bytes: Uint8Array = js::get(&next, "value").unchecked_into();
        let mut kept = self.transfer.kept.borrow_mut();
        let from = kept.len();
        kept.resize(from + bytes.length() as usize, 0);
        bytes.copy_to(&mut kept[from..]);
        Ok(())
    }
}

impl ByteSource for Beginning {
    fn len(&self) -> u64 {
        self.length
    }

    async fn read(&self, offset: u64, length: usize) -> Result<Vec<u8>, SourceError> {
        check_range(offset, length, self.length)?;
        let end = offset + length as u64;
        if end > MOST_KEPT {
            let words = "This server gives no parts of a file, and the model's head is too long to \
                         be looked at without the rest.";
            return Err(SourceError::Medium(words.into()));
        }
        while (self.transfer.kept.borrow().len() as u64) < end {
            self.more().await?;
        }
        Ok(self.transfer.kept.borrow()[offset as usize..end as usize].to_vec())
    }
}
