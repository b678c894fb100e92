//! Removing steps, and putting them back.

use super::{Place, Step, Timeline, TimelineError};

/// Steps taken out of a timeline, to be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// The steps in order of creation, with their places and where redo went from there.
    steps: Vec<(Place, Step, Option<Place>)>,
    /// Whether redo led to them from the place before.
    followed: bool,
    /// Where the person was, if that was among them.
    stood: Option<Place>,
}

impl Removed {
    /// The places that are gone, in order of creation.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Place> + '_ {
        self.steps.iter().map(|(place, ..)| *place)
    }
}

impl Timeline {
    /// Removes a step and all that follow it. Whoever stood among them stands where the step was
    /// done; redo goes on from there along the newest branch that is left.
    pub fn remove(&mut self, place: Place) -> Result<Removed, TimelineError> {
        let parent = self.step_mut(place)?.from;
        let gone = self.onward(place);
        let stood = gone.contains(&self.current).then_some(self.current);
        let followed = self.following(parent) == Some(place);
        let mut steps = Vec::with_capacity(gone.len());
        for place in gone {
            let next = self.next.get_mut(place.0).and_then(Option::take);
            let slot = place.slot().and_then(|slot| self.steps.get_mut(slot));
            if let Some(step) = slot.and_then(Option::take) {
                steps.push((place, step, next));
            }
        }
        if followed {
            self.next[parent.0] = self.children(parent).last();
        }
        if stood.is_some() {
            self.current = parent;
        }
        Ok(Removed { steps, followed, stood })
    }

    /// Puts steps back as they were, in their old places. Whoever stood among them stands there
    /// again.
    pub fn restore(&mut self, removed: Removed) -> Result<(), TimelineError> {
        let Removed { steps, followed, stood } = removed;
        let Some((first, parent)) = steps.first().map(|(first, step, _)| (*first, step.from))
        else {
            return Ok(());
        };
        self.check(parent)?;
        for (place, ..) in &steps {
            let slot = place.slot().and_then(|slot| self.steps.get(slot));
            if !matches!(slot, Some(None)) {
                return Err(TimelineError::NotRemoved(place.0));
            }
        }
        self.next.resize(self.steps.len() + 1, None);
        for (place, step, next) in steps {
            self.next[place.0] = next;
            self.steps[place.0 - 1] = Some(step);
        }
        // Another that redo led to may have been removed meanwhile.
        if followed || self.next[parent.0].is_none() {
            self.next[parent.0] = Some(first);
        }
        // Redo leads to where the person is, who may have gone elsewhere meanwhile.
        self.go(stood.unwrap_or(self.current));
        Ok(())
    }
}
