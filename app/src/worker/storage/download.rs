//! Downloading a model into storage: resumable, and verified while it comes.

use super::{
    file::Writer,
    folder::{Folder, room},
    record::{Record, State, hex},
};
use crate::{
    protocol::{FailureKind, ModelSource, Stage},
    worker::{
        breath::Breath,
        failure::Failure,
        http::{Remote, fetch},
        jobs::Cancel,
        js,
        meter::Meter,
    },
};
use js_sys::Uint8Array;
use sha2::{Digest, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

/// Bytes gathered before they are written: each write is a call to the browser's file system.
const CHUNK: usize = 1 << 20;

/// What is to be downloaded.
pub struct Wanted {
    /// Key in the folder.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// Where it comes from.
    pub source: ModelSource,
    /// The file on its server.
    pub remote: Remote,
    /// Expected sha256, lower-case hex, where it is known.
    pub sha256: Option<String>,
}

/// Downloads what is not here yet, and returns the sha256 of the whole, which is the expected one
/// where one is expected. When cancelled or cut off, what came stays for the next time.
pub async fn download(
    folder: &Folder,
    wanted: &Wanted,
    breath: &Breath,
    cancel: &Cancel,
) -> Result<String, Failure> {
    let remote = &wanted.remote;
    let file = folder.write_bytes(&wanted.key).await?;
    let mut record = Record {
        name: wanted.name.clone(),
        source: wanted.source.clone(),
        total: remote.length,
        etag: remote.etag.clone(),
        state: State::Partial,
    };
    let before = folder.record(&wanted.key).await;
    let resumable = remote.ranges
        && before.is_some_and(|record| record.continues(remote.length, remote.etag.as_deref()))
        && file.length()? <= remote.length;
    if !resumable {
        file.truncate(0)?;
    }
    let stored = file.length()?;
    check_room(remote.length - stored).await?;
    folder.keep_record(&wanted.key, &record).await?;

    let mut arriving = Arriving { file, hash: Sha256::new(), length: 0, gathered: Vec::new() };
    arriving.hash_stored(stored, breath, cancel).await?;
    if stored < remote.length {
        let received = receive(&mut arriving, remote, breath, cancel).await;
        // What came before a failure is good for a resume.
        let kept = arriving.write_gathered().and_then(|()| arriving.file.flush());
        received.and(kept)?;
    }
    let sha256 = hex(&arriving.hash.finalize());
    drop(arriving.file);
    if let Some(expected) = &wanted.sha256
        && *expected != sha256
    {
        folder.delete(&wanted.key).await?;
        let message = format!(
            "The file is not the expected one and was deleted: its sha256 is {sha256}, expected \
             was {expected}."
        );
        return Err(Failure::new(FailureKind::HashMismatch, message));
    }
    record.state = State::Whole { sha256: sha256.clone() };
    folder.keep_record(&wanted.key, &record).await?;
    Ok(sha256)
}

/// Refuses what will not fit, before it is fetched.
async fn check_room(needed: u64) -> Result<(), Failure> {
    let Some(room) = room().await else { return Ok(()) };
    let free = room.quota.saturating_sub(room.used);
    if needed <= free {
        return Ok(());
    }
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let message = format!(
        "The download needs {} MB, and the browser gives this site {} MB more. Delete a stored \
         model or free some disk space.",
        megabytes(needed),
        megabytes(free)
    );
    Err(Failure::new(FailureKind::StorageFull, message))
}

/// A file that grows, hashed as it does.
struct Arriving {
    file: Writer,
    hash: Sha256,
    /// Bytes in the file; the hash covers them.
    length: u64,
    /// Bytes that came and are not written yet.
    gathered: Vec<u8>,
}

impl Arriving {
    /// Hashes what an earlier download left. The state of a hash cannot be kept between two
    /// downloads (the `sha2` crate does not export it), and hashing again also finds bytes that a
    /// crash lost; it takes a few seconds a gigabyte.
    async fn hash_stored(
        &mut self,
        stored: u64,
        breath: &Breath,
        cancel: &Cancel,
    ) -> Result<(), Failure> {
        let meter = Meter::new(Stage::Verifying, stored);
        let mut buffer = vec![0; CHUNK.min(stored as usize)];
        while self.length < stored {
            if cancel.is_cancelled() {
                return Err(Failure::cancelled());
            }
            let length = (stored - self.length).min(CHUNK as u64) as usize;
            let piece = &mut buffer[..length];
            self.file.read(self.length, piece)?;
            self.hash.update(piece);
            self.length += length as u64;
            meter.report(self.length);
            breath.if_due().await;
        }
        Ok(())
    }

    /// Bytes that came, written or not.
    fn came(&self) -> u64 {
        self.length + self.gathered.len() as u64
    }

    fn gather(&mut self, bytes: &Uint8Array) -> Result<(), Failure> {
        let from = self.gathered.len();
        self.gathered.resize(from + bytes.length() as usize, 0);
        bytes.copy_to(&mut self.gathered[from..]);
        if self.gathered.len() < CHUNK {
            return Ok(());
        }
        self.write_gathered()
    }

    fn write_gathered(&mut self) -> Result<(), Failure> {
        self.file.write(self.length, &self.gathered)?;
        self.hash.update(&self.gathered);
        self.length += self.gathered.len() as u64;
        self.gathered.clear();
        Ok(())
    }
}

/// Appends the rest of the file as it comes over the network.
async fn receive(
    arriving: &mut Arriving,
    remote: &Remote,
    breath: &Breath,
    cancel: &Cancel,
) -> Result<(), Failure> {
    let host = fetch::host(&remote.url);
    let broken = |what: String| Failure::new(FailureKind::Network, format!("{host} {what}"));
    let cut_off = |thrown: JsValue| fetch::broken(&remote.url, &thrown, cancel);
    let offset = arriving.length;
    let part = (offset > 0).then_some((offset, None));
    let answer = fetch::get(&remote.url, part, cancel).await?;
    // `If-Range` would need the server's consent in a preflight across origins; comparing what it
    // says about this answer does the same.
    let changed = answer.is_partial() != part.is_some()
        || answer.range.is_some_and(|range| {
            range.first != offset || range.total.is_some_and(|total| total != remote.length)
        })
        || answer.header("etag").zip(remote.etag.as_ref()).is_some_and(|(now, then)| now != *then);
    if changed {
        return Err(broken("changed the file during the download; load it again.".into()));
    }
    let body = answer.response.body().ok_or_else(|| broken("sent no bytes.".into()))?;
    let reader = ReadableStreamDefaultReader::new(&body).map_err(cut_off)?;
    let meter = Meter::new(Stage::Downloading, remote.length);
    loop {
        if cancel.is_cancelled() {
            return Err(Failure::cancelled());
        }
        meter.report(arriving.came());
        let next = JsFuture::from(reader.read()).await.map_err(cut_off)?;
        if js::get(&next, "done").is_truthy() {
            break;
        }
        let bytes: Uint8Array = js::get(&next, "value").unchecked_into();
        if arriving.came() + u64::from(bytes.length()) > remote.length {
            drop(reader.cancel());
            return Err(broken(format!("sent more than the {} bytes it said.", remote.length)));
        }
        arriving.gather(&bytes)?;
        breath.if_due().await;
    }
    let came = arriving.came();
    if came < remote.length {
        return Err(broken(format!("ended after {came} of {} bytes.", remote.length)));
    }
    Ok(())
}
