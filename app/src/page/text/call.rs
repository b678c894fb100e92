//! Tool calls: the call that was made, and what came back.

use super::{
    Parts, TextWorldProps,
    compose::Compose,
    json,
    lines::{Line, Lines},
};
use crate::page::say::{say, say_with};
use diorama_world::Action;
use serde_json::{Map, Value};
use std::rc::Rc;
use yew::prelude::*;

/// The parts of the view.
pub fn parts(props: &TextWorldProps, lines: &Lines<'_>) -> Parts {
    let inside = html! { <>{ made(props) }<div class="result">{ result(lines) }</div></> };
    (say("Tools"), composer(props), inside, Html::default())
}

/// Where the next call is put together.
pub fn composer(props: &TextWorldProps) -> Html {
    html! {
        <Compose tools={Rc::clone(&props.tools)} busy={props.busy} act={props.act.clone()} />
    }
}

/// The call that led here.
pub fn made(props: &TextWorldProps) -> Html {
    match &props.last {
        Some(Action::Call { tool, arguments }) => html! {
            <div class="call" role="group" aria-label={say_with("Call of {1}", &[&tool])}>
                <b>{ tool }</b>{ for arguments.iter().map(|(name, value)| argument(name, value)) }
            </div>
        },
        _ => Html::default(),
    }
}

fn argument(name: &str, value: &Value) -> Html {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    html! { <span class="argument"><i>{ name }</i>{ " " }<code>{ text }</code></span> }
}

/// What came back: JSON as a tree, anything else line by line.
fn result(lines: &Lines<'_>) -> Html {
    if lines.is_blank() {
        return html! { <p class="nothing">{ say("Nothing came back.") }</p> };
    }
    let text = lines.text();
    let json = text.trim_start().starts_with(['{', '[']);
    match json.then(|| serde_json::from_str::<Value>(&text)) {
        Some(Ok(value)) => html! { <div class="tree">{ json::tree(None, &value, 0) }</div> },
        _ => html! { <pre>{ for lines.iter().map(line) }</pre> },
    }
}

/// A line: an object or a list as a tree, in a list of such, anything else as it is.
fn line(line: Line<'_>) -> Html {
    let text = line.text.trim_start().trim_start_matches("- ");
    let json = text.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(text));
    match json {
        Some(Ok(value)) => {
            html! { <div class={line.classes()}><div class="tree">{ json::tree(None, &value, 0) }</div></div> }
        }
        _ => line.plain(),
    }
}

/// A call.
pub fn call(tool: &str, arguments: Map<String, Value>) -> Action {
    Action::Call { tool: tool.to_owned(), arguments }
}
