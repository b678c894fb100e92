//! The world of a link: whole, or a built-in one and what differs from it.

use super::{
    LinkError, Worlds,
    fingerprint::Fingerprint,
    payload::{Named, Payload},
    told,
};
use crate::{
    Dialect, Scenario, Screen,
    delta::{Keyframe, State},
    facts::MAX_TABLES,
    scenario::ScenarioError,
};
use serde_json::{Map, Value};

/// Digits of a fingerprint: 48 bits.
const DIGITS: usize = 8;
/// The tables in a scenario's JSON.
const FACTS: &str = "facts";

/// A world to start in: a scenario that is in order, and all that is so at its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    scenario: Scenario,
    /// The first observation, read.
    first: Screen,
    /// Facts and screen at the start.
    start: State,
    /// Whether the first observation leaves something of the start unsaid.
    unsaid: bool,
}

impl World {
    /// A scenario and, where its first observation does not say all of the start, the keyframe that
    /// does. Of the keyframe, facts and screen are taken.
    pub fn new(scenario: Scenario, keyframe: Option<&str>) -> Result<Self, LinkError> {
        let keyframe = keyframe.map(Keyframe::parse).transpose().map_err(LinkError::Start)?;
        Self::starting(scenario, keyframe.map(|keyframe| keyframe.state))
    }

    /// A scenario that starts with a canonical screen, of which its first observation may leave
    /// something unsaid.
    pub fn showing(scenario: Scenario, screen: &Screen) -> Result<Self, LinkError> {
        let state = State::new(scenario.facts.clone(), screen).map_err(ScenarioError::Facts)?;
        Self::starting(scenario, Some(state))
    }

    /// The same world told in another dialect of its domain.
    pub fn told_in(&self, dialect: Dialect) -> Result<Self, LinkError> {
        let screen = self.start.frame().screen();
        let first = dialect.print(&dialect.dress(&screen));
        let scenario = Scenario { dialect, first, ..self.scenario.clone() };
        Self::starting(scenario, Some(self.start.clone()))
    }

