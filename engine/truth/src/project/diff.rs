//! What was changed so far, as unified diffs.

use super::{BEFORE, PATH, TEXT, file};
use crate::{session::Turn, text::cut};

/// Unchanged lines that are shown around changes.
const CONTEXT: usize = 2;
/// Most lines of a file that are compared: the time taken grows with their square.
const MAX_FILE: usize = 200;
/// Most lines that are shown.
const MAX_LINES: usize = 40;

/// A line of a diff: its mark and text.
type Edit<'t> = (char, &'t str);

/// The diffs of all files that were changed.
pub(super) fn show(turn: &Turn<'_>) -> Vec<String> {
    let before = turn.world.facts.table(BEFORE).map_or(&[][..], |table| table.rows());
    let mut out = Vec::new();
    for row in before {
        let (path, old) = (row.cells[PATH].text(), row.cells[TEXT].text());
        let new = file(turn.world, path).map_or("", |row| row.cells[TEXT].text());
        if old == new {
            continue;
        }
        let from = if old.is_empty() { "/dev/null".to_owned() } else { format!("a/{path}") };
        out.extend([format!("--- {from}"), format!("+++ b/{path}")]);
        hunks(&edits(old, new), &mut out);
    }
    if out.is_empty() {
        out.push("No changes.".to_owned());
    }
    out.truncate(MAX_LINES);
    out
}

/// The edits that lead from one text to another, by their longest common subsequence of lines.
fn edits<'t>(old: &'t str, new: &'t str) -> Vec<Edit<'t>> {
    let lines = |text: &'t str| -> Vec<&'t str> { text.lines().take(MAX_FILE).collect() };
    let (a, b) = (lines(old), lines(new));
    // Length of what a[i..] and b[j..] have in common.
    let mut common = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut edits) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            edits.push((' ', a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && common[i + 1][j] >= common[i][j + 1]) {
            edits.push(('-', a[i]));
            i += 1;
        } else {
            edits.push(('+', b[j]));
            j += 1;
        }
    }
    edits
}

/// Cuts edits into hunks.
fn hunks(edits: &[Edit<'_>], out: &mut Vec<String>) {
    let changed = |i: usize| edits.get(i).is_some_and(|(mark, _)| *mark != ' ');
    let near = |i: usize| (i.saturating_sub(CONTEXT)..=i + CONTEXT).any(changed);
    let (mut old, mut new, mut at) = (1, 1, 0);
    while at < edits.len() {
        let length = (at..edits.len()).take_while(|&i| near(i)).count();
        let hunk = &edits[at..at + length.max(1)];
        let lines = |other: char| hunk.iter().filter(|(mark, _)| *mark != other).count();
        let (from_old, from_new) = (lines('+'), lines('-'));
        if length > 0 {
            let start = |line: usize, count: usize| if count == 0 { line - 1 } else { line };
            out.push(format!(
                "@@ -{},{from_old} +{},{from_new} @@",
                start(old, from_old),
                start(new, from_new)
            ));
            out.extend(hunk.iter().map(|(mark, line)| format!("{mark}{}", cut(line, 160))));
        }
        (old, new, at) = (old + from_old, new + from_new, at + hunk.len());
    }
}
