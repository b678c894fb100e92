//! What the window shows: lines that are over, and the one that is not.

use super::COLUMNS;
use crate::text::wrap;

/// The lines that are over.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    lines: Vec<String>,
    /// What was said of the line that is not over: programs may end without a line end.
    begun: String,
}

impl Window {
    /// Says a text. A form feed clears the window.
    pub fn say(&mut self, text: &str) {
        let text = match text.rsplit_once('\u{c}') {
            Some((_, rest)) => {
                self.clear();
                rest
            }
            None => text,
        };
        for piece in text.split_inclusive('\n') {
            self.begun += &tabs(piece.trim_end_matches('\n'));
            if piece.ends_with('\n') {
                self.lines.extend(wrap(&self.begun, COLUMNS));
                self.begun.clear();
            }
        }
    }

    /// Forgets all lines.
    pub fn clear(&mut self) {
        self.lines.clear();
        self.begun.clear();
    }

    /// The lines to show, the live one last; what no longer fits is forgotten.
    pub fn show(&mut self, live: &str, rows: usize) -> Vec<String> {
        let mut live = wrap(&tabs(&format!("{}{live}", self.begun)), COLUMNS);
        let over = (self.lines.len() + live.len()).saturating_sub(rows);
        self.lines.drain(..over.min(self.lines.len()));
        live.drain(..live.len().saturating_sub(rows));
        self.lines.iter().cloned().chain(live).collect()
    }
}

/// The text with spaces up to the next eighth column in place of tabs, and without what else
/// cannot be seen.
fn tabs(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for letter in text.chars() {
        match letter {
            '\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            letter if letter.is_control() => {}
            letter => {
                out.push(letter);
                column += 1;
            }
        }
    }
    out
}
