//! Nothing can be stored, for want of room.

use super::{Definition, Effect, Event, Refusal};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "disk-full",
    title: "Disk full",
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
        "The disk is full: whatever is saved is refused with \"Storage full\" (programs: \"No space \
         left on device\"), and nothing is kept."
            .to_owned()
    },
    rule: |event, _| match event {
        Event::Save { .. } => Some(Effect::Refuse(Refusal {
            title: "Storage full",
            text: "Free some space and try again.",
            error: "No space left on device",
            code: "ENOSPC",
            status: 507,
        })),
        _ => None,
    },
};
