//! Nothing can be stored, since nothing may be written.

use super::{Definition, Effect, Event, Refusal};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "read-only",
    title: "Read-only file system",
    domains: &[
        Domain::Android,
        Domain::Web,
        Domain::Os,
        Domain::Terminal,
        Domain::Mcp,
        Domain::Swe,
    ],
    parameters: &[],
    keeps: None,
    text: |_| {
        "The file system is read-only: whatever is saved is refused with \"Read only\" (programs: \
         \"Read-only file system\"), and nothing is kept."
            .to_owned()
    },
    rule: |event, _| match event {
        Event::Save { .. } => Some(Effect::Refuse(Refusal {
            title: "Read only",
            text: "Changes cannot be saved here.",
            error: "Read-only file system",
            code: "EROFS",
            status: 403,
        })),
        _ => None,
    },
};
