//! Where in a line an acceptor is.

use super::{Rules, text::Text};
use crate::delta::{
    read::{Course, Stage},
    reference::{column_name, is_word},
};
use crate::{
    dialect::{MAX_DEPTH, MAX_NODES},
    facts::{Facts, Kind, Table},
};

/// Lines and beginnings of lines that are words.
const WORDS: [&str; 11] = [
    "same\n",
    "new\n",
    "top\n",
    "in ",
    "after ",
    "app ",
    "title ",
    "url ",
    "no app\n",
    "no title\n",
    "no url\n",
];

/// Where in a line an acceptor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cursor {
    /// Before the first byte.
    Start,
    /// Behind the end of a line, which may be a place that wants a node.
    End { place: bool },
    /// In one of the words whose bits are set.
    Word { at: u8, left: u16 },
    /// In the number of a node.
    Node { job: Job, number: Option<u32> },
    /// Behind the minus of a removal.
    Minus,
    /// Behind the dollar sign of a row.
    Dollar { removal: bool },
    /// In the number of a row.
    Row { table: u8, number: Option<u32>, removal: bool },
    /// In the name of a column.
    Column { table: u8, column: Column },
    /// In the spaces before a new node, behind one and so many more.
    Spaces(u16),
    /// In a text.
    Text(Text),
    /// In a number of the facts.
    Number { cell: Spot, negative: bool, value: Option<u64> },
    /// In a yes or no of the facts.
    Flag { cell: Spot, yes: bool, at: u8 },
    /// Before the bar behind a cell.
    Gap(Spot),
    /// Behind that bar.
    Bar(Spot),
}

/// What the number of a node is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Job {
    /// To set it, or to put it in.
    Line,
    /// To put nodes in it.
    Inside,
    /// To put nodes after it.
    After,
    /// To take it out.
    Remove,
    /// To take out all from another to it.
    RemoveTo(u32),
}

/// A cell of a row that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub table: u8,
    pub column: u16,
    /// No other cell follows.
    pub last: bool,
}

/// The name of a column, or its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Before the first byte.
    Start,
    /// One of those whose bits are set.
    Name { at: u8, left: u64 },
    /// The index so far.
    Index(u32),
}

impl Cursor {
    /// Takes a byte; `None` if nothing goes on like that.
    pub fn step(self, rules: &Rules, byte: u8) -> Option<Self> {
        let (course, facts) = (&rules.course, &rules.course.now.facts);
        match self {
            Self::Start => start(rules, byte),
            Self::Word { at, left } => word(course, at, left, byte),
            Self::Node { job, number } => node(course, job, number, byte),
            Self::Minus if byte == b'$' => {
                let rows = facts.tables.iter().any(|table| !table.rows().is_empty());
                (course.stage.facts() && rows).then_some(Self::Dollar { removal: true })
            }
            Self::Minus if course.stage.edits() => node(course, Job::Remove, None, byte),
            Self::Minus | Self::End { .. } => None,
            Self::Dollar { removal } => {
                let table = rules.letters.iter().position(|&letter| letter == byte)?;
                let some = !removal || !facts.tables[table].rows().is_empty();
                let table = table as u8;
                some.then_some(Self::Row { table, number: None, removal })
            }
            Self::Row { table, number, removal } => row(facts, table, number, removal, byte),
            Self::Column { table: index, column } => {
                let table = &facts.tables[usize::from(index)];
                if let Some(column) = column.extend(table, false, byte) {
                    return Some(Self::Column { table: index, column });
                }
                let column = column.end(table, false, byte).filter(|_| byte == b' ')?;
                let spot = Spot { table: index, column: column as u16, last: true };
                Some(spot.start(facts))
            }
            Self::Spaces(depth) if byte == b' ' => {
                let depth = depth + 1;
                let spot = course.stage.spot()?;
                let deepest = spot.deepest.min(MAX_DEPTH - spot.base);
                (usize::from(depth) <= deepest).then_some(Self::Spaces(depth))
            }
            Self::Spaces(_) if byte == b'\n' => None,
            Self::Spaces(_) => Text::new(None).step(rules, byte),
            Self::Text(text) => text.step(rules, byte),
            Self::Number { cell, negative, value } => number(cell, negative, value, byte),
            Self::Flag { cell, at: 0, .. } => {
                matches!(byte, b'y' | b'n').then_some(Self::Flag { cell, yes: byte == b'y', at: 1 })
            }
            Self::Flag { cell, yes, at } => {
                let word = if yes { &b"yes"[..] } else { b"no" };
                match word.get(usize::from(at)) {
                    Some(&expected) => {
                        (byte == expected).then_some(Self::Flag { cell, yes, at: at + 1 })
                    }
                    None => cell.end(byte),
                }
            }
            Self::Gap(cell) => (byte == b'|').then_some(Self::Bar(cell)),
            Self::Bar(cell) => (byte == b' ').then(|| cell.next(facts).start(facts)),
        }
    }
}

