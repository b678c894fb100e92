//! What the environments of text have in common: a screen whose nodes are its lines.

use diorama_world::{Dialect, Node, Screen};

/// The canonical screen of some lines; what each is, its dialect says.
pub(crate) fn screen(dialect: Dialect, lines: impl IntoIterator<Item = String>) -> Screen {
    let line = |name| Node { name, ..Node::default() };
    let nodes = lines.into_iter().map(line).collect();
    dialect.dress(&Screen { nodes, ..Screen::default() }).canonical()
}

/// The pieces of a line that is too long for its window; one empty piece for an empty line.
pub(crate) fn wrap(line: &str, columns: usize) -> Vec<String> {
    let letters: Vec<char> = line.chars().collect();
    if letters.is_empty() {
        return vec![String::new()];
    }
    letters.chunks(columns.max(1)).map(|piece| piece.iter().collect()).collect()
}

/// The text up to a limit in bytes, at a letter's end.
pub(crate) fn cut(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}
