//! Links: a world, how it was asked, and the steps of one branch, in some hundred characters that
//! open to the same thing anywhere, at once and without a model.
//!
//! # The text
//!
//! `1` and base64url (without padding) of zlib (RFC 1950) of the payload. The first character is
//! the version of the format. zlib and not bare deflate: its checksum tells a letter that was lost
//! in a chat from another screen, and what passes it and is not understood comes from a later
//! version. It costs eight characters.
//!
//! # The payload
//!
//! JSON. Against bare lengths and texts that costs some 70 to 110 characters a link, and anyone can
//! read it (`diorama link read`) and add to it. What is left out has its usual value, and that stays
//! so for ever.
//!
//! | field | what | left out |
//! | --- | --- | --- |
//! | `w` | a built-in world: identifier and [fingerprint](World::fingerprint) | the world is whole in `s` |
//! | `s` | the scenario; of a built-in one the fields that differ, `null` for those it lacks, numbers for tables it has | the built-in one as it is |
//! | `k` | the start, told from where it usually is | the built-in world's keyframe, or what the first observation says |
//! | `m`, `h` | the model's name and the sha256 of its file | not said |
//! | `p` | protocol, `full` or `delta` | `delta` |
//! | `t`, `tk`, `tp`, `mp` | temperature, top-k, top-p, min-p | 0, 0 (all), 1, 0: greedy |
//! | `r` | seed of the random numbers | 0 |
//! | `at` | the place to open at: how many steps were done | the end |
//! | `x` | the steps | none |
//! | `c` | fingerprint of the observations that are dressed | there are none |
//! | `_` | what a later version adds and an older one may pass over | nothing |
//!
//! | field of a step | what | left out |
//! | --- | --- | --- |
//! | `a` | the action in the dialect's spelling | no text |
//! | `d` | what came of it: lines of [`delta`](crate::delta), or a keyframe where no delta can tell it | only the observation is known |
//! | `w` | places of the windows, in document order | where those before were |
//! | `t` | the observation | `d`, dressed |
//! | `b` | who said so: see [`By`] | `model` |
//! | `e` | an edit instead of an action: none of the fields above stands beside it | it is an action |
//! | `_` | as above | nothing |
//!
//! | field of an edit | what | left out |
//! | --- | --- | --- |
//! | `f` | what became of the facts: lines of `delta`, or a keyframe | they stay |
//! | `c` | the controls in force, all of them, as scenarios have them | they stay |
//! | `_` | as above | nothing |
//!
//! An unknown field is refused, since what it says may matter; what does not goes into `_`.
//!
//! # Deltas in links
//!
//! They are told from one place to the next, not as a model wrote them: before each step nodes are
//! numbered from 0, whereas a model counts on until its sequence begins anew, which depends on its
//! tokens. After an observation without a delta, the facts are those from before and the screen is
//! what the dialect reads.
//!
//! An observation is left out where dressing gives it byte for byte. Reading, dressing, layout and
//! deltas are thus part of the format; the golden links in `tests/links` hold them still. Should
//! dressing change all the same, links open with the same facts and screens in other clothes, and
//! [`Opened::redrawn`] says so.
//!
//! # Limits
//!
//! [`MAX_LINK`] characters, [`MAX_PAYLOAD`] bytes inflated, [`MAX_STEPS`] steps; JSON nests 128
//! levels deep at most; what the steps unfold to in memory and the work of it are bounded; scenarios,
//! facts, observations and deltas have their own limits besides.

mod base64;
mod chain;
mod error;
mod fingerprint;
mod payload;
mod recorder;
mod steps;
mod text;
mod told;
mod world;

#[cfg(test)]
mod tests;

use crate::{Edit, delta::State};
use payload::{Payload, unusual};
use serde::{Deserialize, Serialize};
use steps::Steps;

pub use error::{LinkError, TooLarge};
pub use recorder::{Known, Recorder};
pub use world::World;

/// Longest link in characters.
pub const MAX_LINK: usize = 64 << 10;
/// Longest payload in bytes.
pub const MAX_PAYLOAD: usize = 1 << 20;
/// Most steps.
pub const MAX_STEPS: usize = 1000;
/// Longest name of a model in bytes.
pub const MAX_NAME: usize = 512;

/// The built-in worlds by their identifiers.
pub type Worlds<'a> = &'a dyn Fn(&str) -> Option<World>;

/// What a link says.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where it starts.
    pub world: World,
    /// The model that was asked, where that is said.
    pub model: Option<Model>,
    /// How it is spoken to.
    pub protocol: Protocol,
    /// How it chooses tokens.
    pub sampler: Sampler,
    /// The steps of the branch.
    pub steps: Vec<Step>,
    /// How many of the steps are done where the link opens.
    pub place: usize,
}

/// A model, as its links name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Its name; [`MAX_NAME`] bytes at most.
    pub name: String,
    /// sha256 of its file, lower-case hex, where it is known.
    pub sha256: Option<String>,
}

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// It writes what changes.
    #[default]
    Delta,
    /// It writes whole observations.
    Full,
}

/// How tokens are chosen. The default is greedy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sampler {
    /// 0 is greedy; higher is more varied.
    pub temperature: f32,
    /// Only this many most likely tokens; 0 for all.
    pub top_k: u32,
    /// Only the smallest set of tokens with at least this probability together; 1 for all.
    pub top_p: f32,
    /// Only tokens at least this fraction as likely as the most likely; 0 for all.
    pub min_p: f32,
    /// Seed of the random numbers.
    pub seed: u64,
}

