//! Dressing a page as the browser's tree has it.

use crate::{Role, Screen, dialect::aria};

/// Gives the nodes kinds, and numbers to those that actions may point at.
pub(super) fn dress(screen: &mut Screen) {
    for index in 0..screen.nodes.len() {
        let leaf = screen.nodes.get(index + 1).is_none_or(|next| next.parent != Some(index));
        let node = &mut screen.nodes[index];
        let plain = aria::is_plain(node, leaf);
        let kind = match node.role {
            _ if plain => "StaticText",
            Role::Image => "image",
            _ => aria::word(node),
        };
        kind.clone_into(&mut node.kind);
        if !plain {
            node.reference = Some((index + 1).to_string());
        }
        // Browsers name a field by its hint when nothing else names it.
        if let (true, Some(hint)) = (node.name.is_empty(), &node.hint) {
            node.name.clone_from(hint);
        }
    }
}
