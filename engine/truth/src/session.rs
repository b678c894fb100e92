//! Environments that answer each action with a text of its own: tools, a search engine, a project.
//!
//! A [`Service`] says what it answers; the session around it carries what they have in common: the
//! network that is slow, signing in again, notices. It remembers in the table `session`.

use crate::{Environment, Seed, World};
use diorama_world::{
    Action, Control, Dialect, Domain, Edit, Facts, Screen,
    control::{Effect, Event},
    facts::{Cell, Column, Kind, Table},
};
use std::marker::PhantomData;

/// Table of the session itself; it has one row.
const SESSION: &str = "session";
/// Tool that signs in again.
pub(crate) const SIGN_IN: &str = "sign_in";
/// Tool that allows the use of something.
pub(crate) const ALLOW: &str = "allow";
/// Tool that lets a moment pass.
pub(crate) const WAIT: &str = "wait";
/// Tool that brings lists up to date.
pub(crate) const REFRESH: &str = "refresh";

/// A column of the session's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Which wording and layout answers have: 0, 1 or 2.
    Look,
    /// Whether the person is signed out.
    Out,
    /// The action that waits for the network, in JSON.
    Waits,
    /// Steps until it is answered.
    Left,
}

/// The table of a session, with a look of the seed's.
pub(crate) fn table(seed: &mut Seed) -> Table {
    let columns = [
        ("look", Kind::Number),
        ("signed out", Kind::Flag),
        ("waits", Kind::Text),
        ("left", Kind::Number),
    ];
    let mut table = Table::new(SESSION, columns.map(|(name, kind)| Column::new(name, kind)));
    table.push([Cell::from(seed.below(3) as i64)]);
    table
}

/// What a session answers with.
pub(crate) trait Service {
    /// The domain it plays.
    const DOMAIN: Domain;
    /// The dialect it answers in.
    const DIALECT: Dialect;
    /// What stands there before anything was done.
    fn greet(world: &World) -> Vec<String>;
    /// The answer to an action; [`Refused::Nothing`] for one that can do nothing.
    fn answer(turn: &mut Turn<'_>, action: &Action) -> Answer;
    /// Something that could be done now.
    fn suggest(world: &World, seed: &mut Seed) -> Action;
    /// What an agent could be asked to do.
    fn task(world: &World) -> String;
}

/// The lines of an answer, or why there is another.
pub(crate) type Answer = Result<Vec<String>, Refused>;

/// Why an action is not answered as it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It can do nothing: what stands there stays.
    Nothing,
    /// It is wrong, or a control refuses it.
    Error(String),
    /// The network takes so many steps.
    Loads(u32),
}

impl From<String> for Refused {
    fn from(error: String) -> Self {
        Self::Error(error)
    }
}

/// One action being answered.
pub(crate) struct Turn<'a> {
    /// Facts and controls.
    pub world: &'a mut World,
    /// The network was waited for already.
    loaded: bool,
    /// What is said before the answer.
    notice: Option<String>,
}

