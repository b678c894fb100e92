//! What was just added is not shown yet.

use super::{Definition, Effect, Event};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "stale-list",
    title: "Stale list",
    domains: &[Domain::Android, Domain::Web, Domain::Os, Domain::Mcp, Domain::Search],
    parameters: &[],
    keeps: Some(&super::keeps::UNSEEN),
    text: |_| {
        "Lists are stale: what was just added is not shown until the list is refreshed.".to_owned()
    },
    rule: |event, _| match event {
        Event::Save { .. } => Some(Effect::Hide),
        _ => None,
    },
};
