//! A loading state comes before what the network brings.

use super::{Definition, Effect, Event, Parameter};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "slow-network",
    title: "Slow network",
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
        name: "steps",
        title: "steps until it is there",
        usual: 1,
        least: 1,
        most: 3,
    }],
    keeps: None,
    text: |values| {
        format!(
            "The network is slow: what comes from it shows \"Loading\" for {} more step(s) first.",
            values[0]
        )
    },
    rule: |event, values| match event {
        Event::Request { .. } => Some(Effect::Load { steps: values[0] as u32 }),
        _ => None,
    },
};