/// The first byte of a line.
fn start(rules: &Rules, byte: u8) -> Option<Cursor> {
    let course = &rules.course;
    let (stage, frame) = (course.stage, &course.now.frame);
    match byte {
        b'$' => (stage.facts() && !rules.letters.is_empty())
            .then_some(Cursor::Dollar { removal: false }),
        b'-' => {
            let rows = course.now.facts.tables.iter().any(|table| !table.rows().is_empty());
            let some = stage.facts() && rows || stage.edits() && !frame.ids.is_empty();
            some.then_some(Cursor::Minus)
        }
        b'0'..=b'9' => node(course, Job::Line, None, byte),
        _ => {
            let room = has_room(course);
            let allowed = [
                stage == Stage::Start,
                stage.renewal(),
                stage.edits() && room,
                stage.edits() && room && !frame.ids.is_empty(),
                stage.edits() && room && !frame.ids.is_empty(),
                stage.field(),
                stage.field(),
                stage.field(),
                stage.field(),
                stage.field(),
                stage.field(),
            ];
            let bits = allowed.iter().enumerate().map(|(i, &allowed)| u16::from(allowed) << i);
            word(course, 0, bits.sum(), byte)
        }
    }
}

/// Whether another node can be put in.
fn has_room(course: &Course) -> bool {
    let frame = &course.now.frame;
    frame.elements.len() < MAX_NODES && frame.next < u32::MAX
}

fn word(course: &Course, at: u8, left: u16, byte: u8) -> Option<Cursor> {
    let mut still = 0;
    for (index, word) in WORDS.iter().enumerate().filter(|(index, _)| left >> index & 1 == 1) {
        if word.as_bytes().get(usize::from(at)) != Some(&byte) {
            continue;
        }
        if word.len() == usize::from(at) + 1 {
            return Some(match *word {
                "top\n" => Cursor::End { place: true },
                "in " if !any_node(course, Job::Inside) => return None,
                "in " => Cursor::Node { job: Job::Inside, number: None },
                "after " => Cursor::Node { job: Job::After, number: None },
                _ if byte == b'\n' => Cursor::End { place: false },
                _ => Cursor::Text(Text::new(None)),
            });
        }
        still |= 1 << index;
    }
    (still != 0).then_some(Cursor::Word { at: at + 1, left: still })
}

/// Whether a number is one that a job is for.
fn suits(course: &Course, job: Job, id: u32) -> bool {
    let frame = &course.now.frame;
    let stage = course.stage;
    let known = || frame.index(id);
    match job {
        Job::Line => {
            stage.spot().is_some() && id == frame.next && has_room(course)
                || stage.edits() && known().is_some()
        }
        Job::Inside => known().is_some_and(|index| frame.elements[index].depth < MAX_DEPTH),
        Job::After | Job::Remove => known().is_some(),
        Job::RemoveTo(first) => known().zip(frame.index(first)).is_some_and(|(to, from)| {
            let depth = frame.elements[from].depth;
            from <= to
                && frame.elements[to].depth == depth
                && frame.elements[from..to].iter().all(|element| element.depth >= depth)
        }),
    }
}

/// Whether a job is for any node at all.
fn any_node(course: &Course, job: Job) -> bool {
    course.now.frame.ids.iter().any(|&id| suits(course, job, id))
}

fn node(course: &Course, job: Job, number: Option<u32>, byte: u8) -> Option<Cursor> {
    let frame = &course.now.frame;
    if let Some(digit) = digit(byte) {
        let number = append(number, digit)?;
        let next = (job == Job::Line).then_some(&frame.next);
        let mut longer = frame.ids.iter().chain(next);
        return longer
            .any(|&id| begins(number, id) && suits(course, job, id))
            .then_some(Cursor::Node { job, number: Some(number) });
    }
    let id = number.filter(|&id| suits(course, job, id))?;
    match (job, byte) {
        (Job::Line, b' ') if frame.index(id).is_some() => Some(Cursor::Text(Text::new(None))),
        (Job::Line, b' ') => Some(Cursor::Spaces(0)),
        (Job::Inside | Job::After, b'\n') => Some(Cursor::End { place: true }),
        (Job::Remove, b':') => Some(Cursor::Node { job: Job::RemoveTo(id), number: None }),
        (Job::Remove | Job::RemoveTo(_), b'\n') => Some(Cursor::End { place: false }),
        _ => None,
    }
}

fn row(facts: &Facts, index: u8, number: Option<u32>, removal: bool, byte: u8) -> Option<Cursor> {
    let table = &facts.tables[usize::from(index)];
    let columns = table.columns.len();
    let set = |row: u32| (removal || columns > 0) && table.row(row).is_some();
    let room = !removal && facts.has_room(columns);
    let added = |row: u32| room && table.is_free(row);
    // Of the numbers that begin with these digits some is free, if only with one more digit.
    let can_add = |row: u32| {
        added(row) || room && row > 0 && row.checked_mul(10).is_some_and(|row| row < u32::MAX)
    };
    if let Some(digit) = digit(byte) {
        let number = append(number, digit)?;
        let some = table.rows().iter().any(|row| begins(number, row.number) && set(row.number))
            || can_add(number);
        return some.then_some(Cursor::Row { table: index, number: Some(number), removal });
    }
    let row = number?;
    match byte {
        b'.' if !removal && set(row) => {
            Some(Cursor::Column { table: index, column: Column::Start })
        }
        b'\n' if removal && set(row) => Some(Cursor::End { place: false }),
        b'\n' if added(row) => Some(Cursor::End { place: false }),
        b' ' if added(row) && columns > 0 => {
            Some(Spot { table: index, column: 0, last: columns == 1 }.start(facts))
        }
        _ => None,
    }
}

