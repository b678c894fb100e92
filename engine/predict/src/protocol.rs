//! Which protocol a model file speaks, and what else it says of itself.

use diorama_model::{
    Gguf,
    gguf::{LookupError, optional},
};
use diorama_world::Domain;
use thiserror::Error;

const NAME: &str = "diorama.protocol";
const VERSION: &str = "diorama.protocol.version";
const DOMAINS: &str = "diorama.domains";
/// The version of `delta` that is spoken here.
const DELTA: u32 = 1;

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// It writes the whole next observation: any language model, through its chat template.
    Full,
    /// It writes what changes: a model that was made for it.
    Delta,
}

/// Why a file's protocol cannot be spoken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProtocolError {
    /// A key is missing or of the wrong type.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// A protocol of another name.
    #[error("the model speaks the protocol “{0}”, which is not known here")]
    Name(String),
    /// A version of a protocol that is not spoken.
    #[error("the model speaks version {0} of the protocol “delta”; here it is version {DELTA}")]
    Version(u32),
}

impl Protocol {
    /// The protocol that a file says it speaks; [`Full`](Self::Full) if it says nothing.
    pub fn of(file: &Gguf) -> Result<Self, ProtocolError> {
        match optional(file.string(NAME))? {
            None | Some("full") => Ok(Self::Full),
            Some("delta") => match file.u32(VERSION)? {
                DELTA => Ok(Self::Delta),
                other => Err(ProtocolError::Version(other)),
            },
            Some(other) => Err(ProtocolError::Name(other.to_owned())),
        }
    }
}

/// The domains that a file says it knows; names that are not known here are left out.
pub(crate) fn domains(file: &Gguf) -> Result<Vec<Domain>, LookupError> {
    let names = optional(file.strings(DOMAINS))?;
    Ok(names
        .map_or_else(Vec::new, |names| names.iter().filter_map(|name| name.parse().ok()).collect()))
}
