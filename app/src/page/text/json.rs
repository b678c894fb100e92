//! JSON as a tree that can be folded.

use serde_json::Value;
use yew::prelude::*;

/// Deepest nesting that is drawn as a tree; what lies deeper is one line.
const MAX_DEPTH: usize = 24;
/// Most members of an object or a list that are drawn.
const MOST: usize = 200;
/// Nesting that is unfolded at first.
const UNFOLDED: usize = 3;

/// A value, with `name` before it.
pub fn tree(name: Option<&str>, value: &Value, depth: usize) -> Html {
    let key = name.map(|name| html! { <span class="j-key">{ name }{ ": " }</span> });
    let members: Vec<(Option<String>, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(name, value)| (Some(name.clone()), value)).collect(),
        Value::Array(list) => list.iter().map(|value| (None, value)).collect(),
        leaf => return html! { <div class="j">{ key }{ literal(leaf) }</div> },
    };
    let (open, close) = if value.is_object() { ("{", "}") } else { ("[", "]") };
    if members.is_empty() || depth >= MAX_DEPTH {
        return html! { <div class="j">{ key }<span class="j-mark">{ value.to_string() }</span></div> };
    }
    let more = members.len().saturating_sub(MOST);
    let count = members.len();
    html! {
        <details class="j" open={depth < UNFOLDED}>
            <summary>{ key }<span class="j-mark">{ open }</span>
                <span class="j-count">{ format!(" {count} ") }</span>
                <span class="j-mark j-close">{ close }</span></summary>
            <div class="j-inside">
                { for members.iter().take(MOST).map(|(name, value)| tree(name.as_deref(), value, depth + 1)) }
                if more > 0 { <p class="muted">{ format!("and {more} more") }</p> }
            </div>
            <span class="j-mark">{ close }</span>
        </details>
    }
}

fn literal(value: &Value) -> Html {
    let class = match value {
        Value::String(_) => "j-text",
        Value::Number(_) => "j-number",
        _ => "j-word",
    };
    html! { <span {class}>{ value.to_string() }</span> }
}
