//! Putting a tool call together: a tool, and a field for each thing it takes.

use super::{
    call::call,
    tools::{Kind, Parameter, Tool},
};
use crate::page::say::{say, say_with};
use diorama_world::Action;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The tool that lists the tools, where a world has one.
const LIST: &str = "list_tools";

/// The tools, and where the call goes.
#[derive(Properties, PartialEq)]
pub struct ComposeProps {
    /// The tools that can be called; empty where the world did not say.
    pub tools: Rc<Vec<Tool>>,
    /// Whether the world answers now.
    pub busy: bool,
    /// Where the call goes.
    pub act: Callback<Action>,
}

/// A form for the next call. Without a list of tools, the name and the arguments are written out.
#[component(Compose)]
pub fn compose(props: &ComposeProps) -> Html {
    let chosen = use_state(|| 0_usize);
    // What was written, by parameter; kept when another tool is looked at.
    let written = use_state(BTreeMap::<String, String>::new);
    let slip = use_state(|| None::<String>);
    let tool = props.tools.get(*chosen).or_else(|| props.tools.first()).cloned();
    let free = tool.is_none();
    let tool = Rc::new(tool.unwrap_or_else(unlisted));
    let onsubmit = {
        let (tool, written, slip) = (Rc::clone(&tool), written.clone(), slip.clone());
        let (act, busy) = (props.act.clone(), props.busy);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if busy {
                return;
            }
            match if free { spelled_out(&written) } else { filled_in(&tool, &written) } {
                Ok(action) => {
                    slip.set(None);
                    act.emit(action);
                }
                Err(why) => slip.set(Some(why)),
            }
        })
    };
    let choose = {
        let (chosen, slip) = (chosen.clone(), slip.clone());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                chosen.set(usize::try_from(select.selected_index()).unwrap_or(0));
                slip.set(None);
            }
        })
    };
    let write = {
        let written = written.clone();
        Callback::from(move |(name, text): (String, String)| {
            let mut new = (*written).clone();
            new.insert(name, text);
            written.set(new);
        })
    };
    html! {
        <form class="compose" aria-label={say("Call a tool")} {onsubmit}>
            if !free {
                <label>{ say("Tool") }
                    <select onchange={choose}>
                        { for props.tools.iter().enumerate().map(|(at, it)| html! {
                            <option selected={at == *chosen}>{ &it.name }</option>
                        }) }
                    </select>
                </label>
            }
            { for tool.parameters.iter().map(|it| {
                field(it, written.get(&it.name).map_or("", String::as_str), &write)
            }) }
            <button type="submit" class="primary">{ say("Call") }</button>
            if free {
                <button type="button" disabled={props.busy}
                    onclick={props.act.reform(|_| call(LIST, Map::new()))}>{ say("List the tools") }</button>
            }
            if !tool.description.is_empty() { <p class="muted">{ &tool.description }</p> }
            if let Some(slip) = &*slip { <p class="slip" role="alert">{ slip }</p> }
        </form>
    }
}

/// What is asked where no tools are known.
fn unlisted() -> Tool {
    let parameter = |name: &str, kind, required| Parameter {
        name: name.to_owned(),
        description: String::new(),
        kind,
        required,
    };
    Tool {
        name: String::new(),
        description: String::new(),
        parameters: vec![
            parameter(say("Tool"), Kind::Text, true),
            parameter(say("Arguments"), Kind::Json, false),
        ],
    }
}

fn filled_in(tool: &Tool, written: &BTreeMap<String, String>) -> Result<Action, String> {
    let mut arguments = Map::new();
    for parameter in &tool.parameters {
        let text = written.get(&parameter.name).map_or("", String::as_str);
        // What was left empty is left out. A text may be meant to be empty only where it must be
        // there; the tool itself says what else is missing.
        if !text.is_empty() || (parameter.required && parameter.kind == Kind::Text) {
            let value = parameter.kind.read(text);
            arguments.insert(
                parameter.name.clone(),
                value.map_err(|why| format!("{}: {why}", parameter.name))?,
            );
        }
    }
    Ok(call(&tool.name, arguments))
}

fn spelled_out(written: &BTreeMap<String, String>) -> Result<Action, String> {
    let text = |name: &str| written.get(name).map_or("", |text| text.trim());
    let arguments = match text(say("Arguments")) {
        "" => Map::new(),
        json => match serde_json::from_str(json) {
            Ok(Value::Object(arguments)) => arguments,
            Ok(_) => {
                return Err(say("Arguments: an object is wanted, as {\"page\": 1}.").to_owned());
            }
            Err(error) => return Err(say_with("Arguments: not JSON: {1}.", &[&error])),
        },
    };
    Ok(call(text(say("Tool")), arguments))
}

fn field(parameter: &Parameter, text: &str, write: &Callback<(String, String)>) -> Html {
    let name = parameter.name.clone();
    let oninput = {
        let write = write.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(text) = event.target().and_then(|it| text_of(&it)) {
                write.emit((name.clone(), text));
            }
        })
    };
    let title = (!parameter.description.is_empty()).then(|| parameter.description.clone());
    let required = parameter.required;
    let value = text.to_owned();
    let input = match &parameter.kind {
        Kind::Text | Kind::Unknown => html! {
            <textarea rows={text.lines().count().clamp(1, 6).to_string()} {value} {required}
                {oninput} spellcheck="false" autocomplete="off" onkeydown={enter()} />
        },
        Kind::Number { whole } => html! {
            <input type="number" step={if *whole { "1" } else { "any" }} {value} {required} {oninput} />
        },
        Kind::Flag => {
            let name = parameter.name.clone();
            let write = write.clone();
            let flip = Callback::from(move |event: Event| {
                if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                    let on = if field.checked() { "true" } else { "false" };
                    write.emit((name.clone(), on.to_owned()));
                }
            });
            html! { <input type="checkbox" checked={text == "true"} onchange={flip} /> }
        }
        Kind::Choice(options) => {
            let name = parameter.name.clone();
            let write = write.clone();
            let pick = Callback::from(move |event: Event| {
                if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                    write.emit((name.clone(), select.value()));
                }
            });
            html! {
                <select onchange={pick} {required}>
                    <option value="" selected={text.is_empty()}></option>
                    { for options.iter().map(|it| html! {
                        <option value={it.clone()} selected={it == text}>{ it }</option>
                    }) }
                </select>
            }
        }
        Kind::Json => html! {
            <textarea rows="1" class="mono" placeholder="{ }" {value} {required} {oninput}
                spellcheck="false" autocomplete="off" onkeydown={enter()} />
        },
    };
    html! {
        <label class={matches!(parameter.kind, Kind::Text | Kind::Unknown).then_some("wide")} {title}>
            <span>{ &parameter.name }if required { <i aria-hidden="true">{ " *" }</i> }</span>
            { input }
        </label>
    }
}

/// Enter in a field of several lines sends the form; Shift with it begins a line.
fn enter() -> Callback<KeyboardEvent> {
    Callback::from(|event: KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            let field = event.target_dyn_into::<HtmlTextAreaElement>();
            if let Some(form) = field.and_then(|field| field.form()) {
                // A form that lacks something says so itself.
                _ = form.request_submit();
            }
        }
    })
}

fn text_of(target: &web_sys::EventTarget) -> Option<String> {
    let input = target.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
    input.or_else(|| target.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value))
}
