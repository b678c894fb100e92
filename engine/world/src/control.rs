//! Controls: perturbations of a world that are in force, "the disk is full".
//!
//! Each named control has a file of its own: its parameters, the literal text it puts into a
//! prompt, and the rule that a reference environment obeys. A rule turns an [`Event`] (something is
//! about to be saved, requested, listed, …) into an [`Effect`], or lets it pass; it decides from
//! the event alone, so that a world with controls stays a function of its facts and its screen.

mod definition;
mod disk_full;
mod flaky_api;
mod forced_pagination;
pub mod keeps;
mod low_battery_saver;
mod offline;
mod partial_save;
mod permission_dialogs;
mod read_only;
mod rule;
mod session_expired;
mod slow_network;
mod stale_list;
mod unexpected_dialog;

use crate::Domain;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use thiserror::Error;

pub use definition::{Definition, Parameter};
pub use keeps::{Keeps, furnish};
pub use rule::{Effect, Event, Refusal};

/// Most controls in force at once.
pub const MAX_CONTROLS: usize = 64;

/// All named controls, in the order of their names.
pub static ALL: [&Definition; 12] = [
    &disk_full::CONTROL,
    &flaky_api::CONTROL,
    &forced_pagination::CONTROL,
    &low_battery_saver::CONTROL,
    &offline::CONTROL,
    &partial_save::CONTROL,
    &permission_dialogs::CONTROL,
    &read_only::CONTROL,
    &session_expired::CONTROL,
    &slow_network::CONTROL,
    &stale_list::CONTROL,
    &unexpected_dialog::CONTROL,
];

/// A control in force: one of the named ones with its parameters, or free text that only models
/// read. In files: `"any text"`, or `{"control": "flaky-api", "every": 3}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Stored")]
pub enum Control {
    /// A named control.
    Named(Named),
    /// Free text.
    Text(String),
}

/// A named control with its parameters.
#[derive(Debug, Clone)]
pub struct Named {
    definition: &'static Definition,
    /// One a parameter of the definition, within its range.
    values: Vec<i64>,
}

impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.definition.name == other.definition.name && self.values == other.values
    }
}

impl Eq for Named {}

impl std::hash::Hash for Named {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.definition.name, &self.values).hash(state);
    }
}

/// Why a control is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ControlError {
    /// No control has this name.
    #[error("there is no control “{0}”")]
    Unknown(String),
    /// The control has no such parameter.
    #[error("“{control}” has no parameter “{parameter}”")]
    NoSuchParameter {
        /// The control.
        control: &'static str,
        /// What was given.
        parameter: String,
    },
    /// A parameter is out of its range.
    #[error("“{parameter}” of “{control}” is {least} to {most}, not {found}")]
    Range {
        /// The control.
        control: &'static str,
        /// The parameter.
        parameter: &'static str,
        /// Smallest value.
        least: i64,
        /// Largest value.
        most: i64,
        /// What was given.
        found: i64,
    },
    /// The text is not of the form `name` or `name:parameter=value:…`, or a file's value not of its.
    #[error("“{0}” is not of the form name:parameter=value")]
    Malformed(String),
}

impl Named {
    /// A control with parameters by name; those not given have their usual values.
    pub fn new<'a>(
        name: &str,
        given: impl IntoIterator<Item = (&'a str, i64)>,
    ) -> Result<Self, ControlError> {
        let definition = ALL.into_iter().find(|definition| definition.name == name);
        let definition = definition.ok_or_else(|| ControlError::Unknown(name.to_owned()))?;
        let control = definition.name;
        let mut values: Vec<i64> = definition.parameters.iter().map(|p| p.usual).collect();
        for (name, found) in given {
            let at = definition.parameters.iter().position(|p| p.name == name);
            let at = at.ok_or_else(|| ControlError::NoSuchParameter {
                control,
                parameter: name.to_owned(),
            })?;
            let Parameter { name: parameter, least, most, .. } = definition.parameters[at];
            if !(least..=most).contains(&found) {
                return Err(ControlError::Range { control, parameter, least, most, found });
            }
            values[at] = found;
        }
        Ok(Self { definition, values })
    }

    /// What the control is.
    pub fn definition(&self) -> &'static Definition {
        self.definition
    }

    /// The values of the parameters, in the definition's order.
    pub fn values(&self) -> &[i64] {
        &self.values
    }

    /// What becomes of an event; `None` lets it pass.
    pub fn effect(&self, event: &Event<'_>) -> Option<Effect> {
        (self.definition.rule)(event, &self.values)
    }
}

impl Control {
    /// Reads `name` or `name:parameter=value:…`, as the command line has it.
    pub fn read(text: &str) -> Result<Self, ControlError> {
        let malformed = || ControlError::Malformed(text.to_owned());
        let mut given = Vec::new();
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        for pair in parts {
            let (parameter, value) = pair.split_once('=').ok_or_else(malformed)?;
            given.push((parameter.trim(), value.trim().parse().map_err(|_| malformed())?));
        }
        Named::new(name.trim(), given).map(Self::Named)
    }

    /// The literal text that it puts into a prompt.
    pub fn text(&self) -> String {
        match self {
            Self::Named(Named { definition, values }) => (definition.text)(values),
            Self::Text(text) => text.clone(),
        }
    }

    /// The named control, if it is one.
    pub fn named(&self) -> Option<&Named> {
        if let Self::Named(named) = self { Some(named) } else { None }
    }
}

/// The controls that can do something in a domain.
pub fn of(domain: Domain) -> impl Iterator<Item = &'static Definition> {
    ALL.into_iter().filter(move |definition| definition.domains.contains(&domain))
}

/// A control as files have it.
#[derive(Serialize)]
#[serde(untagged)]
enum Stored {
    Text(String),
    Named {
        control: String,
        #[serde(flatten)]
        values: BTreeMap<String, i64>,
    },
}

// Read from a value, since deriving it for an untagged enum with flattened fields costs the page
// twice as many bytes.
impl TryFrom<Value> for Control {
    type Error = ControlError;

    fn try_from(stored: Value) -> Result<Self, ControlError> {
        match stored {
            Value::String(text) => Ok(Self::Text(text)),
            Value::Object(mut fields) => {
                let Some(Value::String(control)) = fields.remove("control") else {
                    return Err(ControlError::Malformed(Value::from(fields).to_string()));
                };
                let mut values = Vec::with_capacity(fields.len());
                for (name, value) in &fields {
                    let number = value.as_i64();
                    let number =
                        number.ok_or_else(|| ControlError::Malformed(value.to_string()))?;
                    values.push((name.as_str(), number));
                }
                Named::new(&control, values).map(Self::Named)
            }
            other => Err(ControlError::Malformed(other.to_string())),
        }
    }
}

impl From<Control> for Stored {
    fn from(control: Control) -> Self {
        match control {
            Control::Text(text) => Self::Text(text),
            Control::Named(Named { definition, values }) => Self::Named {
                control: definition.name.to_owned(),
                values: definition
                    .parameters
                    .iter()
                    .zip(values)
                    .filter(|(parameter, value)| parameter.usual != *value)
                    .map(|(parameter, value)| (parameter.name.to_owned(), value))
                    .collect(),
            },
        }
    }
}
