//! The toolkit that carries every drawn environment: pages of apps, drawn anew after each action,
//! with what each node does when it is acted on.
//!
//! An [`App`] says which tables it has and how its pages look. Pages are made with a [`View`]; each
//! node gets a [`Do`]. Storing, asking the network and opening pages go through the [`Stage`], where
//! the controls have their say. What is open is a [`Surface`]: a phone has one, a browser one a tab,
//! a desktop one a window.

mod act;
mod app;
mod effect;
mod form;
mod list;
mod pages;
mod stage;
mod suggest;
mod surface;
mod view;

pub use act::act;
pub use app::{App, apps_table, find, look, table, title};
pub use effect::Do;
pub use pages::{history_table, pages_table};
pub use stage::{Done, FAILURE, SIGN_IN, Stage, Stopped};
pub use suggest::suggest;
pub use surface::{Dialog, Entry, Manners, Page, Surface};
pub use view::{Drawn, Hand, View};
