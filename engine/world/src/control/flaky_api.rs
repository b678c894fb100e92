//! Every n-th request fails.

use super::{Definition, Effect, Event, Parameter, Refusal};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "flaky-api",
    title: "Flaky API",
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
        title: "every n-th request fails",
        usual: 3,
        least: 1,
        most: 9,
    }],
    keeps: Some(&super::keeps::COUNTS),
    text: |values| {
        format!(
            "The API fails now and then: every request whose number divides by {} is refused with \
             \"Something went wrong\" (programs: \"Internal server error\").",
            values[0]
        )
    },
    rule: |event, values| match event {
        Event::Request { count } if count % values[0] == 0 => Some(Effect::Refuse(Refusal {
            title: "Something went wrong",
            text: "Try again in a moment.",
            error: "Internal server error",
            code: "EIO",
            status: 500,
        })),
        _ => None,
    },
};