    fn starting(scenario: Scenario, start: Option<State>) -> Result<Self, LinkError> {
        scenario.check()?;
        let (first, read) = read(&scenario)?;
        let start = start.map_or_else(|| read.clone(), State::renumbered);
        let unsaid = start != read;
        Ok(Self { scenario, first, start, unsaid })
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Facts and screen at the start.
    pub fn start(&self) -> &State {
        &self.start
    }

    /// The start as a keyframe, where the first observation does not say all of it.
    pub fn keyframe(&self) -> Option<String> {
        self.unsaid.then(|| told::keyframe(&self.scenario, &self.start))
    }

    /// The first observation, read.
    pub(super) fn first(&self) -> &Screen {
        &self.first
    }

    /// What a built-in world is known by besides its identifier: eight characters that change when
    /// anything does that its links build on. Title and summary may be put better.
    pub fn fingerprint(&self) -> Result<String, LinkError> {
        let Scenario { dialect, task, facts, controls, reference, first, .. } = &self.scenario;
        let mut fingerprint = Fingerprint::default();
        for text in
            [dialect.name(), task, &json(facts)?, &json(controls)?, &json(reference)?, first]
        {
            fingerprint.add(text);
        }
        if let Some(keyframe) = self.keyframe() {
            fingerprint.add(&keyframe);
        }
        Ok(fingerprint.digits(DIGITS))
    }

    /// Puts the world into a payload.
    pub(super) fn tell(&self, worlds: Worlds<'_>, payload: &mut Payload) -> Result<(), LinkError> {
        let base = worlds(&self.scenario.id);
        let whole = object(&self.scenario)?;
        payload.scenario = match &base {
            Some(base) => {
                payload.world = Some(Named(self.scenario.id.clone(), base.fingerprint()?));
                differences(&object(&base.scenario)?, whole)
            }
            None => whole,
        };
        let usual = usual_start(base.as_ref(), &self.scenario)?;
        if self.start != usual {
            payload.start = Some(told::tell(&self.scenario, &usual, &self.start, &[]));
        }
        Ok(())
    }

    /// Takes the world out of a payload.
    pub(super) fn hear(payload: &mut Payload, worlds: Worlds<'_>) -> Result<Self, LinkError> {
        let mut scenario = std::mem::take(&mut payload.scenario);
        let base = match payload.world.take() {
            Some(Named(id, fingerprint)) => {
                let base = worlds(&id).ok_or_else(|| LinkError::UnknownWorld(id.clone()))?;
                if base.fingerprint()? != fingerprint {
                    return Err(LinkError::ChangedWorld(id));
                }
                scenario = changed(object(&base.scenario)?, scenario);
                Some(base)
            }
            None => None,
        };
        // As text once more: a page reads scenarios as text anyway, and another reader weighs 29 kB.
        let scenario = Scenario::from_json(&json(&scenario)?).map_err(|error| match error {
            ScenarioError::Json(error) => LinkError::Unknown(error),
            error => LinkError::World(error),
        })?;
        let usual = usual_start(base.as_ref(), &scenario)?;
        let start = match &payload.start {
            Some(text) => told::hear(text, &usual, &[]).map_err(LinkError::Start)?,
            None => usual,
        };
        Self::starting(scenario, Some(start))
    }
}

/// Where a world starts if nothing else is said: where its first observation says; one that is
/// changed from a built-in one and begins with the same observation, on that one's screen.
fn usual_start(base: Option<&World>, scenario: &Scenario) -> Result<State, LinkError> {
    match base {
        Some(base) if base.unsaid && base.scenario.first == scenario.first => {
            let screen = base.start.frame().screen();
            let same = base.scenario.facts == scenario.facts;
            let facts = if same { base.start.facts() } else { &scenario.facts };
            Ok(State::new(facts.clone(), &screen).map_err(ScenarioError::Facts)?)
        }
        _ => Ok(read(scenario)?.1),
    }
}

/// What the first observation says.
fn read(scenario: &Scenario) -> Result<(Screen, State), ScenarioError> {
    let first = scenario.first_screen()?;
    let state = State::new(scenario.facts.clone(), &first)?;
    Ok((first, state))
}

/// The fields of a scenario's JSON.
fn object(scenario: &Scenario) -> Result<Map<String, Value>, LinkError> {
    serde_json::from_str(&json(scenario)?).map_err(|_| LinkError::Unsayable)
}

fn json(value: &impl serde::Serialize) -> Result<String, LinkError> {
    serde_json::to_string(value).map_err(|_| LinkError::Unsayable)
}

/// The fields of a scenario that differ from a built-in one's; of its tables, those that it has too
/// are numbers. What it leaves out is null.
fn differences(base: &Map<String, Value>, scenario: Map<String, Value>) -> Map<String, Value> {
    let gone = base.keys().filter(|name| !scenario.contains_key(*name));
    let mut fields: Map<String, Value> = gone.map(|name| (name.clone(), Value::Null)).collect();
    for (name, mut value) in scenario {
        let old = base.get(&name);
        if old == Some(&value) {
            continue;
        }
        if let (FACTS, Some(Value::Array(old)), Value::Array(tables)) =
            (name.as_str(), old, &mut value)
        {
            for table in tables {
                if let Some(at) = old.iter().position(|old| old == table) {
                    *table = Value::from(at);
                }
            }
        }
        fields.insert(name, value);
    }
    fields
}

/// The other way.
fn changed(mut base: Map<String, Value>, fields: Map<String, Value>) -> Map<String, Value> {
    for (name, mut value) in fields {
        if value.is_null() {
            base.remove(&name);
            continue;
        }
        if let (FACTS, Some(Value::Array(old)), Value::Array(tables)) =
            (name.as_str(), base.get(&name), &mut value)
            && tables.len() <= MAX_TABLES
        {
            for table in tables {
                let at = table.as_u64().and_then(|at| usize::try_from(at).ok());
                if let Some(old) = at.and_then(|at| old.get(at)) {
                    *table = old.clone();
                }
            }
        }
        base.insert(name, value);
    }
    base
}
