//! From what the page names to bytes.

use crate::{
    protocol::{FailureKind, ModelSource},
    worker::{
        address::{Addressed, Place, address, expected_hash},
        breath::Breath,
        bytes::{Bytes, LocalFile},
        card::Head,
        failure::Failure,
        http::{Beginning, Remote, fetch},
        jobs::Cancel,
        storage::{
            Folder,
            download::{Wanted, download},
            record::{self, Record},
        },
    },
};
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

/// Where the search for a model led.
enum Lead {
    /// All of it is on this device.
    Here(Found),
    /// It, or what is missing of it, is on a server.
    There(Wanted),
}

impl Finder {
    /// Finds a model for a look at its head: nothing is downloaded into storage.
    pub async fn look(
        &self,
        source: &ModelSource,
        file: Option<File>,
        cancel: &Cancel,
    ) -> Result<Found, Failure> {
        match self.follow(source, file, cancel).await? {
            Lead::Here(found) => Ok(found),
            Lead::There(wanted) => self.glance(&wanted, cancel).await,
        }
    }

    /// Brings a model here and finds it: downloads what is missing, where there is storage. A file
    /// the person chose is read where it lies.
    pub async fn bring(
        &self,
        source: &ModelSource,
        file: Option<File>,
        cancel: &Cancel,
    ) -> Result<Found, Failure> {
        let wanted = match self.follow(source, file, cancel).await? {
            Lead::Here(found) => return Ok(found),
            Lead::There(wanted) => wanted,
        };
        // What is no model, or none that can run here, is not worth a download.
        let seen = self.glance(&wanted, cancel).await?;
        Head::read(&seen).await?;
        let folder = match &self.folder {
            Ok(folder) => folder,
            Err(reason) if wanted.remote.ranges => {
                let note = Some(format!(
                    "The model is not kept on this device ({reason}), so it was neither stored \
                     nor verified."
                ));
                return Ok(Found { sha256: None, note, ..seen });
            }
            Err(reason) => {
                let message = format!(
                    "{} does not give parts of a file, and there is no storage here to keep the \
                     whole ({reason}).",
                    fetch::host(&wanted.remote.url)
                );
                return Err(Failure::new(FailureKind::Network, message));
            }
        };
        drop(seen);
        let sha256 = Some(download(folder, &wanted, &self.breath, cancel).await?);
        let bytes = Bytes::Local(LocalFile::new(folder.bytes(&wanted.key).await?, cancel));
        let stored_bytes = wanted.remote.length;
        Ok(Found { bytes, name: wanted.name, sha256, stored_bytes, note: None })
    }

    /// Follows what the page names to a file, to storage or to a server.
    async fn follow(
        &self,
        source: &ModelSource,
        file: Option<File>,
        cancel: &Cancel,
    ) -> Result<Lead, Failure> {
        let source = match source {
            ModelSource::File { .. } => return local(file, cancel).map(Lead::Here),
            ModelSource::Stored { key } => self.record(key).await?.source,
            source => source.clone(),
        };
        let addressed = address(&source)?;
        let key = record::key(&addressed.url);
        if let Some(found) = self.whole(&key, &addressed, cancel).await? {
            return Ok(Lead::Here(found));
        }
        let sha256 = expected_hash(&addressed.place, cancel).await?;
        let remote = Remote::open(&addressed.url, cancel).await?;
        Ok(Lead::There(Wanted { key, name: addressed.name, source, remote, sha256 }))
    }

    /// A model on a server, to see its head without the rest.
    async fn glance(&self, wanted: &Wanted, cancel: &Cancel) -> Result<Found, Failure> {
        let remote = &wanted.remote;
        let bytes = if remote.ranges {
            Bytes::Remote(remote.clone())
        } else {
            Bytes::Beginning(Beginning::open(remote, cancel).await?)
        };
        let stored_bytes = match &self.folder {
            Ok(folder) => folder.stored_bytes(&wanted.key).await,
            Err(_) => 0,
        };
        let (name, sha256) = (wanted.name.clone(), wanted.sha256.clone());
        Ok(Found { bytes, name, sha256, stored_bytes, note: None })
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