impl Default for Sampler {
    fn default() -> Self {
        Self { temperature: 0.0, top_k: 0, top_p: 1.0, min_p: 0.0, seed: 0 }
    }
}

/// A step of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Something was done.
    Action {
        /// The action in the dialect's spelling.
        action: String,
        /// The observation after it.
        observation: String,
        /// Facts and screen after it, where more is known than the observation; nodes numbered from
        /// 0.
        known: Option<State>,
        /// Who said so.
        by: By,
    },
    /// A person changed what is so; the screen stays as it was.
    Edit(Edit),
}

/// Who said what is shown after a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// A model.
    #[default]
    Model,
    /// A model that was stopped or ran out of room.
    Stopped,
    /// The reference environment.
    Reference,
    /// A recording.
    Recording,
}

/// An opened link.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What it says.
    pub link: Link,
    /// Whether some observations look otherwise than when the link was made: facts and screens are
    /// the same, spelled or laid out differently.
    pub redrawn: bool,
}

/// Whether a text can be nothing but a link, whatever became of it on the way.
pub fn looks_like_link(text: &str) -> bool {
    text::looks_like_link(text)
}

impl Link {
    /// The link as text, without the address before it. A world that `worlds` knows by its
    /// identifier is told as that and what differs. What would not open to the same is refused.
    pub fn encode(&self, worlds: Worlds<'_>) -> Result<String, LinkError> {
        if self.steps.len() > MAX_STEPS {
            return Err(LinkError::TooLarge(TooLarge::Steps));
        }
        let Sampler { temperature, top_k, top_p, min_p, seed } = self.sampler;
        let usual = Sampler::default();
        let model = self.model.as_ref();
        let mut payload = Payload {
            model: model.map(|model| model.name.clone()),
            sha256: model.and_then(|model| model.sha256.clone()),
            protocol: unusual(self.protocol, &Protocol::default()),
            temperature: unusual(temperature, &usual.temperature),
            top_k: unusual(top_k, &usual.top_k),
            top_p: unusual(top_p, &usual.top_p),
            min_p: unusual(min_p, &usual.min_p),
            seed: unusual(seed, &usual.seed),
            place: unusual(self.place, &self.steps.len()),
            ..Payload::default()
        };
        self.world.tell(worlds, &mut payload)?;
        let mut steps = Steps::new(&self.world);
        payload.steps = self.steps.iter().map(|step| steps.tell(step)).collect();
        payload.check = steps.check();
        let json = serde_json::to_string(&payload).map_err(|_| LinkError::Unsayable)?;
        let text = text::close(&json)?;
        let opened = Self::decode(&text, worlds)?;
        if opened.link != *self || opened.redrawn {
            return Err(LinkError::Unsayable);
        }
        Ok(text)
    }

    /// Opens a link: its text, or an address that ends in it. Nothing is fetched, and nothing but
    /// `worlds` is asked.
    pub fn decode(text: &str, worlds: Worlds<'_>) -> Result<Opened, LinkError> {
        let json = text::open(text)?;
        let mut payload: Payload = serde_json::from_str(&json).map_err(LinkError::Unknown)?;
        if payload.steps.len() > MAX_STEPS {
            return Err(LinkError::TooLarge(TooLarge::Steps));
        }
        let world = World::hear(&mut payload, worlds)?;
        let mut steps = Steps::new(&world);
        let heard = (1..).zip(payload.steps).map(|(number, shown)| steps.hear(number, shown));
        let told = heard.collect::<Result<Vec<_>, _>>()?;
        let redrawn = steps.check() != payload.check;
        let count = told.len();
        let place = payload.place.unwrap_or(count);
        if place > count {
            return Err(LinkError::Place { place, steps: count });
        }
        let usual = Sampler::default();
        let sampler = Sampler {
            temperature: payload.temperature.unwrap_or(usual.temperature),
            top_k: payload.top_k.unwrap_or(usual.top_k),
            top_p: payload.top_p.unwrap_or(usual.top_p),
            min_p: payload.min_p.unwrap_or(usual.min_p),
            seed: payload.seed.unwrap_or(usual.seed),
        };
        sampler.check()?;
        let model = payload.model.map(|name| Model { name, sha256: payload.sha256 });
        model.as_ref().map_or(Ok(()), Model::check)?;
        let protocol = payload.protocol.unwrap_or_default();
        let link = Self { world, model, protocol, sampler, steps: told, place };
        Ok(Opened { link, redrawn })
    }

    /// The payload of a link in JSON, for people: neither the world nor the steps are looked at.
    pub fn payload(text: &str) -> Result<String, LinkError> {
        text::open(text)
    }

    /// A payload as a link, whatever it says: for tests of what reads links.
    pub fn close(payload: &str) -> Result<String, LinkError> {
        text::close(payload)
    }
}

impl Sampler {
    fn check(&self) -> Result<(), LinkError> {
        let part = 0.0..=1.0;
        let good = self.temperature.is_finite() && self.temperature >= 0.0;
        if !good {
            return Err(LinkError::Setting("the temperature"));
        }
        if !part.contains(&self.top_p) {
            return Err(LinkError::Setting("top-p"));
        }
        if part.contains(&self.min_p) { Ok(()) } else { Err(LinkError::Setting("min-p")) }
    }
}

impl Model {
    fn check(&self) -> Result<(), LinkError> {
        if self.name.is_empty() || self.name.len() > MAX_NAME {
            return Err(LinkError::Setting("the model’s name"));
        }
        let hex = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        match &self.sha256 {
            Some(hash) if hash.len() != 64 || !hash.bytes().all(hex) => {
                Err(LinkError::Setting("the model’s sha256"))
            }
            _ => Ok(()),
        }
    }
}
