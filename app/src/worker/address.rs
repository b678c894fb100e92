//! Where a model is on the web, and what hash it should have.

use crate::{
    protocol::{FailureKind, ModelSource},
    worker::{
        failure::Failure,
        http::fetch,
        hub::{self, HubFile},
        jobs::Cancel,
    },
};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A file that has an address.
pub struct Addressed {
    /// Where it is.
    pub url: String,
    /// Its name.
    pub name: String,
    /// What is known of its hash.
    pub place: Place,
}

/// What kind of server has it.
pub enum Place {
    /// Any server, and the hash that the page expects.
    Server {
        /// sha256, lower-case hex.
        sha256: Option<String>,
    },
    /// A hub, which knows the hash.
    Hub(HubFile),
}

/// The address that a source names; files and keys have none.
pub fn address(source: &ModelSource) -> Result<Addressed, Failure> {
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

/// The sha256 that the file should have, where someone knows it.
pub async fn expected_hash(place: &Place, cancel: &Cancel) -> Result<Option<String>, Failure> {
    let file = match place {
        Place::Server { sha256 } => return Ok(sha256.clone()),
        Place::Hub(file) => file,
    };
    let url = file.listing_address();
    let too_long = || {
        let message = format!("{} sent a list of files that is too long.", fetch::host(&url));
        Failure::new(FailureKind::Network, message)
    };
    let cut_off = |thrown: JsValue| fetch::broken(&url, &thrown, cancel);
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
