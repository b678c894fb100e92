//! Short fingerprints of texts: whether two are the same, as far as nobody means harm.

use super::base64;

/// FNV-1a of 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): some lines that are the same for ever.
/// It tells accidents. A link proves nothing to anyone, so there is nothing to forge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    /// Adds a text; two texts are not the same as both in one.
    pub fn add(&mut self, text: &str) {
        // No UTF-8 has the byte 255.
        for &byte in text.as_bytes().iter().chain(&[255]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// The first digits, up to 11, in base64url.
    pub fn digits(self, count: usize) -> String {
        let mut digits = base64::encode(&self.0.to_be_bytes());
        digits.truncate(count);
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_fnv_1a() {
        let hash = |bytes: &[u8]| {
            let mut it = Fingerprint::default();
            for &byte in bytes {
                it.0 = (it.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            it.0
        };
        // The specification's test vectors.
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"foobar"), 0x8594_4171_f739_67e8);
        let mut it = Fingerprint::default();
        it.add("foobar");
        assert_eq!(it.0, hash(b"foobar\xff"));
        assert_eq!(it.digits(11).len(), 11);
    }
}
