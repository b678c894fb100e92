//! Dressing a page as a snapshot has it.

use crate::{Screen, dialect::aria};

/// Gives the nodes kinds, references in document order, and headings their level: the first is
/// the page's title.
pub(super) fn dress(screen: &mut Screen) {
    let mut titled = false;
    for index in 0..screen.nodes.len() {
        let leaf = screen.nodes.get(index + 1).is_none_or(|next| next.parent != Some(index));
        let node = &mut screen.nodes[index];
        let plain = aria::is_plain(node, leaf);
        let kind = if plain { "text" } else { aria::word(node) };
        kind.clone_into(&mut node.kind);
        if !plain {
            node.reference = Some(format!("e{}", index + 1));
        }
        if kind == "heading" {
            let level = if std::mem::replace(&mut titled, true) { "2" } else { "1" };
            node.attributes.push(("level".to_owned(), level.to_owned()));
        }
    }
}
