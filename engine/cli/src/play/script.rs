//! Actions from a file: one a line, or those of a trace.

use super::{
    agent::{Agent, View},
    message::Said,
};
use anyhow::{Context as _, Result, anyhow, bail};
use diorama_world::{Trace, scenario::MAX_FILE};
use serde_json::Value;
use std::{fs::File, io::Read, path::Path, vec};

/// The lines that are left.
pub struct Script(vec::IntoIter<Said>);

impl Script {
    /// Reads a file.
    pub fn open(path: &Path) -> Result<Self> {
        let name = || path.display().to_string();
        let mut text = String::new();
        // One byte more, so that a file that is too long is noticed.
        let most = MAX_FILE as u64 + 1;
        File::open(path)
            .with_context(name)?
            .take(most)
            .read_to_string(&mut text)
            .with_context(name)?;
        if text.len() > MAX_FILE {
            bail!("{}: longer than {MAX_FILE} bytes", path.display());
        }
        Self::read(&text).with_context(name)
    }

    fn read(text: &str) -> Result<Self> {
        if let Ok(trace) = Trace::from_json(text) {
            let actions = trace.steps.into_iter().map(|step| Said::Action(step.action.into()));
            return Ok(Self(actions.collect::<Vec<_>>().into_iter()));
        }
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let read = |(number, line): (usize, &str)| {
            line_of(line).map_err(|why| anyhow!("line {number}: {why}"))
        };
        Ok(Self(lines.map(read).collect::<Result<Vec<_>>>()?.into_iter()))
    }
}

/// A line: what programs say, an action as a JSON text (for those of several lines), or an action as
/// it stands.
fn line_of(line: &str) -> Result<Said, String> {
    match serde_json::from_str::<Value>(line) {
        Ok(Value::String(text)) => Ok(Said::Action(text.into())),
        Ok(Value::Object(fields)) if fields.keys().any(|name| Said::NAMES.contains(&&**name)) => {
            Said::read(line)
        }
        _ => Ok(Said::Action(line.trim().into())),
    }
}

impl Agent for Script {
    fn next(&mut self, _: &View<'_>) -> Result<Option<Result<Said, String>>> {
        Ok(self.0.next().map(Ok))
    }

    fn can_mend(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_is_an_action_or_what_programs_say() {
        let text = "{\"action_type\":\"click\",\"index\":3}\n\n  DONE\n\"a\\nb\"\n{\"fork\":1}\n";
        let said: Vec<Said> = Script::read(text).unwrap().0.collect();
        let click = json!(r#"{"action_type":"click","index":3}"#);
        let expected = [
            Said::Action(click),
            Said::Action(json!("DONE")),
            Said::Action(json!("a\nb")),
            Said::Fork(1),
        ];
        assert_eq!(said, expected);
        let refusal = Script::read("DONE\n{\"fork\":\"x\"}").err().unwrap().to_string();
        assert!(refusal.starts_with("line 2: not understood"), "{refusal}");
    }

    #[test]
    fn a_trace_is_a_script() {
        let trace = r#"{"scenario":"a","source":"b","steps":[{"action":"DONE","observation":""}]}"#;
        let said: Vec<Said> = Script::read(trace).unwrap().0.collect();
        assert_eq!(said, [Said::Action(json!("DONE"))]);
    }
}
