//! Changing what is so at a place of the walk: a draft, and what comes of it when it is applied.

#[cfg(test)]
mod tests;

use super::{
    Effect, Open, Phase, State,
    act::capitalised,
    form::{Form, Touch},
};
use crate::page::say::{say, say_with};
use diorama_world::{Control, Edit, Facts, timeline::Place};

/// Who applied an edit.
const BY_HAND: &str = "a person";

/// What a person is changing, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The place.
    pub at: Place,
    /// What is changed there.
    pub form: Form,
    /// Why it could not be applied, in a sentence.
    pub trouble: Option<String>,
}

impl Open {
    /// The facts as they are known at a place, and where that was said: there, or last before.
    pub fn facts(&self, place: Place) -> (&Facts, Place) {
        self.walk.facts_at(&self.world.scenario, place)
    }

    /// The controls in force at a place.
    pub fn controls(&self, place: Place) -> &[Control] {
        self.walk.controls_at(&self.world.scenario, place)
    }

    /// What is so at a place, as far as it is known.
    pub fn so(&self, place: Place) -> Edit {
        self.walk.so(&self.world.scenario, place)
    }

    /// What is being changed at the place that is shown.
    pub fn draft_here(&self) -> Option<&Draft> {
        self.draft.as_deref().filter(|draft| draft.at == self.walk.here())
    }

    /// What is being changed elsewhere, and waits there.
    pub fn draft_elsewhere(&self) -> Option<&Draft> {
        self.draft.as_deref().filter(|draft| draft.at != self.walk.here())
    }
}

impl State {
    /// Changes the draft at the place that is shown; begins it. One that was begun elsewhere and
    /// changed nothing yet gives way.
    pub(super) fn touch(&mut self, touch: Touch) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        let here = open.walk.here();
        let waits = open.draft_elsewhere().is_some_and(|draft| draft.form.is_changed());
        if waits {
            return Vec::new();
        }
        if open.draft_here().is_none() {
            let form = Form::new(open.so(here));
            open.draft = Some(Box::new(Draft { at: here, form, trouble: None }));
        }
        if let Some(draft) = open.draft.as_deref_mut() {
            draft.trouble = draft.form.touch(touch).err();
            let trouble = draft.trouble.clone();
            self.said = trouble.unwrap_or_else(|| std::mem::take(&mut self.said));
        }
        Vec::new()
    }

    /// Appends what was changed as a step and goes there.
    pub(super) fn apply(&mut self) -> Vec<Effect> {
        let Some(open) = self.open_mut() else { return Vec::new() };
        if open.is_busy() {
            return Vec::new();
        }
        let Some(draft) = open.draft.take_if(|draft| draft.at == open.walk.here()) else {
            return Vec::new();
        };
        if !draft.form.is_changed() {
            return Vec::new();
        }
        let applied = draft.form.edit().and_then(|edit| {
            let appended = open.walk.edit(&open.world.scenario, draft.at, edit, BY_HAND);
            appended.map_err(|error| capitalised(&error.to_string()))
        });
        match applied {
            Ok(place) => {
                let spoken = open.walk.sight(place).spoken.clone();
                open.phase = Phase::Idle;
                open.slip = None;
                self.said = say_with("Applied. {1}. This holds from here on.", &[&spoken]);
            }
            Err(why) => {
                open.draft = Some(Box::new(Draft { trouble: Some(why.clone()), ..*draft }));
                self.said = why;
            }
        }
        Vec::new()
    }

    /// Lets go of what was changed and not applied.
    pub(super) fn discard(&mut self) -> Vec<Effect> {
        if let Some(open) = self.open_mut()
            && open.draft.take().is_some()
        {
            self.said = say("What was not applied is gone.").into();
        }
        Vec::new()
    }
}
