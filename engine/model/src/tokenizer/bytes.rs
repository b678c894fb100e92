//! The alphabet in which byte-level vocabularies are spelled (Radford et al. 2019, GPT-2).
//!
//! Printable Latin-1 characters stand for their own byte; the other 68 bytes are spelled, in
//! order, by the characters from U+0100 on (a space is `Ġ`, a newline `Ċ`).

/// The byte that `c` spells, if `c` is of the alphabet.
pub(super) fn byte_of(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ (0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff) => Some(code as u8),
        code @ 0x100..=0x120 => Some((code - 0x100) as u8),
        code @ 0x121..=0x142 => Some((code - 0x121 + 0x7f) as u8),
        0x143 => Some(0xad),
        _ => None,
    }
}

/// Appends the bytes that `text` spells to `bytes` and gives the new length; nothing when a
/// character is not of the alphabet.
pub(super) fn unspell(text: &str, bytes: &mut Vec<u8>) -> Option<usize> {
    for c in text.chars() {
        bytes.push(byte_of(c)?);
    }
    Some(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::{byte_of, unspell};

    #[test]
    fn every_byte_has_one_character() {
        let mut seen: Vec<u8> =
            (0..=0x200).filter_map(char::from_u32).filter_map(byte_of).collect();
        assert_eq!(seen.len(), 256);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 256);
    }

    #[test]
    fn the_well_known_spellings() {
        let mut bytes = b"so far".to_vec();
        assert_eq!(unspell("ĠaĊ", &mut bytes), Some(9));
        assert_eq!(unspell("âĤ¬", &mut bytes), Some(12));
        assert_eq!(bytes, "so far a\n€".as_bytes());
        assert_eq!(unspell("a b", &mut bytes), None);
    }
}
