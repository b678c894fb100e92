//! Only the first fields are stored.

use super::{Definition, Effect, Event, Parameter};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "partial-save",
    title: "Partial save",
    domains: &[
        Domain::Android,
        Domain::Web,
        Domain::Os,
        Domain::Terminal,
        Domain::Mcp,
        Domain::Swe,
    ],
    parameters: &[Parameter {
        name: "cells",
        title: "how many fields are kept",
        usual: 1,
        least: 1,
        most: 4,
    }],
    keeps: None,
    text: |values| {
        format!(
            "Saving is partial: only the first {} of the fields of what is saved (lines of a file) \
             are kept, without a word.",
            values[0]
        )
    },
    rule: |event, values| match event {
        Event::Save { .. } => Some(Effect::Keep { cells: values[0] as usize }),
        _ => None,
    },
};
