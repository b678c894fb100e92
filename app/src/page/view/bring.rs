//! Bringing a world: pasted or in a file.

use super::numbers::plural;
use crate::page::say::{say, say_with};
use crate::{
    page::{
        files,
        state::{Msg, State, bring::Bringing, links::Opening},
    },
    protocol::desk::worlds::Candidate,
};
use web_sys::{File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Lines that could not be read and are shown at once.
const MOST: usize = 8;

/// The sheet.
pub fn bring(state: &State, send: &Callback<Msg>, give: &Callback<File>) -> Html {
    let busy = state.bringing.is_under_way() || state.opening.is_under_way();
    html! {
        <>
            <Paste {busy} send={send.clone()} give={give.clone()} />
            { match (&state.bringing, &state.opening) {
                (Bringing::Failed(why), _) | (_, Opening::Failed(why)) => html! {
                    <p class="slip" role="alert">{ why }</p>
                },
                (Bringing::Which(worlds), _) => which(worlds, send),
                _ => Html::default(),
            } }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PasteProps {
    /// Whether a text is being read.
    busy: bool,
    send: Callback<Msg>,
    give: Callback<File>,
}

/// Where a text is pasted, or a file chosen.
#[component(Paste)]
fn paste(props: &PasteProps) -> Html {
    let field = use_node_ref();
    let onsubmit = {
        let (field, send) = (field.clone(), props.send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                send.emit(Msg::Bring(Ok(field.value())));
            }
        })
    };
    let choose = {
        let give = props.give.clone();
        Callback::from(move |event: Event| {
            let field = event.target_dyn_into::<HtmlInputElement>();
            if let Some(file) = field.and_then(|it| it.files()).and_then(|files| files.get(0)) {
                give.emit(file);
            }
        })
    };
    let busy = props.busy;
    html! {
        <section class="group elsewhere bring">
            <form {onsubmit}>
                <label>{ say("A link, or a world as text") }
                    <textarea ref={field} rows="6" required=true spellcheck="false"
                        autocomplete="off" placeholder="https://…/#1…" />
                </label>
                <button type="submit" class="primary" aria-disabled={busy.then_some("true")}>
                    { if busy { say("Reading…") } else { say("Open") } }</button>
            </form>
            <p class="muted">
                { say("A scenario, a recorded walk, rows of AgentWorldBench, or a screen as some tool \
                    wrote it: an element list, an accessibility tree, a snapshot. It stays on this \
                    device.") }
            </p>
            <label class="drop">
                <input type="file" accept={files::TEXTS.join(",")} onchange={choose}
                    aria-label={say("Choose a file")} />
                <span>{ say("or a file with one; it can also be dropped anywhere on the page.") }</span>
            </label>
        </section>
    }
}

/// What the text may be, and what of it could not be read.
fn which(worlds: &[Candidate], send: &Callback<Msg>) -> Html {
    let several = worlds.len() > 1;
    html! {
        <section class="group" aria-label={say("What it may be")}>
            <h3>{ if several { say("This may be one of several. What is it?") }
                else { say("Not all of it could be read.") } }</h3>
            { for worlds.iter().enumerate().map(|(index, world)| html! {
                <div class="candidate">
                    <p><b><bdi>{ &world.start.scenario.title }</bdi></b>
                        <small class="muted"><bdi>{ &world.kind }</bdi></small></p>
                    <button type="button" class={(!several).then_some("primary")}
                        aria-label={say_with("Open as {1}", &[&world.kind])}
                        onclick={send.reform(move |_| Msg::TakeBrought(index))}>{ say("Open") }</button>
                    { unread(&world.unread) }
                </div>
            }) }
        </section>
    }
}

fn unread(lines: &[String]) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let more = lines.len().saturating_sub(MOST);
    html! {
        <details open=true>
            <summary>{ say_with("{1} could not be read and is left out", &[&plural(lines.len(), say("place"), say("places"))]) }</summary>
            <ul class="problems">{ for lines.iter().take(MOST).map(|it| html! { <li><bdi>{ it }</bdi></li> }) }</ul>
            if more > 0 { <p class="muted">{ say_with("and {1} more", &[&more]) }</p> }
        </details>
    }
}
