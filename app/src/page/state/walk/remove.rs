//! Removing steps with what there is to see of them, and putting them back.

use super::{Sight, Walk};
use diorama_world::timeline::{Place, Removed};

/// Steps that were removed, to be put back.
#[derive(Debug, Clone, PartialEq)]
pub struct Gone {
    removed: Removed,
    /// What there is to see after each, in the same order.
    sights: Vec<Option<Sight>>,
}

impl Gone {
    /// How many steps it was.
    pub fn count(&self) -> usize {
        self.sights.len()
    }
}

impl Walk {
    /// Removes a step and all that follow it; none for the start.
    pub fn remove(&mut self, place: Place) -> Option<Gone> {
        let removed = self.timeline.remove(place).ok()?;
        self.touched.extend(removed.places().map(Place::number));
        let sights = removed.places().map(|place| self.slot(place)?.take()).collect();
        Some(Gone { removed, sights })
    }

    /// Puts steps back; says whether there was room for them.
    pub fn restore(&mut self, gone: Gone) -> bool {
        let places: Vec<Place> = gone.removed.places().collect();
        let there = self.timeline.restore(gone.removed).is_ok();
        if there {
            self.touched.extend(places.iter().map(|place| place.number()));
            for (place, sight) in places.into_iter().zip(gone.sights) {
                if let Some(slot) = self.slot(place) {
                    *slot = sight;
                }
            }
        }
        there
    }

    /// Where what there is to see after a step is kept.
    fn slot(&mut self, place: Place) -> Option<&mut Option<Sight>> {
        self.sights.get_mut(place.number().checked_sub(1)?)
    }
}
