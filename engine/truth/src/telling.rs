//! A walk as its dialect tells it: texts of actions and of observations.

use crate::{Environment, Walk};
use diorama_world::{Action, Control, Dialect, Screen};

/// A walk told in a dialect.
pub struct Telling {
    walk: Walk,
    dialect: Dialect,
    screen: Screen,
}

impl Telling {
    /// The walk through the world of a seed.
    pub fn new(dialect: Dialect, seed: u64, controls: &[Control]) -> Self {
        let walk = Walk::new(dialect.domain(), seed, controls);
        let screen = dialect.dress(walk.environment().screen());
        Self { walk, dialect, screen }
    }

    /// Where the walk is.
    pub fn environment(&self) -> &dyn Environment {
        self.walk.environment()
    }

    /// What is on the screen, with the dialect's references.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The observation's text.
    pub fn observation(&self) -> String {
        self.dialect.print(&self.screen)
    }

    /// Does what the walk suggests next, as the dialect says it; gives the action and its text.
    /// What is done is what the text says, so that whoever reads it can do the same.
    pub fn step(&mut self) -> (Action, String) {
        let (action, text) = self.suggest();
        self.walk.step(&action);
        self.screen = self.dialect.dress(self.walk.environment().screen());
        (action, text)
    }

    /// The next suggestion that the dialect can say.
    fn suggest(&mut self) -> (Action, String) {
        const TRIES: usize = 16;
        for _ in 0..TRIES {
            let action = self.walk.suggest();
            let text = self.dialect.spell(&action, &self.screen);
            if let Ok(text) = text
                && let Ok(action) = self.dialect.read_action(&text, &self.screen)
            {
                return (action, text);
            }
        }
        let text = self.dialect.spell(&Action::Wait, &self.screen).unwrap_or_default();
        (Action::Wait, text)
    }
}
