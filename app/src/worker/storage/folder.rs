//! The folder of stored models.

use super::{
    file::{Writer, storage_failure},
    record::{self, Record},
};
use crate::{
    protocol::{Storage, StoredModel},
    worker::{failure::Failure, js},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, StorageManager,
};

/// The folder `models` of the origin's private file system.
#[derive(Debug, Clone)]
pub struct Folder(FileSystemDirectoryHandle);

/// The browser's storage, which private windows and insecure pages may lack.
fn manager() -> Option<StorageManager> {
    js::get(&js::scope().navigator(), "storage").dyn_into().ok()
}

/// Storage in use and allowed, where the browser tells. In a sandbox without an origin there is
/// none, and Firefox would never answer.
pub async fn room() -> Option<Storage> {
    if js::scope().origin() == "null" {
        return None;
    }
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let bytes = |name| js::get(&estimate, name).as_f64().map(|bytes| bytes as u64);
    Some(Storage { used: bytes("usage")?, quota: bytes("quota")? })
}

impl Folder {
    /// Opens the folder, making it if need be. The error says why there is none.
    pub async fn open() -> Result<Self, String> {
        let manager = manager().ok_or("this browser window has no storage for files")?;
        let opened = async {
            let root: FileSystemDirectoryHandle =
                JsFuture::from(manager.get_directory()).await?.dyn_into()?;
            let options = FileSystemGetDirectoryOptions::new();
            options.set_create(true);
            let folder = root.get_directory_handle_with_options("models", &options);
            JsFuture::from(folder).await?.dyn_into()
        };
        let folder = opened.await.map_err(|thrown: JsValue| js::describe(&thrown))?;
        Ok(Self(folder))
    }

    async fn handle(&self, name: &str, create: bool) -> Result<FileSystemFileHandle, JsValue> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(create);
        JsFuture::from(self.0.get_file_handle_with_options(name, &options)).await?.dyn_into()
    }

    async fn file(&self, name: &str) -> Result<File, JsValue> {
        JsFuture::from(self.handle(name, false).await?.get_file()).await?.dyn_into()
    }

    /// The bytes of a model, for reading.
    pub async fn bytes(&self, key: &str) -> Result<File, Failure> {
        self.file(&data_name(key))
            .await
            .map_err(|thrown| storage_failure("The stored model could not be opened", &thrown))
    }

    /// How many bytes of a model are here.
    pub async fn stored_bytes(&self, key: &str) -> u64 {
        self.file(&data_name(key)).await.map_or(0, |file| file.size() as u64)
    }

    /// The bytes of a model, for writing; made if need be.
    pub async fn write_bytes(&self, key: &str) -> Result<Writer, Failure> {
        let handle = self.handle(&data_name(key), true).await;
        let handle = handle
            .map_err(|thrown| storage_failure("A file could not be made in storage", &thrown))?;
        Writer::open(&handle).await
    }

    /// The record of a model; `None` if there is none that can be read.
    pub async fn record(&self, key: &str) -> Option<Record> {
        let file = self.file(&record_name(key)).await.ok()?;
        if file.size() > record::LONGEST {
            return None;
        }
        let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
        Record::parse(&text)
    }

    /// Writes the record of a model.
    pub async fn keep_record(&self, key: &str, record: &Record) -> Result<(), Failure> {
        let unwritten = |thrown: &JsValue| storage_failure("A file could not be made", thrown);
        let text = serde_json::to_string(record)
            .map_err(|error| unwritten(&JsValue::from_str(&error.to_string())))?;
        let handle = self.handle(&record_name(key), true).await;
        let file = Writer::open(&handle.map_err(|thrown| unwritten(&thrown))?).await?;
        file.truncate(0)?;
        file.write(0, text.as_bytes())?;
        file.flush()
    }

    /// Deletes a model; one that is not here is deleted already.
    pub async fn delete(&self, key: &str) -> Result<(), Failure> {
        // The bytes first: if another tab writes them this fails, and the record must stay.
        for name in [data_name(key), record_name(key)] {
            match JsFuture::from(self.0.remove_entry(&name)).await {
                Ok(_) => {}
                Err(thrown) if js::is_exception(&thrown, "NotFoundError") => {}
                Err(thrown) if js::is_exception(&thrown, "NoModificationAllowedError") => {
                    let message = "This model is being downloaded in another tab.";
                    return Err(Failure::new(crate::protocol::FailureKind::Storage, message));
                }
                Err(thrown) => {
                    return Err(storage_failure("The model could not be deleted", &thrown));
                }
            }
        }
        Ok(())
    }

    /// All stored models, the interrupted ones too.
    pub async fn list(&self) -> Result<Vec<StoredModel>, Failure> {
        let unread = |thrown: JsValue| storage_failure("Storage could not be listed", &thrown);
        let names = self.0.keys();
        let mut models = Vec::new();
        loop {
            let next = JsFuture::from(names.next().map_err(unread)?).await.map_err(unread)?;
            if js::get(&next, "done").is_truthy() {
                break;
            }
            let name = js::get(&next, "value").as_string().unwrap_or_default();
            let Some(key) = name.strip_suffix(".json").filter(|key| record::is_key(key)) else {
                continue;
            };
            let Some(record) = self.record(key).await else { continue };
            models.push(StoredModel {
                key: key.into(),
                bytes: self.stored_bytes(key).await,
                total: record.total,
                sha256: record.sha256().map(Into::into),
                name: record.name,
                source: record.source,
            });
        }
        models.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.key.cmp(&b.key)));
        Ok(models)
    }
}

fn data_name(key: &str) -> String {
    format!("{key}.gguf")
}

fn record_name(key: &str) -> String {
    format!("{key}.json")
}
