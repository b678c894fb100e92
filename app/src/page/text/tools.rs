//! The tools of a world, read from what it said of them.

use crate::page::say::say_with;
use diorama_world::number::decimal;
use serde_json::Value;

/// Most tools that are offered, and most parameters of one.
const MOST: usize = 100;

/// A tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    /// What it is called by.
    pub name: String,
    /// What it does.
    pub description: String,
    /// What it takes.
    pub parameters: Vec<Parameter>,
}

/// What a tool takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What fits.
    pub kind: Kind,
    /// Whether it has to be given.
    pub required: bool,
}

/// What fits a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A number; whole or not.
    Number {
        /// Whether it is a whole one.
        whole: bool,
    },
    /// Yes or no.
    Flag,
    /// One of these.
    Choice(Vec<String>),
    /// Anything else, as JSON.
    Json,
    /// Nobody said: JSON where it is that, else the text as it stands.
    Unknown,
}

/// The tools of a project that a reference environment plays; they are the same in every one.
const PROJECT: &str = "\
list_files()
view_file(path: string, start?: integer, end?: integer)
grep(pattern: string, path?: string)
edit_file(path: string, old: string, new: string)
replace_line(path: string, line: integer, text: string)
create_file(path: string, text: string)
run_tests(path?: string)
diff()";

/// The tools that can be called in a project that a reference environment plays.
pub fn of_project() -> Vec<Tool> {
    signatures(PROJECT).unwrap_or_default()
}

/// The tools that can be called, from the observations on the way here, oldest first: the newest
/// list, and what was said of single tools.
pub fn known<'a>(observations: impl Iterator<Item = &'a str>) -> Vec<Tool> {
    let mut tools: Vec<Tool> = Vec::new();
    for observation in observations {
        if let Some(list) = listed(observation).or_else(|| signatures(observation)) {
            // What was said of a tool before still holds.
            let said = |tool: Tool| tools.iter().find(|it| it.is(&tool)).cloned().unwrap_or(tool);
            tools = list.into_iter().map(said).collect();
        } else if let Some(tool) = described(observation) {
            match tools.iter_mut().find(|it| it.name == tool.name) {
                Some(known) => *known = tool,
                None => tools.push(tool),
            }
        }
    }
    tools
}

impl Tool {
    /// Whether another is this tool, of which less may be known.
    fn is(&self, other: &Self) -> bool {
        let names = |tool: &Self| -> Vec<String> {
            tool.parameters.iter().map(|it| it.name.clone()).collect()
        };
        self.name == other.name
            && other.parameters.iter().all(|it| it.kind == Kind::Unknown)
            && names(self) == names(other)
    }
}

/// Tools listed as signatures, one a line: `get_order(id)`, `list_orders(cursor?: integer)`.
fn signatures(observation: &str) -> Option<Vec<Tool>> {
    let lines = observation.lines().filter(|line| !line.trim().is_empty());
    let tools: Option<Vec<Tool>> = lines.take(MOST).map(signature).collect();
    tools.filter(|tools| tools.len() > 1)
}

fn signature(line: &str) -> Option<Tool> {
    let line = line.trim().trim_start_matches("- ");
    let (name, rest) = line.split_once('(')?;
    let (inside, said) = rest.split_once(')')?;
    let word = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    let parameters = inside.split(',').map(str::trim).filter(|it| !it.is_empty()).map(|given| {
        let (name, said) = given.split_once(':').unwrap_or((given, ""));
        let bare = name.trim_end_matches('?');
        word(bare).then(|| Parameter {
            name: bare.to_owned(),
            description: String::new(),
            kind: named(said.trim()).unwrap_or(Kind::Unknown),
            required: bare.len() == name.len(),
        })
    });
    let parameters: Option<Vec<Parameter>> = parameters.take(MOST).collect();
    let description = said.trim_start_matches([':', ' ', '-']).to_owned();
    let tool = Tool { name: name.to_owned(), description, parameters: parameters? };
    word(name).then_some(tool)
}

/// A tool of which alone an observation speaks.
fn described(observation: &str) -> Option<Tool> {
    if !observation.contains("\"inputSchema\"") {
        return None;
    }
    tool(&serde_json::from_str(observation.trim()).ok()?)
}

/// The tools that an observation lists in the form of the Model Context Protocol: an object with
/// `tools`, or the list itself, each with `name`, `description` and `inputSchema`.
fn listed(observation: &str) -> Option<Vec<Tool>> {
    // Most observations list none; those are not parsed.
    if !observation.contains("\"inputSchema\"") {
        return None;
    }
    let value: Value = serde_json::from_str(observation.trim()).ok()?;
    let list = value.get("tools").unwrap_or(&value).as_array()?;
    let tools: Vec<Tool> = list.iter().take(MOST).filter_map(tool).collect();
    (!tools.is_empty()).then_some(tools)
}

fn tool(value: &Value) -> Option<Tool> {
    let schema = value.get("inputSchema")?;
    let required = schema.get("required").and_then(Value::as_array);
    let needed = |name: &str| required.is_some_and(|all| all.iter().any(|it| it == name));
    let properties = schema.get("properties").and_then(Value::as_object);
    let parameters = properties.into_iter().flatten().take(MOST).map(|(name, schema)| Parameter {
        name: name.clone(),
        description: text(schema, "description"),
        kind: kind(schema),
        required: needed(name),
    });
    Some(Tool {
        name: value.get("name")?.as_str()?.to_owned(),
        description: text(value, "description"),
        parameters: parameters.collect(),
    })
}