fn number(cell: Spot, negative: bool, value: Option<u64>, byte: u8) -> Option<Cursor> {
    if let Some(digit) = digit(byte) {
        let plain = match value {
            None => digit > 0 || !negative,
            Some(value) => value > 0,
        };
        let value = value.unwrap_or(0).checked_mul(10)?.checked_add(digit.into())?;
        let fits = value <= i64::MAX as u64 + u64::from(negative);
        return (plain && fits).then_some(Cursor::Number { cell, negative, value: Some(value) });
    }
    match (byte, value) {
        (b'-', None) if !negative => Some(Cursor::Number { cell, negative: true, value }),
        (_, Some(_)) => cell.end(byte),
        _ => None,
    }
}

impl Spot {
    /// Before the first byte of the cell.
    fn start(self, facts: &Facts) -> Cursor {
        let table = &facts.tables[usize::from(self.table)];
        match table.columns[usize::from(self.column)].kind {
            Kind::Text | Kind::Word => Cursor::Text(Text::new(Some(self))),
            Kind::Number => Cursor::Number { cell: self, negative: false, value: None },
            Kind::Flag => Cursor::Flag { cell: self, yes: false, at: 0 },
        }
    }

    /// The next cell of the row.
    fn next(self, facts: &Facts) -> Self {
        let column = self.column + 1;
        let columns = facts.tables[usize::from(self.table)].columns.len();
        Self { column, last: usize::from(column) + 1 == columns, ..self }
    }

    /// Behind a cell that is no text.
    fn end(self, byte: u8) -> Option<Cursor> {
        match byte {
            b'\n' => Some(Cursor::End { place: false }),
            b' ' if !self.last => Some(Cursor::Gap(self)),
            _ => None,
        }
    }
}

impl Column {
    /// Takes a byte more; `None` if no column goes on like that.
    pub fn extend(self, table: &Table, texts: bool, byte: u8) -> Option<Self> {
        let fits = |column: usize| !texts || is_text(table, column);
        if let Some(digit) = digit(byte)
            && !matches!(self, Self::Name { .. })
        {
            let number =
                append(if let Self::Index(so_far) = self { Some(so_far) } else { None }, digit)?;
            let some = (0..table.columns.len()).any(|at| begins(number, at as u32) && fits(at));
            return some.then_some(Self::Index(number));
        }
        let (at, left) = match self {
            Self::Start => (0, u64::MAX),
            Self::Name { at, left } => (at, left),
            Self::Index(_) => return None,
        };
        let named = (0..table.columns.len().min(64)).filter(|column| left >> column & 1 == 1);
        let still = named.filter(|&column| {
            let name = column_name(table, column).unwrap_or_default().as_bytes();
            fits(column) && name.get(usize::from(at)) == Some(&byte)
        });
        let left: u64 = still.map(|column| 1 << column).sum();
        (left != 0).then_some(Self::Name { at: at + 1, left })
    }

    /// The column, if its name ends before a byte.
    pub fn end(self, table: &Table, texts: bool, byte: u8) -> Option<usize> {
        let fits = |column: &usize| !texts || is_text(table, *column);
        match self {
            Self::Start => None,
            Self::Name { .. } if is_word(byte) => None,
            Self::Name { at, left } => {
                let mut named = (0..64).filter(|column| left >> column & 1 == 1).filter(fits);
                named.find(|&column| {
                    column_name(table, column).map(str::len) == Some(usize::from(at))
                })
            }
            Self::Index(_) if byte.is_ascii_digit() => None,
            Self::Index(index) => {
                Some(index as usize).filter(|&at| at < table.columns.len()).filter(fits)
            }
        }
    }
}

/// Whether the cells of a column are texts.
pub(super) fn is_text(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|c| matches!(c.kind, Kind::Text | Kind::Word))
}

/// The digit that a byte is.
pub(super) fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// A number with a digit more; no zeros in front.
pub(super) fn append(number: Option<u32>, digit: u8) -> Option<u32> {
    match number {
        None => Some(digit.into()),
        Some(0) => None,
        Some(number) => number.checked_mul(10)?.checked_add(digit.into()),
    }
}

/// Whether the digits of one number begin with those of another.
pub(super) fn begins(digits: u32, mut number: u32) -> bool {
    if digits == 0 {
        return number == 0;
    }
    while number > digits {
        number /= 10;
    }
    number == digits
}
