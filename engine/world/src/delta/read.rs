//! Reading deltas, line by line: each line is read against the state that the lines before it
//! have made, so that what was read can also be carried out.

use super::{
    Delta, DeltaError, Edit, Element, Field, Flaw, Frame, Heading, Place, Redraw, Set, State,
    cells::{read_cells, read_last_cell},
    line::{read_element, read_field, read_set},
    reference::{Sources, read_column, read_number, read_row},
    text::TextReader,
};
use crate::{
    dialect::{MAX_PROBLEMS, MAX_TEXT},
    facts::Change,
};
use std::sync::Arc;

/// What could be read of a delta that may be faulty: a model wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The delta, from the lines that could be read.
    pub delta: Delta,
    /// The state it leads to.
    pub next: State,
    /// The lines that could not be read and were skipped, the first
    /// [`MAX_PROBLEMS`](crate::dialect::MAX_PROBLEMS) of them.
    pub problems: Vec<DeltaError>,
}

/// Reads a delta; the first flaw refuses it. Gives it with the state it leads to.
pub fn parse(text: &str, before: &State, typed: &[String]) -> Result<(Delta, State), DeltaError> {
    let reading = walk(text, before, typed, 1);
    match reading.problems.into_iter().next() {
        Some(error) => Err(error),
        None => Ok((reading.delta, reading.next)),
    }
}

/// Reads what can be read of a delta.
pub fn read(text: &str, before: &State, typed: &[String]) -> Reading {
    walk(text, before, typed, MAX_PROBLEMS)
}

/// Reads until there are so many problems.
fn walk(text: &str, before: &State, typed: &[String], most: usize) -> Reading {
    let mut course = Course::new(Arc::new(before.clone()), Arc::from(typed));
    let mut delta = Delta::default();
    let mut problems = Vec::new();
    let mut problem = |line: usize, flaw| {
        if problems.len() < most {
            problems.push(DeltaError { line, flaw });
        }
        problems.len() >= most
    };
    let whole = text.get(..MAX_TEXT).unwrap_or(text);
    let mut lines = 0;
    if text.len() > MAX_TEXT {
        problem(1, Flaw::TooLong(MAX_TEXT));
    } else {
        for line in whole.split_terminator('\n') {
            lines += 1;
            let done = course.read(line).and_then(|line| {
                course.take(&line)?;
                line.record(&before.frame.heading, &mut delta);
                Ok(())
            });
            if let Err(flaw) = done
                && problem(lines, flaw)
            {
                break;
            }
        }
        if !course.may_end() {
            problem(lines + 1, Flaw::End);
        }
    }
    Reading { delta, next: course.state(), problems }
}

/// A line, read.
#[derive(Debug, Clone)]
pub(super) enum Line {
    Same,
    New,
    Change(Change),
    Field(Field, Option<String>),
    Set(u32, Set),
    Remove(u32, u32),
    Place(Place),
    /// A node at the place of the last `Place`; its depth counts from there.
    Node(Element),
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing was read: anything may come.
    Start,
    /// The state stays as it is: nothing may come.
    Same,
    /// Facts changed; more of that, or edits.
    Facts,
    /// Edits.
    Edits,
    /// A place was named: a node has to come.
    Place(Spot),
    /// Nodes were put in at a place: more of them, or other edits.
    Nodes(Spot),
    /// A new screen: its header, then its nodes.
    NewHeading,
    /// Nodes of a new screen.
    NewNodes(Spot),
}

/// Where the next node is put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Index in the outline.
    pub at: usize,
    /// Depth that is spelled as none.
    pub base: usize,
    /// How much deeper it may be at most.
    pub deepest: usize,
}

impl Spot {
    const TOP: Self = Self { at: 0, base: 0, deepest: 0 };
}

impl Stage {
    /// Where a node may be put in.
    pub fn spot(self) -> Option<Spot> {
        match self {
            Self::Place(spot) | Self::Nodes(spot) | Self::NewNodes(spot) => Some(spot),
            Self::NewHeading => Some(Spot::TOP),
            _ => None,
        }
    }

    /// Whether facts may change.
    pub fn facts(self) -> bool {
        matches!(self, Self::Start | Self::Facts)
    }

    /// Whether a new screen may begin.
    pub fn renewal(self) -> bool {
        self.facts()
    }

