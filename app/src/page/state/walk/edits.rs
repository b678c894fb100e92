//! What is so at the places of a walk, and the steps in which a person changed that.

use super::{Origin, Sight, View, Walk};
use crate::page::draw::thumbnail::Thumbnail;
use crate::protocol::truth::Deed;
use diorama_world::{
    Control, Edit, Facts, Scenario,
    diff::Diff,
    timeline::{Place, TimelineError},
};
use std::rc::Rc;

impl Walk {
    /// The facts as they are known at a place, and where that was said: there, or last before.
    pub fn facts_at<'a>(&'a self, scenario: &'a Scenario, place: Place) -> (&'a Facts, Place) {
        let said = self.back_from(place).find_map(|at| Some((self.facts(at)?, at)));
        said.unwrap_or((&scenario.facts, Place::START))
    }

    /// The controls in force at a place.
    pub fn controls_at<'a>(&'a self, scenario: &'a Scenario, place: Place) -> &'a [Control] {
        let edited = self.back_from(place).find_map(|at| match &self.sight(at).origin {
            Origin::Edited(edit) => Some(&edit.controls),
            _ => None,
        });
        edited.unwrap_or(&scenario.controls)
    }

    /// What is so at a place, as far as it is known.
    pub fn so(&self, scenario: &Scenario, place: Place) -> Edit {
        let facts = self.facts_at(scenario, place).0.clone();
        Edit { facts, controls: self.controls_at(scenario, place).to_vec() }
    }

    /// A place and those before it, back to the start.
    pub(super) fn back_from(&self, place: Place) -> impl Iterator<Item = Place> + '_ {
        std::iter::successors(Some(place), |&at| self.timeline.parent(at))
    }

    /// What was done on the way to a place, for the reference environment.
    pub fn deeds(&self, place: Place) -> Vec<Deed> {
        let deed = |at: Place| match (&self.sight(at).origin, self.timeline.step(at)) {
            (Origin::Edited(edit), _) => Some(Deed::Edit(Box::new(Edit::clone(edit)))),
            (_, step) => step.map(|step| Deed::Act(step.action.clone())),
        };
        self.timeline.path(place).into_iter().filter_map(deed).collect()
    }

    /// Appends a step in which a person changed what is so, and goes there. The screen stays.
    pub fn edit(
        &mut self,
        scenario: &Scenario,
        from: Place,
        edit: Edit,
        by: &str,
    ) -> Result<Place, TimelineError> {
        let sight = self.edited(scenario, from, Rc::new(edit));
        let observation = self.observation(from).to_owned();
        let place = self.timeline.append(from, "", observation, by)?;
        self.sights.push(Some(sight));
        self.touched.insert(place.number());
        Ok(place)
    }

    /// What there is to see after an edit: what was there before.
    pub(super) fn edited(&self, scenario: &Scenario, from: Place, edit: Rc<Edit>) -> Sight {
        let spoken = edit.spoken(&self.so(scenario, from));
        let mut sight = Sight { origin: Origin::Edited(edit), spoken, ..self.sight(from).clone() };
        if let View::Drawn { screen, diff, .. } = &mut sight.view {
            let same = Diff { kept: screen.nodes.len(), ..Diff::default() };
            sight.thumbnail = Rc::new(Thumbnail::new(screen, &same, self.dialect.domain()));
            *diff = Rc::new(same);
        }
        sight
    }
}
