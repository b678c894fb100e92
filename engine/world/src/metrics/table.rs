//! Metrics as tables for people.

use super::{ANCHORS, Beside, Group, Metrics, Ratio, Tally};
use crate::Domain;
use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
};

/// Steps of the closed loop that are shown.
const SHOWN: [usize; 9] = [1, 2, 4, 8, 16, 20, 32, 64, 128];

type Column = (&'static str, fn(&Tally) -> Ratio);

/// The columns of the table of groups.
const COLUMNS: [Column; 10] = [
    ("valid", |tally| tally.valid),
    ("exact", |tally| tally.exact),
    ("world", |tally| tally.world),
    ("precision", |tally| tally.precision),
    ("recall", |tally| tally.recall),
    ("F1", Tally::f1),
    ("kept", |tally| tally.retention),
    ("no-op P", Tally::nothing_precision),
    ("no-op R", Tally::nothing_recall),
    ("same", |tally| tally.same_screen),
];

/// Three tables in percent, each number followed by the copy baseline's: all groups; the anchors of
/// each domain, and what was said where nothing and where something changed (that nothing changes,
/// that something does, nothing that could be read); exact screens, and screens with
/// their facts, after some steps of the closed loop.
impl Display for Metrics {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "In percent; after the slash, of predicting that nothing changes.\n")?;
        write!(f, "{:8} {:20} {:>7}", "domain", "steps", "cases")?;
        COLUMNS.iter().try_for_each(|(name, _)| write!(f, " {name:>13}"))?;
        writeln!(f)?;
        for (domain, group, counts) in self.groups() {
            let cases = counts.predictor.cases();
            write!(f, "{domain:8} {:20} {cases:>7}", group.to_string())?;
            COLUMNS.iter().try_for_each(|(_, of)| cell(f, counts, of))?;
            writeln!(f)?;
        }
        writeln!(f)?;
        write!(f, "{:8}", "domain")?;
        ANCHORS.iter().try_for_each(|anchor| write!(f, " {:>13}", anchor.name()))?;
        writeln!(f, " {:>24} {:>24}", "nothing: said no/yes/-", "change: said no/yes/-")?;
        for (domain, group, counts) in self.groups() {
            if *group == Group::All {
                anchors(f, domain, counts)?;
            }
        }
        closed(f, "exact at", &self.closed_loop)?;
        closed(f, "world at", &self.closed_worlds)
    }
}

/// What was right after some steps of the closed loop.
fn closed(
    f: &mut Formatter<'_>,
    what: &str,
    loops: &BTreeMap<Domain, Vec<Beside<Ratio>>>,
) -> fmt::Result {
    if !loops.is_empty() {
        write!(f, "\n{what:8}")?;
        SHOWN.iter().try_for_each(|step| write!(f, " {step:>13}"))?;
        writeln!(f)?;
    }
    for (domain, steps) in loops {
        write!(f, "{domain:8}")?;
        let shown = SHOWN.iter().map_while(|&step| steps.get(step - 1));
        shown.into_iter().try_for_each(|counts| cell(f, counts, |ratio| *ratio))?;
        writeln!(f)?;
    }
    Ok(())
}

fn anchors(f: &mut Formatter<'_>, domain: Domain, counts: &Beside<Tally>) -> fmt::Result {
    write!(f, "{domain:8}")?;
    for n in 0..ANCHORS.len() {
        cell(f, counts, |tally| tally.anchors[n])?;
    }
    for row in [counts.predictor.on_nothing, counts.predictor.on_change] {
        let said = format!("{}/{}/{}", row.nothing, row.change, row.unreadable);
        write!(f, " {said:>24}")?;
    }
    writeln!(f)
}

/// A number and the copy baseline's.
fn cell<T>(f: &mut Formatter<'_>, counts: &Beside<T>, of: impl Fn(&T) -> Ratio) -> fmt::Result {
    write!(f, " {:>6}/{:>6}", of(&counts.predictor).to_string(), of(&counts.copy).to_string())
}

/// In percent; a dash of none.
impl Display for Ratio {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.per_mille() {
            Some(mille) => f.pad(&format!("{}.{}", mille / 10, mille % 10)),
            None => f.pad("-"),
        }
    }
}
