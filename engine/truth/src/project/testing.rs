//! Running the tests.

use super::{
    PATH, TEXT, file, files,
    language::{Failure, Module, Program, parse},
};
use crate::{
    World,
    session::{Answer, Turn},
};

/// Most tests that are run.
const MAX_TESTS: usize = 40;

/// How a test ended.
struct Outcome {
    path: String,
    test: String,
    failure: Option<Failure>,
}

/// Runs the tests of one file or of all.
pub(super) fn run(turn: &mut Turn<'_>, path: Option<&str>) -> Answer {
    if let Some(path) = path {
        file(turn.world, path)?;
    }
    turn.request()?;
    let outcomes = outcomes(turn.world, path);
    if outcomes.is_empty() {
        return Ok(vec!["no tests ran".to_owned()]);
    }
    let failed = outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
    let passed = outcomes.len() - failed;
    let mut lines: Vec<String> = Vec::new();
    for outcome in &outcomes {
        lines.extend(tell(outcome, turn.look()));
    }
    lines.push(match failed {
        0 => format!("{passed} passed"),
        _ => format!("{failed} failed, {passed} passed"),
    });
    Ok(lines)
}

/// What is said of a test.
fn tell(Outcome { path, test, failure }: &Outcome, look: usize) -> Vec<String> {
    match (look, failure) {
        (0, None) => vec![format!("{path}::{test} PASSED")],
        (0, Some(Failure { line, what })) => {
            vec![format!("{path}::{test} FAILED"), format!("E   {path}:{line}: {what}")]
        }
        (1, None) => vec![format!("ok {test}")],
        (1, Some(Failure { line, what })) => vec![format!("FAILED {test} (line {line}): {what}")],
        (_, None) => vec![format!("[pass] {path} {test}")],
        (_, Some(Failure { line, what })) => {
            vec![format!("[fail] {path} {test}"), format!("E  line {line}: {what}")]
        }
    }
}

/// Name of the module that a file is.
fn module_of(path: &str) -> Option<&str> {
    path.rsplit('/').next()?.strip_suffix(".py")
}

fn outcomes(world: &World, wanted: Option<&str>) -> Vec<Outcome> {
    let mut program = Program::default();
    let mut broken: Vec<(&str, Failure)> = Vec::new();
    let mut rows: Vec<_> = files(world).iter().collect();
    rows.sort_by_key(|row| row.cells[PATH].text());
    for row in &rows {
        let path = row.cells[PATH].text();
        let Some(module) = module_of(path) else { continue };
        match parse(row.cells[TEXT].text()) {
            Ok(parsed) => program.modules.push((module.to_owned(), parsed)),
            Err((line, why)) => {
                broken.push((module, Failure { line, what: format!("SyntaxError: {why}") }));
            }
        }
    }
    let mut outcomes = Vec::new();
    for row in rows {
        let path = row.cells[PATH].text();
        let Some(module) = module_of(path).filter(|name| name.starts_with("test_")) else {
            continue;
        };
        if wanted.is_some_and(|wanted| wanted != path) {
            continue;
        }
        let outcome =
            |test: &str, failure| Outcome { path: path.to_owned(), test: test.to_owned(), failure };
        let syntax = broken.iter().find(|(name, _)| *name == module);
        if let Some((_, failure)) = syntax {
            outcomes.push(outcome("(import)", Some(failure.clone())));
            continue;
        }
        let Some((_, parsed)) = program.modules.iter().find(|(name, _)| name == module) else {
            continue;
        };
        if let Err(failure) = imports(&program, &broken, parsed) {
            outcomes.push(outcome("(import)", Some(failure)));
            continue;
        }
        for function in parsed.functions.iter().filter(|f| f.name.starts_with("test_")) {
            let failure = program.run(module, &function.name, &[]).err();
            outcomes.push(outcome(&function.name, failure));
        }
    }
    outcomes.truncate(MAX_TESTS);
    outcomes
}

/// Whether a module can be loaded with all that it takes from others, and they from others.
fn imports(program: &Program, broken: &[(&str, Failure)], module: &Module) -> Result<(), Failure> {
    let fails = |what| Err(Failure { line: 1, what });
    let mut seen: Vec<&str> = Vec::new();
    let mut next = vec![module];
    while let Some(module) = next.pop() {
        for (from, _) in &module.imports {
            if let Some((_, failure)) = broken.iter().find(|(name, _)| name == from) {
                return fails(format!("{} ({from}.py, line {})", failure.what, failure.line));
            }
            if !seen.contains(&from.as_str()) {
                seen.push(from);
                let inner = program.modules.iter().find(|(name, _)| name == from);
                next.extend(inner.map(|(_, module)| module));
            }
        }
        if let Err(what) = program.imports(module) {
            return fails(what);
        }
    }
    Ok(())
}
