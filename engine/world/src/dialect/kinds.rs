//! Which words of a dialect mean which role.

use crate::Role;

/// The roles of a dialect with its words for them.
pub(super) struct Kinds {
    /// A role, and the words for it, the usual one first.
    pub words: &'static [(Role, &'static [&'static str])],
    /// Roles the dialect has no word for, and the roles they are said to be instead; all others
    /// are said to be groups.
    pub instead: &'static [(Role, Role)],
}

impl Kinds {
    /// The role of a word.
    pub fn role(&self, word: &str) -> Option<Role> {
        let known = self.words.iter().find(|(_, words)| words.contains(&word));
        known.map(|(role, _)| *role)
    }

    /// The usual word for a role.
    pub fn word(&self, role: Role) -> &'static str {
        let usual = |role: Role| {
            let entry = self.words.iter().find(|(known, _)| *known == role);
            entry.and_then(|(_, words)| words.first().copied())
        };
        let instead = || {
            let entry = self.instead.iter().find(|(missing, _)| *missing == role);
            entry.map_or(Role::Group, |(_, instead)| *instead)
        };
        usual(role).or_else(|| usual(instead())).unwrap_or_default()
    }
}
