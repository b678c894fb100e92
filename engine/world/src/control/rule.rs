//! What a world asks its controls about, and what they answer.

/// Something is about to happen in a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// Something is to be stored: a row, a file, a setting.
    Save {
        /// The table it goes to.
        table: &'a str,
    },
    /// The network is asked for something.
    Request {
        /// Which request it is since the world began, counted from 1.
        count: i64,
    },
    /// A page with rows of its own opens.
    Open {
        /// Which such page it is since the world began, counted from 1.
        count: i64,
    },
    /// Rows are to be listed.
    List {
        /// How many there are.
        rows: usize,
    },
    /// A part of the device is used for the first time: `contacts`, `files`, `notifications`.
    Permission {
        /// What is used.
        name: &'a str,
    },
    /// Something works in the background or costs power: `sync`, `location`, `animation`.
    Background {
        /// What it is.
        name: &'a str,
    },
}

/// What becomes of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It does not happen, and the world says why.
    Refuse(Refusal),
    /// It happens after a loading state that lasts some steps.
    Load {
        /// How many.
        steps: u32,
    },
    /// The person is asked first.
    Ask {
        /// The question's title.
        title: String,
        /// The question.
        text: String,
    },
    /// The person is signed out and has to sign in again.
    SignOut,
    /// What was stored is not yet shown in lists, until they are refreshed.
    Hide,
    /// Only so many of the cells are stored, the first ones.
    Keep {
        /// How many.
        cells: usize,
    },
    /// Lists show so many rows at a time, with a way to the next.
    Split {
        /// How many.
        rows: usize,
    },
    /// Something else opens on top.
    Interrupt {
        /// Its title.
        title: String,
        /// What it says.
        text: String,
    },
}

/// A refusal, in the words of dialogs and in those of programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// Title of a dialog: "Storage full".
    pub title: &'static str,
    /// Sentence in a dialog: what to do.
    pub text: &'static str,
    /// What a program prints: "No space left on device".
    pub error: &'static str,
    /// The error's symbol: `ENOSPC`.
    pub code: &'static str,
    /// The status an HTTP server answers: 507.
    pub status: u16,
}
