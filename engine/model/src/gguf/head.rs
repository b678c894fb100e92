//! Reading the head of a file piece by piece.

use super::{GgufError, limits};
use crate::ByteSource;

/// The first chunk; each next one is twice as long, to a point. Heads have from 1 to 15 MB, and
/// over a network each read costs a round trip.
const FIRST_CHUNK: u64 = 256 << 10;
const LONGEST_CHUNK: u64 = 4 << 20;

/// A position in the head of a file, with the bytes around it.
pub(super) struct Head<'a, S> {
    source: &'a S,
    /// Bytes of the file from `start`.
    buffer: Vec<u8>,
    /// Offset of the buffer in the file.
    start: u64,
    /// Position in the buffer.
    cursor: usize,
    chunk: u64,
    /// Bytes of memory that values may still take.
    memory: u64,
}

impl<'a, S: ByteSource> Head<'a, S> {
    pub fn new(source: &'a S) -> Self {
        let memory = limits::HEAD_MEMORY;
        Self { source, buffer: Vec::new(), start: 0, cursor: 0, chunk: FIRST_CHUNK, memory }
    }

    /// Offset in the file of what is read next.
    pub fn position(&self) -> u64 {
        self.start + self.cursor as u64
    }

    /// Checks that `bytes` more are there, before anything is allocated for them.
    pub fn expect(&self, bytes: u64, what: &'static str) -> Result<(), GgufError> {
        let end = self.position().saturating_add(bytes);
        let length = self.source.len();
        if end > length {
            return Err(GgufError::Truncated { what, length });
        }
        if end > limits::HEAD_BYTES {
            return Err(GgufError::HeadTooLong { limit: limits::HEAD_BYTES });
        }
        Ok(())
    }

    /// Takes memory out of the budget, before it is allocated.
    pub fn allocate(&mut self, bytes: u64) -> Result<(), GgufError> {
        let too_large = GgufError::HeadTooLarge { limit: limits::HEAD_MEMORY };
        self.memory = self.memory.checked_sub(bytes).ok_or(too_large)?;
        Ok(())
    }

    /// The next `length` bytes. Callers keep `length` within [`limits::STRING`].
    pub async fn bytes(&mut self, length: usize, what: &'static str) -> Result<&[u8], GgufError> {
        if self.buffer.len() - self.cursor < length {
            self.expect(length as u64, what)?;
            self.fill(length).await?;
        }
        let taken = self.cursor..self.cursor + length;
        self.cursor = taken.end;
        // The range is in the buffer unless the source returned less than it was asked for.
        let length = self.source.len();
        self.buffer.get(taken).ok_or(GgufError::Truncated { what, length })
    }

    /// The next `N` bytes.
    pub async fn array<const N: usize>(
        &mut self,
        what: &'static str,
    ) -> Result<[u8; N], GgufError> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N, what).await?);
        Ok(array)
    }

    /// The next four bytes as a number.
    pub async fn u32(&mut self, what: &'static str) -> Result<u32, GgufError> {
        self.array(what).await.map(u32::from_le_bytes)
    }

    /// The next eight bytes as a number.
    pub async fn u64(&mut self, what: &'static str) -> Result<u64, GgufError> {
        self.array(what).await.map(u64::from_le_bytes)
    }

    /// A count of things, each of which takes at least `bytes` of the file.
    pub async fn count(
        &mut self,
        what: &'static str,
        limit: u64,
        bytes: u64,
    ) -> Result<usize, GgufError> {
        let count = self.u64(what).await?;
        if count > limit {
            return Err(GgufError::TooMany { what, count, limit });
        }
        self.expect(count * bytes, what)?;
        Ok(count as usize)
    }

    /// A string of at most `limit` bytes.
    pub async fn string(&mut self, what: &'static str, limit: u64) -> Result<&str, GgufError> {
        let length = self.u64(what).await?;
        if length > limit {
            return Err(GgufError::StringTooLong { what, length, limit });
        }
        self.allocate(length)?;
        let offset = self.position().saturating_add(length);
        let bytes = self.bytes(length as usize, what).await?;
        str::from_utf8(bytes).map_err(|_| GgufError::NotUtf8 { what, offset })
    }

    /// Drops what was read and reads on, so that at least `length` bytes lie ahead.
    async fn fill(&mut self, length: usize) -> Result<(), GgufError> {
        self.buffer.drain(..self.cursor);
        self.start += self.cursor as u64;
        self.cursor = 0;
        let offset = self.start + self.buffer.len() as u64;
        let missing = (length - self.buffer.len()) as u64;
        let wanted = self.chunk.max(missing).min(self.source.len() - offset);
        self.chunk = (self.chunk * 2).min(LONGEST_CHUNK);
        let more = self.source.read(offset, wanted as usize).await?;
        self.buffer.extend_from_slice(&more);
        Ok(())
    }
}
