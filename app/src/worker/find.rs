//! From what the page names to bytes.

use crate::{
    protocol::{FailureKind, ModelSource},
    worker::{
        breath::Breath,
        bytes::{Bytes, LocalFile},
        failure::Failure,
        http::{Beginning, Remote, fetch},
        hub::{self, HubFile},
        jobs::Cancel,
        js,
        storage::{
            Folder,
            download::{Wanted, download},
            record::{self, Record},
        },
    },
};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// A model that was found.
pub struct Found {
    /// Its bytes.
    pub bytes: Bytes,
    /// Name of the file.
    pub name: String,
    /// sha256, lower-case hex, where it is known: expected or verified.
    pub sha256: Option<String>,
    /// Bytes on this device.
    pub stored_bytes: u64,
    /// Why the file is not kept on this device, if it should have been; a sentence.
    pub note: Option<String>,
}

/// Where models are looked for.
pub struct Finder {
    /// Storage, or why there is none.
    pub folder: Result<Folder, String>,
    /// For long work.
    pub breath: Breath,
}

/// A file that has an address.
struct Addressed {
    url: String,
    name: String,
    place: Place,
}

/// What kind of server has it.
enum Place {
    /// Any server, and the hash that the page expects.
    Server { sha256: Option<String> },
    /// A hub, which knows the hash.
    Hub(HubFile),
}

impl Finder {
    /// Finds a model for a look at its head: nothing is downloaded into storage.
    pub async fn look(
        &self,
        source: &ModelSource,
        file: Option<File>,
        cancel: &Cancel,
    ) -> Result<Found, Failure> {
        let Some((source, key)) = self.addressed(source).await? else {
            return local(file, cancel);
        };
        let addressed = address(&source)?;
        if let Some(found) = self.whole(&key, &addressed, cancel).await? {
            return Ok(found);
        }
        let sha256 = expected_hash(&addressed.place, cancel).await?;
        let remote = Remote::open(&addressed.url, cancel).await?;
        let stored_bytes = match &self.folder {
            Ok(folder) => folder.stored_bytes(&key).await,
            Err(_) => 0,
        };
        let bytes = if remote.ranges {
            Bytes::Remote(remote)
        } else {
            Bytes::Beginning(Beginning::open(&remote, cancel).await?)
        };
        Ok(Found { bytes, name: addressed.name, sha256, stored_bytes, note: None })
    }

    /// Brings a model here and finds it: downloads what is missing, where there is storage. A file
    /// the person chose is read where it lies.
    pub async fn bring(
        &self,
        source: &ModelSource,
        file: Option<File>,
        cancel: &Cancel,
    ) -> Result<Found, Failure> {
        let Some((source, key)) = self.addressed(source).await? else {
            return local(file, cancel);
        };
        let addressed = address(&source)?;
        if let Some(found) = self.whole(&key, &addressed, cancel).await? {
            return Ok(found);
        }
        let sha256 = expected_hash(&addressed.place, cancel).await?;
        let remote = Remote::open(&addressed.url, cancel).await?;
        let name = addressed.name;
        let folder = match &self.folder {
            Ok(folder) => folder,
            Err(reason) if remote.ranges => {
                let note = Some(format!(
                    "The model is not kept on this device ({reason}), so it was neither stored \
                     nor verified."
                ));
                let bytes = Bytes::Remote(remote);
                return Ok(Found { bytes, name, sha256: None, stored_bytes: 0, note });
            }
            Err(reason) => {
                let message = format!(
                    "{} does not give parts of a file, and there is no storage here to keep the \
                     whole ({reason}).",
                    fetch::host(&remote.url)
                );
                return Err(Failure::new(FailureKind::Network, message));
            }
        };
        let wanted = Wanted {
            key: &key,
            name: &name,
            source: &source,
            remote: &remote,
            sha256: sha256.as_deref(),
        };
        let sha256 = download(folder, &wanted, &self.breath, cancel).await?;
        let bytes = Bytes::Local(LocalFile::new(folder.bytes(&key).await?, cancel));
        Ok(Found { bytes, name, sha256: Some(sha256), stored_bytes: remote.length, note: None })
    }

    /// What names an address, and the key it is stored under; `None` for a file.
    async fn addressed(
        &self,
        source: &ModelSource,
    ) -> Result<Option<(ModelSource, String)>, Failure> {
        let source = match source {
            ModelSource::File { .. } => return Ok(None),
            ModelSource::Stored { key } => self.record(key).await?.source,
            source => source.clone(),
        };
        let key = record::key(&address(&source)?.url);
        Ok(Some((source, key)))
    }

    async fn record(&self, key: &str) -> Result<Record, Failure> {
        let record = match &self.folder {
            Ok(folder) if record::is_key(key) => folder.record(key).await,
            _ => None,
        };
        record.ok_or_else(|| {
            Failure::new(FailureKind::Storage, "This model is not stored here any more.")
        })
    }

