//! Every so many requests the person has to sign in again.

use super::{Definition, Effect, Event, Parameter};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "session-expired",
    title: "Session expired",
    domains: &[Domain::Android, Domain::Web, Domain::Mcp, Domain::Search, Domain::Swe],
    parameters: &[Parameter {
        name: "after",
        title: "requests until it expires",
        usual: 3,
        least: 1,
        most: 9,
    }],
    keeps: Some(&super::keeps::COUNTS),
    text: |values| {
        format!(
            "The session expires: each request whose number divides by {} finds the person signed \
             out, who has to sign in again (programs: \"Unauthorized\").",
            values[0]
        )
    },
    rule: |event, values| match event {
        Event::Request { count } if count % values[0] == 0 => Some(Effect::SignOut),
        _ => None,
    },
};
