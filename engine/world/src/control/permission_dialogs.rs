//! The person is asked before a part of the device is used.

use super::{Definition, Effect, Event};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "permission-dialogs",
    title: "Permission dialogs",
    domains: &[Domain::Android, Domain::Web, Domain::Os, Domain::Terminal, Domain::Mcp],
    parameters: &[],
    keeps: Some(&super::keeps::PERMISSIONS),
    text: |_| {
        "What was not allowed yet is asked for first: a dialog \"Allow access\" with Allow and \
         Deny (programs: \"Permission denied\")."
            .to_owned()
    },
    rule: |event, _| match event {
        Event::Permission { name } => Some(Effect::Ask {
            title: "Allow access".to_owned(),
            text: format!("Allow access to {name}?"),
        }),
        _ => None,
    },
};