impl Turn<'_> {
    /// Asks the network.
    pub fn request(&mut self) -> Result<(), Refused> {
        if self.loaded {
            return Ok(());
        }
        match self.world.request() {
            Some(Effect::Refuse(refusal)) => {
                Err(Refused::Error(format!("{} {}", refusal.status, refusal.error)))
            }
            Some(Effect::SignOut) => {
                set(self.world, At::Out, true);
                Err(Refused::Error(unauthorized()))
            }
            Some(Effect::Load { steps }) => Err(Refused::Loads(steps)),
            _ => Ok(()),
        }
    }

    /// Opens a page: a notice may come with it.
    pub fn open(&mut self) {
        if let Some(Effect::Interrupt { title, text }) = self.world.open() {
            self.notice = Some(format!("{title}: {text}"));
        }
    }

    /// Uses a part of what there is.
    pub fn permit(&self, name: &str) -> Result<(), Refused> {
        match self.world.permission(name) {
            Some(_) => {
                let how = format!("Permission denied: call {ALLOW} with {{\"name\":\"{name}\"}}");
                Err(Refused::Error(how))
            }
            None => Ok(()),
        }
    }

    /// Is about to store something in a table: what the controls let be stored of it.
    pub fn save(&self, table: &str) -> Result<Option<Effect>, Refused> {
        match self.world.save(table) {
            Some(Effect::Refuse(refusal)) => {
                Err(Refused::Error(format!("{}: {}", refusal.code, refusal.error)))
            }
            effect => Ok(effect),
        }
    }

    /// How many of some rows are listed at a time.
    pub fn shown(&self, rows: usize) -> usize {
        match self.world.effect(&Event::List { rows }) {
            Some(Effect::Split { rows }) => rows.max(1),
            _ => rows.max(1),
        }
    }

    /// The look of answers: 0, 1 or 2.
    pub fn look(&self) -> usize {
        look(self.world)
    }
}

/// The look of answers: 0, 1 or 2.
pub(crate) fn look(world: &World) -> usize {
    cell(world, At::Look).map_or(0, Cell::number).clamp(0, 2) as usize
}

fn unauthorized() -> String {
    format!("401 Unauthorized: call {SIGN_IN} to sign in again")
}

fn cell(world: &World, at: At) -> Option<&Cell> {
    world.facts.table(SESSION)?.rows().first()?.cells.get(at as usize)
}

fn set(world: &mut World, at: At, cell: impl Into<Cell>) {
    let Some(table) = world.facts.table_mut(SESSION) else { return };
    if let Some(row) = table.rows().first().map(|row| row.number) {
        table.set(row, at as usize, cell.into());
    }
}

/// The line that says what went wrong.
fn error_line(world: &World, text: &str) -> String {
    match look(world) {
        0 => format!("Error: {text}"),
        1 => serde_json::json!({ "error": text }).to_string(),
        _ => format!("error: {text}"),
    }
}

/// An environment that a service plays.
pub(crate) struct Session<S> {
    world: World,
    screen: Screen,
    service: PhantomData<S>,
}

impl<S: Service> Session<S> {
    /// A session with some facts, before anything was done.
    pub fn new(facts: Facts, controls: &[Control]) -> Self {
        let world = World::new(facts, controls);
        let screen = crate::text::screen(S::DIALECT, S::greet(&world));
        Self { world, screen, service: PhantomData }
    }

    /// The lines that an action leads to; `None` where nothing changes.
    fn answer(&mut self, action: &Action) -> Option<Vec<String>> {
        let world = &mut self.world;
        let left = cell(world, At::Left).map_or(0, Cell::number);
        if left > 1 {
            set(world, At::Left, left - 1);
            return Some(vec![loading(left - 1)]);
        }
        if left == 1 {
            // What was waited for comes, whatever was done meanwhile.
            let waits = cell(world, At::Waits).map_or("", Cell::text);
            let waited = serde_json::from_str::<Action>(waits).ok();
            set(world, At::Left, 0);
            set(world, At::Waits, "");
            return self.turn(&waited?, true);
        }
        let called = |tool: &str| matches!(action, Action::Call { tool: name, .. } if name == tool);
        let out = cell(world, At::Out).is_some_and(Cell::flag);
        match (out, called(SIGN_IN)) {
            (true, true) => {
                set(world, At::Out, false);
                Some(vec!["Signed in.".to_owned()])
            }
            (false, true) => Some(vec!["You are signed in.".to_owned()]),
            (true, false) if matches!(action, Action::Wait) => None,
            (true, false) => Some(vec![error_line(world, &unauthorized())]),
            (false, false) if called(WAIT) => None,
            (false, false) => self.turn(action, false),
        }
    }

