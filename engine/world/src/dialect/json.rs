//! Tool calls in JSON, as agents write them.

use crate::action::ActionError;
use serde_json::{Map, Value};

/// A tool call.
pub(super) struct Tool {
    /// Name of the tool.
    pub name: String,
    /// Arguments by name.
    pub arguments: Map<String, Value>,
}

/// Reads a tool call: `{"name": …, "arguments": {…}}`. The arguments may be JSON within a string,
/// the call the only one of a list. `None` for JSON that is no call, and for text that is no JSON.
pub(super) fn tool(text: &str) -> Result<Option<Tool>, ActionError> {
    if !text.starts_with(['{', '[']) {
        return Ok(None);
    }
    let malformed = |e: serde_json::Error| ActionError::Malformed(e.to_string());
    let call = match serde_json::from_str(text).map_err(malformed)? {
        Value::Array(mut calls) if calls.len() == 1 => calls.remove(0),
        other => other,
    };
    let Value::Object(mut call) = call else { return Ok(None) };
    let Some(Value::String(name)) = call.remove("name") else { return Ok(None) };
    let arguments = match call.remove("arguments") {
        Some(Value::String(text)) => serde_json::from_str(&text).map_err(malformed)?,
        Some(arguments) => arguments,
        None => Value::Null,
    };
    let arguments = match arguments {
        Value::Object(arguments) => arguments,
        Value::Null => Map::new(),
        _ => return Err(ActionError::Malformed("the arguments have no names".to_owned())),
    };
    Ok(Some(Tool { name, arguments }))
}
