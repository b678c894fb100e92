//! What costs power is off.

use super::{Definition, Effect, Event, Refusal};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "low-battery-saver",
    title: "Low battery saver",
    domains: &[Domain::Android, Domain::Os],
    parameters: &[],
    keeps: None,
    text: |_| {
        "The battery saver is on: what works in the background or costs power is switched off and \
         cannot be switched on (\"Battery saver is on\")."
            .to_owned()
    },
    rule: |event, _| match event {
        Event::Background { .. } => Some(Effect::Refuse(Refusal {
            title: "Battery saver is on",
            text: "Charge the device to use this.",
            error: "Operation not permitted",
            code: "EPERM",
            status: 403,
        })),
        _ => None,
    },
};
