//! Every so many pages a notice is in the way.

use super::{Definition, Effect, Event, Parameter};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "unexpected-dialog",
    title: "Unexpected dialog",
    domains: &[
        Domain::Android,
        Domain::Web,
        Domain::Os,
        Domain::Terminal,
        Domain::Mcp,
        Domain::Search,
        Domain::Swe,
    ],
    parameters: &[Parameter {
        name: "every",
        title: "every n-th page that opens",
        usual: 3,
        least: 1,
        most: 9,
    }],
    keeps: Some(&super::keeps::COUNTS),
    text: |values| {
        format!(
            "Each page opened whose number divides by {} is covered by a notice \"What is new\" that \
             has to be closed (programs print it first).",
            values[0]
        )
    },
    rule: |event, values| match event {
        Event::Open { count } if count % values[0] == 0 => Some(Effect::Interrupt {
            title: "What is new".to_owned(),
            text: "A new version was installed.".to_owned(),
        }),
        _ => None,
    },
};
