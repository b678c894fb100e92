//! A sheet over the page. The browser's own dialog keeps the focus inside, closes with Escape and
//! gives the focus back.

use crate::page::say::say;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// A sheet over the page.
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// Its heading.
    pub title: AttrValue,
    /// Whether it is open.
    pub open: bool,
    /// It was closed by its button, with Escape or by a click beside it.
    pub close: Callback<()>,
    /// What is in it.
    pub children: Html,
}

/// A sheet over the page.
#[component(Sheet)]
pub fn sheet(props: &SheetProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with((dialog.clone(), props.open), |(dialog, open)| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            match (*open, dialog.open()) {
                // Fails only for a dialog that is open already or not on the page.
                (true, false) => _ = dialog.show_modal(),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let onclose = {
        let close = props.close.clone();
        let dialog = dialog.clone();
        Callback::from(move |_: Event| {
            // The browser tells of it in a later task; by then a key can have opened the sheet anew.
            if dialog.cast::<HtmlDialogElement>().is_some_and(|dialog| !dialog.open()) {
                close.emit(());
            }
        })
    };
    let beside = {
        let close = props.close.clone();
        let dialog = dialog.clone();
        Callback::from(move |event: MouseEvent| {
            // The backdrop belongs to the dialog; its content fills it.
            if event.target() == dialog.get().map(Into::into) {
                close.emit(());
            }
        })
    };
    html! {
        <dialog ref={dialog} class="sheet-over" aria-label={props.title.clone()} {onclose}
            onclick={beside}>
            <div class="sheet-body">
                <header>
                    <h2>{ &props.title }</h2>
                    <button type="button" class="quiet" onclick={props.close.reform(|_| ())}>
                        { say("Close") }
                    </button>
                </header>
                if props.open { { props.children.clone() } }
            </div>
        </dialog>
    }
}
