//! Worlds as language: domains, screens, actions, scenarios, traces, and the protocols in which a
//! world model is asked what comes next. Pure: no GPU, no DOM, no clock.

pub mod action;
pub mod bench;
pub mod control;
pub mod delta;
pub mod dialect;
pub mod diff;
pub mod domain;
pub mod edit;
pub mod facts;
pub mod full;
pub mod import;
pub mod layout;
mod lines;
pub mod link;
pub mod metrics;
pub mod number;
pub mod play;
pub mod scenario;
pub mod screen;
pub mod spelling;
pub mod stale;
pub mod timeline;
pub mod trace;

pub use action::Action;
pub use control::Control;
pub use dialect::Dialect;
pub use domain::Domain;
pub use edit::Edit;
pub use facts::Facts;
pub use link::Link;
pub use play::Play;
pub use scenario::Scenario;
pub use screen::{Node, Role, Screen};
pub use timeline::Timeline;
pub use trace::Trace;
