//! Keeping a walk for a reload.

use super::*;
use crate::page::state::{form::Touch, keep::Kept, tree::Move};
use std::collections::BTreeMap;

/// What a browser would hold.
#[derive(Default)]
struct Shelf(BTreeMap<u32, String>);

impl Shelf {
    fn take(&mut self, state: &mut State) {
        for record in state.keep() {
            match record {
                Kept::Anew => self.0.clear(),
                Kept::Record(number, text) => _ = self.0.insert(number, text),
                Kept::Gone(number) => _ = self.0.remove(&number),
            }
        }
    }

    fn records(&self) -> Vec<String> {
        self.0.values().cloned().collect()
    }
}

/// A page with a world, and what was kept of it so far.
fn kept() -> (State, Shelf) {
    let mut state = page();
    let mut shelf = Shelf::default();
    state.update_whole(Msg::Play);
    shelf.take(&mut state);
    state.update_whole(Msg::Play);
    shelf.take(&mut state);
    (state, shelf)
}

fn reloaded(shelf: &Shelf) -> State {
    let mut state = page();
    assert!(state.restore(&shelf.records()));
    state
}

/// All that a person sees of the walk.
fn seen(state: &State) -> (Place, Vec<(Place, String, bool, String)>) {
    let walk = &state.open().unwrap().walk;
    let steps = walk.timeline().places().map(|place| {
        let step = walk.timeline().step(place);
        let name = step.map(|step| step.name.clone()).unwrap_or_default();
        let shown = format!("{:?}", walk.sight(place));
        (place, name, walk.is_pinned(place), shown)
    });
    (walk.here(), steps.collect())
}

#[test]
fn a_reload_brings_the_walk_back() {
    let (mut state, mut shelf) = kept();
    state.update_whole(Msg::Tree(Move::Pin));
    shelf.take(&mut state);
    state.update_whole(Msg::Undo);
    shelf.take(&mut state);
    assert_eq!(seen(&reloaded(&shelf)), seen(&state));
}

#[test]
fn a_deleted_step_stays_away_and_comes_back_when_it_was_put_back() {
    let (mut state, mut shelf) = kept();
    state.update_whole(Msg::Tree(Move::Delete));
    shelf.take(&mut state);
    assert_eq!(seen(&reloaded(&shelf)), seen(&state));
    state.update_whole(Msg::Tree(Move::Restore));
    shelf.take(&mut state);
    assert_eq!(seen(&reloaded(&shelf)), seen(&state));
}

#[test]
fn a_step_costs_one_record_and_the_start() {
    let (mut state, _) = kept();
    state.update_whole(Msg::Play);
    assert_eq!(state.keep().len(), 2);
    // Looking costs nothing.
    state.update_whole(Msg::Tab(Tab::Text));
    assert_eq!(state.keep(), []);
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let (_, shelf) = kept();
    let whole = shelf.records();
    for broken in [
        Vec::new(),
        vec![whole[1].clone()],
        vec!["{}".to_owned()],
        vec![whole[0].clone(), whole[2].clone(), whole[1].clone()],
        vec![whole[0].replace("\"here\":2", "\"here\":9"), whole[1].clone()],
    ] {
        let mut state = page();
        let before = seen(&state);
        assert!(!state.restore(&broken));
        assert_eq!(seen(&state), before);
    }
}

#[test]
fn an_edit_comes_back() {
    let (mut state, mut shelf) = kept();
    state.update_whole(Msg::Touch(Touch::Switch("disk-full")));
    state.update_whole(Msg::Apply);
    shelf.take(&mut state);
    let again = reloaded(&shelf);
    let here = open(&again).walk.here();
    assert_eq!(open(&again).walk.sight(here).kind(), Kind::Edited);
    assert_eq!(open(&again).so(here), open(&state).so(here));
    assert_eq!(seen(&again), seen(&state));
}
