//! A terminal: its screen, with room to type behind the prompt.

use super::{Parts, TextWorldProps, lines::Lines};
use crate::page::say::say;
use diorama_world::{Action, action::Keys};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How long is waited after what is typed, in milliseconds: what agents at terminals mostly wait.
const WAIT: u32 = 100;

/// The parts of the view.
pub fn parts(props: &TextWorldProps, lines: &Lines<'_>) -> Parts {
    let waits = props.partial.is_none();
    let mut shown = lines.iter();
    // What is typed goes behind the prompt, where there is one.
    let prompt =
        if waits { lines.iter().next_back().filter(|it| it.kind == "prompt") } else { None };
    if prompt.is_some() {
        shown.next_back();
    }
    let inside = html! {
        <>
            { for shown.map(|line| line.plain()) }
            if waits {
                <div class="l l-prompt at-prompt">
                    { prompt.map(|line| html! { <span>{ line.text.to_owned() }</span> }) }
                    <Typing typed={Rc::clone(&props.typed)} busy={props.busy}
                        act={props.act.clone()} />
                </div>
            }
        </>
    };
    let key = |label: &'static str, title: &'static str, keystrokes: &'static str| {
        let act = props.act.clone();
        html! {
            <button type="button" aria-label={title} {title}
                onclick={move |_| act.emit(press(keystrokes))}><kbd>{ label }</kbd></button>
        }
    };
    let below = html! {
        <div class="keyboard" role="group" aria-label={say("Keys")}>
            { key("C-c", say("C-c: interrupt"), "C-c") }
            { key("C-d", say("C-d: end of input"), "C-d") }
            { key("Enter", "Enter", "\n") }
            { key("Tab", "Tab", "\t") }
            <span class="muted">{ say("Enter runs what you typed; ↑ brings back what you typed before.") }</span>
        </div>
    };
    let bar = html! {
        <div class="title-bar" aria-hidden="true"><i /><i /><i /><span>{ say("Terminal") }</span></div>
    };
    (say("Terminal"), bar, inside, below)
}

/// Typing something.
fn press(keystrokes: &str) -> Action {
    let keystrokes = keystrokes.to_owned();
    Action::Keystrokes { keys: vec![Keys { keystrokes, wait: WAIT }] }
}

#[derive(Properties, PartialEq)]
struct TypingProps {
    typed: Rc<Vec<String>>,
    busy: bool,
    act: Callback<Action>,
}

/// The line that is being typed. It is sent with Enter.
#[component(Typing)]
fn typing(props: &TypingProps) -> Html {
    // How many lines back the arrow keys went.
    let back = use_mut_ref(|| 0_usize);
    let onkeydown = {
        let (act, typed, busy) = (props.act.clone(), Rc::clone(&props.typed), props.busy);
        Callback::from(move |event: KeyboardEvent| {
            let Some(field) = event.target_dyn_into::<HtmlInputElement>() else { return };
            if event.is_composing() {
                return;
            }
            let mut back = back.borrow_mut();
            match event.key().as_str() {
                "Enter" if !busy => {
                    event.prevent_default();
                    act.emit(press(&format!("{}\n", field.value())));
                    field.set_value("");
                    *back = 0;
                }
                // A chosen text is copied, as in any terminal.
                key @ ("c" | "d")
                    if event.ctrl_key() && field.selection_start() == field.selection_end() =>
                {
                    event.prevent_default();
                    act.emit(press(&format!("C-{key}")));
                }
                "ArrowUp" if *back < typed.len() => {
                    event.prevent_default();
                    *back += 1;
                    field.set_value(&typed[typed.len() - *back]);
                }
                "ArrowDown" if *back > 0 => {
                    event.prevent_default();
                    *back -= 1;
                    let line = typed.len().checked_sub(*back).and_then(|at| typed.get(at));
                    field.set_value(line.map_or("", String::as_str));
                }
                _ => {}
            }
        })
    };
    html! {
        <input type="text" class="typing" aria-label={say("Type at the terminal")} autocomplete="off"
            autocapitalize="off" spellcheck="false" {onkeydown} />
    }
}
