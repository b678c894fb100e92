//! Addresses and listings of a Hugging Face hub.
//!
//! `{hub}/{repository}/resolve/{revision}/{file}` is the file,
//! `{hub}/api/models/{repository}/tree/{revision}?recursive=true` lists the repository with sizes
//! and hashes (<https://huggingface.co/docs/hub/api>).

use serde::Deserialize;
use thiserror::Error;

/// The hub that is meant when none is named.
pub const DEFAULT: &str = "https://huggingface.co";

/// Longest listing that is read, in bytes.
pub const LONGEST_LISTING: usize = 4 << 20;

/// A file on a hub, its parts checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubFile {
    hub: String,
    repository: String,
    revision: String,
    file: String,
}

/// What a listing says about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Length in bytes.
    pub size: u64,
    /// sha256, lower-case hex; small files kept in git itself have none.
    pub sha256: Option<String>,
}

/// Why a file on a hub cannot be addressed or found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HubError {
    /// Not an address of a hub.
    #[error("“{0}” is not the address of a hub; it should look like {DEFAULT}")]
    Hub(String),
    /// Not `owner/name`.
    #[error("“{0}” is not a repository; it should look like owner/name")]
    Repository(String),
    /// Not a branch, tag or commit.
    #[error("“{0}” is not a branch, a tag or a commit")]
    Revision(String),
    /// Not a path in a repository.
    #[error("“{0}” is not the path of a file in a repository")]
    File(String),
    /// The listing is not what a hub answers.
    #[error("the hub's list of files was not understood: {0}")]
    Listing(String),
    /// The repository has no such file.
    #[error("the repository {repository} has no file “{file}” at {revision}")]
    NotFound {
        /// `owner/name`.
        repository: String,
        /// Path.
        file: String,
        /// Branch, tag or commit.
        revision: String,
    },
}

impl HubFile {
    /// Checks the parts, so that none of them can reach out of its place in the address.
    pub fn new(
        hub: Option<&str>,
        repository: &str,
        revision: &str,
        file: &str,
    ) -> Result<Self, HubError> {
        let hub = hub.unwrap_or(DEFAULT).trim_end_matches('/');
        if !is_hub(hub) {
            return Err(HubError::Hub(clipped(hub)));
        }
        let parts: Vec<&str> = repository.split('/').collect();
        if parts.len() != 2 || !parts.iter().all(|part| is_plain(part)) {
            return Err(HubError::Repository(clipped(repository)));
        }
        if !revision.split('/').all(is_plain) || revision.len() > 200 {
            return Err(HubError::Revision(clipped(revision)));
        }
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
        if file.len() > 1000 || file.contains(char::is_control) || !file.split('/').all(is_part) {
            return Err(HubError::File(clipped(file)));
        }
        Ok(Self {
            hub: hub.into(),
            repository: repository.into(),
            revision: revision.into(),
            file: file.into(),
        })
    }

    /// Where the bytes are.
    pub fn address(&self) -> String {
        let file: Vec<String> = self.file.split('/').map(percent).collect();
        let revision = percent(&self.revision);
        format!("{}/{}/resolve/{revision}/{}", self.hub, self.repository, file.join("/"))
    }

    /// Where the list of the repository's files is.
    pub fn listing_address(&self) -> String {
        let revision = percent(&self.revision);
        format!("{}/api/models/{}/tree/{revision}?recursive=true", self.hub, self.repository)
    }

    /// Finds the file in a listing.
    pub fn find(&self, listing: &[u8]) -> Result<Listed, HubError> {
        let entries: Vec<Entry> = serde_json::from_slice(listing)
            .map_err(|error| HubError::Listing(error.to_string()))?;
        let entry = entries
            .into_iter()
            .find(|entry| entry.path == self.file && entry.kind == "file")
            .ok_or_else(|| HubError::NotFound {
                repository: self.repository.clone(),
                file: self.file.clone(),
                revision: self.revision.clone(),
            })?;
        let Some(lfs) = entry.lfs else {
            return Ok(Listed { size: entry.size, sha256: None });
        };
        let sha256 = lfs.oid.to_ascii_lowercase();
        if !is_sha256(&sha256) {
            return Err(HubError::Listing(format!("“{}” is not a sha256", clipped(&lfs.oid))));
        }
        Ok(Listed { size: lfs.size, sha256: Some(sha256) })
    }
}

/// Whether `text` is 64 lower-case hexadecimal digits.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "type")]
    kind: String,
    path: String,
    #[serde(default)]
    size: u64,
    lfs: Option<Lfs>,
}

