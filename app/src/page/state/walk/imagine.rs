//! What could be seen: observations that are not on the timeline.

use super::{View, Walk, look};
use diorama_world::timeline::Place;

impl Walk {
    /// What could be drawn of an observation if it followed a place; `cut` says whether its last line
    /// may be half a line.
    pub fn imagine(&self, from: Place, observation: &str, cut: bool) -> View {
        look(self.dialect, observation, cut, self.screen(from)).0
    }

    /// The observations that tell what is shown at a place, the oldest first: more than one where the
    /// last leaves out what still stands.
    pub fn telling(&self, place: Place) -> Vec<String> {
        let mut told = Vec::new();
        for at in self.back_from(place) {
            told.push(self.observation(at).to_owned());
            if matches!(self.sight(at).view, View::Drawn { carried: false, .. }) {
                break;
            }
        }
        told.reverse();
        told
    }
}
