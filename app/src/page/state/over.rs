//! The sheets that lie over the page.

use crate::page::say::say;

/// What lies over the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Over {
    #[default]
    Nothing,
    Worlds,
    Make,
    Bring,
    Editor,
    Models,
    Share,
    Export,
    /// Whether to lose the open work to a link.
    Replace,
    Keys,
}

impl Over {
    /// The sheets there are.
    pub const SHEETS: [Self; 9] = [
        Self::Worlds,
        Self::Models,
        Self::Make,
        Self::Bring,
        Self::Editor,
        Self::Share,
        Self::Export,
        Self::Replace,
        Self::Keys,
    ];

    /// A sheet's heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Worlds => say("Choose a world"),
            Self::Make => say("Open a new world"),
            Self::Bring => say("Bring a world"),
            Self::Editor => say("Edit a world"),
            Self::Models => say("Predictors"),
            Self::Share => say("Share this walk"),
            Self::Export => say("Export this walk"),
            Self::Replace => say("Open the link?"),
            Self::Keys => say("Keys"),
        }
    }
}
