//! Rows from and to JSON lines.

use super::{MAX_ROW, Row, RowError};
use std::io::{self, BufRead, Read, Write};
use thiserror::Error;

/// Why a line is not a row.
#[derive(Debug, Error)]
#[error("line {line}: {kind}")]
pub struct Error {
    /// 1-based line.
    pub line: u64,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with a line.
#[derive(Debug, Error)]
pub enum ErrorKind {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is too long.
    #[error("longer than {MAX_ROW} bytes")]
    TooLong,
    /// It is not JSON, or not of this shape.
    #[error("not a row: {0}")]
    Json(#[from] serde_json::Error),
    /// It says what cannot be.
    #[error(transparent)]
    Row(#[from] RowError),
}

/// The rows of a file, one at a time. Empty lines are left out. After an error in a line the next
/// line follows; after an error of the reader, nothing.
#[derive(Debug)]
pub struct Rows<R> {
    reader: R,
    line: u64,
    buffer: Vec<u8>,
    broken: bool,
}

impl<R: BufRead> Rows<R> {
    /// Reads from a file of any size; at most [`MAX_ROW`] bytes are held.
    pub fn new(reader: R) -> Self {
        Self { reader, line: 0, buffer: Vec::new(), broken: false }
    }

    /// Reads the next line into the buffer, without its end; `false` at the end of the file.
    fn next_line(&mut self) -> Result<bool, ErrorKind> {
        self.buffer.clear();
        let read = (&mut self.reader).take(MAX_ROW + 1).read_until(b'\n', &mut self.buffer)?;
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if read as u64 > MAX_ROW {
            self.buffer = Vec::new();
            self.skip_line()?;
            return Err(ErrorKind::TooLong);
        }
        Ok(read > 0)
    }

    /// Reads over the rest of a line without keeping it.
    fn skip_line(&mut self) -> io::Result<()> {
        const PIECE: u64 = 1 << 16;
        loop {
            self.buffer.clear();
            let read = (&mut self.reader).take(PIECE).read_until(b'\n', &mut self.buffer)?;
            if read == 0 || self.buffer.last() == Some(&b'\n') {
                return Ok(());
            }
        }
    }

    fn next_row(&mut self) -> Result<Option<Row>, ErrorKind> {
        loop {
            self.line += 1;
            if !self.next_line()? {
                return Ok(None);
            }
            if self.buffer.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let row: Row = serde_json::from_slice(&self.buffer)?;
            row.check()?;
            return Ok(Some(row));
        }
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.broken {
            return None;
        }
        let read = self.next_row();
        self.broken = matches!(read, Err(ErrorKind::Io(_)) | Ok(None));
        read.map_err(|kind| Error { line: self.line, kind }).transpose()
    }
}

/// Writes a row and the end of its line. Give it a buffered writer.
pub fn write(mut writer: impl Write, row: &Row) -> io::Result<()> {
    serde_json::to_writer(&mut writer, row)?;
    writer.write_all(b"\n")
}
