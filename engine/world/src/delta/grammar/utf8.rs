//! UTF-8, byte by byte.

/// Where in a character a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Utf8 {
    /// Bytes of the character that are still to come.
    left: u8,
    /// The next of them is at least this.
    low: u8,
    /// And at most this.
    high: u8,
}

impl Utf8 {
    /// Between characters.
    pub const START: Self = Self { left: 0, low: 0, high: 0 };

    /// Whether a character may begin here.
    pub fn is_boundary(self) -> bool {
        self.left == 0
    }

    /// Takes a byte; `None` if the text would not be UTF-8 (Unicode, table 3-7).
    pub fn step(self, byte: u8) -> Option<Self> {
        let inside = |left, low, high| Some(Self { left, low, high });
        if self.left > 0 {
            let fits = (self.low..=self.high).contains(&byte);
            let last = self.left == 1;
            let next = if last { Some(Self::START) } else { inside(self.left - 1, 0x80, 0xBF) };
            return if fits { next } else { None };
        }
        match byte {
            0x00..=0x7F => Some(Self::START),
            0xC2..=0xDF => inside(1, 0x80, 0xBF),
            0xE0 => inside(2, 0xA0, 0xBF),
            0xED => inside(2, 0x80, 0x9F),
            0xE1..=0xEF => inside(2, 0x80, 0xBF),
            0xF0 => inside(3, 0x90, 0xBF),
            0xF1..=0xF3 => inside(3, 0x80, 0xBF),
            0xF4 => inside(3, 0x80, 0x8F),
            _ => None,
        }
    }
}