    /// Whether the screen may be edited.
    pub fn edits(self) -> bool {
        matches!(self, Self::Start | Self::Facts | Self::Edits | Self::Nodes(_))
    }

    /// Whether a field of the header may be set.
    pub fn field(self) -> bool {
        self.edits() || self == Self::NewHeading
    }
}

/// A delta on its way: the state that its lines so far have made. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Course {
    pub before: Arc<State>,
    pub typed: Arc<[String]>,
    pub now: Arc<State>,
    pub stage: Stage,
    /// Bytes of text that may still be read.
    left: usize,
}

impl Course {
    pub fn new(before: Arc<State>, typed: Arc<[String]>) -> Self {
        let now = Arc::clone(&before);
        Self { before, typed, now, stage: Stage::Start, left: MAX_TEXT }
    }

    /// Whether the delta may end here.
    pub fn may_end(&self) -> bool {
        !matches!(self.stage, Stage::Start | Stage::Place(_))
    }

    /// The state so far.
    pub fn state(self) -> State {
        drop(self.before);
        Arc::unwrap_or_clone(self.now)
    }

    /// Reads a line.
    pub fn read(&mut self, line: &str) -> Result<Line, Flaw> {
        let sources =
            Sources { typed: &self.typed, facts: &self.now.facts, frame: Some(&self.before.frame) };
        let mut reader = TextReader { sources, left: &mut self.left };
        let stage = self.stage;
        let frame = &self.now.frame;
        let here = |allowed: bool| if allowed { Ok(()) } else { Err(Flaw::Place) };
        match line.as_bytes().first() {
            Some(b'$') => {
                here(stage.facts())?;
                read_change(&line[1..], &self.now, &mut reader)
            }
            Some(b'-') => {
                if let Some(row) = line.strip_prefix("-$") {
                    here(stage.facts())?;
                    let (table, row, rest) = read_row(row, &self.now.facts)?;
                    ends(rest)?;
                    return Ok(Line::Change(Change::Remove { table, row }));
                }
                here(stage.edits())?;
                let (first, rest) = read_number(&line[1..]).ok_or(Flaw::Number)?;
                let (last, rest) = match rest.strip_prefix(':') {
                    Some(rest) => read_number(rest).ok_or(Flaw::Number)?,
                    None => (first, rest),
                };
                ends(rest)?;
                Ok(Line::Remove(first, last))
            }
            Some(b'0'..=b'9') => {
                let (id, rest) = read_number(line).ok_or(Flaw::Number)?;
                if !(rest.is_empty() || rest.starts_with(' ')) {
                    return Err(Flaw::Unknown);
                }
                if let Some(spot) = stage.spot()
                    && frame.next == id
                {
                    let node = read_element(rest, &mut reader)?;
                    return if node.depth > spot.deepest {
                        Err(Flaw::Depth)
                    } else {
                        Ok(Line::Node(node))
                    };
                }
                if let (Some(_), None) = (stage.spot(), frame.index(id)) {
                    return Err(Flaw::NotNext { expected: frame.next, found: id });
                }
                here(stage.edits())?;
                let old = frame.element(id).ok_or(Flaw::NoSuchNode(id))?;
                read_set(rest, old, &mut reader).map(|set| Line::Set(id, set))
            }
            _ => {
                if let Some(field) = read_field(line, &mut reader) {
                    here(stage.field())?;
                    return field.map(|(field, text)| Line::Field(field, text));
                }
                read_word(line, stage)
            }
        }
    }

    /// Carries a line out.
    pub fn take(&mut self, line: &Line) -> Result<(), Flaw> {
        let stage = self.stage;
        self.stage = match line {
            Line::Same => Stage::Same,
            Line::New => {
                let heading = self.before.frame.heading.clone();
                Arc::make_mut(&mut self.now).frame = Frame::fresh(heading, Vec::new());
                Stage::NewHeading
            }
            Line::Change(change) => {
                Arc::make_mut(&mut self.now).facts.apply(change)?;
                Stage::Facts
            }
            Line::Field(field, text) => {
                Arc::make_mut(&mut self.now).frame.heading.set(*field, text.clone());
                if stage == Stage::NewHeading { stage } else { Stage::Edits }
            }
            Line::Set(id, set) => {
                Arc::make_mut(&mut self.now).frame.set(*id, |element| set.apply(element))?;
                Stage::Edits
            }
            Line::Remove(first, last) => {
                Arc::make_mut(&mut self.now).frame.remove(*first, *last)?;
                Stage::Edits
            }
            Line::Place(place) => {
                let (at, base) = self.now.frame.place(*place)?;
                Stage::Place(Spot { at, base, deepest: 0 })
            }
            Line::Node(node) => {
                let Spot { at, base, .. } = stage.spot().ok_or(Flaw::Place)?;
                let element = Element { depth: base + node.depth, ..node.clone() };
                Arc::make_mut(&mut self.now).frame.insert(at, element)?;
                let spot = Spot { at: at + 1, base, deepest: node.depth + 1 };
                match stage {
                    Stage::NewHeading | Stage::NewNodes(_) => Stage::NewNodes(spot),
                    _ => Stage::Nodes(spot),
                }
            }
        };
        Ok(())
    }
}

