//! The network is not there.

use super::{Definition, Effect, Event, Refusal};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "offline",
    title: "Offline",
    domains: &[
        Domain::Android,
        Domain::Web,
        Domain::Os,
        Domain::Terminal,
        Domain::Mcp,
        Domain::Search,
        Domain::Swe,
    ],
    parameters: &[],
    keeps: None,
    text: |_| {
        "There is no network: whatever needs it is refused with \"No connection\" (programs: \
         \"Network is unreachable\")."
            .to_owned()
    },
    rule: |event, _| match event {
        Event::Request { .. } => Some(Effect::Refuse(Refusal {
            title: "No connection",
            text: "Check the network and try again.",
            error: "Network is unreachable",
            code: "ENETUNREACH",
            status: 503,
        })),
        _ => None,
    },
};
