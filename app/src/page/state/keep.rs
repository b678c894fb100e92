//! Keeping the open world's walk, so that a reload loses nothing: what is to be kept after each
//! message, and a walk made of what was kept.
//!
//! A walk is a record of its start and one for each step, under the number of its place. What has not
//! changed is not written again, so keeping costs the same at the first step and at the thousandth.

use super::{Open, Phase, Stage, State, World, walk::Origin, walk::Walk};
use crate::page::say::say;
use diorama_world::{
    Scenario, Timeline, Trace,
    timeline::{Place, Step},
};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Longest record that is read again, in bytes: more than a scenario with its recording.
const MAX_RECORD: usize = 12 << 20;

/// Something to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing that was kept holds any more.
    Anew,
    /// A record under its number.
    Record(u32, String),
    /// There is no such step any more.
    Gone(u32),
}

/// What of the open walk is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keeping {
    /// The world whose walk it is.
    world: Option<Rc<World>>,
    /// The place that was kept as the one shown.
    here: Option<Place>,
}

/// The record of a start.
#[derive(Serialize, Deserialize)]
struct StartRecord {
    scenario: Scenario,
    keyframe: Option<String>,
    trace: Option<Trace>,
    here: Place,
}

/// The record of a step.
#[derive(Serialize, Deserialize)]
struct StepRecord {
    place: usize,
    step: Step,
    origin: Origin,
}

impl State {
    /// What is to be kept since this was asked last. A world that was only looked at is not.
    pub fn keep(&mut self) -> Vec<Kept> {
        if !self.has_to_keep() {
            return Vec::new();
        }
        let Stage::Open(open) = &mut self.stage else { return Vec::new() };
        let touched = open.walk.take_touched();
        let same = self.keeping.world.as_ref().is_some_and(|it| Rc::ptr_eq(it, &open.world));
        let here = open.walk.here();
        let mut records = Vec::new();
        let mut places: Vec<usize> = touched.into_iter().collect();
        if !same {
            records.push(Kept::Anew);
            places =
                open.walk.timeline().places().map(Place::number).filter(|it| *it > 0).collect();
        }
        records.push(start(open));
        records.extend(places.into_iter().map(|number| step(&open.walk, number)));
        self.keeping = Keeping { world: Some(Rc::clone(&open.world)), here: Some(here) };
        records
    }

    /// Whether something is to be kept.
    pub fn has_to_keep(&self) -> bool {
        let Stage::Open(open) = &self.stage else { return false };
        let same = self.keeping.world.as_ref().is_some_and(|it| Rc::ptr_eq(it, &open.world));
        open.walk.is_touched() || same && self.keeping.here != Some(open.walk.here())
    }

    /// Opens the walk that was kept; says whether it could be read.
    pub fn restore(&mut self, records: &[String]) -> bool {
        let Some(open) = restored(records) else { return false };
        let here = open.walk.here();
        self.keeping = Keeping { world: Some(Rc::clone(&open.world)), here: Some(here) };
        self.stage = Stage::Open(Box::new(open));
        self.said = say("Your steps are back.").into();
        true
    }

    /// Says something that a person should know, beneath the world.
    pub fn warn(&mut self, words: &str) {
        words.clone_into(&mut self.said);
        if let Some(open) = self.open_mut() {
            open.slip = Some(words.to_owned());
        }
    }
}

fn start(open: &Open) -> Kept {
    let World { scenario, trace, keyframe } = &*open.world;
    let record = StartRecord {
        scenario: scenario.clone(),
        keyframe: keyframe.clone(),
        trace: trace.clone(),
        here: open.walk.here(),
    };
    Kept::Record(0, serde_json::to_string(&record).unwrap_or_default())
}

fn step(walk: &Walk, number: usize) -> Kept {
    let key = number as u32;
    let record =
        walk.timeline().places().find(|place| place.number() == number).and_then(|place| {
            let step = walk.timeline().step(place)?.clone();
            let origin = walk.sight(place).origin.clone();
            serde_json::to_string(&StepRecord { place: number, step, origin }).ok()
        });
    record.map_or(Kept::Gone(key), |text| Kept::Record(key, text))
}

/// The open world that records tell of; `None` where they do not fit together.
fn restored(records: &[String]) -> Option<Open> {
    let (start, steps) = records.split_first()?;
    if records.iter().any(|it| it.len() > MAX_RECORD) {
        return None;
    }
    let StartRecord { scenario, keyframe, trace, here } = serde_json::from_str(start).ok()?;
    scenario.check().ok()?;
    let (mut taken, mut origins) = (Vec::new(), Vec::new());
    for record in steps {
        let StepRecord { place, step, origin } = serde_json::from_str(record).ok()?;
        if let Origin::Edited(edit) = &origin {
            edit.check().ok()?;
        }
        let gap = place.checked_sub(taken.len() + 1)?;
        if place > diorama_world::timeline::MAX_STEPS {
            return None;
        }
        taken.extend(std::iter::repeat_n(None, gap));
        origins.extend(std::iter::repeat_n(None, gap));
        taken.push(Some(step));
        origins.push(Some(origin));
    }
    let timeline = Timeline::of_steps(taken, here).ok()?;
    let world = Rc::new(World { scenario, trace, keyframe });
    let walk = Walk::of_timeline(&world.scenario, world.keyframe.clone(), timeline, &origins);
    Some(Open { walk, phase: Phase::Idle, ..Open::new(Rc::clone(&world)) })
}
