//! Files byte by byte, also such as no writer writes.

/// Tensor data are aligned to this in these files.
const ALIGNMENT: usize = 32;

/// A file that is being put together.
pub struct File(Vec<u8>);

impl File {
    /// A head of version 3 that claims so many tensors and metadata entries.
    pub fn new(tensors: u64, entries: u64) -> Self {
        Self::of_version(3, tensors, entries)
    }

    /// A head of any version.
    pub fn of_version(version: u32, tensors: u64, entries: u64) -> Self {
        let counts = [tensors.to_le_bytes(), entries.to_le_bytes()].concat();
        Self([b"GGUF", &version.to_le_bytes()[..], &counts].concat())
    }

    /// Adds any bytes.
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self
    }

    /// Adds a metadata entry: a value type and the value's bytes.
    pub fn entry(self, key: &str, value_type: u32, value: &[u8]) -> Self {
        self.raw(&string(key)).raw(&value_type.to_le_bytes()).raw(value)
    }

    /// Adds a tensor's description.
    pub fn tensor(self, name: &str, dimensions: &[u64], tensor_type: u32, offset: u64) -> Self {
        let file = self.raw(&string(name)).raw(&(dimensions.len() as u32).to_le_bytes());
        let file = dimensions.iter().fold(file, |file, size| file.raw(&size.to_le_bytes()));
        file.raw(&tensor_type.to_le_bytes()).raw(&offset.to_le_bytes())
    }

    /// Ends the head and adds `length` bytes of data.
    pub fn data(self, length: usize) -> Vec<u8> {
        let mut bytes = self.0;
        let start = bytes.len().next_multiple_of(ALIGNMENT);
        bytes.resize(start + length, 0);
        bytes
    }

    /// The head as it is, and zeros up to `length`.
    pub fn zeros_to(self, length: usize) -> Vec<u8> {
        let mut bytes = self.0;
        bytes.resize(length, 0);
        bytes
    }

    /// The bytes so far.
    pub fn end(self) -> Vec<u8> {
        self.0
    }
}

/// A string with its length.
pub fn string(text: &str) -> Vec<u8> {
    claimed_string(text.len() as u64, text.as_bytes())
}

/// A string that claims to have `length` bytes.
pub fn claimed_string(length: u64, bytes: &[u8]) -> Vec<u8> {
    [&length.to_le_bytes(), bytes].concat()
}

/// An array that claims to have `count` elements.
pub fn array(element_type: u32, count: u64, bytes: &[u8]) -> Vec<u8> {
    [&element_type.to_le_bytes(), &count.to_le_bytes()[..], bytes].concat()
}
