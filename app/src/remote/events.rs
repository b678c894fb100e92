//! Server-sent events (HTML Standard, section 9.2.6), as far as chat completions use them: only what
//! stands in `data` matters, and in `error`, where llama.cpp once told of failures.

use thiserror::Error;

/// Longest line in bytes: servers send a token or a few at a time.
const LONGEST_LINE: usize = 1 << 20;
/// Most data of one event in bytes, over all its lines.
const LONGEST_EVENT: usize = 1 << 20;

/// A stream that goes over a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a piece of the answer is longer than {} bytes", LONGEST_LINE)]
pub struct TooLong;

/// A stream of events, taken apart as its bytes come. They may be cut anywhere, within a letter too.
#[derive(Debug, Default)]
pub struct Events {
    /// The line so far.
    line: Vec<u8>,
    /// The data of the event so far; none where it had no line of data yet.
    data: Option<String>,
    /// Whether the last byte was a carriage return: a line feed after it ends no other line.
    returned: bool,
    /// Whether a line was read already; the first may begin with a byte order mark.
    begun: bool,
}

impl Events {
    /// Takes bytes in; gives the data of the events that end in them.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<String>, TooLong> {
        let mut events = Vec::new();
        for piece in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let (text, ending) = match piece {
                [text @ .., ending @ (b'\n' | b'\r')] => (text, Some(*ending)),
                text => (text, None),
            };
            let within = std::mem::take(&mut self.returned) && text.is_empty();
            if within && ending == Some(b'\n') {
                continue;
            }
            if self.line.len() + text.len() > LONGEST_LINE {
                return Err(TooLong);
            }
            self.line.extend_from_slice(text);
            if let Some(ending) = ending {
                self.returned = ending == b'\r';
                events.extend(self.end_line()?);
            }
        }
        Ok(events)
    }

    /// A stream that ends leaves its last event without the blank line now and then.
    pub fn finish(mut self) -> Result<Vec<String>, TooLong> {
        let mut events = Vec::new();
        events.extend(self.end_line()?);
        events.extend(self.data.take());
        Ok(events)
    }

    fn end_line(&mut self) -> Result<Option<String>, TooLong> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let first = !std::mem::replace(&mut self.begun, true);
        let line = line.strip_prefix('\u{feff}').filter(|_| first).unwrap_or(&line);
        if line.is_empty() {
            return Ok(self.data.take());
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if matches!(name, "data" | "error") {
            let value = value.strip_prefix(' ').unwrap_or(value);
            let data = self.data.get_or_insert_default();
            if data.len() + value.len() >= LONGEST_EVENT {
                return Err(TooLong);
            }
            if !data.is_empty() {
                data.push('\n');
            }
            data.push_str(value);
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All events of a stream that comes in pieces of some bytes.
    fn read(stream: &str, bytes: usize) -> Vec<String> {
        let mut events = Events::default();
        let mut all = Vec::new();
        for piece in stream.as_bytes().chunks(bytes) {
            all.extend(events.push(piece).unwrap());
        }
        all.extend(events.finish().unwrap());
        all
    }

    #[test]
    fn events_are_the_same_however_they_are_cut() {
        let stream = "\u{feff}: a comment\ndata: {\"a\":\"ä€😀\"}\r\n\r\nevent: x\rid: 1\rdata:b\r\r\
                      data: c\ndata:  d\n\n\n\nnothing: e\n\nerror: f\n\ndata: [DONE]";
        let expected = ["{\"a\":\"ä€😀\"}", "b", "c\n d", "f", "[DONE]"];
        for bytes in 1..40 {
            assert_eq!(read(stream, bytes), expected, "in pieces of {bytes}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let mut events = Events::default();
        let read = events.push(b"data: \xff\xc3(\n\n").unwrap();
        assert_eq!(read, ["\u{fffd}\u{fffd}("]);
    }

    #[test]
    fn a_line_that_never_ends_is_given_up() {
        let mut events = Events::default();
        let piece = vec![b'x'; LONGEST_LINE / 4];
        for _ in 0..4 {
            assert_eq!(events.push(&piece), Ok(Vec::new()));
        }
        assert_eq!(events.push(b"x"), Err(TooLong));
    }

    #[test]
    fn an_event_that_never_ends_is_given_up() {
        let mut events = Events::default();
        let line = format!("data: {}\n", "x".repeat(LONGEST_LINE / 4));
        let ended = (0..5).find_map(|_| events.push(line.as_bytes()).err());
        assert_eq!(ended, Some(TooLong));
    }
}
