//! Steps as links have them, written and read.

use super::{
    By, LinkError, Step, TooLarge, World,
    chain::{Chain, windows},
    fingerprint::Fingerprint,
    payload::{Edited, Rectangle, Shown, unusual},
    told,
};
use crate::{
    Control, Edit,
    delta::State,
    facts::{Cell, Table},
    screen::Bounds,
};

/// Digits of the fingerprint of what was dressed: 24 bits.
const DIGITS: usize = 4;
/// Most bytes that all steps together come to in memory.
const MAX_SHOWN: usize = 32 << 20;
/// Most comparisons of all deltas together: lines by nodes.
const MAX_WORK: usize = 1 << 24;

/// The steps of a link on their way.
pub(super) struct Steps<'a> {
    world: &'a World,
    chain: Chain,
    /// Of the observations that are dressed, not told.
    dressed: Option<Fingerprint>,
    /// What may still be shown and done.
    shown: usize,
    work: usize,
}

impl<'a> Steps<'a> {
    pub fn new(world: &'a World) -> Self {
        let chain = Chain::begin(world);
        Self { world, chain, dressed: None, shown: MAX_SHOWN, work: MAX_WORK }
    }

    /// Writes a step.
    pub fn tell(&mut self, step: &Step) -> Shown {
        let (action, observation, known, by) = match step {
            Step::Action { action, observation, known, by } => (action, observation, known, by),
            Step::Edit(edit) => return self.tell_edit(edit),
        };
        let mut shown =
            Shown { action: action.clone(), by: unusual(*by, &By::default()), ..Shown::default() };
        let read = self.chain.read(observation);
        let Some(state) = known else {
            self.chain.see(read);
            shown.text = Some(observation.clone());
            return shown;
        };
        let typed = self.chain.typed(action);
        shown.told = Some(told::tell(self.world.scenario(), self.chain.state(), state, &typed));
        let carried = self.chain.windows();
        let (mut screen, mut text) = self.chain.dress(state, &carried);
        let places = windows(&read);
        if text != *observation && places != carried {
            (screen, text) = self.chain.dress(state, &places);
            shown.windows = Some(places.into_iter().map(Rectangle::from).collect());
        }
        if text == *observation {
            self.dressed.get_or_insert_default().add(&text);
        } else {
            shown.windows = None;
            shown.text = Some(observation.clone());
            screen = read;
        }
        self.chain.know(state.clone(), screen);
        shown
    }

    /// Reads the step of a number, counted from 1.
    pub fn hear(&mut self, number: usize, shown: Shown) -> Result<Step, LinkError> {
        let Shown { action, told, windows, text, by, edit, later: _ } = shown;
        if let Some(edit) = edit {
            let alone = action.is_empty() && told.is_none() && text.is_none();
            let alone = alone && windows.is_none() && by.is_none();
            return if alone {
                self.hear_edit(number, edit)
            } else {
                Err(LinkError::Mixed(number))
            };
        }
        let by = by.unwrap_or_default();
        let known = match told {
            Some(told) => Some(self.hear_state(number, &action, &told)?),
            None => None,
        };
        let observation = match (&known, text) {
            (Some(state), None) => {
                let places = match windows {
                    Some(windows) => rectangles(&windows)?,
                    None => self.chain.windows(),
                };
                let (screen, text) = self.chain.dress(state, &places);
                self.dressed.get_or_insert_default().add(&text);
                self.chain.know(state.clone(), screen);
                text
            }
            (known, Some(text)) => {
                let screen = self.chain.read(&text);
                match known {
                    Some(state) => self.chain.know(state.clone(), screen),
                    None => self.chain.see(screen),
                }
                text
            }
            (None, None) => return Err(LinkError::Blank(number)),
        };
        let weight = observation.len() + action.len() + weight(self.chain.state());
        spend(&mut self.shown, weight)?;
        Ok(Step::Action { action, observation, known, by })
    }

    fn tell_edit(&mut self, edit: &Edit) -> Shown {
        let before = self.chain.edit();
        let facts = (edit.facts != before.facts).then(|| {
            let after = self.chain.edited(edit);
            told::tell(self.world.scenario(), self.chain.state(), &after, &[])
        });
        let controls = unusual(&edit.controls, &&before.controls).cloned();
        self.chain.change(edit);
        Shown { edit: Some(Edited { facts, controls, later: None }), ..Shown::default() }
    }

    fn hear_edit(&mut self, number: usize, edited: Edited) -> Result<Step, LinkError> {
        let Edited { facts, controls, later: _ } = edited;
        let mut edit = self.chain.edit();
        if let Some(told) = facts {
            // What it may say of the screen means nothing.
            edit.facts = self.hear_state(number, "", &told)?.facts().clone();
        }
        edit.controls = controls.unwrap_or(edit.controls);
        edit.check().map_err(|error| LinkError::Edit { step: number, error })?;
        self.chain.change(&edit);
        let words = edit.controls.iter().map(|control| match control {
            Control::Text(text) => text.len(),
            Control::Named(_) => 0,
        });
        let words: usize = words.sum();
        spend(&mut self.shown, weight(self.chain.state()) + words)?;
        Ok(Step::Edit(edit))
    }

    fn hear_state(&mut self, number: usize, action: &str, told: &str) -> Result<State, LinkError> {
        let typed = self.chain.typed(action);
        let state = self.chain.state();
        let lines = told.bytes().filter(|&byte| byte == b'\n').count();
        let work = lines.saturating_mul(lines + state.frame().elements().len());
        spend(&mut self.work, work)?;
        let heard = told::hear(told, state, &typed);
        heard.map_err(|error| LinkError::Step { step: number, error })
    }

    /// A fingerprint of the observations that were dressed; `None` if none was.
    pub fn check(&self) -> Option<String> {
        self.dressed.map(|fingerprint| fingerprint.digits(DIGITS))
    }
}

fn spend(left: &mut usize, cost: usize) -> Result<(), LinkError> {
    *left = left.checked_sub(cost).ok_or(LinkError::TooLarge(TooLarge::Shown))?;
    Ok(())
}

fn rectangles(windows: &[Rectangle]) -> Result<Vec<Bounds>, LinkError> {
    let places = windows.iter().map(|window| window.bounds());
    places.collect::<Option<_>>().ok_or(LinkError::Setting("the place of a window"))
}

/// About how many bytes a state takes in memory.
fn weight(state: &State) -> usize {
    let cells = state.facts().tables.iter().flat_map(Table::rows).flat_map(|row| &row.cells);
    let cells = cells
        .map(|cell| size_of::<Cell>() + if let Cell::Text(text) = cell { text.len() } else { 0 });
    let nodes = state.frame().elements().iter().map(|element| {
        let texts = [element.value.as_ref(), element.hint.as_ref()];
        let texts: usize = texts.into_iter().flatten().map(String::len).sum();
        size_of_val(element) + element.name.len() + texts
    });
    cells.sum::<usize>() + nodes.sum::<usize>()
}
