//! The kinds of environment.

use serde::{Deserialize, Serialize};

/// A kind of environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Domain {
    /// A phone, drawn as one.
    Android,
    /// A page in a browser.
    Web,
    /// A desktop with windows.
    Os,
}
