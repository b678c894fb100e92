//! Reference environments: deterministic programs that play a phone, a browser, a desktop, a shell,
//! tools, a search engine and a software project. They are synthetic: they imitate the kind of
//! thing, not any product.
//!
//! An environment is a function of its facts, its controls, its screen and the action; whatever is
//! hidden and matters is in the facts. The same seed gives the same bytes on every machine.

// What apps do when a node is acted on has one signature, also where nothing can stop it.
#![allow(clippy::unnecessary_wraps)]

pub mod browser;
mod controls;
pub mod desktop;
pub mod phone;
mod play;
pub mod project;
mod scenario;
pub mod search;
mod seed;
mod session;
pub mod split;
mod telling;
pub mod terminal;
mod text;
pub mod tools;
pub mod ui;
mod walk;
pub mod words;
mod world;

use diorama_world::{Action, Control, Domain, Edit, Facts, Screen};
use session::Session;

pub use controls::controls;
pub use play::{Graded, NoReference, Reference, first, score, suggest};
pub use scenario::scenario;
pub use seed::Seed;
pub use telling::Telling;
pub use walk::Walk;
pub use world::World;

/// A world that can be acted in.
pub trait Environment {
    /// What kind of environment it is.
    fn domain(&self) -> Domain;
    /// The hidden state.
    fn facts(&self) -> &Facts;
    /// What is on the screen: canonical, except that windows of a desktop have bounds.
    fn screen(&self) -> &Screen;
    /// Does an action. What can do nothing changes nothing.
    fn step(&mut self, action: &Action);
    /// Changes what is so, as a person may at any time. What is on the screen stays until the next
    /// step, and so does what is open: tables that say so ([`Facts`] of pages and windows) follow the
    /// screen, not the edit.
    fn edit(&mut self, edit: &Edit);
    /// Something that could be done now: mostly sensible, at times useless.
    fn suggest(&self, seed: &mut Seed) -> Action;
    /// What an agent could be asked to do here.
    fn task(&self) -> String;
}

/// The facts that a seed gives a domain.
pub fn facts(domain: Domain, seed: u64) -> Facts {
    match domain {
        Domain::Android => phone::facts(seed),
        Domain::Web => browser::facts(seed),
        Domain::Os => desktop::facts(seed),
        Domain::Terminal => terminal::facts(seed),
        Domain::Mcp => tools::facts(seed),
        Domain::Search => search::facts(seed),
        Domain::Swe => project::facts(seed),
    }
}

/// Opens the environment of a domain on some facts: those of a seed, or of a scenario. Tables that
/// are missing count as empty.
pub fn open(domain: Domain, facts: Facts, controls: &[Control]) -> Box<dyn Environment> {
    match domain {
        Domain::Android => Box::new(phone::Phone::new(facts, controls)),
        Domain::Web => Box::new(browser::Browser::new(facts, controls)),
        Domain::Os => Box::new(desktop::Desktop::new(facts, controls)),
        Domain::Terminal => Box::new(terminal::Terminal::new(facts, controls)),
        Domain::Mcp => Box::new(Session::<tools::Tools>::new(facts, controls)),
        Domain::Search => Box::new(Session::<search::Search>::new(facts, controls)),
        Domain::Swe => Box::new(Session::<project::Project>::new(facts, controls)),
    }
}
