//! A link as text: the version, then base64url of zlib of the payload.

use super::{LinkError, MAX_LINK, MAX_PAYLOAD, TooLarge, base64};
use miniz_oxide::{
    deflate::compress_to_vec_zlib,
    inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit},
};

/// The version that is written.
const VERSION: char = '1';
/// How hard to compress: 10 of 10, since links are short.
const LEVEL: u8 = 10;

/// Closes a payload.
pub(super) fn close(payload: &str) -> Result<String, LinkError> {
    if payload.len() > MAX_PAYLOAD {
        return Err(LinkError::TooLarge(TooLarge::Payload));
    }
    let deflated = compress_to_vec_zlib(payload.as_bytes(), LEVEL);
    let text = format!("{VERSION}{}", base64::encode(&deflated));
    if text.len() > MAX_LINK { Err(LinkError::TooLarge(TooLarge::Link)) } else { Ok(text) }
}

/// Whether a text can be nothing but a link, whatever became of it on the way.
pub(super) fn looks_like_link(text: &str) -> bool {
    const SHORTEST: usize = 20;
    let text = text.trim();
    let end = text.rsplit('#').next().unwrap_or_default();
    let version = end.starts_with(|c: char| ('1'..='9').contains(&c));
    let closed = version && end.len() >= SHORTEST && end.bytes().all(base64::is_digit);
    closed || is_address(text)
}

/// Whether a text is the address of some page, and nothing besides.
fn is_address(text: &str) -> bool {
    let web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    web && !text.contains(char::is_whitespace)
}

/// Opens a link. What stands before the last `#` is the address that it came with.
pub(super) fn open(text: &str) -> Result<String, LinkError> {
    let text = text.rsplit('#').next().unwrap_or_default().trim();
    let mut rest = text.chars();
    match rest.next() {
        Some(VERSION) => {}
        Some(version @ '2'..='9') if text.bytes().all(base64::is_digit) => {
            return Err(LinkError::Newer(version));
        }
        _ => return Err(LinkError::NotALink),
    }
    if text.len() > MAX_LINK {
        return Err(LinkError::TooLarge(TooLarge::Link));
    }
    let rest = rest.as_str();
    // Of digits alone, only the last group can be wrong.
    let wrong =
        if rest.bytes().all(base64::is_digit) { LinkError::Cut } else { LinkError::Damaged };
    let deflated = base64::decode(rest).ok_or(wrong)?;
    let payload = decompress_to_vec_zlib_with_limit(&deflated, MAX_PAYLOAD);
    let payload = payload.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LinkError::TooLarge(TooLarge::Payload),
        TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => LinkError::Cut,
        _ => LinkError::Damaged,
    })?;
    String::from_utf8(payload).map_err(|_| LinkError::Damaged)
}
