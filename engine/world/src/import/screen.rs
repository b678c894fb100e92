//! Text as a screen in some dialect.

use super::{ImportError, Imported, MAX_UNREAD, listed, plain};
use crate::{
    Dialect,
    delta::Keyframe,
    dialect::{ParseError, Reading},
    link::World,
};

/// What a keyframe begins with.
const KEYFRAME: &str = "world ";
/// Longest title, in characters.
const LONGEST: usize = 60;

/// The worlds that a text can be read as, the likeliest first.
pub(super) fn read(text: &str) -> Result<Vec<Imported>, ImportError> {
    let named = text.strip_prefix(KEYFRAME).and_then(|rest| rest.split('\n').next());
    if named.is_some_and(|domain| domain.parse::<crate::Domain>().is_ok()) {
        return keyframe(text).map(|world| vec![world]);
    }
    let drawn = Dialect::ALL.into_iter().filter(|dialect| dialect.domain().is_drawn());
    let read = |dialect: Dialect| (dialect, dialect.read(text, false));
    let readings: Vec<(Dialect, Reading)> = drawn.map(read).collect();
    // Those that read all of it; else those that read at least as many nodes as they find problems.
    let whole =
        |(_, it): &&(Dialect, Reading)| it.problems.is_empty() && !it.screen.nodes.is_empty();
    let mut fitting: Vec<&(Dialect, Reading)> = readings.iter().filter(whole).collect();
    if fitting.is_empty() {
        let most = |(_, it): &&(Dialect, Reading)| {
            !it.screen.nodes.is_empty() && it.screen.nodes.len() >= it.problems.len()
        };
        fitting = readings.iter().filter(most).collect();
        let least = fitting.iter().map(|(_, it)| it.problems.len()).min();
        fitting.retain(|(_, it)| Some(it.problems.len()) == least);
    }
    let worlds = fitting.into_iter().map(|(dialect, reading)| world(*dialect, reading));
    let worlds: Vec<Imported> = worlds.flatten().collect();
    if worlds.is_empty() { as_text(text, readings) } else { Ok(worlds) }
}

/// Text that no dialect of screens reads: a domain of text can show anything.
fn as_text(text: &str, readings: Vec<(Dialect, Reading)>) -> Result<Vec<Imported>, ImportError> {
    let dialects = Dialect::ALL.into_iter().filter(|dialect| !dialect.domain().is_drawn());
    let worlds = dialects.filter_map(|dialect| world(dialect, &dialect.read(text, false)));
    let worlds: Vec<Imported> = worlds.collect();
    let problem = || {
        let problems = readings.into_iter().flat_map(|(_, it)| it.problems);
        let nothing = ParseError { line: 1, column: 1, message: "nothing to draw".to_owned() };
        ImportError::NoScreen(problems.into_iter().next().unwrap_or(nothing))
    };
    if worlds.is_empty() { Err(problem()) } else { Ok(worlds) }
}

/// A world of what a dialect reads. Lines that it does not read are left out and listed.
fn world(dialect: Dialect, reading: &Reading) -> Option<Imported> {
    let mut screen = reading.screen.clone();
    let mut unread = Vec::new();
    if !reading.problems.is_empty() {
        listed("", &reading.problems, &mut unread);
        unread.truncate(MAX_UNREAD);
        // What was not read stands in the spelling.
        (screen.head, screen.end) = (None, None);
        for node in &mut screen.nodes {
            node.spelling = None;
        }
    }
    let mut first = dialect.print(&screen);
    if dialect.parse(&first, false).is_err() {
        first = dialect.print(&dialect.dress(&screen.canonical()));
    }
    let nodes = screen.nodes.len();
    let titled = screen.header.title.as_ref().or(screen.header.app.as_ref());
    let title = titled.map_or_else(|| "An imported screen".to_owned(), |title| cut(title));
    let scenario = plain(dialect.domain(), dialect, title, first);
    scenario.check().ok()?;
    let what = match (dialect.domain().is_drawn(), nodes) {
        (true, 1) => "element",
        (true, _) => "elements",
        (false, 1) => "line",
        (false, _) => "lines",
    };
    let kind = format!("a screen in {dialect}, {nodes} {what}");
    Some(Imported { kind, scenario, trace: None, keyframe: None, unread })
}

/// A keyframe as a world, told in the usual dialect of its domain.
fn keyframe(text: &str) -> Result<Imported, ImportError> {
    let Keyframe { domain, controls, state } = Keyframe::parse(text.trim_end())?;
    let dialect = domain.dialects()[0];
    let screen = state.frame().screen();
    let first = dialect.print(&dialect.dress(&screen));
    let mut scenario = plain(domain, dialect, "An imported keyframe".to_owned(), first);
    scenario.facts = state.facts().clone();
    scenario.controls = controls;
    scenario.check()?;
    let keyframe = World::showing(scenario.clone(), &screen).ok().and_then(|it| it.keyframe());
    let (kind, unread) = ("a keyframe".to_owned(), Vec::new());
    Ok(Imported { kind, scenario, trace: None, keyframe, unread })
}

/// A title that is no longer than titles are.
fn cut(title: &str) -> String {
    match title.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.to_owned(),
    }
}
