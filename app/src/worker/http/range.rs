//! Byte ranges of HTTP (RFC 9110, section 14), as far as a download needs them.

use thiserror::Error;

/// What a `206 Partial Content` answer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentRange {
    /// First byte.
    pub first: u64,
    /// Last byte, inclusive.
    pub last: u64,
    /// Length of the whole file, if the server knows it.
    pub total: Option<u64>,
}

/// The header is not a `Content-Range` we can use.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the server's Content-Range “{0}” makes no sense")]
pub struct RangeError(String);

/// `bytes=0-99`, the last byte inclusive; `bytes=100-` to the end. `length` is at least 1.
pub fn request(offset: u64, length: Option<u64>) -> String {
    match length {
        Some(length) => format!("bytes={offset}-{}", offset.saturating_add(length.max(1)) - 1),
        None => format!("bytes={offset}-"),
    }
}

/// Reads `bytes 0-99/1234`.
pub fn parse(header: &str) -> Result<ContentRange, RangeError> {
    let refused = || RangeError(header.chars().take(80).collect());
    let (unit, rest) = header.trim().split_once(' ').ok_or_else(refused)?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return Err(refused());
    }
    let (range, total) = rest.trim().split_once('/').ok_or_else(refused)?;
    let (first, last) = range.split_once('-').ok_or_else(refused)?;
    let first = number(first).ok_or_else(refused)?;
    let last = number(last).ok_or_else(refused)?;
    let total = match total.trim() {
        "*" => None,
        total => Some(number(total).ok_or_else(refused)?),
    };
    if last < first || total.is_some_and(|total| last >= total) {
        return Err(refused());
    }
    Ok(ContentRange { first, last, total })
}

/// Digits only: `parse` alone would take a sign.
pub fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_requests() {
        assert_eq!(request(0, Some(1)), "bytes=0-0");
        assert_eq!(request(4096, Some(4096)), "bytes=4096-8191");
        assert_eq!(request(5_000_000_000, None), "bytes=5000000000-");
    }

    #[test]
    fn reads_answers() {
        let parsed = ContentRange { first: 0, last: 0, total: Some(98_000_000) };
        assert_eq!(parse("bytes 0-0/98000000"), Ok(parsed));
        assert_eq!(parse("Bytes 5-9/*"), Ok(ContentRange { first: 5, last: 9, total: None }));
        let far = parse("bytes 6000000000-6000000001/7000000000").unwrap();
        assert_eq!(far.first, 6_000_000_000);
    }

    #[test]
    fn refuses_nonsense() {
        for header in [
            "",
            "bytes",
            "bytes */100",
            "bytes 0-99",
            "bytes 9-5/100",
            "bytes 0-100/100",
            "bytes +0-9/100",
            "bytes -1-9/100",
            "items 0-9/100",
            "bytes 0-99999999999999999999/*",
            "bytes 0-9/100, bytes 20-29/100",
        ] {
            assert!(parse(header).is_err(), "{header}");
        }
    }
}