    fn turn(&mut self, action: &Action, loaded: bool) -> Option<Vec<String>> {
        let mut turn = Turn { world: &mut self.world, loaded, notice: None };
        let answer = match common(&mut turn, action) {
            Err(Refused::Nothing) => S::answer(&mut turn, action),
            answer => answer,
        };
        let notice = turn.notice.take();
        let world = &mut self.world;
        let lines = match answer {
            Ok(lines) => lines,
            Err(Refused::Nothing) => return None,
            Err(Refused::Error(text)) => vec![error_line(world, &text)],
            Err(Refused::Loads(steps)) => {
                set(world, At::Waits, serde_json::to_string(action).unwrap_or_default());
                set(world, At::Left, i64::from(steps));
                vec![loading(i64::from(steps))]
            }
        };
        Some(notice.into_iter().chain(lines).collect())
    }
}

fn loading(left: i64) -> String {
    format!("Loading{}", ".".repeat(left.clamp(0, 9) as usize))
}

/// What all services answer to.
fn common(turn: &mut Turn<'_>, action: &Action) -> Answer {
    let Action::Call { tool, arguments } = action else { return Err(Refused::Nothing) };
    let say = |text: &str| Ok(vec![text.to_owned()]);
    match tool.as_str() {
        REFRESH if turn.world.refresh() => say("Lists are up to date now."),
        REFRESH => say("Lists were up to date."),
        ALLOW => {
            let name = arguments.get("name").and_then(serde_json::Value::as_str);
            let name = name.ok_or_else(|| "missing required field \"name\"".to_owned())?;
            if turn.world.permission(name).is_some() && name.len() <= 40 {
                turn.world.allow(name);
                return Ok(vec![format!("Allowed: {name}")]);
            }
            Ok(vec![format!("Nothing to allow: {}", crate::text::cut(name, 40))])
        }
        _ => Err(Refused::Nothing),
    }
}

impl<S: Service> Environment for Session<S> {
    fn domain(&self) -> Domain {
        S::DOMAIN
    }

    fn facts(&self) -> &Facts {
        &self.world.facts
    }

    fn screen(&self) -> &Screen {
        &self.screen
    }

    fn step(&mut self, action: &Action) {
        let actions = match action {
            Action::Sequence { actions } => actions,
            other => std::slice::from_ref(other),
        };
        for action in actions {
            if let Some(lines) = self.answer(action) {
                self.screen = crate::text::screen(S::DIALECT, lines.iter().map(|l| one(l)));
            }
        }
    }

    fn edit(&mut self, edit: &Edit) {
        self.world.edit(edit);
    }

    fn suggest(&self, seed: &mut Seed) -> Action {
        let world = &self.world;
        let call = |tool: &str| Action::Call { tool: tool.to_owned(), arguments: <_>::default() };
        let loads = cell(world, At::Left).is_some_and(|left| left.number() > 0);
        let out = cell(world, At::Out).is_some_and(Cell::flag);
        let asked = self.screen.nodes.first().and_then(|node| wanted(&node.name));
        match seed.below(16) {
            0 => Action::Wait,
            1 => call(WAIT),
            2..=12 if loads => call(WAIT),
            2..=12 if out => call(SIGN_IN),
            2..=12 if asked.is_some() => Action::Call {
                tool: ALLOW.to_owned(),
                arguments: [("name".to_owned(), asked.unwrap_or_default().into())]
                    .into_iter()
                    .collect(),
            },
            2 | 3 if world.has("stale-list") => call(REFRESH),
            _ => S::suggest(world, seed),
        }
    }

    fn task(&self) -> String {
        S::task(&self.world)
    }
}

/// What an answer asks to be allowed.
fn wanted(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("Permission denied")?;
    let (_, rest) = rest.split_once("name")?;
    rest.trim_start_matches(['\\', '"', ':']).split(['\\', '"']).next()
}

/// A line without line ends and other things that cannot be seen.
fn one(line: &str) -> String {
    line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
