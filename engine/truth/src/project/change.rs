//! Changing files.

use super::{BEFORE, FILES, PATH, TEXT, file, files, show};
use crate::session::{Answer, Refused, Turn};
use diorama_world::{control::Effect, facts::Cell};

/// Largest file in bytes.
const MAX_FILE: usize = 4096;
/// Most lines of a file.
const MAX_LINES: usize = 120;
/// Most files.
const MAX_FILES: usize = 20;
/// Longest path in bytes.
const MAX_PATH: usize = 60;

/// Puts a text in the place of another, which has to stand in the file once.
pub(super) fn replace(turn: &mut Turn<'_>, path: &str, old: &str, new: &str) -> Answer {
    let text = file(turn.world, path)?.cells[TEXT].text();
    let mut places = text.match_indices(old).map(|(at, _)| at);
    let Some(at) = places.next() else {
        return Err(format!("the text to replace was not found in {path}").into());
    };
    let count = 1 + places.count();
    if count > 1 {
        return Err(format!("the text to replace stands {count} times in {path}").into());
    }
    let line = 1 + text[..at].matches('\n').count();
    let whole = format!("{}{new}{}", &text[..at], &text[at + old.len()..]);
    store(turn, path, whole)?;
    Ok(shown(turn, path, line, line + new.matches('\n').count()))
}

/// Puts a text in the place of a line.
pub(super) fn replace_line(turn: &mut Turn<'_>, path: &str, line: usize, new: &str) -> Answer {
    let text = file(turn.world, path)?.cells[TEXT].text();
    let mut lines: Vec<&str> = text.lines().collect();
    let total = lines.len();
    let place = lines.get_mut(line - 1);
    let place = place.ok_or_else(|| format!("line {line} is out of range: {path} has {total}"))?;
    let new = new.trim_end_matches('\n');
    *place = new;
    let whole = lines.join("\n") + "\n";
    store(turn, path, whole)?;
    Ok(shown(turn, path, line, line + new.matches('\n').count()))
}

/// Makes a file.
pub(super) fn create(turn: &mut Turn<'_>, path: &str, text: &str) -> Answer {
    let fine = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if path.len() > MAX_PATH || !path.chars().all(fine) || path.starts_with('/') {
        return Err(format!("not a path: {}", crate::text::cut(path, MAX_PATH)).into());
    }
    if file(turn.world, path).is_ok() {
        return Err(format!("file exists: {path}").into());
    }
    if files(turn.world).len() >= MAX_FILES {
        return Err(format!("at most {MAX_FILES} files").into());
    }
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    store(turn, path, format!("{text}{end}"))?;
    Ok(vec![format!("Created {path}")])
}

/// Stores a file, as far as the controls let it; what it was before is kept the first time.
fn store(turn: &mut Turn<'_>, path: &str, text: String) -> Result<(), Refused> {
    if text.len() > MAX_FILE || text.matches('\n').count() > MAX_LINES {
        return Err(format!("file too large: {path}").into());
    }
    let text = match turn.save(FILES)? {
        Some(Effect::Keep { cells }) => text.split_inclusive('\n').take(cells).collect(),
        _ => text,
    };
    let known = file(turn.world, path).ok();
    let known = known.map(|row| (row.number, row.cells[TEXT].clone()));
    let facts = &mut turn.world.facts;
    if let Some(before) = facts.table_mut(BEFORE)
        && !before.rows().iter().any(|row| row.cells[PATH].text() == path)
    {
        let old = known.as_ref().map_or_else(|| Cell::from(""), |(_, text)| text.clone());
        before.push([path.into(), old]);
    }
    if let Some(files) = facts.table_mut(FILES) {
        match known {
            Some((row, _)) => _ = files.set(row, TEXT, text.into()),
            None => _ = files.push([path.into(), text.into()]),
        }
    }
    Ok(())
}

/// The lines that were changed, and one on either side.
fn shown(turn: &Turn<'_>, path: &str, first: usize, last: usize) -> Vec<String> {
    let look = turn.look();
    let text = file(turn.world, path).map_or("", |row| row.cells[TEXT].text());
    let head = match look {
        0 => format!("[Edited: {path}]"),
        1 => format!("Edited {path}:"),
        _ => format!("{path} was changed:"),
    };
    let lines = (1..).zip(text.lines());
    let near = lines.filter(|(number, _)| (first.saturating_sub(1)..=last + 1).contains(number));
    let near = near.take(20).map(|(number, line)| show::numbered(look, number, line));
    std::iter::once(head).chain(near).collect()
}
