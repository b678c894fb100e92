//! The chain of what is shown: each place of a branch, as the one before it and the action lead
//! there. Writing and reading a link walk along the same chain, so they agree.

use super::World;
use crate::{
    Control, Dialect, Edit, Role, Scenario, Screen,
    delta::{self, State},
    screen::Bounds,
};

/// A place of a branch.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    dialect: Dialect,
    /// The controls in force.
    controls: Vec<Control>,
    /// Facts and screen, as far as they are known: after an observation alone the facts from before,
    /// and what the dialect reads.
    state: State,
    /// The screen as the dialect shows it.
    screen: Screen,
}

impl Chain {
    /// The start.
    pub fn begin(world: &World) -> Self {
        let Scenario { dialect, controls, .. } = world.scenario();
        let (state, screen) = (world.start().clone(), world.first().clone());
        Self { dialect: *dialect, controls: controls.clone(), state, screen }
    }

    /// The screen here, as the dialect shows it.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// What is so here.
    pub fn edit(&self) -> Edit {
        Edit { facts: self.state.facts().clone(), controls: self.controls.clone() }
    }

    /// What is so after an edit: other facts beneath the same screen.
    pub fn edited(&self, edit: &Edit) -> State {
        State::showing(edit.facts.clone(), &self.state.frame().screen())
    }

    /// Goes on by an edit whose facts are in order.
    pub fn change(&mut self, edit: &Edit) {
        self.state = self.edited(edit);
        self.controls.clone_from(&edit.controls);
    }

    /// Facts and screen here.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The texts of an action that is done here; none where it cannot be read.
    pub fn typed(&self, action: &str) -> Vec<String> {
        let read = self.dialect.read_action(action, &self.screen);
        read.map(|action| delta::typed(&action)).unwrap_or_default()
    }

    /// What the dialect reads in an observation that comes next.
    pub fn read(&self, observation: &str) -> Screen {
        self.dialect.read(observation, false).screen.over(&self.screen)
    }

    /// The places of the windows here, in document order.
    pub fn windows(&self) -> Vec<Bounds> {
        windows(&self.screen)
    }

    /// A state that comes next as the dialect shows it, its windows in their places. Windows without
    /// one are laid out.
    pub fn dress(&self, state: &State, places: &[Bounds]) -> (Screen, String) {
        let mut screen = state.frame().screen();
        let windows = screen.nodes.iter_mut().filter(|node| node.role == Role::Window);
        for (window, place) in windows.zip(places) {
            window.bounds = Some(*place);
        }
        let screen = self.dialect.dress(&screen);
        let text = self.dialect.print(&screen);
        (screen, text)
    }

    /// Goes on to where only the screen is known.
    pub fn see(&mut self, screen: Screen) {
        self.state = State::showing(self.state.facts().clone(), &screen);
        self.screen = screen;
    }

    /// Goes on to where all is known.
    pub fn know(&mut self, state: State, screen: Screen) {
        self.state = state;
        self.screen = screen;
    }
}

/// The places of a screen's windows, in document order.
pub(super) fn windows(screen: &Screen) -> Vec<Bounds> {
    let windows = screen.nodes.iter().filter(|node| node.role == Role::Window);
    windows.filter_map(|window| window.bounds).collect()
}