fn kind(schema: &Value) -> Kind {
    if let Some(options) = schema.get("enum").and_then(Value::as_array) {
        let texts: Option<Vec<String>> =
            options.iter().take(MOST).map(|it| it.as_str().map(str::to_owned)).collect();
        return texts.map_or(Kind::Json, Kind::Choice);
    }
    schema.get("type").and_then(Value::as_str).and_then(named).unwrap_or(Kind::Json)
}

/// The kind that JSON schemas call by a word.
fn named(word: &str) -> Option<Kind> {
    match word {
        "string" => Some(Kind::Text),
        "integer" => Some(Kind::Number { whole: true }),
        "number" => Some(Kind::Number { whole: false }),
        "boolean" => Some(Kind::Flag),
        _ => None,
    }
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Kind {
    /// What a person wrote as a value that fits; a sentence where it does not.
    pub fn read(&self, written: &str) -> Result<Value, String> {
        match self {
            Self::Text | Self::Choice(_) => Ok(Value::from(written)),
            Self::Number { whole: true } => {
                let number = written.trim().parse::<i64>();
                number
                    .map(Value::from)
                    .map_err(|_| say_with("“{1}” is no whole number.", &[&written]))
            }
            Self::Number { whole: false } => {
                let number = decimal(written.trim());
                number.map(Value::from).ok_or_else(|| say_with("“{1}” is no number.", &[&written]))
            }
            Self::Unknown => {
                Ok(serde_json::from_str(written).unwrap_or_else(|_| Value::from(written)))
            }
            Self::Flag => Ok(Value::from(written == "true")),
            Self::Json => {
                serde_json::from_str(written).map_err(|error| say_with("Not JSON: {1}.", &[&error]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"{"tools": [{
        "name": "list_orders", "description": "Lists orders.",
        "inputSchema": {"type": "object", "required": ["page"], "properties": {
            "page": {"type": "integer", "description": "Which page"},
            "status": {"type": "string", "enum": ["open", "sent"]},
            "all": {"type": "boolean"}, "filter": {"type": "object"}
        }}
    }]}"#;

    #[test]
    fn tools_are_read_from_a_list() {
        let tools = known([LIST].into_iter());
        assert_eq!(tools.len(), 1);
        let kinds: Vec<(&str, &Kind, bool)> = tools[0]
            .parameters
            .iter()
            .map(|it| (it.name.as_str(), &it.kind, it.required))
            .collect();
        let choice = Kind::Choice(vec!["open".into(), "sent".into()]);
        assert!(kinds.contains(&("page", &Kind::Number { whole: true }, true)));
        assert!(kinds.contains(&("status", &choice, false)));
        assert!(kinds.contains(&("all", &Kind::Flag, false)));
        assert!(kinds.contains(&("filter", &Kind::Json, false)));
    }

    #[test]
    fn tools_are_read_from_signatures_and_what_is_said_of_one_is_kept() {
        let list = "list_orders(cursor?)\nget_order(id)\nwait()";
        let said = r#"{"name":"get_order","inputSchema":{"type":"object","properties":{
            "id":{"type":"integer"}},"required":["id"]}}"#;
        let tools = known(["Connected.", list, said, "404 not found", list].into_iter());
        let names: Vec<&str> = tools.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["list_orders", "get_order", "wait"]);
        assert!(!tools[0].parameters[0].required);
        assert_eq!(tools[0].parameters[0].kind, Kind::Unknown);
        assert_eq!(tools[1].parameters[0].kind, Kind::Number { whole: true });
        assert_eq!(tools[2].parameters, Vec::new());
    }

    #[test]
    fn the_tools_of_a_project_have_their_types() {
        let tools = of_project();
        assert_eq!(tools.len(), 8);
        let view = tools.iter().find(|it| it.name == "view_file").unwrap();
        assert!(view.parameters[0].required && view.parameters[0].kind == Kind::Text);
        let start = &view.parameters[1];
        assert!(!start.required && start.kind == Kind::Number { whole: true });
    }

    #[test]
    fn what_lists_no_tools_gives_none() {
        for text in [
            "",
            "{}",
            "print(x)",
            "a (b) c\nd (e) f",
            "\"inputSchema\"",
            r#"{"tools": [{"inputSchema": 3}]}"#,
            &LIST[1..],
        ] {
            assert_eq!(known([text].into_iter()), Vec::new(), "{text}");
        }
    }

    #[test]
    fn what_is_written_becomes_a_value_of_its_kind() {
        assert_eq!(Kind::Number { whole: true }.read(" 7 "), Ok(Value::from(7)));
        assert!(Kind::Number { whole: true }.read("7.5").is_err());
        assert!(Kind::Number { whole: false }.read("inf").is_err());
        assert_eq!(Kind::Flag.read("true"), Ok(Value::Bool(true)));
        assert!(Kind::Json.read("{").is_err());
    }
}
