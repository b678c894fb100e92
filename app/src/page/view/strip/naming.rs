//! Naming a step.

use crate::page::say::say;
use crate::page::state::{Msg, tree::Move};
use diorama_world::timeline::MAX_NAME;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct NamingProps {
    /// What it is called so far.
    pub name: AttrValue,
    pub send: Callback<Msg>,
}

/// A field for the name: Enter keeps it, Escape does not.
#[component(Naming)]
pub fn naming(props: &NamingProps) -> Html {
    let field = use_node_ref();
    use_effect_with(field.clone(), |field| {
        if let Some(field) = field.cast::<HtmlInputElement>() {
            // A field that cannot be focused can still be clicked.
            let _ = field.focus();
            field.select();
        }
    });
    let onsubmit = {
        let (field, send) = (field.clone(), props.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(field) = field.cast::<HtmlInputElement>() {
                send.emit(Msg::Tree(Move::Name(field.value())));
            }
        })
    };
    let onkeydown = {
        let send = props.send.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                send.emit(Msg::Tree(Move::Leave));
            }
        })
    };
    html! {
        <form class="naming" {onsubmit}>
            <input ref={field} type="text" aria-label={say("Name of this step")} value={props.name.clone()}
                placeholder={say("Empty: what was done")} maxlength={MAX_NAME.to_string()} autocomplete="off"
                {onkeydown} />
            <button type="submit">{ say("Name it") }</button>
        </form>
    }
}
