//! Actions of the text dialects: keystrokes, tool calls, queries; all JSON.

use crate::{
    Action,
    action::{ActionError, Keys},
    dialect::{
        json::{self, Tool},
        reader::unsayable,
    },
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Longest wait in seconds; also keeps milliseconds within a `u32`.
const MAX_WAIT: f64 = 86_400.0;

/// `terminal`: `[{"keystrokes":"pwd\n","duration":0.1}]`.
pub(in crate::dialect) mod terminal {
    use super::{Action, ActionError, Deserialize, Keys, MAX_WAIT, Value, json, unsayable};

    pub(in crate::dialect) fn spell(action: &Action) -> Result<String, ActionError> {
        let pieces: Vec<Value> = match action {
            Action::Keystrokes { keys } => keys
                .iter()
                .map(|keys| {
                    let duration = f64::from(keys.wait) / 1000.0;
                    json!({ "keystrokes": keys.keystrokes, "duration": duration })
                })
                .collect(),
            Action::Wait => vec![json!({ "keystrokes": "", "duration": 1.0 })],
            other => return Err(unsayable(other)),
        };
        Ok(Value::Array(pieces).to_string())
    }

    pub(in crate::dialect) fn read(text: &str) -> Result<Option<Action>, ActionError> {
        let malformed = |e: serde_json::Error| ActionError::Malformed(e.to_string());
        let pieces = match text.as_bytes() {
            [b'[', ..] => serde_json::from_str(text).map_err(malformed)?,
            [b'{', ..] => match serde_json::from_str(text).map_err(malformed)? {
                Written::Piece(piece) => vec![piece],
                Written::Block { commands } => commands,
            },
            _ => return Ok(None),
        };
        if let [Piece { keystrokes, .. }] = pieces.as_slice()
            && keystrokes.is_empty()
        {
            return Ok(Some(Action::Wait));
        }
        let keys: Result<Vec<Keys>, ActionError> = pieces.into_iter().map(keys).collect();
        Ok(Some(Action::Keystrokes { keys: keys? }))
    }

    /// A piece as it is written.
    #[derive(Deserialize)]
    struct Piece {
        keystrokes: String,
        /// Seconds.
        #[serde(default)]
        duration: f64,
    }

    /// One piece without a list around it, or the list within a larger answer.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Piece(Piece),
        Block { commands: Vec<Piece> },
    }

    fn keys(piece: Piece) -> Result<Keys, ActionError> {
        let Piece { keystrokes, duration } = piece;
        if !(0.0..=MAX_WAIT).contains(&duration) {
            let message = format!("a wait of {duration} seconds");
            return Err(ActionError::Malformed(message));
        }
        // Within the limit: at most 86,400,000.
        Ok(Keys { keystrokes, wait: (duration * 1000.0).round() as u32 })
    }
}

/// `mcp` and `swe`: `{"name":"read_file","arguments":{"path":"a"}}`.
pub(in crate::dialect) mod tool {
    use super::{Action, ActionError, Tool, json, unsayable};

    pub(in crate::dialect) fn spell(action: &Action) -> Result<String, ActionError> {
        match action {
            Action::Call { tool, arguments } => {
                Ok(json!({ "name": tool, "arguments": arguments }).to_string())
            }
            other => Err(unsayable(other)),
        }
    }

    pub(in crate::dialect) fn read(text: &str) -> Result<Option<Action>, ActionError> {
        let tool = json::tool(text)?;
        Ok(tool.map(|Tool { name, arguments }| Action::Call { tool: name, arguments }))
    }
}

/// `search`: `{"name":"search","arguments":{"query":["…"]}}`, or the query as it stands.
pub(in crate::dialect) mod search {
    use super::{Action, ActionError, Tool, Value, json, tool, unsayable};
    use serde_json::Map;

    pub(in crate::dialect) fn spell(action: &Action) -> Result<String, ActionError> {
        let (name, arguments) = match action {
            Action::Query { queries } => ("search", json!({ "query": queries })),
            Action::Open { target } => ("visit", json!({ "url": target })),
            Action::Call { .. } => return tool::spell(action),
            other => return Err(unsayable(other)),
        };
        Ok(json!({ "name": name, "arguments": arguments }).to_string())
    }

    pub(in crate::dialect) fn read(text: &str) -> Result<Option<Action>, ActionError> {
        if let Some(Tool { name, arguments }) = json::tool(text)? {
            let asked = only(&arguments, &["query", "queries", "q"]).and_then(texts);
            let opened = only(&arguments, &["url", "link"]).and_then(Value::as_str);
            return Ok(Some(match (name.as_str(), asked, opened) {
                ("search" | "web_search" | "google_search" | "WebSearch", Some(queries), _) => {
                    Action::Query { queries }
                }
                ("visit" | "open" | "fetch" | "browse" | "WebFetch", _, Some(target)) => {
                    Action::Open { target: target.to_owned() }
                }
                _ => Action::Call { tool: name, arguments },
            }));
        }
        if text.starts_with(['{', '[']) {
            let malformed = |e: serde_json::Error| ActionError::Malformed(e.to_string());
            let bare = match serde_json::from_str(text).map_err(malformed)? {
                Value::Object(arguments) => only(&arguments, &["query", "queries"]).and_then(texts),
                other => texts(&other),
            };
            return Ok(bare.map(|queries| Action::Query { queries }));
        }
        let address = text.starts_with("http://") || text.starts_with("https://");
        Ok(Some(if address && !text.contains(char::is_whitespace) {
            Action::Open { target: text.to_owned() }
        } else {
            Action::Query { queries: vec![text.to_owned()] }
        }))
    }

    /// The one argument there is, if it has one of the names.
    fn only<'a>(arguments: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
        let mut all = arguments.iter();
        let (name, value) = all.next()?;
        (all.next().is_none() && names.contains(&name.as_str())).then_some(value)
    }

    /// One text or a list of texts.
    fn texts(value: &Value) -> Option<Vec<String>> {
        match value {
            Value::String(text) => Some(vec![text.clone()]),
            Value::Array(items) => {
                items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => None,
        }
    }
}