fn ends(rest: &str) -> Result<(), Flaw> {
    if rest.is_empty() { Ok(()) } else { Err(Flaw::Unknown) }
}

/// Reads a change of facts, without its `$`: `c3.name Ada`, or `c4 Ada | 555`.
fn read_change(text: &str, now: &State, reader: &mut TextReader<'_>) -> Result<Line, Flaw> {
    let (table, row, rest) = read_row(text, &now.facts)?;
    let columns = &now.facts.tables[table];
    if let Some(rest) = rest.strip_prefix('.') {
        let (column, rest) = read_column(rest, columns)?;
        let text = rest.strip_prefix(' ').ok_or(Flaw::Cells)?;
        columns.row(row).ok_or(Flaw::NoSuchRow)?;
        let cell = read_last_cell(text, columns.columns[column].kind, reader)?;
        return Ok(Line::Change(Change::Set { table, row, column, cell }));
    }
    if !columns.is_free(row) {
        return Err(Flaw::Taken(row));
    }
    let cells = read_cells(rest, &columns.columns, reader)?;
    Ok(Line::Change(Change::Add { table, row, cells }))
}

/// Reads a line that is not a number's and not a field's.
fn read_word(line: &str, stage: Stage) -> Result<Line, Flaw> {
    let (word, rest) = line.split_once(' ').map_or((line, None), |(word, rest)| (word, Some(rest)));
    let id = || -> Result<u32, Flaw> {
        let (id, rest) = read_number(rest.unwrap_or_default()).ok_or(Flaw::Number)?;
        ends(rest).map(|()| id)
    };
    let (line, allowed) = match (word, rest) {
        ("same", None) => (Line::Same, stage == Stage::Start),
        ("new", None) => (Line::New, stage.renewal()),
        ("top", None) => (Line::Place(Place::Top), stage.edits()),
        ("in", Some(_)) => (Line::Place(Place::Inside(id()?)), stage.edits()),
        ("after", Some(_)) => (Line::Place(Place::After(id()?)), stage.edits()),
        _ => return Err(Flaw::Unknown),
    };
    if allowed { Ok(line) } else { Err(Flaw::Place) }
}

impl Line {
    /// Adds the line to a delta.
    fn record(self, before: &Heading, delta: &mut Delta) {
        match (self, &mut delta.screen) {
            (Self::Change(change), _) => delta.facts.push(change),
            (Self::New, screen) => {
                *screen = Redraw::New { heading: before.clone(), elements: Vec::new() };
            }
            (Self::Field(field, text), Redraw::New { heading, .. }) => heading.set(field, text),
            (Self::Node(node), Redraw::New { elements, .. }) => elements.push(node),
            (Self::Field(field, text), Redraw::Edits(edits)) => {
                edits.push(Edit::Field(field, text));
            }
            (Self::Place(place), Redraw::Edits(edits)) => {
                edits.push(Edit::Insert { place, elements: Vec::new() });
            }
            (Self::Node(node), Redraw::Edits(edits)) => {
                if let Some(Edit::Insert { elements, .. }) = edits.last_mut() {
                    elements.push(node);
                }
            }
            (Self::Set(id, set), Redraw::Edits(edits)) => edits.push(Edit::Set(id, set)),
            (Self::Remove(first, last), Redraw::Edits(edits)) => {
                edits.push(Edit::Remove(first, last));
            }
            // Nothing to add; edits do not follow a new screen, see `Stage`.
            (Self::Same, _)
            | (Self::Set(..) | Self::Remove(..) | Self::Place(_), Redraw::New { .. }) => {}
        }
    }
}
