//! Messages between the page and the desk: the worker that carries what the page seldom needs and
//! should not weigh. It makes and opens links, reads worlds that are brought as text, puts worlds in
//! order that a person changed, and makes files of walks.
//!
//! They are wrapped as those of the inference worker are, and share its [`super::VERSION`]. The desk
//! says [`FromDesk::Ready`] first, and then answers each message in turn. It keeps nothing that the
//! page would miss: a message says all that its answer depends on.

pub mod exports;
pub mod links;
pub mod worlds;

use diorama_world::Dialect;
use exports::{Walk, What};
use links::{Opened, Shared, Start};
use serde::{Deserialize, Serialize};
use worlds::Found;

/// Page to desk. Each message has a number, chosen by the page and given back in the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToDesk {
    /// Make a link: answered by [`FromDesk::LinkMade`].
    MakeLink {
        /// The message's number.
        id: u64,
        /// What it is to say.
        shared: Box<Shared>,
    },
    /// Open a link: answered by [`FromDesk::LinkOpened`], or by [`FromDesk::WorldWanted`] where it
    /// builds on a built-in world that did not come with the message.
    OpenLink {
        /// The message's number.
        id: u64,
        /// The link, or an address that ends in it.
        text: String,
        /// The built-in world that it builds on, once that is known.
        built_in: Option<Box<Start>>,
    },
    /// Say what a text is: answered by [`FromDesk::Found`], or by [`FromDesk::WorldWanted`] where it
    /// is a walk through a built-in world that did not come with the message.
    Read {
        /// The message's number.
        id: u64,
        /// The text.
        text: String,
        /// The built-in world, once that is known.
        built_in: Option<Box<Start>>,
    },
    /// Put a changed world in order: answered by [`FromDesk::Settled`].
    Settle {
        /// The message's number.
        id: u64,
        /// The world. Of the keyframe the screen counts; facts and controls may have changed.
        start: Box<Start>,
        /// The dialect that it is to be told in.
        dialect: Dialect,
    },
    /// Make a world that begins where a branch ends: answered by [`FromDesk::Settled`].
    Here {
        /// The message's number.
        id: u64,
        /// The branch.
        shared: Box<Shared>,
    },
    /// Make a file of a walk: answered by [`FromDesk::Exported`].
    Export {
        /// The message's number.
        id: u64,
        /// What is to become of it.
        what: What,
        /// The walk.
        walk: Box<Walk>,
    },
}

/// Desk to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromDesk {
    /// The desk's code runs.
    Ready {
        /// [`super::VERSION`] as the desk knows it.
        version: u32,
    },
    /// A link was made.
    LinkMade {
        /// The message's number.
        id: u64,
        /// The link, without an address before it.
        text: String,
    },
    /// A link was opened.
    LinkOpened {
        /// The message's number.
        id: u64,
        /// What it says.
        opened: Box<Opened>,
    },
    /// What a text is.
    Found {
        /// The message's number.
        id: u64,
        /// That.
        found: Found,
    },
    /// A world is in order.
    Settled {
        /// The message's number.
        id: u64,
        /// The world.
        start: Box<Start>,
    },
    /// A link or a walk builds on a built-in world.
    WorldWanted {
        /// The message's number.
        id: u64,
        /// The world's identifier, as the text has it.
        world: String,
        /// What to say where there is no such world, in a sentence.
        message: String,
    },
    /// A file was made.
    Exported {
        /// The message's number.
        id: u64,
        /// The name of the file.
        name: String,
        /// The file, or what it is drawn from: [`exports::File`] as JSON, which the page hands on to
        /// what saves it.
        file: String,
    },
    /// Something could not be done; the desk goes on.
    Failed {
        /// The message's number, if it was about one.
        id: Option<u64>,
        /// What happened, in a sentence.
        message: String,
    },
    /// The desk broke down and closes.
    Panicked {
        /// What happened.
        message: String,
    },
}