    /// The model if all of it is here. No server is asked: it works offline, and a file that has
    /// changed at its address since is not noticed until the stored one is deleted.
    async fn whole(
        &self,
        key: &str,
        addressed: &Addressed,
        cancel: &Cancel,
    ) -> Result<Option<Found>, Failure> {
        let Ok(folder) = &self.folder else { return Ok(None) };
        let Some(record) = folder.record(key).await else { return Ok(None) };
        let Some(sha256) = record.sha256() else { return Ok(None) };
        if let Place::Server { sha256: Some(expected) } = &addressed.place
            && expected != sha256
        {
            return Ok(None);
        }
        let file = folder.bytes(key).await?;
        if file.size() as u64 != record.total {
            return Ok(None);
        }
        Ok(Some(Found {
            bytes: Bytes::Local(LocalFile::new(file, cancel)),
            name: record.name.clone(),
            sha256: Some(sha256.into()),
            stored_bytes: record.total,
            note: None,
        }))
    }
}

fn local(file: Option<File>, cancel: &Cancel) -> Result<Found, Failure> {
    let file = file.ok_or_else(|| {
        Failure::new(FailureKind::Protocol, "The message names a file and brought none.")
    })?;
    let name = file.name();
    let bytes = Bytes::Local(LocalFile::new(file, cancel));
    Ok(Found { bytes, name, sha256: None, stored_bytes: 0, note: None })
}

fn address(source: &ModelSource) -> Result<Addressed, Failure> {
    match source {
        ModelSource::Url { url, sha256 } => {
            let sha256 = sha256.as_ref().map(|hash| hash.to_ascii_lowercase());
            if sha256.as_deref().is_some_and(|hash| !hub::is_sha256(hash)) {
                let message = "The expected sha256 is not 64 hexadecimal digits.";
                return Err(Failure::new(FailureKind::Protocol, message));
            }
            let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
            if !scheme.is_some_and(|scheme| scheme == "https" || scheme == "http") {
                let message = "A model's address begins with https:// or http://.";
                return Err(Failure::new(FailureKind::Network, message));
            }
            let place = Place::Server { sha256 };
            Ok(Addressed { url: url.clone(), name: file_name(url).into(), place })
        }
        ModelSource::HuggingFace { repository, revision, file, hub } => {
            let hub_file = HubFile::new(hub.as_deref(), repository, revision, file)?;
            let url = hub_file.address();
            Ok(Addressed { url, name: file_name(file).into(), place: Place::Hub(hub_file) })
        }
        ModelSource::File { .. } | ModelSource::Stored { .. } => {
            Err(Failure::new(FailureKind::Storage, "The stored model has no address."))
        }
    }
}

/// The last part of a path or an address.
fn file_name(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(path)
}

async fn expected_hash(place: &Place, cancel: &Cancel) -> Result<Option<String>, Failure> {
    let file = match place {
        Place::Server { sha256 } => return Ok(sha256.clone()),
        Place::Hub(file) => file,
    };
    let url = file.listing_address();
    let broken =
        |what: &str| Failure::new(FailureKind::Network, format!("{} {what}", fetch::host(&url)));
    let too_long = || broken("sent a list of files that is too long.");
    let cut_off = |thrown: JsValue| match cancel.is_cancelled() {
        true => Failure::cancelled(),
        false => broken(&format!("broke the connection: {}.", js::describe(&thrown))),
    };
    let answer = fetch::get(&url, None, cancel).await?;
    if answer.content_length().is_some_and(|length| length > hub::LONGEST_LISTING as u64) {
        return Err(too_long());
    }
    let buffer = answer.response.array_buffer().map_err(cut_off)?;
    let listing = Uint8Array::new(&JsFuture::from(buffer).await.map_err(cut_off)?);
    if listing.length() as usize > hub::LONGEST_LISTING {
        return Err(too_long());
    }
    Ok(file.find(&listing.to_vec())?.sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_end_of_an_address() {
        assert_eq!(file_name("https://example.org/a/b.gguf?download=true#x"), "b.gguf");
        assert_eq!(file_name("https://example.org/"), "example.org");
        assert_eq!(file_name("sub/dir/c.gguf"), "c.gguf");
    }

    #[test]
    fn only_the_web_is_an_address() {
        for url in ["file:///etc/passwd", "data:,x", "blob:https://x/y", "javascript:0", "a.gguf"] {
            let source = ModelSource::Url { url: url.into(), sha256: None };
            assert!(address(&source).is_err(), "{url}");
        }
        let source = ModelSource::Url {
            url: "https://example.org/a.gguf".into(),
            sha256: Some("not a hash".into()),
        };
        assert!(address(&source).is_err());
        assert!(address(&ModelSource::Stored { key: "0".repeat(32) }).is_err());
    }
}