#[derive(Deserialize)]
struct Lfs {
    oid: String,
    size: u64,
}

/// `https://host[:port][/path]`, or `http://` on this very machine.
fn is_hub(hub: &str) -> bool {
    let host = hub.strip_prefix("https://").or_else(|| {
        let host = hub.strip_prefix("http://")?;
        let name = host.split([':', '/']).next()?;
        matches!(name, "localhost" | "127.0.0.1").then_some(host)
    });
    host.is_some_and(|host| {
        !host.is_empty()
            && host.len() <= 200
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:/".contains(&byte))
            && !host.contains("..")
    })
}

/// Letters, digits, `.`, `-`, `_`, and neither `.` nor `..`.
fn is_plain(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
        && part.len() <= 200
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(nibble)]));
            }
        }
        encoded
    })
}

/// The beginning of a text that goes into a message.
fn clipped(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn file() -> HubFile {
        HubFile::new(None, "owner/name-1.5", "refs/pr/1", "sub dir/a#b?.gguf").unwrap()
    }

    #[test]
    fn builds_addresses() {
        assert_eq!(
            file().address(),
            "https://huggingface.co/owner/name-1.5/resolve/refs%2Fpr%2F1/sub%20dir/a%23b%3F.gguf"
        );
        assert_eq!(
            file().listing_address(),
            "https://huggingface.co/api/models/owner/name-1.5/tree/refs%2Fpr%2F1?recursive=true"
        );
        let other = HubFile::new(Some("http://127.0.0.1:8080/"), "a/b", "main", "c.gguf").unwrap();
        assert_eq!(other.address(), "http://127.0.0.1:8080/a/b/resolve/main/c.gguf");
    }

    #[test]
    fn refuses_parts_that_reach_out() {
        for (hub, repository, revision, file) in [
            ("http://example.com", "a/b", "main", "c"),
            ("https://", "a/b", "main", "c"),
            ("https://user@evil.example", "a/b", "main", "c"),
            ("https://evil.example/?", "a/b", "main", "c"),
            ("javascript:alert(1)", "a/b", "main", "c"),
            ("http://localhost.evil.example", "a/b", "main", "c"),
            (DEFAULT, "a", "main", "c"),
            (DEFAULT, "a/..", "main", "c"),
            (DEFAULT, "a/b/c", "main", "c"),
            (DEFAULT, "a/b?x", "main", "c"),
            (DEFAULT, "a/b", "", "c"),
            (DEFAULT, "a/b", "../../x", "c"),
            (DEFAULT, "a/b", "main", ""),
            (DEFAULT, "a/b", "main", "../c"),
            (DEFAULT, "a/b", "main", "/c"),
            (DEFAULT, "a/b", "main", "c\n"),
        ] {
            let made = HubFile::new(Some(hub), repository, revision, file);
            assert!(made.is_err(), "{hub} {repository} {revision} {file}");
        }
    }

    #[test]
    fn finds_size_and_hash() {
        let listing = format!(
            r#"[{{"type":"directory","path":"sub dir","oid":"x","size":0}},
                {{"type":"file","path":"README.md","oid":"y","size":5}},
                {{"type":"file","path":"sub dir/a#b?.gguf","oid":"z","size":134,
                  "lfs":{{"oid":"{HASH}","size":98000000,"pointerSize":134}}}}]"#
        );
        let listed = Listed { size: 98_000_000, sha256: Some(HASH.into()) };
        assert_eq!(file().find(listing.as_bytes()), Ok(listed));
    }

    #[test]
    fn hostile_listings_are_refused() {
        let entry = |oid: &str| {
            format!(
                r#"[{{"type":"file","path":"sub dir/a#b?.gguf","size":1,
                     "lfs":{{"oid":"{oid}","size":1}}}}]"#
            )
        };
        let deep = "[".repeat(100_000);
        for listing in [
            "",
            "{}",
            r#"{"error":"Repository not found"}"#,
            r#"[{"type":"file","path":"sub dir/a#b?.gguf","size":-1}]"#,
            r#"[{"type":"file","path":"sub dir/a#b?.gguf","size":1e30}]"#,
            &entry("<script>"),
            &entry(&HASH[1..]),
            &deep,
        ] {
            let found = file().find(listing.as_bytes());
            assert!(matches!(found, Err(HubError::Listing(_))), "{listing:.40}");
        }
        let nowhere = file().find(br#"[{"type":"directory","path":"sub dir/a#b?.gguf"}]"#);
        assert!(matches!(nowhere, Err(HubError::NotFound { .. })));
    }
}
