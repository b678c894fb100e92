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

/// The bytes that `text` spells, or nothing when a character is not of the alphabet.
pub(super) fn unspell(text: &str) -> Option<Vec<u8>> {
    text.chars().map(byte_of).collect()
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
        assert_eq!(unspell("ĠaĊ").as_deref(), Some(b" a\n".as_slice()));
        assert_eq!(unspell("âĤ¬").as_deref(), Some("€".as_bytes()));
        assert_eq!(unspell("a b"), None);
    }
}
