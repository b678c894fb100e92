//! Lists come in short pages.

use super::{Definition, Effect, Event, Parameter};
use crate::Domain;

pub(super) static CONTROL: Definition = Definition {
    name: "forced-pagination",
    title: "Forced pagination",
    domains: &[
        Domain::Android,
        Domain::Web,
        Domain::Os,
        Domain::Terminal,
        Domain::Mcp,
        Domain::Search,
        Domain::Swe,
    ],
    parameters: &[Parameter { name: "rows", title: "rows a page", usual: 3, least: 1, most: 20 }],
    keeps: None,
    text: |values| format!("Lists show {} rows at a time, with a way to the next ones.", values[0]),
    rule: |event, values| match *event {
        Event::List { rows } if rows as i64 > values[0] => {
            Some(Effect::Split { rows: values[0] as usize })
        }
        _ => None,
    },
};
